"""Tổ chức: the units of the administration, their tree through time, and the people who hold posts in them.

Owns units (province, department, commune, section …) of any depth, their names and places with dates, who succeeded
whom, and officers with their appointments. Nothing here depends on there being three levels of government, and nothing
is deleted: a unit is closed, a name ends. Does not know accounts (identity) nor what a role may do (access).
Anyone above may ask; the tree is answered from memory.
"""
