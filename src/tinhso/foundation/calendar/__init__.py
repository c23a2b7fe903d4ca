"""Lịch làm việc: the only place where days of the law are counted.

Owns the working week, the days off and worked by official decision, and the arithmetic of deadlines over them. Public
holidays, lunar ones included, come from the `holidays` package; a decision on record always wins over it. Knows no
dossier and no organisation: a unit is an id, its ancestors are passed by whoever knows them. Anyone above may ask.
"""
