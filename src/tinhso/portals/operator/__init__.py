"""Kỹ thuật: the console of those who keep the installation running.

Owns no table: it looks at what the house measures of itself (health, events, jobs, record, letters, space) and offers
the few acts that put something right, each confirmed and on record. Operators see codes, ids and words of faults with
values taken out; names, numbers and answers of people never reach these pages.
"""
