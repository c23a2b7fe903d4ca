"""What is done already: one line for each unit, written in the transaction of the unit's day."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.kernel.errors import Conflict

TABLES = """
CREATE TABLE IF NOT EXISTS entry_year (one boolean PRIMARY KEY DEFAULT true CHECK (one), facts jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS entry_year_unit (
    unit_id uuid PRIMARY KEY,
    done_until date NOT NULL,
    filed integer NOT NULL,
    acts integer NOT NULL,
    refused integer NOT NULL,
    finished integer NOT NULL,
    open jsonb NOT NULL
);
"""


@dataclass(slots=True)
class Line:
    """How far a unit is. `open` holds what is to be done next to each dossier that has not ended."""

    done_until: date
    filed: int = 0
    acts: int = 0
    refused: int = 0
    finished: int = 0
    open: list[dict[str, Any]] = field(default_factory=list)


def begin(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what the year is made of, once; return what was kept. Raises Conflict when it was begun as another year."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        cursor.execute("INSERT INTO entry_year (facts) VALUES (%s::jsonb) ON CONFLICT DO NOTHING", [json.dumps(facts)])
        cursor.execute("SELECT facts::text FROM entry_year")
        kept: dict[str, Any] = json.loads(cursor.fetchone()[0])
    asked = {key: value for key, value in facts.items() if key in ("seed", "dossiers", "months")}
    if any(kept[key] != value for key, value in asked.items()):
        raise Conflict(f"Dữ liệu này đã có một năm mô phỏng khác: {kept}. Chọn --data khác hoặc dùng đúng tham số cũ.")
    return kept


def read(unit_ids: Iterable[UUID], *, before: date) -> dict[UUID, Line]:
    """Return the line of each unit; one that has not begun stands at `before`."""
    lines = {unit_id: Line(before) for unit_id in unit_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, done_until, filed, acts, refused, finished, open::text FROM entry_year_unit"
            " WHERE unit_id = ANY(%s::uuid[])",
            [list(lines)],
        )
        for unit_id, done_until, filed, acts, refused, finished, waiting in cursor.fetchall():
            lines[unit_id] = Line(done_until, filed, acts, refused, finished, json.loads(waiting))
    return lines


def write(unit_id: UUID, line: Line) -> None:
    """Keep a unit's line, inside the transaction of its day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO entry_year_unit VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb)"
            " ON CONFLICT (unit_id) DO UPDATE SET done_until = excluded.done_until, filed = excluded.filed,"
            " acts = excluded.acts, refused = excluded.refused, finished = excluded.finished, open = excluded.open",
            [unit_id, line.done_until, line.filed, line.acts, line.refused, line.finished, json.dumps(line.open)],
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the whole province is."""

    filed: int
    acts: int
    refused: int
    finished: int
    slowest: date | None


def standing() -> Standing:
    """Return the sum of all units' lines."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(filed), 0)::bigint, coalesce(sum(acts), 0)::bigint, coalesce(sum(refused), 0)::bigint,"
            " coalesce(sum(finished), 0)::bigint, min(done_until) FROM entry_year_unit"
        )
        return Standing(*cursor.fetchone())
