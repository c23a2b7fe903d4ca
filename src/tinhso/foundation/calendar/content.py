"""Reviewed content: content/reference/calendar/{days,weeks}.csv, loaded at every start, each row once."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from tinhso.foundation.audit.public import record
from tinhso.foundation.calendar import calendars
from tinhso.foundation.calendar.data import DayKind
from tinhso.foundation.calendar.models import DecidedDay, WorkingWeek
from tinhso.foundation.calendar.rules import format_windows, parse_windows
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MARKS: Final = frozenset({"known", "found", "unsure"})


@transaction.atomic
def load_content() -> int:
    """Add what the files say and the tables do not; return how many rows were added.

    A row of a file is compared with the last one that came from a file, so a later decision of an official stands until
    the file itself changes. Refuses, with ValueError, a file that cannot be right, naming the line.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('calendar.content'))")
    folder = Path(settings.CONTENT_DIR) / "reference" / "calendar"
    added = sum(_load_day(row) for row in _rows(folder / "days.csv"))
    added += sum(_load_week(row) for row in _rows(folder / "weeks.csv"))
    if added:
        calendars.written()
        record(SYSTEM, verb="calendar.content_loaded", detail={"rows": added})
    return added


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the lines of a file; say which one is wrong."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                if row["mark"] not in MARKS:
                    raise ValueError(f"mark is one of {sorted(MARKS)}")  # noqa: TRY301 - told with its line below
                yield row
            except (ValueError, KeyError) as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error


def _load_day(row: dict[str, str]) -> bool:
    fields = {
        "kind": DayKind(row["kind"]).value,
        "windows": format_windows(parse_windows(row["windows"])),
        "reason": row["reason"],
        "legal_document": row["legal_document"],
        "source": row["source"],
        "mark": row["mark"],
    }
    day = date.fromisoformat(row["day"])
    last = DecidedDay.objects.filter(day=day, unit_id=None).exclude(mark="").order_by("-id").values(*fields).first()
    if last == fields:
        return False
    DecidedDay.objects.create(day=day, recorded_at=clock.now(), **fields)
    return True


def _load_week(row: dict[str, str]) -> bool:
    fields = {
        "sessions": [format_windows(parse_windows(row[name])) for name in WEEKDAYS],
        "legal_document": row["legal_document"],
        "source": row["source"],
        "mark": row["mark"],
    }
    start = date.fromisoformat(row["valid_from"])
    known = WorkingWeek.objects.filter(valid_from=start, unit_id=None).exclude(mark="")
    if known.order_by("-id").values(*fields).first() == fields:
        return False
    WorkingWeek.objects.create(valid_from=start, recorded_at=clock.now(), **fields)
    return True
