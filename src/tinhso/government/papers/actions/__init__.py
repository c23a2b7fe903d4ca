"""Writes of papers: each verb is one transaction."""
