"""Codes of places in words, also codes of communes that are no more."""

from datetime import UTC, date, datetime

import pytest

from tinhso.data.population.data import EVERYTHING, IDENTITY, Address, PartialDate, Person, Relative
from tinhso.data.population.places import with_words
from tinhso.foundation.organisations import public as organisations
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM

AFTER = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def person(code, **more):
    address = Address("86", "855", code, "số 17, khóm 3", "VN")
    return Person("086190000017", "Nguyễn Thị Ẩn", PartialDate(1990), clock.now(), permanent=address, **more)


@pytest.fixture
def commune(units):
    return organisations.get_unit(units.commune_a.id)


def test_an_address_says_commune_district_and_province(units, commune):
    found = with_words(person(commune.gso_code), parts=IDENTITY, on=AFTER).permanent
    assert found.words.startswith(f"số 17, khóm 3, {commune.name}, ")
    assert found.words.endswith("Tỉnh Vĩnh Long")
    assert found.commune_now == commune.gso_code


def test_a_commune_that_was_merged_keeps_its_name_and_leads_to_its_heir(units, commune):
    heir = organisations.get_unit(units.commune_b.id)
    organisations.merge_units(
        actor=SYSTEM,
        old_ids=[commune.id],
        into=heir.id,
        on=date(2025, 7, 1),
        document="Nghị quyết thử",
        now=clock.now(),
    )
    found = with_words(person(commune.gso_code), parts=IDENTITY, on=AFTER).permanent
    assert commune.name in found.words
    assert found.commune_now == heir.gso_code


def test_a_code_nobody_knows_leaves_the_words_of_the_person(units):
    found = with_words(person("99999"), parts=IDENTITY, on=AFTER).permanent
    assert found.words.startswith("số 17, khóm 3")
    assert found.commune_now == ""


def test_parts_nobody_asked_for_are_left_out(units, commune):
    whole = person(commune.gso_code, mother=Relative("Trần Thị Mẹ"), ethnicity="01")
    assert with_words(whole, parts=EVERYTHING, on=AFTER).mother is not None
    bare = with_words(whole, parts=frozenset(), on=AFTER)
    assert (bare.mother, bare.permanent, bare.ethnicity, bare.name) == (None, None, "", "Nguyễn Thị Ẩn")
