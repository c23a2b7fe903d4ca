"""Screens that cross apps: one folder for each kind of person who comes in."""
