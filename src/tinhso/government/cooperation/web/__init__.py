"""Screens of cooperation."""
