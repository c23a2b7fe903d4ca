"""Reads and writes tables by what their rooms declare of them (`kernel.holdings`): this room knows none by name."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, ForeignKey, JSONField, Model, Q, QuerySet, UUIDField
from django.db.models.functions import Cast

from tinhso.kernel import modules
from tinhso.kernel.holdings import Holding, Person

# ruff: noqa: SLF001 - `_meta` and `_default_manager` are Django's own way in, documented though underlined

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def declared() -> list[tuple[modules.Module, Holding]]:
    """Return every declaration, of the rooms above first: what points down goes before what it points to."""
    return [(module, one) for module in reversed(modules.all_modules()) for one in module.holdings]


def model_of(holding: Holding) -> type[Model] | None:
    """Return the table's model; None when the room was taken out or the table is no model."""
    try:
        return apps.get_model(holding.model)
    except LookupError:
        return None


def of_subject(holding: Holding, ids: "Sequence[UUID] | QuerySet[Any, Any]") -> "QuerySet[Any] | None":
    """Return the rows that belong to any of the subjects (ids, or a query of them); None where it knows none."""
    model = model_of(holding)
    if model is None or not holding.subject:
        return None
    found = reduce(or_, (Q(**{f"{lookup}__in": ids}) for lookup in holding.subject))
    if holding.kind:
        found &= Q(subject_kind__in=holding.kind)
    return model._default_manager.filter(found)


def of_person(holding: Holding, person: Person) -> "QuerySet[Any] | None":
    """Return the rows in which a person is found; None where the table tells of none, or they cannot be found so."""
    model = model_of(holding)
    wanted = [Q(**{lookup: person.account_id}) for lookup in holding.account if person.account_id]
    wanted += [Q(**{lookup: person.number}) for lookup in holding.number if person.number]
    if model is None or not wanted:
        return None
    return model._default_manager.filter(reduce(or_, wanted)).order_by("pk")


def holds_any(holding: Holding, column: str, file_ids: Sequence[UUID]) -> "QuerySet[Any]":
    """Return the rows whose column points to any of the files: one id, a list of ids, or ids within JSON."""
    model = apps.get_model(holding.model)
    field = model._meta.get_field(column)
    rows: QuerySet[Any] = model._default_manager.all()
    if isinstance(field, ArrayField):
        return rows.filter(**{f"{column}__overlap": list(file_ids)})
    if isinstance(field, JSONField):
        told: QuerySet[Any] = rows.annotate(told=Cast(column, CharField()))
        return told.filter(reduce(or_, (Q(told__contains=str(one)) for one in file_ids)))
    return rows.filter(**{f"{column}__in": list(file_ids)})


def files_in(value: Any) -> Iterator[UUID]:
    """Yield the file ids in a column's value."""
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, dict) or (isinstance(value, list) and not all(isinstance(one, UUID) for one in value)):
        yield from (UUID(one) for one in _UUID.findall(json.dumps(value, default=str)))
    elif isinstance(value, list):
        yield from value


def files_of(rows: "QuerySet[Any]", columns: Sequence[str]) -> set[UUID]:
    """Return the file ids rows point to by these columns."""
    return {one for column in columns for value in values_of(rows, column) for one in files_in(value)}


def values_of(rows: "QuerySet[Any]", column: str) -> Iterator[Any]:
    """Yield what stands in a column of all rows, plain ids once each: a file two hundred dossiers share is one."""
    found = rows.order_by().values_list(column, flat=True)
    if isinstance(rows.model._meta.get_field(column), UUIDField | ForeignKey):
        found = found.distinct()
    yield from found.iterator(chunk_size=1000)
