"""What could be filed where, over the years, and who worked there."""

import random
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from uuid import UUID

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers.queries.people import Handler, specialists_of
from tinhso.government.dossiers.rules.search import words_of
from tinhso.government.procedures import public as procedures


@dataclass(frozen=True)
class Office:
    """An agency and its people; the lists are empty where there are no officers."""

    id: UUID
    code: str
    name: str
    desk: tuple[str, ...]
    handlers: tuple[Handler, ...]
    leaders: tuple[str, ...]

    @cached_property
    def code_words(self) -> str:
        """The code as a search stores it."""
        return words_of(self.code)


@dataclass(frozen=True)
class Edition:
    """A version of a procedure with what history asks of it, ready made."""

    version: procedures.ProcedureVersion
    words: str
    papers: tuple[procedures.Component, ...]
    allowances: dict[tuple[str, str], calendar.Allowance]
    road: tuple[procedures.Step, ...]
    """The steps on the straight way, up to the signature."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One procedure at one office, with its versions, the newest first."""

    office: Office
    editions: tuple[Edition, ...]

    def on(self, day: date) -> Edition:
        """Return the version in force on a day; the oldest when the day is before all of them."""
        return next((e for e in self.editions if e.version.info.valid_from <= day), self.editions[-1])


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All offers, with how much each is asked for (running totals, for `random.choices`)."""

    offers: list[Offer]
    totals: list[float]
    province: str


def read_catalogue(dice: random.Random) -> Catalogue:
    """Return what the open agencies offer today, some asked for much more than others."""
    editions: dict[str, tuple[Edition, ...]] = {}
    offers, weights = [], []
    for unit in organisations.list_units():
        infos = procedures.offered_at(unit.id) if unit.is_agency else []
        office = _office(unit) if infos else None
        size = dice.lognormvariate(0, 0.5)
        for rank, info in enumerate(infos):
            if office and info.counter:
                if info.code not in editions:
                    editions[info.code] = _editions(info.code)
                offers.append(Offer(office, editions[info.code]))
                weights.append(size / (rank % 7 + 1))
    return Catalogue(offers, list(accumulate(weights)), organisations.root().gso_code.zfill(3)[-3:])


def _editions(code: str) -> tuple[Edition, ...]:
    return tuple(_edition(procedures.get_version(info.id)) for info in procedures.list_versions(code))


def _edition(version: procedures.ProcedureVersion) -> Edition:
    return Edition(
        version=version,
        words=words_of(version.name, version.short_code),
        papers=tuple(c for c in version.components if c.required and not c.from_form)[:3],
        allowances={
            (case.code, channel): procedures.allowance_for(version, case.code, channel)
            for case in version.cases
            for channel in ("online", "counter")
        },
        road=tuple(step for step in version.steps if step.act != "hand_over"),
    )


def _office(unit: organisations.UnitInfo) -> Office:
    section = organisations.one_stop_of(unit.id)
    desk = organisations.list_officers(section.id, role="one_stop_officer") if section else ()
    return Office(
        id=unit.id,
        code=unit.code,
        name=organisations.full_name(unit.id),
        desk=tuple(officer.name for officer in desk),
        handlers=tuple(specialists_of(unit.id)),
        leaders=tuple(officer.name for officer in organisations.list_officers(unit.id, role="leader")),
    )
