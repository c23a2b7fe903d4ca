"""Writes of correspondence."""
