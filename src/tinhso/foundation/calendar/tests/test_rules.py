"""Deadlines agree with a slow count minute by minute, through Tết, worked Saturdays, half days and after 15:00."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.foundation.calendar.data import Allowance, AllowanceUnit, DayKind
from tinhso.foundation.calendar.holidays import holidays_of
from tinhso.foundation.calendar.rules import Decision, Week, WorkingCalendar, parse_windows
from tinhso.foundation.calendar.testing import at
from tinhso.foundation.calendar.tests.oracle import Oracle, local, vietnam

WEEK = Week(date(2000, 1, 1), tuple(parse_windows(s) for s in [*["07:00-11:30 13:30-17:00"] * 5, "", ""]))
OPEN_SATURDAY = Week(
    date(2000, 1, 1), tuple(parse_windows(s) for s in [*["07:00-11:30 13:30-17:00"] * 5, "07:00-11:30", ""])
)
SWAPS = {
    date(2026, 1, 2): Decision(DayKind.OFF),
    date(2026, 1, 10): Decision(DayKind.WORK),
    date(2026, 8, 22): Decision(DayKind.WORK),
}
HALF_DAYS = frozenset({date(2026, 2, 13), date(2026, 4, 29), date(2027, 2, 3)})
PLAIN = WorkingCalendar([WEEK], holidays=holidays_of, decisions=SWAPS)
HALVES = {day: Decision(DayKind.HALF) for day in HALF_DAYS}
MIXED = WorkingCalendar([OPEN_SATURDAY], holidays=holidays_of, decisions=SWAPS | HALVES)
SLOW_PLAIN = Oracle(vietnam)
SLOW_MIXED = Oracle(partial(vietnam, half=HALF_DAYS, saturday=True))

WD, CD, WH, MONTH, SAME = (
    AllowanceUnit.WORKING_DAY,
    AllowanceUnit.CALENDAR_DAY,
    AllowanceUnit.WORKING_HOUR,
    AllowanceUnit.MONTH,
    AllowanceUnit.SAME_DAY,
)
EDGES = ["2026-02-12", "2026-01-01", "2026-01-08", "2026-04-24", "2026-08-20", "2026-08-28", "2026-11-22", "2027-02-02"]
around_feasts = st.builds(
    lambda day, minutes: datetime.fromisoformat(day) + timedelta(minutes=minutes),
    st.sampled_from(EDGES),
    st.integers(0, 6 * 1440),
)
any_minute = st.builds(
    lambda n: datetime.fromisoformat("2026-01-01") + timedelta(minutes=n), st.integers(0, 480 * 1440)
)
minutes = st.one_of(around_feasts, any_minute)
moments = minutes.map(local)
few = settings(max_examples=300, deadline=None)


def allow(amount, unit):
    return Allowance(Decimal(amount), unit)


def due(start, amount, unit, calendar=PLAIN):
    return calendar.add(at(start), allow(amount, unit))


# What a clerk would say


@pytest.mark.parametrize(
    ("start", "amount", "unit", "promise"),
    [
        ("2026-11-16 09:15", "3", WD, "2026-11-19 09:15"),  # the time of day is kept
        ("2026-11-20 09:15", "3", WD, "2026-11-26 09:15"),  # over a weekend and 24/11
        ("2026-11-16 17:30", "1", WD, "2026-11-18 07:00"),  # after hours: from Tuesday 07:00
        ("2026-11-16 12:10", "1", WD, "2026-11-17 13:30"),  # at lunch: from 13:30
        ("2026-11-14 10:00", "2", WD, "2026-11-18 07:00"),  # Saturday: from Monday
        ("2026-02-13 16:00", "1", WD, "2026-02-23 16:00"),  # over Tết
        ("2026-08-21 10:00", "1", WD, "2026-08-22 10:00"),  # the Saturday worked for 31/8
        ("2026-08-28 10:00", "1", WD, "2026-09-03 10:00"),
        ("2026-11-16 09:15", "0.5", WD, "2026-11-16 15:15"),
        ("2026-11-16 07:00", "8", WH, "2026-11-16 17:00"),
        ("2026-11-16 16:00", "8", WH, "2026-11-17 16:00"),
        ("2026-11-20 16:30", "1.5", WH, "2026-11-23 08:00"),
        ("2026-11-16 14:59", "1", SAME, "2026-11-16 17:00"),
        ("2026-11-16 15:00", "1", SAME, "2026-11-17 17:00"),
        ("2026-11-20 15:00", "1", SAME, "2026-11-23 17:00"),
        ("2026-11-21 08:00", "1", SAME, "2026-11-23 17:00"),
        ("2026-11-16 09:00", "5", CD, "2026-11-23 17:00"),  # ends on Saturday 21/11
        ("2026-11-16 09:00", "8", CD, "2026-11-25 17:00"),  # ends on 24/11
        ("2026-01-30 09:00", "1", MONTH, "2026-03-02 17:00"),  # 28/02 is a Saturday
        ("2026-03-31 09:00", "1", MONTH, "2026-05-04 17:00"),  # 30/4 is a holiday
        ("2026-03-10 09:00", "12", MONTH, "2027-03-10 17:00"),
    ],
)
def test_a_promise_is_what_a_clerk_would_say(start, amount, unit, promise):
    assert due(start, amount, unit) == at(promise)


def test_the_promise_waits_while_the_citizen_does():
    promise = at("2026-11-19 09:15")
    moved = PLAIN.shift(promise, paused_at=at("2026-11-17 10:00"), resumed_at=at("2026-11-26 10:00"))
    assert moved == at("2026-11-30 09:15")  # six working days less 24/11
    assert PLAIN.shift(promise, paused_at=at("2026-11-21 10:00"), resumed_at=at("2026-11-22 10:00")) == promise
    with pytest.raises(ValueError):
        PLAIN.shift(promise, paused_at=at("2026-11-18 10:00"), resumed_at=at("2026-11-17 10:00"))


def test_what_is_left_is_told_in_days_hours_and_minutes():
    left = PLAIN.remaining(at("2026-11-20 09:15"), at("2026-11-26 10:35"))
    assert (left.late, left.days, left.hours, left.minutes) == (False, 3, 1, 20)
    over = PLAIN.remaining(at("2026-11-21 09:15"), at("2026-11-20 16:00"))
    assert (over.late, over.days, over.hours, over.minutes) == (True, 0, 1, 0)


def test_an_open_saturday_morning_is_worked_but_no_working_day():
    assert MIXED.add(at("2026-11-20 16:00"), allow(2, WH)) == at("2026-11-21 08:00")
    assert MIXED.add(at("2026-11-20 16:00"), allow(1, WD)) == at("2026-11-23 16:00")
    assert MIXED.add(at("2026-11-21 09:00"), allow(1, SAME)) == at("2026-11-21 11:30")
    assert not MIXED.is_working_day(date(2026, 11, 21))


def test_a_new_week_begins_on_its_day():
    summer = Week(date(2026, 11, 18), tuple(parse_windows(s) for s in [*["07:30-11:30 13:00-17:00"] * 5, "", ""]))
    calendar = WorkingCalendar([WEEK, summer], holidays=holidays_of, decisions={})
    assert calendar.next_working_moment(at("2026-11-17 06:00")) == at("2026-11-17 07:00")
    assert calendar.next_working_moment(at("2026-11-18 06:00")) == at("2026-11-18 07:30")
    assert calendar.add(at("2026-11-17 08:00"), allow(1, WD)) == at("2026-11-18 08:30")  # one hour into the day


def test_years_out_of_reach_and_moments_without_zone_are_refused():
    for start in (datetime(1950, 1, 1, tzinfo=UTC), datetime(2150, 1, 1, tzinfo=UTC)):
        with pytest.raises(ValueError):
            PLAIN.add(start, allow(1, WD))
    with pytest.raises(ValueError):
        PLAIN.add(datetime.fromisoformat("2026-01-05"), allow(1, WD))
    with pytest.raises(ValueError):
        PLAIN.add(at("2026-01-05 08:00"), allow(3660, MONTH))
    assert WorkingCalendar([WEEK], holidays=holidays_of, decisions={}).add(
        at("2026-01-05 08:00"), allow(3660, WD)
    ) > at("2039-12-01 08:00")


@pytest.mark.parametrize("amount", [-1, 3661])
def test_an_allowance_is_bounded(amount):
    with pytest.raises(ValueError):
        allow(amount, WD)


def test_half_a_calendar_day_or_month_does_not_exist():
    for unit in (CD, MONTH):
        with pytest.raises(ValueError):
            allow("1.5", unit)


@pytest.mark.parametrize("text", ["7:00-11:30", "11:30-07:00", "07:00-11:30 11:00-17:00", "07:00-25:00", "x"])
def test_sessions_that_cannot_be_worked_are_refused(text):
    with pytest.raises(ValueError):
        parse_windows(text)


# The slow count


@few
@given(minutes, st.integers(1, 3000))
def test_hours_agree_with_the_slow_count(start, amount):
    hours = Allowance(Decimal(amount) / 60, WH)
    for fast, slow in ((PLAIN, SLOW_PLAIN), (MIXED, SLOW_MIXED)):
        found = fast.add(local(start), hours)
        assert abs(found - local(slow.hours(start, amount))) < timedelta(seconds=1)


@few
@given(minutes, st.integers(0, 12))
def test_working_days_agree_with_the_slow_count(start, amount):
    assert PLAIN.add(local(start), allow(amount, WD)) == local(SLOW_PLAIN.days(start, Fraction(amount)))


@few
@given(minutes, st.integers(0, 24))
def test_half_working_days_among_half_days_agree_with_the_slow_count(start, halves):
    found = MIXED.add(local(start), Allowance(Decimal(halves) / 2, WD))
    slow = local(SLOW_MIXED.days(start, Fraction(halves, 2)))
    assert abs(MIXED.between(found, slow)) <= timedelta(minutes=1)


@few
@given(minutes, st.integers(1, 40))
def test_calendar_days_agree_with_the_slow_count(start, amount):
    for fast, slow in ((PLAIN, SLOW_PLAIN), (MIXED, SLOW_MIXED)):
        assert fast.add(local(start), allow(amount, CD)) == local(slow.calendar_days(start, amount))


@few
@given(minutes)
def test_same_day_agrees_with_the_slow_count(start):
    for fast, slow in ((PLAIN, SLOW_PLAIN), (MIXED, SLOW_MIXED)):
        assert fast.add(local(start), allow(1, SAME)) == local(slow.same_day(start))


@few
@given(minutes, st.integers(0, 20 * 1440))
def test_time_between_agrees_with_the_slow_count(start, span):
    end = start + timedelta(minutes=span)
    for fast, slow in ((PLAIN, SLOW_PLAIN), (MIXED, SLOW_MIXED)):
        assert fast.between(local(start), local(end)) == timedelta(minutes=slow.between(start, end))


# What always holds

amounts = st.one_of(
    st.builds(allow, st.decimals(0, 300, places=2), st.sampled_from([WD, WH])),
    st.builds(allow, st.integers(0, 60), st.sampled_from([CD, MONTH, SAME])),
)


@given(moments, amounts)
def test_a_promise_never_lies_outside_working_time_nor_before_receipt(start, allowance):
    for calendar in (PLAIN, MIXED):
        promise = calendar.add(start, allowance)
        day = calendar.day(promise.astimezone(start.tzinfo).date())
        clock = promise.astimezone(start.tzinfo)
        second = clock.hour * 3600 + clock.minute * 60 + clock.second
        assert any(opens <= second <= closes for opens, closes in day.windows)
        assert promise >= start


@given(moments, st.builds(allow, st.decimals(0, 200, places=2), st.sampled_from([WD, WH])))
def test_adding_and_then_subtracting_comes_back(start, allowance):
    begin = PLAIN.next_working_moment(start)
    back = PLAIN.subtract(PLAIN.add(start, allowance), allowance)
    assert back == begin


@given(moments, moments, amounts)
def test_who_comes_later_is_promised_no_earlier(one, other, allowance):
    first, second = sorted((one, other))
    for calendar in (PLAIN, MIXED):
        assert calendar.add(first, allowance) <= calendar.add(second, allowance)


@given(moments, amounts, amounts)
def test_more_time_is_never_an_earlier_promise(start, one, other):
    if one.unit is other.unit:
        less, more = sorted((one, other), key=lambda allowance: allowance.amount)
        for calendar in (PLAIN, MIXED):
            assert calendar.add(start, less) <= calendar.add(start, more)


@given(moments, moments, amounts)
def test_a_pause_of_no_time_changes_nothing_and_a_pause_adds_just_its_time(start, pause, allowance):
    for calendar in (PLAIN, MIXED):
        promise = calendar.add(start, allowance)
        assert calendar.shift(promise, paused_at=pause, resumed_at=pause) == promise
        resumed = pause + timedelta(days=9, hours=5)
        moved = calendar.shift(promise, paused_at=pause, resumed_at=resumed)
        assert calendar.between(promise, moved) == calendar.between(pause, resumed)
