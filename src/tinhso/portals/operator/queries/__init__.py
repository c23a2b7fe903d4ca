"""Reads of the console: bounded, and without personal data."""
