"""Writes of cooperation."""
