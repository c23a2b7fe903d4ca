"""Rows of a table by statements compiled once: for the few verbs that run hundreds of times a second.

The ORM compiles a statement each time it is used, which costs more than the statement itself where a table is wide.
`Rows(Model)` keeps the text and hands values over by the model's own fields, so types, defaults and converters are the
ORM's. It knows no joins, no signals and no `save()` hooks (this house has none): what is rare stays with the ORM.
"""

import copy
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models

# ruff: noqa: SLF001 - `_meta` and `_state` are Django's own way in, documented though underlined

M = TypeVar("M", bound=models.Model)


class Rows(Generic[M]):
    """The table of one model."""

    def __init__(self, model: type[M]) -> None:
        self.model = model

    @cached_property
    def _fields(self) -> list[Any]:
        return list(self.model._meta.concrete_fields)

    @cached_property
    def _written(self) -> list[Any]:
        return [field for field in self._fields if not field.generated]

    @cached_property
    def _selected(self) -> tuple[str, list[str], list[tuple[int, Any]]]:
        """Return the columns to read, their attributes, and which of them the field turns into something else."""
        fields = [field for field in self._fields if not field.generated]
        columns = ", ".join(f't."{field.column}"' for field in fields)
        turned = [(place, field) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]
        return columns, [field.attname for field in fields], turned

    @cached_property
    def _insert(self) -> tuple[str, str]:
        columns = ", ".join(f'"{field.column}"' for field in self._written)
        marks = ", ".join(["%s"] * len(self._written))
        return f'INSERT INTO "{self.model._meta.db_table}" ({columns}) VALUES ', f"({marks})"  # noqa: S608 - our names

    def insert(self, *rows: M) -> None:
        """Write new rows in one statement; nothing for none. The keys must be made already, as UUIDv7 are."""
        insert_together((self, rows))

    def inserting(self, rows: Sequence[M]) -> tuple[str, list[Any]]:
        """Return the statement that writes these rows, and its values."""
        head, marks = self._insert
        values: list[Any] = []
        for row in rows:
            values += [field.get_db_prep_save(field.pre_save(row, True), connection) for field in self._written]
        return head + ", ".join([marks] * len(rows)), values

    def update(self, row: M, fields: Iterable[str]) -> None:
        """Write these attributes of one row that was read before. Raises ObjectDoesNotExist when it is gone."""
        meta = self.model._meta
        changed: list[Any] = [meta.get_field(name) for name in fields]
        if not changed:
            return
        setting = ", ".join(f'"{field.column}" = %s' for field in changed)
        values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in changed]
        key = meta.pk
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{meta.db_table}" SET {setting} WHERE "{key.column}" = %s',  # noqa: S608 - our names
                [*values, key.get_db_prep_value(row.pk, connection)],
            )
            if cursor.rowcount != 1:
                raise ObjectDoesNotExist(f"{self.model.__name__} {row.pk}")

    def find(self, where: str, values: Sequence[Any], *, lock: bool = False, limit: int = 1) -> list[M]:
        """Return at most `limit` rows for which `where` holds; the table is `t` in it. `lock` takes them for update."""
        columns, names, turned = self._selected
        text = f'SELECT {columns} FROM "{self.model._meta.db_table}" t WHERE {where} LIMIT {int(limit)}'  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(text + (" FOR UPDATE" if lock else ""), list(values))
            found = cursor.fetchall()
        return [self._made(names, turned, row) for row in found]

    def _made(self, names: list[str], turned: list[tuple[int, Any]], row: Sequence[Any]) -> M:
        if turned:
            row = list(row)
            for place, field in turned:
                row[place] = field.from_db_value(row[place], None, connection)
        return self.model.from_db(connection.alias, names, row)


def insert_together(*groups: tuple[Rows[Any], Sequence[Any]]) -> None:
    """Write new rows of several tables in one trip to the database; a group without rows is left out.

    The database sees them all at its end, so that one may point to another of them.
    """
    wanted = [(table.inserting(rows), rows) for table, rows in groups if rows]
    if not wanted:
        return
    *first, (last, _rows) = wanted
    text = "".join(f", w{n} AS ({one[0]})" for n, (one, _) in enumerate(first))
    with connection.cursor() as cursor:
        cursor.execute(
            (f"WITH {text[2:]} " if first else "") + last[0],
            [value for (_text, values), _ in wanted for value in values],
        )
    for _statement, rows in wanted:
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias


class Changes:
    """What of a row has changed since it was read: so that a verb writes only that."""

    def __init__(self, row: models.Model) -> None:
        self.row = row
        self.before = {
            field.attname: _kept(row.__dict__[field.attname])
            for field in row._meta.concrete_fields
            if not field.generated and field.attname in row.__dict__
        }

    def names(self) -> list[str]:
        """Return the attributes that hold something else now; what lies inside a JSON value counts too."""
        held = self.row.__dict__
        return [name for name, value in self.before.items() if held[name] != value]


def _kept(value: Any) -> Any:
    return copy.deepcopy(value) if isinstance(value, dict | list) else value
