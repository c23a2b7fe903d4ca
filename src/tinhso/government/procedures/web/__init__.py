"""Screens of the workshop, in the officers' shell."""
