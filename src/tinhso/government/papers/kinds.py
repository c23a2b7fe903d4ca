"""The types of paper and the rules of certifying, from content/papers/types.yaml, read once in a process."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings
from django.utils.translation import get_language

from tinhso.foundation.calendar.public import Allowance, AllowanceUnit
from tinhso.government.papers.data import PaperType

OTHER: Final = "KHAC"


@dataclass(frozen=True, slots=True)
class Certifying:
    """How electronic copies are certified: the procedure that gives the fee, the statement, the book's pattern.

    `sign_within` is how long the head has from the moment a copy is presented.
    """

    procedure: str
    statement: str
    book: str
    sign_within: Allowance


@cache
def _content() -> Mapping[str, Any]:
    text = (Path(settings.CONTENT_DIR) / "papers" / "types.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def all_types() -> Mapping[str, PaperType]:
    """Return every type by its code, in the order of the content."""
    return {
        row["code"]: PaperType(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            field=row["field"],
            procedures=tuple(row["procedures"]),
            months=row["months"],
            mark=row["mark"],
            basis=row["basis"],
        )
        for row in _content()["types"]
    }


def type_named(code: str) -> PaperType:
    """Return a type; the type «Giấy tờ khác» for a code the content no longer has."""
    return all_types().get(code) or all_types()[OTHER]


def type_of_result(procedure_code: str) -> PaperType:
    """Return the type of paper a procedure issues; local suffixes of the code (NĐ 63/2010) do not matter."""
    national = ".".join(procedure_code.split(".")[:2])
    return next((one for one in all_types().values() if national in one.procedures), all_types()[OTHER])


def title_of(code: str) -> str:
    """Return the name of a type in the language of the page."""
    one = type_named(code)
    return one.name_en if (get_language() or "vi").startswith("en") else one.name


def confidence_title(level: str) -> str:
    """Return the words of a level of confidence, in the language of the page."""
    words = _content()["confidence"][level]
    return str(words["name_en"] if (get_language() or "vi").startswith("en") else words["name"])


def certifying() -> Certifying:
    """Return how electronic copies are certified here."""
    raw = _content()["certifying"]
    return Certifying(raw["procedure"], raw["statement"], raw["book"], _allowance(raw["sign_within"]))


def answer_within() -> Allowance:
    """Return how long an agency has to answer a person's question about a look at their data."""
    return _allowance(_content()["tracker"]["answer_within"])


def _allowance(raw: Mapping[str, Any]) -> Allowance:
    return Allowance(Decimal(str(raw["amount"])), AllowanceUnit(raw["unit"]))
