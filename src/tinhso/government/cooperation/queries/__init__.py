"""Reads of cooperation."""
