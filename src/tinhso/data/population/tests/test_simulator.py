"""The people of the stand-in: enough of them, every letter, families that fit together."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.data.population.rules import dates
from tinhso.foundation.identity.rules import personal_number
from tinhso.simulators.population.people import HOUSEHOLD, OF_THE_DEMO, PEOPLE, communes, find, number_of, person_at

places = st.integers(0, PEOPLE - 1)


def test_of_a_hundred_thousand_people_no_two_have_one_number():
    numbers = {number_of(place) for place in range(PEOPLE)}
    assert len(numbers) == PEOPLE and not numbers & set(OF_THE_DEMO)


@given(places)
def test_a_number_leads_back_to_its_person_and_fits_them(place):
    one = person_at(place)
    assert find(one.number) == one
    told = personal_number.check(one.number)
    born = dates.parse_wire(one.birth)
    assert born is not None and told.birth_year == born.year <= 2026
    assert told.sex == ("male" if one.sex == "1" else "female")
    assert not one.old_number or find(one.old_number) == one


@given(places)
def test_families_fit_together_both_ways(place):
    one = person_at(place)
    if one.spouse:
        assert find(one.spouse).spouse == one.number
    for kin in (one.father, one.mother):
        assert not kin or int(find(kin).birth[:4]) + 14 < int(one.birth[:4])
    for child in one.children:
        assert one.number in (find(child).father, find(child).mother)
    home = place // HOUSEHOLD * HOUSEHOLD
    heads = {person_at(home + kin).head for kin in range(HOUSEHOLD)}
    assert len(heads) == 1 and find(heads.pop()).relation == "Chủ hộ"


def test_every_vietnamese_letter_stands_in_some_name():
    vowels, tones = "aăâeêioôơuưy", ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
    wanted = {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones} | {"đ"}
    assert wanted <= {letter for place in range(20_000) for letter in person_at(place).name.lower()}


def test_some_people_have_only_a_year_of_birth_and_some_no_family_name():
    some = [person_at(place) for place in range(3000)]
    assert {len(one.birth) for one in some} == {4, 6, 8}
    assert any(not one.family for one in some) and {one.ethnicity for one in some} > {"01", "02", "08"}


def test_addresses_are_in_the_province_of_the_demo():
    assert len(communes()) == 107
    assert {code for _commune, _district, code in communes()} == {"86"}


@pytest.mark.parametrize("number", ["", "x", "086190000016", "000000000000", "339999999", "33x", "０" * 12])
def test_nobody_has_another_number(number):
    assert find(number) is None


def test_the_people_of_the_demo_are_who_signs_in():
    from tinhso.foundation.identity.demo import _CITIZENS

    for number, name, birth_on, _phone in _CITIZENS:
        one = find(number)
        assert (one.name, date.fromisoformat(f"{one.birth[:4]}-{one.birth[4:6]}-{one.birth[6:]}")) == (name, birth_on)
