"""Ten thousand promises with their waits against a second reckoning that knows nothing of the first: it walks minutes.

The oracle has its own table of days off and worked Saturdays, written by hand from the published notices, and lists
every minute worked from 2025 to 2027. It counts by stepping along that list.
"""

import random
from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from tinhso.foundation.calendar import public as calendar
from tinhso.government.dossiers.data import Status
from tinhso.government.dossiers.rules.clocks import ClockFacts, Verdict, Wait, national_due, national_verdict
from tinhso.government.dossiers.rules.regimes import NationalFormula
from tinhso.kernel import modules
from tinhso.kernel.clock import LOCAL_ZONE

CASES = 10_000
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)

OFF = {
    *(date(2025, 1, d) for d in (1, 27, 28, 29, 30, 31)),
    *(date(2025, m, d) for m, d in ((4, 7), (4, 30), (5, 1), (5, 2), (9, 1), (9, 2))),
    *(date(2026, m, d) for m, d in ((1, 1), (1, 2), (4, 27), (4, 30), (5, 1), (8, 31), (9, 1), (9, 2), (11, 24))),
    *(date(2026, 2, d) for d in (16, 17, 18, 19, 20)),
}
WORKED_SATURDAYS = {date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}


def is_worked(day):
    return day in WORKED_SATURDAYS or (day.weekday() < 5 and day not in OFF)


def minutes_of(day):
    """Return the minutes worked on a day: 07:00 to 11:30 and 13:30 to 17:00."""
    midnight = datetime.combine(day, time(0))
    every = [midnight + timedelta(minutes=n) for n in range(1440)]
    return [m for m in every if time(7) <= m.time() < time(11, 30) or time(13, 30) <= m.time() < time(17)]


@pytest.fixture(scope="module")
def worked():
    """Every minute worked, in order, up to the end of 2026 (2027's days off are not published yet)."""
    days = [FIRST + timedelta(n) for n in range((date(2026, 12, 31) - FIRST).days + 1)]
    return [minute for day in days if is_worked(day) for minute in minutes_of(day)]


def next_minute(worked, moment):
    return worked[bisect_left(worked, moment)]


def hours_later(worked, moment, hours):
    """Step minute by minute; what ends with a session ends with it, not at the next one's start."""
    place = bisect_left(worked, moment)
    return worked[place + hours * 60 - 1] + timedelta(minutes=1)


def days_later(worked, moment, days):
    """Keep the time of day, so many worked days later; the first day is not counted."""
    start = next_minute(worked, moment)
    day, left = start.date(), days
    while left:
        day += timedelta(days=1)
        left -= is_worked(day)
    return datetime.combine(day, start.time())


def same_day(worked, moment):
    start = next_minute(worked, moment)
    day = start.date()
    if start.time() >= time(15):
        day += timedelta(days=1)
        while not is_worked(day):
            day += timedelta(days=1)
    return datetime.combine(day, time(17))


def moved(worked, promise, paused_at, resumed_at):
    """Move a promise by the minutes worked between: counted one by one from the promise on."""
    waited = bisect_left(worked, resumed_at) - bisect_left(worked, paused_at)
    if not waited:
        return promise
    place = bisect_left(worked, promise)
    if place < len(worked) and worked[place] == promise:
        return worked[place + waited]
    return worked[place - 1 + waited] + timedelta(minutes=1)


def local(*parts):
    return datetime(*parts)  # noqa: DTZ001 - the oracle knows local time alone


def aware(moment):
    return moment.replace(tzinfo=LOCAL_ZONE)


def test_the_list_of_minutes_knows_tet_and_the_worked_saturdays(worked):
    days = {minute.date() for minute in worked}
    assert not days & OFF and days >= WORKED_SATURDAYS
    assert len([m for m in worked if m.date() == date(2026, 1, 10)]) == 480


@pytest.fixture
def published_days(db):
    """The days off and worked Saturdays as officials reviewed them, loaded as at the start of the program."""
    loads = [module.content for module in modules.all_modules() if module.name == "calendar"]
    for load in loads:
        assert load is not None
        load()


def test_ten_thousand_promises_agree_with_a_clock_that_walks_minutes(worked, published_days):
    dice = random.Random(20261123)
    units = calendar.AllowanceUnit
    spans = [(units.WORKING_DAY, n) for n in (1, 2, 3, 5, 10, 15, 22)] + [(units.WORKING_HOUR, n) for n in (4, 8, 20)]
    spans += [(units.SAME_DAY, 1)]
    begin, end = local(2025, 1, 6), local(2026, 9, 30)
    minutes = int((end - begin).total_seconds() // 60)
    wrong = []
    for _ in range(CASES):
        unit, amount = dice.choice(spans)
        start = begin + timedelta(minutes=dice.randrange(minutes))
        given = calendar.add_working_time(aware(start), calendar.Allowance(Decimal(amount), unit))
        if unit is units.WORKING_DAY:
            expected = days_later(worked, start, amount)
        elif unit is units.WORKING_HOUR:
            expected = hours_later(worked, start, amount)
        else:
            expected = same_day(worked, start)
        at = start
        waits = []
        for _pause in range(dice.randrange(3)):
            paused = at + timedelta(minutes=dice.randrange(1, 6000))
            at = paused + timedelta(minutes=dice.randrange(1, 20000))
            waits.append((paused, at))
        for paused, resumed in waits:
            given = calendar.shift(given, paused_at=aware(paused), resumed_at=aware(resumed))
            expected = moved(worked, expected, paused, resumed)
        if given != aware(expected):
            wrong.append((unit, amount, start, waits, given.astimezone(LOCAL_ZONE), expected))
    assert wrong == []


FORMULA = NationalFormula(
    pauses=frozenset({"supplement", "fee"}),
    late_pause_counts=False,
    second_supplement_is_late=True,
    extension_counts=False,
)


def shift(promise, paused_at, resumed_at):
    return calendar.shift(promise, paused_at=paused_at, resumed_at=resumed_at)


def facts(**changes):
    monday = aware(local(2026, 11, 16, 9))
    known = {
        "status": Status.PROCESSING,
        "first_promise": monday + timedelta(days=3),
        "promise": monday + timedelta(days=3),
        "finished_at": None,
        "waits": (),
        "supplements": 0,
    }
    return ClockFacts(**{**known, **changes})


@pytest.mark.django_db
def test_the_national_clock_takes_off_waits_but_not_those_begun_too_late_and_knows_no_extension():
    monday = aware(local(2026, 11, 16, 9))
    early = Wait("supplement", monday + timedelta(days=1), monday + timedelta(days=2))
    assert national_due(facts(waits=[early]), FORMULA, shift=shift) == monday + timedelta(days=4)
    late = Wait("supplement", monday + timedelta(days=4), monday + timedelta(days=7))
    assert national_due(facts(waits=[late]), FORMULA, shift=shift) == monday + timedelta(days=3)
    extended = facts(promise=monday + timedelta(days=9), finished_at=monday + timedelta(days=8))
    assert national_verdict(extended, FORMULA, shift=shift, now=monday) is Verdict.LATE


@pytest.mark.django_db
def test_a_second_request_is_late_and_the_first_counts_as_the_end_while_we_wait():
    monday = aware(local(2026, 11, 16, 9))
    waiting = Wait("supplement", monday + timedelta(days=1), None)
    year_end = monday + timedelta(days=40)
    once = facts(status=Status.WAITING_SUPPLEMENT, waits=[waiting], supplements=1)
    assert national_verdict(once, FORMULA, shift=shift, now=year_end) is Verdict.WAITING
    twice = facts(finished_at=monday + timedelta(days=1), supplements=2)
    assert national_verdict(twice, FORMULA, shift=shift, now=year_end) is Verdict.LATE
