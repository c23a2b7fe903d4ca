"""Which one-stop law applies when: forms, extensions, receipt regardless of boundary, the national formula.

Law is content: `content/reference/regimes.yaml`, reviewed by officials, with its sources and marks. The regime of a
dossier is that of the day it was received (before that, of the day it was filed), whatever units the province has.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tinhso.foundation.calendar.data import Allowance, AllowanceUnit


@dataclass(frozen=True, slots=True)
class NationalFormula:
    """How the national index counts a dossier's time (Quyết định 766/QĐ-TTg, nhóm 2, chỉ số 2.1).

    `pauses` are the waits it takes off ("supplement", "fee"); one that begins after the promise has passed only when
    `late_pause_counts`.
    """

    pauses: frozenset[str]
    late_pause_counts: bool
    second_supplement_is_late: bool
    extension_counts: bool


@dataclass(frozen=True, slots=True)
class Regime:
    """One period of the law. `forms` maps a paper to its form number; one that is not there has no form then."""

    code: str
    valid_from: date
    levels: frozenset[str]
    any_commune_receives: bool
    forms: Mapping[str, str]
    supplements: int
    extensions: int
    extension_notice: Allowance
    extension_title: str
    extension_basis: str
    stop_basis: str
    clock_basis: Mapping[str, str]
    national: NationalFormula
    basis: tuple[str, ...]


def build(raw: Iterable[Mapping[str, Any]]) -> tuple[Regime, ...]:
    """Return the regimes as the content writes them, oldest first. KeyError or ValueError for one that is not whole."""
    made = sorted((_regime(one) for one in raw), key=lambda regime: regime.valid_from)
    if not made:
        raise ValueError("there is at least one regime")
    return tuple(made)


def regime_on(regimes: Sequence[Regime], day: date) -> Regime:
    """Return the regime in force on a day; before the first one, the first."""
    return next((one for one in reversed(regimes) if one.valid_from <= day), regimes[0])


def _regime(raw: Mapping[str, Any]) -> Regime:
    extension, national = raw["extension"], raw["national"]
    notice = extension["notice"]
    return Regime(
        code=raw["code"],
        valid_from=date.fromisoformat(raw["valid_from"]),
        levels=frozenset(raw["levels"]),
        any_commune_receives=raw["any_commune_receives"],
        forms=dict(raw["forms"]),
        supplements=raw["supplements"],
        extensions=extension["limit"],
        extension_notice=Allowance(Decimal(str(notice["amount"])), AllowanceUnit(notice["unit"])),
        extension_title=extension["title"],
        extension_basis=extension["basis"],
        stop_basis=raw["stop_at_wish"]["basis"],
        clock_basis=dict(raw["clock"]),
        national=NationalFormula(
            pauses=frozenset(national["pauses"]),
            late_pause_counts=national["late_pause_counts"],
            second_supplement_is_late=national["second_supplement_is_late"],
            extension_counts=national["extension_counts"],
        ),
        basis=tuple(f"{one['number']} {one['name']}" for one in raw["basis"]),
    )
