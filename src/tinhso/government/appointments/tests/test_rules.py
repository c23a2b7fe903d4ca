"""Half hours, order, forecast: pure rules, thousands of cases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.appointments.rules import order
from tinhso.government.appointments.rules.forecast import forecast
from tinhso.government.appointments.rules.order import FAIR_STREAK, Rank, Waiting
from tinhso.government.appointments.rules.slots import half_hours, offered

NOW = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)


def test_half_hours_lie_whole_within_the_sessions():
    starts = half_hours(date(2026, 11, 17), "07:00-08:45 13:30-14:00")
    assert [f"{at:%H:%M%z}" for at in starts] == ["07:00+0700", "07:30+0700", "08:00+0700", "13:30+0700"]
    assert half_hours(date(2026, 11, 22), "") == []


def test_one_books_neither_too_soon_nor_too_far():
    starts = half_hours(date(2026, 11, 17), "07:00-11:30")
    kept = offered(starts, now=NOW, lead=timedelta(minutes=30), last_day=date(2026, 11, 17))
    assert [f"{at:%H:%M}" for at in kept] == ["09:30", "10:00", "10:30", "11:00"]
    assert offered(starts, now=NOW - timedelta(days=3), lead=timedelta(0), last_day=date(2026, 11, 16)) == []


minutes = st.integers(-180, 0)
people = st.lists(
    st.builds(
        lambda n, came, due, law: Waiting(
            key=f"{n:06d}",
            issued_at=NOW + timedelta(minutes=came),
            due_at=None if due is None else NOW + timedelta(minutes=due),
            by_law=law,
        ),
        st.integers(0, 999_999),
        minutes,
        st.none() | st.integers(-60, 60),
        st.booleans(),
    ),
    unique_by=lambda one: one.key,
    min_size=1,
    max_size=25,
)


@given(people, st.integers(0, 10))
def test_everybody_is_called_once(waiting, favoured):
    assert sorted(one.key for one in order.in_order(waiting, now=NOW, favoured=favoured)) == sorted(
        one.key for one in waiting
    )


@given(people)
def test_ordinary_tickets_keep_their_order_and_are_not_passed_more_than_three_times_in_a_row(waiting):
    called = order.in_order(waiting, now=NOW, favoured=0)
    ordinary = [one for one in called if order.rank(one, NOW) is Rank.ORDINARY]
    assert ordinary == sorted(ordinary, key=lambda one: (one.issued_at, one.key))
    in_a_row = 0
    for place, one in enumerate(called):
        left = any(order.rank(other, NOW) is Rank.ORDINARY for other in called[place:])
        in_a_row = 0 if order.rank(one, NOW) is Rank.ORDINARY else in_a_row + 1
        assert in_a_row <= FAIR_STREAK or not left


def test_who_booked_and_came_in_time_goes_first_then_whom_the_law_lets_then_the_others():
    due = Waiting("4", NOW, due_at=NOW)
    elder = Waiting("3", NOW - timedelta(minutes=1), by_law=True)
    first_come = Waiting("1", NOW - timedelta(hours=1))
    late = Waiting("2", NOW - timedelta(minutes=5), due_at=NOW - timedelta(minutes=30))
    assert order.in_order([first_come, late, elder, due], now=NOW, favoured=0) == [due, elder, first_come, late]


def test_who_comes_an_hour_early_does_not_jump_the_queue():
    early = Waiting("2", NOW - timedelta(minutes=1), due_at=NOW + timedelta(hours=1))
    assert order.pick([early, Waiting("1", NOW - timedelta(minutes=2))], now=NOW, favoured=0).key == "1"


def test_who_was_sent_from_another_desk_is_next_there():
    sent = Waiting("9", NOW, sent_here=True)
    assert order.pick([Waiting("1", NOW - timedelta(hours=2)), sent], now=NOW, favoured=FAIR_STREAK) == sent


times = st.lists(st.integers(0, 14_400), max_size=40)


@given(st.integers(0, 200), st.integers(1, 20), times)
def test_a_forecast_is_a_range_that_grows_with_people_and_shrinks_with_desks(before, desks, seconds):
    here = forecast(before=before, desks=desks, seconds=seconds, usual_minutes=10)
    more = forecast(before=before + 1, desks=desks, seconds=seconds, usual_minutes=10)
    faster = forecast(before=before, desks=desks + 1, seconds=seconds, usual_minutes=10)
    assert 0 <= here.low <= here.high
    assert (more.low, more.high) >= (here.low, here.high)
    assert faster.low <= here.low
    assert faster.high <= here.high
    assert here.known == len(seconds)


@given(st.integers(0, 50), times)
def test_without_an_open_desk_nobody_promises_anything(before, seconds):
    assert forecast(before=before, desks=0, seconds=seconds, usual_minutes=10) is None


@given(st.integers(0, 50), st.integers(1, 10), st.integers(60, 3600))
def test_when_every_service_took_the_same_the_range_is_that(before, desks, each):
    here = forecast(before=before, desks=desks, seconds=[each] * 20, usual_minutes=10)
    turns = max((before + 1) / desks - 0.5, 0)
    assert here.low <= turns * each / 60 <= here.high <= here.low + 1


def test_an_empty_queue_has_nobody_to_call():
    with pytest.raises(ValueError):
        order.pick([], now=NOW, favoured=0)
