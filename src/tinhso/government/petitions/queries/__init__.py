"""Reads of petitions."""
