"""Hồ sơ: the main road, from a citizen's request to a result handed over.

Owns drafts, dossiers, their papers, supplements and timeline. Knows procedures (what is asked), results (what is
issued) and the foundation; knows no screen. Portals, the API and jobs may ask, through `public`. Nothing here is
deleted: every correction is a later act.
"""
