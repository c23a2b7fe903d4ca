"""A week: entered, published, seen by whom it concerns, in everyone's calendar."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse, set_script_prefix
from icalendar import Calendar

from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.organisations.data import Level, UnitKind
from tinhso.foundation.organisations.models import Appointment
from tinhso.foundation.organisations.testing import make_unit
from tinhso.government.schedules import public as schedules
from tinhso.government.schedules.data import Plan
from tinhso.kernel.clock import LOCAL_ZONE, frozen
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=LOCAL_ZONE)


@pytest.fixture(autouse=True)
def _sunday():
    set_script_prefix("/")
    with frozen(NOW):
        yield


@pytest.fixture
def van(units):
    return officer_actor(code="T-VT", name="Trần Vân", unit_id=units.commune_a.id, roles=("clerk",), title="Văn thư")


def at(hour, day=0, minute=0):
    return datetime(2026, 11, 23 + day, hour, minute, tzinfo=LOCAL_ZONE)


def plan(units, *people, starts=None, ends=None, **more):
    starts, ends = starts or at(8), ends or at(9, minute=30)
    return Plan(unit_id=units.commune_a.id, starts_at=starts, ends_at=ends, title="Họp giao ban", place="Phòng họp 1",
                people=tuple(one.account_id for one in people), **more)  # fmt: skip


def publish(van, units):
    first, after = schedules.bounds_of(MONDAY)
    return schedules.publish(van, unit_id=units.commune_a.id, first=first, last=after, now=NOW)


def seen(actor, **asked):
    days = schedules.week(actor, monday=MONDAY, **asked)
    return [one for day in days for one in (*day.morning, *day.afternoon)]


def test_others_see_a_week_once_it_is_published_and_who_is_named_is_told(van, ha, chi, units):
    schedules.enter(van, plan=plan(units, ha, chair_id=chi.account_id), now=NOW)
    assert len(seen(van)) == 1 and not seen(ha)
    assert (publish(van, units), publish(van, units)) == (1, 0)
    (entry,) = seen(ha)
    assert (entry.title, entry.chair, entry.names) == ("Họp giao ban", chi.name, ha.name)
    for person in (ha, chi):
        (notice,) = notifications.list_notices(person).items
        assert "08:00" in notice.title and "Họp giao ban" not in notice.title + notice.body


def test_a_stranger_reads_no_other_agencys_week_and_a_reader_writes_none(van, ha, dung, an, units):
    made = schedules.enter(van, plan=plan(units), now=NOW)
    publish(van, units)
    for actor in (dung, an):
        with pytest.raises(schedules.EntryMissing):
            schedules.week(actor, unit_id=units.commune_a.id, monday=MONDAY)
        with pytest.raises(schedules.EntryMissing):
            schedules.get_entry(actor, entry_id=made.id)
    with pytest.raises(schedules.EntryMissing):
        schedules.enter(ha, plan=plan(units), now=NOW)
    with pytest.raises(schedules.EntryMissing):
        schedules.call_off(ha, entry_id=made.id, reason="Thử", version=None, now=NOW)


def test_of_a_private_entry_others_see_only_that_the_time_is_taken(van, ha, chi, binh, units):
    made = schedules.enter(van, plan=plan(units, ha, chair_id=chi.account_id, is_private=True), now=NOW)
    publish(van, units)
    assert seen(ha)[0].title == "Họp giao ban"
    (hidden,) = seen(binh)
    assert hidden.is_hidden and not hidden.title and not hidden.names and not hidden.place
    assert not schedules.get_entry(binh, entry_id=made.id).title


def test_who_is_expected_elsewhere_at_that_time_is_named(van, ha, units):
    schedules.enter(van, plan=plan(units, ha), now=NOW)
    (clash,) = schedules.clashes(van, plan=plan(units, ha, starts=at(9), ends=at(10)))
    assert clash.name == ha.name
    assert not schedules.clashes(van, plan=plan(units, ha, starts=at(9, minute=30), ends=at(10)))


def test_two_editors_lose_nothing_and_what_is_off_stays_off(van, ha, units):
    made = schedules.enter(van, plan=plan(units, ha), now=NOW)
    publish(van, units)
    moved = schedules.change(
        van, entry_id=made.id, plan=plan(units, ha, starts=at(14), ends=at(15)), version=None, now=NOW
    )
    with pytest.raises(schedules.EntryMoved):
        schedules.change(van, entry_id=made.id, plan=plan(units), version=made.version, now=NOW)
    with pytest.raises(schedules.BadEntry):
        schedules.call_off(van, entry_id=made.id, reason=" ", version=moved.version, now=NOW)
    schedules.call_off(van, entry_id=made.id, reason="Hoãn họp", version=moved.version, now=NOW)
    assert seen(ha)[0].reason == "Hoãn họp"
    with pytest.raises(schedules.EntryOff):
        schedules.change(van, entry_id=made.id, plan=plan(units), version=None, now=NOW)
    titles = [one.title for one in notifications.list_notices(ha).items]
    assert len(titles) == 3 and any(title.startswith("Bỏ khỏi lịch") for title in titles)


def test_an_entry_over_several_days_stands_on_each(van, units):
    schedules.enter(van, plan=plan(units, starts=at(13), ends=at(11, day=2)), now=NOW)
    days = schedules.week(van, monday=MONDAY)
    assert [len(day.morning) + len(day.afternoon) for day in days] == [1, 1, 1, 0, 0, 0, 0]
    assert days[0].afternoon and days[1].morning


def test_a_calendar_program_reads_what_its_owner_is_expected_at(van, ha, units, client):
    schedules.enter(van, plan=plan(units, ha), now=NOW)
    schedules.enter(van, plan=plan(units, starts=at(10), ends=at(11)), now=NOW)
    old = schedules.renew_feed(ha, now=NOW)
    assert not Calendar.from_ical(schedules.feed(old, now=NOW)).walk("VEVENT")  # nothing is published
    publish(van, units)
    answer = client.get(reverse("schedules:feed", args=[old]))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == "Họp giao ban" and event.decoded("DTSTART") == at(8)
    new = schedules.renew_feed(ha, now=NOW)
    assert client.get(reverse("schedules:feed", args=[old])).status_code == 404
    assert client.get(reverse("schedules:feed", args=[new])).status_code == 200


def test_the_office_fills_a_week_in_its_pages(van, ha, units, client_of):
    desk = client_of(van)
    said = {"ngay": "24/11/2026", "tu_gio": "8:00", "den_gio": "7:00", "noi_dung": "Tiếp công dân", "nguoi_du": [str(ha.account_id)]}  # fmt: skip
    wrong = desk.post(reverse("schedules:enter"), said)
    assert wrong.status_code == 422 and "Giờ kết thúc phải sau giờ bắt đầu." in wrong.content.decode()
    assert "giờ:phút" in desk.post(reverse("schedules:enter"), {**said, "den_gio": "25:00"}).content.decode()
    good = {**said, "den_gio": "10:00"}
    assert desk.post(reverse("schedules:enter"), good).status_code == 302
    clash = desk.post(reverse("schedules:enter"), {**good, "noi_dung": "Việc khác"})
    assert clash.status_code == 422 and "Có người bận vào giờ này" in clash.content.decode()
    page = desk.get(reverse("schedules:week") + "?tuan=2026-11-23").content.decode()
    assert "Tiếp công dân" in page and "1 mục chưa công bố" in page
    desk.post(reverse("schedules:publish"), {"tuan": "2026-11-23", "don_vi": str(units.commune_a.id)})
    reader = client_of(ha).get(reverse("schedules:week") + "?tuan=2026-11-26").content.decode()
    assert "Tiếp công dân" in reader and "Thêm mục" not in reader
    one = schedules.week(van, monday=MONDAY)[1].morning[0]
    off = desk.post(
        reverse("schedules:call_off", args=[one.id]), {"ly_do": "Hoãn", "phien_ban": one.version}, follow=True
    )
    assert "Đã hủy" in off.content.decode()
    assert timedelta() < one.ends_at - one.starts_at


def test_only_the_agencys_own_officers_are_put_into_its_week(van, dung, giang, units):
    for stranger in (dung, giang):
        with pytest.raises(schedules.BadEntry) as refused:
            schedules.enter(van, plan=plan(units, stranger), now=NOW)
        assert "people" in refused.value.fields
        assert not schedules.clashes(van, plan=plan(units, stranger))
    with pytest.raises(schedules.BadEntry):
        schedules.enter(van, plan=plan(units, chair_id=giang.account_id), now=NOW)


def test_the_address_of_somebody_who_left_answers_no_more(van, ha, units, client):
    token = schedules.renew_feed(ha, now=NOW)
    assert client.get(reverse("schedules:feed", args=[token])).status_code == 200
    Appointment.objects.filter(roles__contains=["specialist"]).update(valid_to=date(2026, 11, 1))
    assert client.get(reverse("schedules:feed", args=[token])).status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "khong"])
def test_a_week_no_calendar_reaches_is_this_week(ha, client_of, day):
    assert client_of(ha).get(reverse("schedules:week") + f"?tuan={day}").status_code == 200


def test_what_was_never_published_and_is_dropped_nobody_else_sees(van, ha, units):
    made = schedules.enter(van, plan=plan(units, ha), now=NOW)
    token = schedules.renew_feed(ha, now=NOW)
    schedules.call_off(van, entry_id=made.id, reason="Nhập nhầm", version=None, now=NOW)
    assert not seen(ha) and [one.state for one in seen(van)] == [schedules.State.DROPPED]
    with pytest.raises(schedules.EntryMissing):
        schedules.get_entry(ha, entry_id=made.id)
    assert not Calendar.from_ical(schedules.feed(token, now=NOW)).walk("VEVENT")
    assert not schedules.clashes(van, plan=plan(units, ha))
    assert publish(van, units) == 0 and not notifications.list_notices(ha).items
    with pytest.raises(schedules.EntryOff):
        schedules.change(van, entry_id=made.id, plan=plan(units), version=None, now=NOW)


def test_who_oversees_an_agency_writes_no_week_of_it_and_sees_nothing_private(van, ha, units):
    above = officer_actor(code="P-VT", name="Cao Tỉnh", unit_id=units.province.id, roles=("clerk",), title="Văn thư")
    made = schedules.enter(van, plan=plan(units, ha, is_private=True), now=NOW)
    publish(van, units)
    (hidden,) = seen(above, unit_id=units.commune_a.id)
    assert hidden.is_hidden and not hidden.title
    with pytest.raises(schedules.EntryMissing):
        schedules.enter(above, plan=plan(units), now=NOW)
    with pytest.raises(schedules.EntryMissing):
        schedules.call_off(above, entry_id=made.id, reason="Thử", version=None, now=NOW)


def test_the_office_writes_the_week_of_its_committee(giang, units):
    office = make_unit(
        code="H61.01", name="Văn phòng", kind=UnitKind.OFFICE, level=Level.PROVINCE, parent_id=units.province.id
    )
    clerk = officer_actor(code="VP-VT", name="Lê Văn Phòng", unit_id=office.id, roles=("clerk",), title="Văn thư")
    wanted = Plan(
        unit_id=units.province.id, starts_at=at(8), ends_at=at(9), title="Họp Ủy ban", chair_id=giang.account_id
    )
    made = schedules.enter(clerk, plan=wanted, now=NOW)
    assert made.chair == giang.name and [one.id for one in seen(clerk, unit_id=units.province.id)] == [made.id]


def test_what_began_before_a_week_is_published_with_it(van, ha, units):
    schedules.enter(van, plan=plan(units, ha, starts=at(8, day=-2), ends=at(11, day=1)), now=NOW)
    assert publish(van, units) == 1 and seen(ha)
