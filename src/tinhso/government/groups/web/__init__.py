"""Screens of groups, for the representative and for the desk."""
