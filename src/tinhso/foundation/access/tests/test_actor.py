"""From an account and a post to an actor."""

from datetime import date, timedelta

import pytest

from tinhso.foundation.access import public as access
from tinhso.foundation.access import rules
from tinhso.foundation.identity.models import Account
from tinhso.foundation.organisations import testing as organisations_testing
from tinhso.foundation.organisations.data import AppointmentKind
from tinhso.foundation.organisations.models import Appointment
from tinhso.kernel import clock, modules
from tinhso.kernel.actors import SYSTEM, ActorKind
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.modules import Ability, Module

RECEIVE, SIGN = "probe.receive", "probe.sign"


@pytest.fixture(autouse=True)
def probe():
    """A room whose abilities the roles of the cast have, beside the rooms of the house."""
    kept = modules.all_modules()
    made = Module(
        name="probe",
        title="probe",
        abilities=(Ability(RECEIVE, "x"), Ability(SIGN, "y")),
        roles={"one_stop_officer": (RECEIVE,), "leader": (SIGN,), "province_leader": (SIGN,)},
    )
    modules.install([*kept, made])
    yield
    modules.install(kept)


def account_of(actor):
    return Account.objects.get(pk=actor.account_id)


def test_an_officer_at_the_counter_acts_for_the_commune_and_its_sections_only(binh, units):
    assert binh.kind is ActorKind.OFFICER
    assert binh.unit_id == units.commune_a.id
    assert binh.unit_name == "Phường 1"
    assert binh.may(RECEIVE, units.commune_a.id)
    assert binh.may(RECEIVE, units.counter_a.id)
    assert not binh.may(RECEIVE, units.commune_b.id)
    assert not binh.may(RECEIVE, units.district.id)
    assert not binh.may(SIGN)


def test_an_officer_of_another_commune_reaches_nothing_of_ours(dung, units):
    assert not any(scope.covers(units.commune_a.id) for scope in dung.abilities.values())


def test_the_leader_of_the_province_reaches_every_unit(giang, units):
    assert giang.may(SIGN, units.commune_b.id)
    assert not giang.may(RECEIVE)


def test_a_citizen_holds_no_ability_but_is_an_applicant(an):
    assert an.is_applicant
    assert not an.abilities


def test_a_post_that_has_ended_gives_nothing(binh):
    Appointment.objects.update(valid_to=clock.today())

    actor = access.actor_for(account_of(binh))

    assert actor.is_officer
    assert not actor.abilities
    assert actor.unit_id is None


def test_a_post_in_a_closed_unit_gives_nothing(binh, units):
    from tinhso.foundation.organisations import public as organisations

    organisations.close_unit(
        actor=SYSTEM, unit_id=units.commune_a.id, on=clock.today(), document="Nghị quyết", now=clock.now()
    )

    assert not access.actor_for(account_of(binh)).abilities


def test_several_posts_are_acted_in_one_at_a_time(binh, units):
    account = account_of(binh)
    second = organisations_testing.make_appointment(
        officer_id=account.officer_id,
        unit_id=units.commune_b.id,
        roles=("leader",),
        kind=AppointmentKind.CONCURRENT,
    )

    chosen = access.actor_for(account, appointment_id=second)

    assert access.actor_for(account).unit_id == units.commune_a.id
    assert chosen.unit_id == units.commune_b.id
    assert chosen.may(SIGN, units.commune_b.id)
    assert not chosen.may(RECEIVE)


def test_standing_in_adds_the_delegated_abilities_and_says_for_whom(binh, chi, units):
    account, other = account_of(binh), account_of(chi)
    acting = organisations_testing.make_appointment(
        officer_id=account.officer_id,
        unit_id=units.commune_a.id,
        roles=("leader",),
        kind=AppointmentKind.ACTING,
        acting_for=other.officer_id,
        valid_to=clock.today() + timedelta(days=3),
    )

    actor = access.actor_for(account, appointment_id=acting)

    assert actor.acting_for == other.officer_id
    assert actor.may(SIGN, units.commune_a.id)
    assert actor.may(RECEIVE, units.commune_a.id)
    assert access.actor_for(account).acting_for is None


def test_somebody_elses_post_cannot_be_chosen(binh, chi):
    actor = access.actor_for(account_of(binh), appointment_id=chi.appointment_id)

    assert actor.appointment_id == binh.appointment_id


def test_who_takes_over_a_commune_sees_what_it_left(dung, units):
    from tinhso.foundation.organisations import public as organisations

    organisations.merge_units(
        actor=SYSTEM,
        old_ids=[units.commune_a.id],
        into=units.commune_b.id,
        on=clock.today(),
        document="Nghị quyết",
        now=clock.now(),
    )

    assert access.actor_for(account_of(dung)).may(RECEIVE, units.commune_a.id)
    assert not access.actor_for(account_of(dung), on=date(2024, 1, 1)).may(RECEIVE, units.commune_a.id)


def test_a_refusal_says_that_the_account_may_not(binh, units):
    access.ability_required(binh, RECEIVE, units.commune_a.id)
    with pytest.raises(Forbidden):
        access.ability_required(binh, RECEIVE, units.commune_b.id)


def test_an_actor_costs_one_query(binh, django_assert_num_queries):
    account = account_of(binh)

    with django_assert_num_queries(1):
        access.actor_for(account)


def test_two_roles_with_one_ability_reach_both_places(units):
    here, there = frozenset({units.commune_a.id}), frozenset({units.commune_b.id})

    found = rules.abilities([("x", here), ("y", there)], lambda _role: ("a.b",))

    assert found["a.b"].units == here | there


def test_every_role_has_a_vietnamese_title():
    from tinhso.foundation.organisations.data import Role

    assert {role.value for role in Role} == set(access.ROLE_TITLES)
    assert access.role_title("one_stop_officer") == "Cán bộ một cửa"
