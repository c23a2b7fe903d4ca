"""Đại diện, ủy quyền: who may act for whom, for what, from when to when.

Owns businesses' representatives and filers, authorisations between persons, parents and guardians of children. A
mandate gives something only while it is in force; access asks at every request, so what has ended gives nothing at
once. Does not know dossiers: it names procedures and fields by their codes. Rooms above may prove kinship (`kinship`).
"""
