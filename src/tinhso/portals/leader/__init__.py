"""Điều hành: the screen of those who answer for a unit.

Owns no data and no rule: it asks dossiers for the figures of the units one oversees, and shows each number as a link to
the list of exactly the rows it counts. What the address says is the whole state of the page.
"""
