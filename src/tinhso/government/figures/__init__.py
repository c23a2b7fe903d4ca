"""Figures (số liệu): what is counted of dossiers and ratings, for everybody and for those who answer for a unit.

Owns one narrow fact row for each dossier (codes and days, no person) and the sums of these rows by unit, field and day.
Both follow the events of the rooms below and can be made anew from them at any time, with the same numbers. A number
on a page is a sum of a few cells, never a count of a million rows; the list behind it is the fact rows of the same
measure. Knows no rule of handling; judges nobody: it counts, by formulas that stand in content/figures.
"""
