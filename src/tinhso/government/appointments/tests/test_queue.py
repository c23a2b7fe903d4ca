"""Tickets and desks: numbers without gap, one person for one desk, served in order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from tinhso.government.appointments import public as appointments
from tinhso.government.appointments.actions.serve import close_forgotten
from tinhso.government.appointments.data import TicketState
from tinhso.government.appointments.demo import load_desks
from tinhso.government.appointments.errors import (
    BadDeskRule,
    BookingNotFound,
    DeskTaken,
    NobodyWaits,
    NoSuchDesk,
    NotAKiosk,
    NotSitting,
    NotToday,
    StillServing,
    UnknownService,
)
from tinhso.government.appointments.models import Ticket
from tinhso.government.appointments.testing import KEY, MONDAY, TUESDAY_NINE, make_booking, make_ticket, open_desks
from tinhso.kernel.errors import Forbidden
from tinhso.testing.cast import officer_actor

LATER = TUESDAY_NINE + timedelta(minutes=20)


@pytest.fixture
def a(units):
    open_desks(units.commune_a.id)
    return units.commune_a.id


@pytest.fixture
def lan(units):
    """A second officer at the desks of commune A."""
    return officer_actor(code="A-MC2", name="Ngô Thị Lan", unit_id=units.counter_a.id, roles=("one_stop_officer",))


@pytest.fixture
def mai(units):
    """The head of commune A's one-stop section."""
    return officer_actor(code="A-TBP", name="Hồ Thị Mai", unit_id=units.counter_a.id, roles=("one_stop_head",))


def sit(officer, desk=1, letters="", now=TUESDAY_NINE):
    return appointments.open_desk(officer, desk=desk, letters=letters, now=now)


def test_numbers_run_from_one_for_each_service_and_day(a):
    labels = [make_ticket(a).label, make_ticket(a).label, make_ticket(a, letter="B").label]
    assert labels == ["A001", "A002", "B001"]
    assert make_ticket(a, now=TUESDAY_NINE + timedelta(days=1)).label == "A001"


@pytest.mark.django_db(transaction=True)
def test_a_crowd_at_three_machines_gets_numbers_without_gap_or_double(units):
    unit_id = units.commune_a.id
    open_desks(unit_id)

    def one(number):
        try:
            return make_ticket(unit_id, letter="AB"[number % 2]).label
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        labels = sorted(pool.map(one, range(40)))
    assert labels == [f"{letter}{n:03d}" for letter in "AB" for n in range(1, 21)]


def test_a_number_refused_leaves_no_gap(a):
    make_ticket(a)
    with pytest.raises(UnknownService):
        make_ticket(a, letter="Z")
    with pytest.raises(UnknownService):
        make_ticket(a, precedence="my cousin")
    assert make_ticket(a).label == "A002"


def test_only_a_machine_of_the_unit_gives_numbers(a):
    for key in ("", "wrong"):
        with pytest.raises(NotAKiosk):
            appointments.take_ticket_at_kiosk(unit_id=a, key=key, letter="A", now=TUESDAY_NINE)


def test_a_booking_becomes_one_ticket_by_its_qr_code_or_its_code(a, units):
    booking = make_booking(a)
    text = f"http://localhost:8000/dat-lich/lich/{booking.token}/"
    first = appointments.check_in_at_kiosk(unit_id=a, key=KEY, text=text, now=TUESDAY_NINE)
    again = appointments.check_in_at_kiosk(unit_id=a, key=KEY, text=booking.code.lower(), now=TUESDAY_NINE)
    assert (first.id, first.due_at) == (again.id, TUESDAY_NINE)
    assert appointments.get_booking(booking.token).ticket_token == first.token


def test_a_booking_checks_in_on_its_day_and_at_its_unit(a, units, dung):
    booking = make_booking(a)
    with pytest.raises(NotToday):
        appointments.check_in_at_kiosk(unit_id=a, key=KEY, text=booking.code, now=MONDAY)
    open_desks(units.commune_b.id)
    with pytest.raises(BookingNotFound):
        appointments.check_in_at_desk(dung, text=booking.code, now=TUESDAY_NINE)


def test_a_desk_calls_serves_and_notes_how_long_it_took(a, binh, announced):
    ticket = make_ticket(a)
    sit(binh)
    called = appointments.call_next(binh, now=TUESDAY_NINE)
    assert (called.label, called.desk, called.state) == ("A001", 1, TicketState.CALLED)
    assert appointments.ticket_of_call(binh).id == ticket.id
    with pytest.raises(StillServing):
        appointments.call_next(binh, now=TUESDAY_NINE)
    again = appointments.recall(binh, now=TUESDAY_NINE + timedelta(minutes=1))
    assert again.calls == 2
    appointments.finish(binh, now=LATER)
    assert Ticket.objects.get(pk=ticket.id).service_seconds == 20 * 60
    assert announced()[-1].seconds == 20 * 60
    assert appointments.ticket_of_call(binh) is None
    with pytest.raises(NobodyWaits):
        appointments.call_next(binh, now=LATER)


@pytest.mark.django_db(transaction=True)
def test_two_desks_that_call_at_once_call_two_people(units, binh, lan):
    unit_id = units.commune_a.id
    open_desks(unit_id)
    for _ in range(20):
        make_ticket(unit_id)
    sit(binh, 1)
    sit(lan, 2)

    def serve(officer):
        try:
            labels = []
            for _ in range(10):
                labels.append(appointments.call_next(officer, now=TUESDAY_NINE).label)
                appointments.finish(officer, now=LATER)
            return labels
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(serve, (binh, lan))
    assert sorted(first + second) == [f"A{n:03d}" for n in range(1, 21)]


def test_a_desk_calls_only_the_services_it_takes(a, binh):
    make_ticket(a, letter="A")
    make_ticket(a, letter="B")
    sit(binh, letters="B")
    assert appointments.call_next(binh, now=TUESDAY_NINE).label == "B001"


def test_who_is_passed_on_is_next_at_the_other_desk_and_nowhere_else(a, binh, lan):
    for _ in range(2):
        make_ticket(a)
    sit(binh, 1)
    sit(lan, 2)
    sent = appointments.call_next(binh, now=TUESDAY_NINE)
    for wrong in (1, 3):
        with pytest.raises(NoSuchDesk):
            appointments.transfer(binh, desk=wrong, now=LATER)
    appointments.transfer(binh, desk=2, now=LATER)
    assert appointments.call_next(binh, now=LATER).label == "A002"
    assert appointments.call_next(lan, now=LATER).id == sent.id


def test_when_the_other_desk_closes_its_people_wait_for_everybody_again(a, binh, lan):
    make_ticket(a)
    sit(binh, 1)
    sit(lan, 2)
    appointments.call_next(binh, now=TUESDAY_NINE)
    appointments.transfer(binh, desk=2, now=LATER)
    with pytest.raises(NobodyWaits):
        appointments.call_next(binh, now=LATER)
    appointments.close_desk(lan, now=LATER)
    assert appointments.call_next(binh, now=LATER).label == "A001"


def test_a_desk_has_one_officer_and_an_officer_one_desk(a, binh, lan):
    sit(binh, 1)
    with pytest.raises(DeskTaken):
        sit(lan, 1)
    sit(lan, 2)
    assert [one.desk for one in appointments.get_queue(lan, now=TUESDAY_NINE).sittings] == [1, 2]
    sit(lan, 3)
    assert [one.desk for one in appointments.get_queue(lan, now=TUESDAY_NINE).sittings] == [1, 3]
    with pytest.raises(NoSuchDesk):
        sit(lan, 9)


def test_an_officer_of_another_commune_reaches_nothing(a, units, dung, an, em):
    make_ticket(a)
    open_desks(units.commune_b.id)
    sit(dung, 1)
    with pytest.raises(NobodyWaits):
        appointments.call_next(dung, now=TUESDAY_NINE)
    assert appointments.get_queue(dung, now=TUESDAY_NINE).waiting == ()
    for stranger in (an, em):
        with pytest.raises(Forbidden):
            appointments.get_queue(stranger, now=TUESDAY_NINE)


def test_nobody_calls_without_a_desk(a, binh):
    with pytest.raises(NotSitting):
        appointments.call_next(binh, now=TUESDAY_NINE)


def test_desks_forgotten_yesterday_are_closed_and_their_ticket_given_up(a, binh):
    ticket = make_ticket(a)
    sit(binh)
    appointments.call_next(binh, now=TUESDAY_NINE)
    assert close_forgotten(now=LATER) == 0
    assert close_forgotten(now=TUESDAY_NINE + timedelta(days=1)) == 1
    assert Ticket.objects.get(pk=ticket.id).state == TicketState.NO_SHOW
    assert appointments.get_sitting(binh) is None


def test_the_holder_sees_how_many_are_before_and_how_long_that_takes(a, binh):
    first, second = make_ticket(a), make_ticket(a)
    assert appointments.get_status(second.token, now=TUESDAY_NINE).forecast is None
    sit(binh)
    status = appointments.get_status(second.token, now=TUESDAY_NINE)
    assert status.before == 1
    assert status.forecast.known == 0
    assert status.forecast.low < status.forecast.high
    elder = make_ticket(a, precedence="elderly")
    assert appointments.get_status(second.token, now=TUESDAY_NINE).before == 2
    assert appointments.get_status(elder.token, now=TUESDAY_NINE).before == 0
    appointments.call_next(binh, now=TUESDAY_NINE)
    assert appointments.get_status(first.token, now=TUESDAY_NINE).before == 0


def test_the_forecast_learns_from_this_hour_of_the_last_days(a, binh):
    sit(binh)
    now = TUESDAY_NINE
    for _ in range(6):
        make_ticket(a, now=now)
        appointments.call_next(binh, now=now)
        now += timedelta(minutes=4)
        appointments.finish(binh, now=now)
    last = make_ticket(a, now=now)
    status = appointments.get_status(last.token, now=now)
    assert (status.forecast.known, status.forecast.low, status.forecast.high) == (6, 2, 2)


def test_the_head_sets_the_rule_and_nobody_else(units, mai, binh):
    rule = appointments.set_desk_rule(mai, is_open=True, values={"per_half_hour": 7, "desks": 4}, now=MONDAY)
    assert (rule.unit_id, rule.per_half_hour, rule.desks, rule.days_ahead) == (units.commune_a.id, 7, 4, 14)
    with pytest.raises(BadDeskRule) as refusal:
        appointments.set_desk_rule(mai, is_open=True, values={"desks": 0, "per_person": 99}, now=MONDAY)
    assert set(refusal.value.fields) == {"desks", "per_person"}
    with pytest.raises(Forbidden):
        appointments.set_desk_rule(binh, is_open=False, values={}, now=MONDAY)


def test_machines_whose_key_was_taken_back_give_no_more_numbers(units, mai):
    appointments.set_desk_rule(mai, is_open=True, values={}, now=MONDAY)
    old = appointments.renew_kiosk_key(mai, now=MONDAY)
    appointments.renew_kiosk_key(mai, now=MONDAY)
    with pytest.raises(NotAKiosk):
        appointments.take_ticket_at_kiosk(unit_id=units.commune_a.id, key=old, letter="A", now=TUESDAY_NINE)


def test_the_demo_opens_the_desks_of_every_one_stop_once(units):
    assert load_desks() == load_desks() + 4
    assert appointments.get_rule(units.commune_a.id).is_open
