"""Writing many rows at once: COPY, and for a large load indexes and foreign keys that are built afterwards."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection

_INDEXES: Final = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
      FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
     WHERE i.indrelid = %s::regclass AND c.oid IS NULL
"""
_CONSTRAINTS: Final = """
    SELECT c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
     WHERE c.conrelid = %s::regclass AND (c.contype = 'f' OR (c.contype IN ('u', 'p') AND NOT EXISTS (
           SELECT 1 FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid)))
     ORDER BY c.contype = 'f'
"""


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows into a table through COPY, in the caller's transaction."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


@contextmanager
def rebuilt(tables: Sequence[str], *, wanted: bool) -> Iterator[None]:
    """Take indexes and foreign keys of `tables` away and build them again at the end, in the caller's transaction.

    Every constraint is checked when it is built; whoever dies in between leaves the tables as they were. Nothing
    happens unless `wanted`. The caller must own the tables; others wait until the transaction ends.
    """
    if not wanted:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    again = [statement for table in tables for statement in _take_away(table)]
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute("SET LOCAL max_parallel_maintenance_workers = 2")
        for statement in sorted(again, key=lambda statement: "FOREIGN KEY" in statement):
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _take_away(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [table])
        indexes = cursor.fetchall()
        cursor.execute(_CONSTRAINTS, [table])
        constraints = cursor.fetchall()
        for name, _definition in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in indexes] + [
        f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for name, definition in constraints
    ]


def settle(tables: Sequence[str]) -> None:
    """Let the planner know what is in the tables, and let index-only scans trust them, at once.

    Inside a transaction of the caller's, where VACUUM is not allowed, only the planner's figures are taken.
    """
    verb = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"{verb} {table}")
