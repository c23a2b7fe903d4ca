"""The terms of keeping, from content/retention/, read once in a process."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

from tinhso.government.procedures import public as procedures
from tinhso.government.retention.data import Cleaning

SURE: Final = frozenset({"known", "found", "decided", "ours"})


@dataclass(frozen=True, slots=True)
class Term:
    """How long records of some kind are kept. `years` None: for ever. `apart` names ties that do not hold for it."""

    code: str
    title: str
    procedures: tuple[str, ...]
    fields: tuple[str, ...]
    years: int | None
    apart: frozenset[str]
    basis: str
    mark: str

    @property
    def is_sure(self) -> bool:
        """Whether anybody may be asked to destroy by it: not while it is marked unsure."""
        return self.mark in SURE

    @property
    def ends(self) -> bool:
        """Whether its dossiers ever come up."""
        return self.years is not None and self.is_sure


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of record the house keeps and has no road to destroy: for people to read."""

    title: str
    keep: str
    basis: str
    mark: str


@dataclass(frozen=True, slots=True)
class CleaningRule:
    """What is cleaned after how many days, under a standing decision."""

    kind: Cleaning
    title: str
    days: int
    basis: str
    mark: str


def folder() -> Path:
    """Return where the content of this room lies."""
    return Path(settings.CONTENT_DIR) / "retention"


@cache
def _read(path: Path) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _table() -> Mapping[str, Any]:
    return _read(folder() / "terms.yaml")


def _exporting() -> Mapping[str, Any]:
    return _read(folder() / "export.yaml")


def list_terms() -> tuple[Term, ...]:
    """Return every term, as the table has them."""
    return tuple(_term(one) for one in _table()["terms"])


def _term(raw: Mapping[str, Any]) -> Term:
    years = raw["years"]
    if years != "forever" and not (isinstance(years, int) and 1 <= years <= 100):
        raise ValueError(f"{raw['code']}: years is 1 to 100, or forever")
    return Term(
        code=raw["code"],
        title=raw["title"],
        procedures=tuple(raw.get("procedures", ())),
        fields=tuple(raw.get("fields", ())),
        years=None if years == "forever" else years,
        apart=frozenset(raw.get("apart", ())),
        basis=raw["basis"],
        mark=raw["mark"],
    )


def term_of(procedure_code: str, field_code: str) -> Term | None:
    """Return the term a procedure's dossiers are kept by; None where nobody has said: then they are kept."""
    terms = list_terms()
    named = next((term for term in terms if procedure_code in term.procedures), None)
    return named or next((term for term in terms if field_code and field_code in term.fields), None)


def terms_that_end() -> dict[str, Term]:
    """Return by procedure code the terms that come to an end, for every procedure ever published."""
    fields = dict(procedures.list_codes())
    codes = {*fields, *(code for term in list_terms() for code in term.procedures)}
    found = {code: term_of(code, fields.get(code, "")) for code in sorted(codes)}
    return {code: term for code, term in found.items() if term is not None and term.ends}


def list_kept() -> tuple[Kept, ...]:
    """Return the other kinds of record and how long they stay."""
    return tuple(Kept(one["title"], one["keep"], one["basis"], one["mark"]) for one in _table()["records"])


def cleaning_rules() -> dict[Cleaning, CleaningRule]:
    """Return what may be cleaned, by kind."""
    return {
        Cleaning(kind): CleaningRule(Cleaning(kind), one["title"], int(one["days"]), one["basis"], one["mark"])
        for kind, one in _table()["cleaning"].items()
    }


def road(name: str) -> int:
    """Return a figure of the road: council, council_days, decision_days, pause_hours, lines."""
    return int(_table()["road"][name]["value"])


def exporting(name: str) -> int:
    """Return a figure of exports: keep_days, assurance, answer_hours."""
    return int(_exporting()[name]["value"])


def label_of(column: str) -> str:
    """Return what a column is called on the page of an export."""
    return str(_exporting()["labels"].get(column, column))


def left_out() -> tuple[tuple[str, str], ...]:
    """Return (table, why) of what an export does not tell."""
    return tuple((one["table"], one["why"]) for one in _exporting()["left_out"])
