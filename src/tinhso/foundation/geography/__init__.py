"""Bản đồ: where units are, and a map of them drawn here, so that no map service learns who looks at what.

Owns one point for each territory (content/geography), boundaries where the operator names a file of them, and the
drawing of both as a sheet the design system shows. Knows no petition and no dossier: whoever above has points puts them
on the sheet as pins. A map here helps to point at a place; it is no evidence of a border.
"""
