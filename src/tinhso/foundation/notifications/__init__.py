"""Thông báo: what the house tells a person, inside the house and by letter.

Owns the notices of every account, what each person wishes to get by which channel, the letters that carry a notice
outside and how their sending went. The words are content (content/notifications), reviewed by officials, in Vietnamese
and English; they name a dossier's code, procedure, unit and times, never a person's data. Knows no dossier and no work
item: a subject is an id and a path. Anyone above may ask.
"""
