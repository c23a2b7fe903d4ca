"""A parent declares a child: the State's record of the child names them, or the desk looks at the paper."""

from datetime import UTC, date, datetime

import pytest

from tinhso.data.population.models import HeldPerson, LookUp
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.mandates.public import Proof, Role, State
from tinhso.foundation.mandates.testing import known_person, proven
from tinhso.simulators.population.people import CHILD, HOUSEHOLD, MOTHER, PEOPLE, person_at

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def a_child():
    """A child of today with both parents in the source."""
    for home in range(PEOPLE // HOUSEHOLD):
        for role in (CHILD, CHILD + 1):
            one = person_at(home * HOUSEHOLD + role)
            if len(one.birth) == 8 and one.birth > "20100101" and one.mother:
                return one, person_at(home * HOUSEHOLD + MOTHER)
    raise AssertionError("nobody under age in the source")


@pytest.fixture
def family(units):
    child, mother = a_child()
    return proven(known_person(number=mother.number, name=mother.name)), {
        "number": child.number,
        "name": child.name,
        "born_on": date.fromisoformat(child.birth),
    }


def test_a_mother_named_in_her_childs_record_acts_for_it_at_once(source, family):
    mother, child = family
    made = mandates.declare_child(mother, role=Role.PARENT, **child, now=NOW)
    assert (made.state, made.proof) == (State.IN_FORCE, Proof.POPULATION)
    (line,) = LookUp.objects.all()
    assert (line.parts, line.actor_kind) == (["family"], "system")
    assert not HeldPerson.objects.exists()  # read for this, then let go of


def test_a_stranger_is_sent_to_the_desk_and_so_is_who_says_to_be_a_guardian(source, family, sure_stranger):
    mother, child = family
    assert mandates.declare_child(sure_stranger, role=Role.PARENT, **child, now=NOW).state is State.DECLARED
    made = mandates.declare_child(mother, role=Role.GUARDIAN, **child, now=NOW)
    assert (made.state, made.proof) == (State.DECLARED, Proof.NONE)


def test_a_source_that_is_down_or_a_name_that_differs_leaves_it_to_the_desk(source, family):
    mother, child = family
    other = mandates.declare_child(mother, role=Role.PARENT, **{**child, "name": "Trần Văn Khác"}, now=NOW)
    assert other.state is State.DECLARED
    source.behave(down=True)
    made = mandates.declare_child(mother, role=Role.GUARDIAN, **child, now=NOW)
    assert made.state is State.DECLARED


def test_without_a_source_nothing_is_asked(family, settings):
    settings.SIMULATORS, settings.POPULATION_URL = "", ""
    mother, child = family
    assert mandates.declare_child(mother, role=Role.PARENT, **child, now=NOW).state is State.DECLARED
    assert not LookUp.objects.exists()


@pytest.fixture
def sure_stranger(db):
    return proven(known_person(number="086190000123", name="Nguyễn Thị An"))
