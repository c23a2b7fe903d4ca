"""Codes of places into words, by the dated units of this installation; and only the parts somebody asked for."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from tinhso.data.population.data import Address, Part, Person
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitInfo
from tinhso.kernel.clock import local_day

BEFORE_REFORMS: Final = (date(2025, 6, 30), date(2024, 12, 31), date(2023, 12, 31))
"""Days before which codes changed in many places at once; addresses keep the codes of their time."""


def with_words(person: Person, *, parts: frozenset[Part], on: datetime) -> Person:
    """Return a person with addresses in words and without the parts nobody asked for."""
    day = local_day(on)
    has = parts.__contains__
    return replace(
        person,
        sex=person.sex if has(Part.SEX) else None,
        ethnicity=person.ethnicity if has(Part.ETHNICITY) else "",
        nationality=person.nationality if has(Part.NATIONALITY) else "",
        marital=person.marital if has(Part.MARITAL) else "",
        permanent=_spoken(person.permanent, day) if has(Part.ADDRESSES) else None,
        current=_spoken(person.current, day) if has(Part.ADDRESSES) else None,
        birth_place=_spoken(person.birth_place, day) if has(Part.ORIGIN) else None,
        origin=_spoken(person.origin, day) if has(Part.ORIGIN) else None,
        father=person.father if has(Part.FAMILY) else None,
        mother=person.mother if has(Part.FAMILY) else None,
        spouse=person.spouse if has(Part.FAMILY) else None,
        guardian=person.guardian if has(Part.FAMILY) else None,
        head=person.head if has(Part.HOUSEHOLD) else None,
    )


def _spoken(address: Address | None, day: date) -> Address | None:
    """Return an address in words: detail, commune, district, province, as far as this installation knows them."""
    if address is None:
        return None
    units = [_unit(code, day) for code in (address.commune_code, address.district_code, address.province_code) if code]
    names = [address.detail, *(unit.name for unit in units if unit)]
    commune = units[0] if address.commune_code and units else None
    return replace(address, words=", ".join(name for name in names if name), commune_now=_code_now(commune, day))


def _unit(code: str, day: date) -> UnitInfo | None:
    """Return the unit that bore a code on a day, or last before a reform."""
    for moment in (day, *(before for before in BEFORE_REFORMS if before < day)):
        found = organisations.find_territory(code, on=moment)
        if found:
            return found
    return None


def _code_now(commune: UnitInfo | None, day: date) -> str:
    """Return the code of the commune that answers for a former one today; "" when it was split or lies elsewhere."""
    if commune is None:
        return ""
    if commune.is_open_on(day):
        return commune.gso_code
    after = organisations.successors(commune.id, day)
    return after[0].gso_code if len(after) == 1 else ""
