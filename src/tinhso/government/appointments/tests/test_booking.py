"""Booking: who gets a place, how it is moved, cancelled, told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from icalendar import Calendar

from tinhso.foundation.audit import public as audit
from tinhso.foundation.notifications.models import NoticeRow
from tinhso.foundation.notifications.public import BadPhone
from tinhso.government.appointments import jobs, telling
from tinhso.government.appointments import public as appointments
from tinhso.government.appointments.actions.book import close_missed
from tinhso.government.appointments.data import BookingState
from tinhso.government.appointments.errors import (
    BookingClosed,
    BookingNotFound,
    DesksClosed,
    SlotFull,
    SlotNotOffered,
    TooManyBookings,
)
from tinhso.government.appointments.models import Booking, Slot
from tinhso.government.appointments.reaching import get_person
from tinhso.government.appointments.testing import MONDAY, TUESDAY_NINE, make_booking, open_desks
from tinhso.government.dossiers.public import DraftNotFound
from tinhso.kernel.actors import ANONYMOUS
from tinhso.kernel.errors import DomainError
from tinhso.kernel.ids import uuid7
from tinhso.kernel.outbox import deliver_pending
from tinhso.testing.cast import officer_actor
from tinhso.testing.horizon import wait_for_horizon


@pytest.fixture
def a(units):
    open_desks(units.commune_a.id, per_half_hour=2)
    return units.commune_a.id


def taken(unit_id, at=TUESDAY_NINE):
    return Slot.objects.get(unit_id=unit_id, starts_at=at).taken


def test_anybody_may_book_without_an_account(a, announced):
    booking = make_booking(a)
    assert (booking.state, booking.account_id, booking.phone) == (BookingState.BOOKED, None, "0912345678")
    assert taken(a) == 1
    assert announced()[-1].starts_at == TUESDAY_NINE


def test_a_full_half_hour_takes_nobody_else_and_shows_it(a):
    make_booking(a, phone="0912345671")
    make_booking(a, phone="0912345672")
    with pytest.raises(SlotFull):
        make_booking(a, phone="0912345673")
    left = {one.starts_at: one.left for one in appointments.list_slots(a, day=TUESDAY_NINE.date(), now=MONDAY)}
    assert left[TUESDAY_NINE] == 0
    assert left[TUESDAY_NINE + timedelta(minutes=30)] == 2


@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_for_ten_places_give_exactly_ten(units):
    unit_id = units.commune_a.id
    open_desks(unit_id, per_half_hour=10)
    start = Barrier(20)

    def one(number):
        try:
            if number < 20:
                start.wait(timeout=30)
            make_booking(unit_id, phone=f"09{number:08d}")
        except DomainError as refused:
            return type(refused)
        else:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        got = list(pool.map(one, range(200)))
    assert got.count(None) == 10
    assert got.count(SlotFull) == 190
    assert Booking.objects.count() == taken(unit_id) == 10


@pytest.mark.django_db(transaction=True)
def test_one_person_at_once_from_many_windows_holds_no_more_than_allowed(units):
    unit_id = units.commune_a.id
    open_desks(unit_id, per_half_hour=50, per_person=2)

    def one(_number):
        try:
            make_booking(unit_id)
        except TooManyBookings:
            return "too many"
        else:
            return "booked"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(one, range(16)))
    assert got.count("booked") == 2


@pytest.mark.parametrize(
    "at",
    [
        TUESDAY_NINE + timedelta(minutes=7),
        TUESDAY_NINE + timedelta(days=4),
        MONDAY + timedelta(minutes=10),
        TUESDAY_NINE + timedelta(days=40),
        TUESDAY_NINE + timedelta(hours=3),
    ],
    ids=["no half hour", "Saturday", "too soon", "too far", "noon"],
)
def test_what_is_not_offered_cannot_be_booked(a, at):
    with pytest.raises(SlotNotOffered):
        make_booking(a, starts_at=at)


def test_a_unit_that_did_not_open_its_desks_takes_no_bookings(a, units):
    with pytest.raises(DesksClosed):
        make_booking(units.commune_b.id)


def test_a_telephone_number_must_be_one(a):
    with pytest.raises(BadPhone):
        make_booking(a, phone="12345")


def test_a_booking_carries_only_ones_own_draft(a, an):
    with pytest.raises(DraftNotFound):
        appointments.book(
            an,
            unit_id=a,
            letter="A",
            starts_at=TUESDAY_NINE,
            name="An",
            phone="0912345678",
            draft_id=uuid7(),
            now=MONDAY,
        )
    with pytest.raises(DraftNotFound):
        appointments.book(
            ANONYMOUS,
            unit_id=a,
            letter="A",
            starts_at=TUESDAY_NINE,
            name="An",
            phone="0912345678",
            draft_id=uuid7(),
            now=MONDAY,
        )


def test_moving_frees_the_old_place(a):
    booking = make_booking(a)
    later = TUESDAY_NINE + timedelta(hours=1)
    moved = appointments.move_booking(ANONYMOUS, token=booking.token, starts_at=later, now=MONDAY)
    assert (moved.starts_at, taken(a), taken(a, later)) == (later, 0, 1)


def test_a_move_that_finds_no_place_keeps_the_old_one(a):
    booking = make_booking(a, phone="0912345670")
    later = TUESDAY_NINE + timedelta(hours=1)
    for number in (1, 2):
        make_booking(a, phone=f"091234567{number}", starts_at=later)
    with pytest.raises(SlotFull):
        appointments.move_booking(ANONYMOUS, token=booking.token, starts_at=later, now=MONDAY)
    assert appointments.get_booking(booking.token).starts_at == TUESDAY_NINE
    assert taken(a) == 1


def test_cancelling_twice_frees_one_place(a):
    booking = make_booking(a)
    for _ in range(2):
        assert appointments.cancel_booking(ANONYMOUS, token=booking.token, now=MONDAY).state is BookingState.CANCELLED
    assert taken(a) == 0
    with pytest.raises(BookingClosed):
        appointments.move_booking(ANONYMOUS, token=booking.token, starts_at=TUESDAY_NINE, now=MONDAY)


def test_a_booking_is_found_by_code_and_telephone_together(a):
    booking = make_booking(a)
    assert appointments.find_token(code=booking.code.lower(), phone="0912 345 678") == booking.token
    for code, phone in ((booking.code, "0912345679"), ("XXXXXXXX", "0912345678"), (booking.code, "no")):
        with pytest.raises(BookingNotFound):
            appointments.find_token(code=code, phone=phone)


def test_an_account_is_told_in_the_house_and_reminded_once_and_again_after_a_move(a, an):
    booking = make_booking(a, actor=an)
    evening = MONDAY + timedelta(hours=10)
    assert jobs.remind(now=evening) == 1
    assert jobs.remind(now=evening) == 0
    appointments.move_booking(an, token=booking.token, starts_at=TUESDAY_NINE + timedelta(hours=1), now=evening)
    assert jobs.remind(now=evening + timedelta(hours=3)) == 1
    told = NoticeRow.objects.filter(account_id=an.account_id, template="appointment_reminder")
    assert told.count() == 2
    assert told.first().link == f"/dat-lich/lich/{booking.token}/"


def test_far_bookings_are_not_reminded_yet(a):
    make_booking(a, starts_at=TUESDAY_NINE + timedelta(days=2))
    assert jobs.remind(now=MONDAY) == 0


@pytest.mark.django_db(transaction=True)
def test_whoever_books_is_told_once(units, an):
    open_desks(units.commune_a.id)
    make_booking(units.commune_a.id, actor=an)
    make_booking(units.commune_a.id, phone="0912345670")
    wait_for_horizon()
    deliver_pending()
    deliver_pending()
    assert NoticeRow.objects.filter(template="appointment_booked").count() == 2
    assert NoticeRow.objects.filter(template="appointment_booked", phone="0912345670", account=None).count() == 1


def test_the_calendar_file_says_when_in_the_time_of_vietnam(a, units):
    from tinhso.foundation.notifications.public import calendar_file

    booking = make_booking(a)
    whole = Calendar.from_ical(calendar_file(telling.calendar_event(booking, units.commune_a), now=MONDAY))
    (entry,) = whole.walk("VEVENT")
    (zone,) = whole.walk("VTIMEZONE")
    assert zone["TZID"] == entry["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert entry.decoded("DTSTART") == TUESDAY_NINE
    assert f"{entry.decoded('DTSTART'):%H:%M}" == "09:00"
    assert zone.to_tz().utcoffset(datetime(2026, 11, 17)) == timedelta(hours=7)  # noqa: DTZ001
    assert "Nguyễn" not in whole.to_ical().decode()


def test_who_does_not_come_has_missed_it(a):
    booking = make_booking(a)
    assert close_missed(now=TUESDAY_NINE + timedelta(hours=1)) == 0
    assert close_missed(now=TUESDAY_NINE + timedelta(days=1)) == 1
    assert appointments.get_booking(booking.token).state is BookingState.MISSED


@pytest.mark.django_db(transaction=True)
def test_two_people_who_swap_their_half_hours_both_get_an_answer(units):
    open_desks(units.commune_a.id, per_half_hour=3)
    half_past = TUESDAY_NINE + timedelta(minutes=30)
    early = make_booking(units.commune_a.id, phone="0912345671")
    late = make_booking(units.commune_a.id, phone="0912345672", starts_at=half_past)

    def swap(token, there, here, start):
        try:
            for _turn in range(8):
                start.wait(timeout=30)
                appointments.move_booking(ANONYMOUS, token=token, starts_at=there, now=MONDAY)
                there, here = here, there
        finally:
            connection.close()

    start = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        done = [
            pool.submit(swap, early.token, half_past, TUESDAY_NINE, start),
            pool.submit(swap, late.token, TUESDAY_NINE, half_past, start),
        ]
        for one in done:
            one.result(timeout=60)
    assert (taken(units.commune_a.id), taken(units.commune_a.id, half_past)) == (1, 1)


def test_a_look_at_the_day_and_at_whom_to_call_is_on_record_for_people_without_an_account(a, binh, units):
    booking = make_booking(a)
    head = officer_actor(code="A-TBP", name="Hồ Thị Mai", unit_id=units.counter_a.id, roles=("one_stop_head",))
    for _turn in range(2):
        appointments.list_day(binh, day=TUESDAY_NINE.date())
    get_person(head, subject_id=booking.id)
    looks = [one.purpose for one in audit.list_trail(booking.id).items if one.verb == audit.READ_VERB]
    assert sorted(looks) == ["Liên hệ người dân khi thông báo không gửi được", "Tiếp công dân theo lịch hẹn tại quầy"]
