"""How long a document takes to 107 communes: from its issue to each clerk's list, beside raw inserts of the same rows.

A packet is sealed and read back once; every receiver gets an arrival in its register, a place in its clerk's inbox, a
line for the sender, audit entries and events. The limit: the same rows of the same tables, inserted as plain SQL.
"""

import os
import sys
import time
from typing import Any

import django
from benchmarks.figures import Figure, table
from django.db import connection, transaction

COMMUNES, SMALL = 107, 5


def run(*, small: bool = False) -> list[Figure]:
    """Measure in a database of its own, made and dropped here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.settings.testing")
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    kept = setup_databases(verbosity=0, interactive=False)
    try:
        return [_measure(SMALL if small else COMMUNES)]
    finally:
        teardown_databases(kept, verbosity=0)


def _measure(count: int) -> Figure:
    from tinhso.foundation.organisations.data import Level, UnitKind
    from tinhso.foundation.organisations.testing import SINCE, _insert, make_small_province
    from tinhso.government.correspondence.actions.delivering import deliver_all
    from tinhso.government.correspondence.actions.sending import send_issued
    from tinhso.government.correspondence.testing import make_sent
    from tinhso.government.documents.testing import MORNING, make_clerk
    from tinhso.kernel.ids import uuid7

    units = make_small_province()
    kind, level, parent = UnitKind.COMMUNE, Level.COMMUNE, units.district.id
    rows: list[Any] = [
        (uuid7(), f"H61.70.{n:03d}", f"Xã {n}", "", kind, level, parent, "") for n in range(1, count + 1)
    ]
    _insert(rows, SINCE)
    info = make_sent(make_clerk(units.commune_a.id), units.commune_a.id, *(row[0] for row in rows))
    marks = _marks()
    began = time.perf_counter()
    send_issued(document_id=info.id, now=MORNING)
    done = deliver_all(MORNING)
    seconds = time.perf_counter() - began
    if done != count:
        raise SystemExit(f"{done} of {count} delivered")
    raw = _raw(marks)
    return Figure(f"issue to {count} units", seconds, "s", "raw inserts of the same rows", raw)


def _tables() -> list[str]:
    return [
        "documents_document", "documents_documentfile", "documents_documentevent", "work_workitem", "audit_entry",
        "kernel_outbox", "correspondence_delivery", "correspondence_statusline",
    ]  # fmt: skip


def _marks() -> dict[str, int]:
    with connection.cursor() as cursor:
        marks = {}
        for table in _tables():
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
                marks[table] = cursor.fetchone()[0]
        return marks


def _raw(marks: dict[str, int]) -> float:
    """Insert as many rows with as many bytes as were written, one statement a row, committed together as we do."""
    with connection.cursor() as cursor:
        plans = []
        for table, before in marks.items():
            cursor.execute(f"SELECT count(*) - %s, COALESCE(avg(pg_column_size(t)), 0) FROM {table} t", [before])  # noqa: S608
            number, size = cursor.fetchone()
            cursor.execute(f"CREATE TEMP TABLE raw_{table} (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), body text)")
            plans.append((table, int(number), "x" * int(size)))
        began = time.perf_counter()
        with transaction.atomic():
            for table, number, body in plans:
                for _row in range(number):
                    cursor.execute(f"INSERT INTO raw_{table} (body) VALUES (%s)", [body])  # noqa: S608
        return time.perf_counter() - began


def main() -> int:
    """Measure and print."""
    sys.stdout.write(table(run(small="--small" in sys.argv)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
