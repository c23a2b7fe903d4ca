"""Which procedures are linked, and their parts: content/cooperation/linked.yaml, read once and judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import yaml
from django.conf import settings

from tinhso.foundation.calendar.public import Allowance, AllowanceUnit
from tinhso.government.cooperation.data import PartWay


@dataclass(frozen=True, slots=True)
class Sent:
    """One fact passed to an outside agency: an answer of the form by pointer, or `part`'s result by name."""

    title: str
    source: str

    @property
    def part(self) -> str:
        """The part whose result it comes from; "" for an answer of the form."""
        return "" if self.source.startswith("/") else self.source.partition(":")[0]

    @property
    def fact(self) -> str:
        """The name of the fact within that result."""
        return self.source.partition(":")[2]


@dataclass(frozen=True, slots=True)
class PartPlan:
    """One part as content plans it."""

    key: str
    title: str
    agency: str
    way: PartWay
    after: tuple[str, ...] = ()
    procedure: str = ""
    data: Mapping[str, Any] | None = None
    allowance: Allowance | None = None
    sends: tuple[Sent, ...] = ()


@cache
def plans() -> Mapping[str, tuple[PartPlan, ...]]:
    """Return the parts of every linked procedure, in order. Raises ValueError naming what is wrong in the file."""
    file = settings.CONTENT_DIR / "cooperation" / "linked.yaml"
    raw: dict[str, list[dict[str, Any]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {code: _judged(code, tuple(_plan(one) for one in rows)) for code, rows in raw.items()}


def plan_of(procedure_code: str) -> tuple[PartPlan, ...]:
    """Return the parts of a procedure; nothing for one that is not linked."""
    return plans().get(procedure_code, ())


def _plan(raw: Mapping[str, Any]) -> PartPlan:
    limit = raw.get("allowance")
    return PartPlan(
        key=raw["key"],
        title=raw["title"],
        agency=raw["agency"],
        way=PartWay(raw["way"]),
        after=tuple(raw.get("after", ())),
        procedure=str(raw.get("procedure", "")),
        data=raw.get("data"),
        allowance=Allowance(Decimal(str(limit["amount"])), AllowanceUnit(limit["unit"])) if limit else None,
        sends=tuple(Sent(one["title"], one["from"]) for one in raw.get("sends", ())),
    )


def _judged(code: str, parts: tuple[PartPlan, ...]) -> tuple[PartPlan, ...]:
    """Refuse parts that wait for one that is not before them: so nobody waits in a circle."""
    before: set[str] = set()
    for part in parts:
        named = {*part.after, *(sent.part for sent in part.sends if sent.part)}
        whole = bool(part.procedure and part.data) if part.way is PartWay.DOSSIER else part.allowance is not None
        if not before.issuperset(named) or not whole or part.key in before:
            raise ValueError(f"linked.yaml: {code}, {part.key}: thiếu mục hoặc chờ phần việc không đứng trước")
        before.add(part.key)
    return parts


def filled(spec: Any, data: Mapping[str, Any]) -> Any:
    """Return what `spec` describes: a pointer gives the parent's answer, a mapping each of its own, the rest itself.

    An answer that was not given leaves its name out.
    """
    if isinstance(spec, Mapping):
        found = {key: filled(value, data) for key, value in spec.items()}
        return {key: value for key, value in found.items() if value is not None}
    if isinstance(spec, str) and spec.startswith("/"):
        return lookup(data, spec)
    return spec


def lookup(data: Any, pointer: str) -> Any:
    """Return the answer at a JSON pointer, None when there is none."""
    for key in pointer.split("/")[1:]:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data
