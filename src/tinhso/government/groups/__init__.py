"""Group dossiers (hồ sơ theo nhóm): many dossiers of one procedure handed in together, by one representative.

Owns the group: its draft (what is the same for all, and one row for each), its code, receipt and page, its one payment.
Every row becomes a dossier of its own, with its own code, clock and result, through the door of dossiers; the group
decides nothing about them. A group is late only when its own date, the last of those promised, has passed.
Linked procedures (one dossier, parts at several agencies) are `cooperation`'s: there a dossier has parts, here a group
has members, and neither is a kind of the other.
"""
