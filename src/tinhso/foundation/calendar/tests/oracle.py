"""A second calendar, slow and written apart from the first: it walks through time minute by minute."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache

from tinhso.kernel.clock import LOCAL_ZONE

MINUTE = timedelta(minutes=1)


class Oracle:
    """Knows sessions by a function from a day to ([(time, time)], counts)."""

    def __init__(self, sessions):
        self.sessions = cache(sessions)
        self.minutes_worked = cache(self._minutes_worked)

    def _minutes_worked(self, day):
        midnight = datetime.combine(day, time(0))
        clock = [(midnight + n * MINUTE).time() for n in range(1440)]
        return {at for at in clock if any(start <= at < end for start, end in self.sessions(day)[0])}

    def works(self, moment):
        return moment.time() in self.minutes_worked(moment.date())

    def counts(self, day):
        return self.sessions(day)[1]

    def minutes_of(self, day):
        return len(self.minutes_worked(day))

    def next(self, moment):
        while not self.works(moment):
            moment += MINUTE
        return moment

    def hours(self, start, minutes):
        moment = self.next(start)
        while minutes:
            moment = self.next(moment) + MINUTE
            minutes -= 1
        return moment

    def days(self, start, amount):
        moment, gone = self.next(start), Fraction(0)
        share, share_day = Fraction(0), None
        while True:
            if self.works(moment) and self.counts(moment.date()):
                if gone >= amount:
                    return moment
                if share_day != moment.date():
                    share_day, share = moment.date(), Fraction(1, self.minutes_of(moment.date()))
                gone += share
            moment += MINUTE

    def end_of(self, day):
        return datetime.combine(day, max(end for _, end in self.sessions(day)[0]))

    def end_of_working_day(self, day):
        while not self.counts(day):
            day += timedelta(1)
        return self.end_of(day)

    def calendar_days(self, start, amount):
        day = self.next(start).date()
        for _ in range(amount):
            day += timedelta(1)
        return self.end_of_working_day(day)

    def same_day(self, start):
        moment = self.next(start)
        if moment.time() >= time(15):
            return self.end_of_working_day(moment.date() + timedelta(1))
        return self.end_of(moment.date())

    def between(self, start, end):
        count = 0
        while start < end:
            count += self.works(start)
            start += MINUTE
        return count


def vietnam(day, *, half=frozenset(), saturday=False):
    """Tết 2026 and 2027, the swaps of 2026 and the other days off, written down by hand."""
    off = {
        *[date(2026, 1, d) for d in (1, 2)],
        *[date(2026, 2, d) for d in (16, 17, 18, 19, 20)],
        date(2026, 4, 26),
        date(2026, 4, 27),
        date(2026, 4, 30),
        date(2026, 5, 1),
        date(2026, 8, 31),
        date(2026, 9, 1),
        date(2026, 9, 2),
        date(2026, 11, 24),
        date(2027, 1, 1),
        *[date(2027, 2, d) for d in (4, 5, 6, 7, 8, 9, 10)],
        date(2027, 4, 16),
        date(2027, 4, 30),
        date(2027, 5, 1),
        date(2027, 5, 3),
    }
    worked = {date(2026, 1, 10), date(2026, 8, 22)}
    morning, afternoon = (time(7), time(11, 30)), (time(13, 30), time(17))
    if day in off:
        return [], False
    if day in half:
        return [morning], day.weekday() < 5
    if day in worked or day.weekday() < 5:
        return [morning, afternoon], True
    if saturday and day.weekday() == 5:
        return [morning], False
    return [], False


def local(naive):
    return naive.replace(tzinfo=LOCAL_ZONE)
