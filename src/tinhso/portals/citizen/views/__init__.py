"""Thin views: HTTP to a door's verb and back."""
