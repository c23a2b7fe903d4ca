"""Screens of figures: one for everybody, the others for those who answer for a unit."""
