"""A year of one province in a box: `./tinhso simulate` makes it through the public acts of the rooms, day by day.

Who files what, where and when follows from a seed (`plan`); what then happens is done by the officers of the unit
through the same doors the screens use (`acts`), at moments of that year. A unit's day is one transaction together with
its line in the journal (`journal`), so that a run that was killed goes on where it stood and makes nothing twice.
"""
