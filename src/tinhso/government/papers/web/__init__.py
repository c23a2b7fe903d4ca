"""Screens of the store of papers."""
