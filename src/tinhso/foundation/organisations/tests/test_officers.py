"""Officers and the posts they hold."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tinhso.foundation.organisations import public
from tinhso.foundation.organisations.data import AppointmentKind, NewPost
from tinhso.foundation.organisations.errors import BadDates, CodeTaken, UnitClosed, UnknownPosition, UnknownRole
from tinhso.foundation.organisations.events import AppointmentChanged
from tinhso.foundation.organisations.models import Appointment
from tinhso.foundation.organisations.testing import make_appointment, make_officer
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import Forbidden

START = date(2024, 3, 1)


@pytest.fixture
def officer(units):
    public.ensure_position(code="specialist", title="Chuyên viên", rank=60)
    public.ensure_position(code="chair", title="Chủ tịch Ủy ban nhân dân", rank=5)
    return public.register_officer(
        actor=SYSTEM, code="cb-7", name="Ngô Thị  Thử", unit_id=units.commune_a.id, now=clock.now()
    )


def appoint(officer, unit, *, position="specialist", roles=("specialist",), on=START, **more):
    kind = more.pop("kind", AppointmentKind.MAIN)
    return public.appoint(
        actor=more.pop("actor", SYSTEM),
        officer_id=officer.id,
        post=NewPost(unit_id=unit.id, position=position, roles=roles, kind=kind),
        valid_from=on,
        now=clock.now(),
        **more,
    )


def test_an_officer_is_entered_once_under_a_clean_code_and_name(officer, units):
    assert (officer.code, officer.name) == ("CB-7", "Ngô Thị Thử")
    with pytest.raises(CodeTaken):
        public.register_officer(
            actor=SYSTEM, code="CB-7", name="Người Khác", unit_id=units.commune_a.id, now=clock.now()
        )


def test_an_appointment_gives_the_title_and_is_announced(officer, units, announced):
    post = appoint(officer, units.commune_a, position="chair", roles=("unit_head", "leader"))

    assert public.get_officer(officer.id).title == "Chủ tịch Ủy ban nhân dân"
    assert post.roles == ("unit_head", "leader")
    assert announced() == [AppointmentChanged(post.id, officer.id, units.commune_a.id, "began", START)]


def test_a_new_main_post_ends_the_one_before(officer, units):
    first = appoint(officer, units.commune_a)
    later = START + timedelta(days=100)

    second = appoint(officer, units.commune_b, on=later)

    assert public.get_appointment(first.id).valid_to == later
    assert [post.id for post in public.appointments_of(officer.id, later)] == [second.id]
    assert [post.id for post in public.appointments_of(officer.id, later - timedelta(days=1))] == [first.id]


def test_posts_beside_the_main_one_are_listed_after_it(officer, units):
    beside = appoint(officer, units.commune_b, kind=AppointmentKind.CONCURRENT)
    main = appoint(officer, units.commune_a)

    assert [post.id for post in public.appointments_of(officer.id)] == [main.id, beside.id]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"roles": ("king",)}, UnknownRole),
        ({"position": "emperor"}, UnknownPosition),
        ({"valid_to": START}, BadDates),
        ({"kind": AppointmentKind.ACTING}, UnknownPosition),
    ],
)
def test_a_post_that_makes_no_sense_is_refused(officer, units, change, refusal):
    with pytest.raises(refusal):
        appoint(officer, units.commune_a, **change)


def test_nobody_is_appointed_to_a_unit_that_is_closed(officer, units):
    public.close_unit(actor=SYSTEM, unit_id=units.commune_a.id, on=START, document="NQ", now=clock.now())

    with pytest.raises(UnitClosed):
        appoint(officer, units.commune_a)


def test_standing_in_is_for_a_time_and_never_for_more_than_the_post_has(officer, units):
    chair = make_officer(code="CT", name="Lê Chủ Tịch")
    post = make_appointment(officer_id=chair.id, unit_id=units.commune_a.id, roles=("leader",))
    appoint(officer, units.commune_a)

    acting = public.stand_in(
        actor=SYSTEM,
        officer_id=officer.id,
        for_appointment_id=post,
        roles=("leader", "operator"),
        valid_from=START,
        valid_to=START + timedelta(days=10),
        now=clock.now(),
    )

    assert acting.acting_for == chair.id
    assert acting.roles == ("leader",)
    assert public.appointments_of(officer.id, START + timedelta(days=10))[0].kind is AppointmentKind.MAIN
    assert len(public.appointments_of(officer.id, START + timedelta(days=9))) == 2


def test_when_a_post_ends_whoever_stands_in_for_its_holder_stops_too(officer, units):
    chair = make_officer(code="CT", name="Lê Chủ Tịch")
    post = make_appointment(officer_id=chair.id, unit_id=units.commune_a.id, roles=("leader",))
    acting = public.stand_in(
        actor=SYSTEM,
        officer_id=officer.id,
        for_appointment_id=post,
        valid_from=START,
        valid_to=START + timedelta(days=30),
        now=clock.now(),
    )

    public.end_appointment(actor=SYSTEM, appointment_id=post, on=START + timedelta(days=5), now=clock.now())

    assert public.get_appointment(acting.id).valid_to == START + timedelta(days=5)


def test_a_leader_may_not_appoint(officer, units, chi):
    with pytest.raises(Forbidden):
        appoint(officer, units.commune_a, actor=chi)


def test_the_database_itself_refuses_two_main_posts_at_once(officer, units):
    appoint(officer, units.commune_a)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_appointment(officer_id=officer.id, unit_id=units.commune_b.id)
    assert Appointment.objects.filter(officer_id=officer.id).count() == 1


def test_officers_are_listed_by_post_and_then_by_given_name(officer, units):
    for code, name in (("1", "Trần Văn Ân"), ("2", "Bùi Thị An"), ("3", "Lê Văn Đào")):
        made = make_officer(code=code, name=name)
        make_appointment(officer_id=made.id, unit_id=units.commune_a.id)
    head = make_officer(code="9", name="Phạm Ý")
    make_appointment(officer_id=head.id, unit_id=units.commune_a.id, position="chair", roles=("leader",))

    names = [found.name for found in public.list_officers(units.commune_a.id)]

    assert names == ["Phạm Ý", "Bùi Thị An", "Trần Văn Ân", "Lê Văn Đào"]
    assert [found.name for found in public.list_officers(units.commune_a.id, role="leader")] == ["Phạm Ý"]
    assert public.has_officer(units.commune_a.id, role="leader")
    assert not public.has_officer(units.commune_a.id, role="one_stop_head")
    assert not public.has_officer(units.commune_b.id, role="leader")
