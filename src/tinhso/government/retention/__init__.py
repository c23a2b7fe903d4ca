"""Retention (lưu trữ, thời hạn bảo quản): what may be destroyed when, and everything the house holds about one person.

Owns the terms by which records are kept, holds on them, the road from a list of what is due through the council's
opinion to a decision, the destruction itself in small parts, and the stubs that stay. Nothing is destroyed without a
decision on record: the database asks this room, and says no where it is not there. It also makes the export of
everything about a person, from what each room declares it holds (`kernel.holdings`). It knows no other room's tables.
"""
