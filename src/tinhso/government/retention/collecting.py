"""Everything the house holds about one person, room by room, as each room declared it. Rows are read one by one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext

from tinhso.government.retention.tables import files_in, of_person
from tinhso.kernel import modules
from tinhso.kernel.clock import to_local
from tinhso.kernel.holdings import Holding, Person

CHUNK: Final = 500
# ruff: noqa: SLF001 - `_meta` is Django's own way in, documented though underlined


@dataclass(frozen=True, slots=True)
class Told:
    """One row as it is told: which table, its values as JSON values, and the files it points to."""

    model: str
    title: str
    values: Mapping[str, Any]
    files: tuple[UUID, ...]


def rooms() -> list[modules.Module]:
    """Return the rooms that hold something of people, in the order of the house."""
    return [module for module in modules.all_modules() if any(one.is_of_people for one in module.holdings)]


def told_by(module: modules.Module, person: Person) -> Iterator[Told]:
    """Yield what one room holds of a person: every row of every table in which it says people are found."""
    for holding in module.holdings:
        if not holding.is_of_people:
            continue
        for values in _rows(holding, person):
            files = tuple(one for column in holding.files for one in files_in(values.get(column)))
            yield Told(holding.model, gettext(holding.title), _plain_row(values, holding), files)


def _rows(holding: Holding, person: Person) -> Iterator[Mapping[str, Any]]:
    if holding.collect is not None:
        yield from holding.collect(person)
        return
    rows = of_person(holding, person)
    if rows is None:
        return
    columns = [field.attname for field in rows.model._meta.concrete_fields if not field.generated]
    after: Any = None
    while True:
        part = list((rows if after is None else rows.filter(pk__gt=after)).values(*columns)[:CHUNK])
        yield from part
        if len(part) < CHUNK:
            return
        after = part[-1][rows.model._meta.pk.attname]


def _plain_row(values: Mapping[str, Any], holding: Holding) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items() if name not in holding.left_out}


def plain(value: Any) -> Any:
    """Return a value as JSON has it: ids and numbers as text, moments in Vietnamese time with their offset."""
    if isinstance(value, datetime):
        return to_local(value).isoformat()
    if isinstance(value, UUID | date | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
