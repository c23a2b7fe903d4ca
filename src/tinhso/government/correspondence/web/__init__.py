"""Screens of correspondence."""
