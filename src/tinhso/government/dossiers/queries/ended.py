"""Reads for keeping records: which dossiers ended before a day, and what is told of one about to be destroyed.

No gate here: the room that keeps decisions says for which units it asks, and has asked its own gate. Nothing of it
names an applicant but `person`, by which a hold on a person's records is found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tinhso.government.dossiers.data import Status
from tinhso.government.dossiers.models import Dossier
from tinhso.kernel.holdings import Person

MAX_ENDED: Final = 500
_COLUMNS: Final = (
    "id, code, procedure_code, procedure_name, field_code, unit_id, unit_name, channel, status, received_at,"
    " finished_at, handed_over_at, applicant_number, applicant_account_id, disposed_at"
)


@dataclass(frozen=True, slots=True)
class EndedDossier:
    """A dossier that is over: since `ended_at`; closed, its result handed over if it has one, at `closed_at`."""

    id: UUID
    code: str
    procedure_code: str
    procedure_name: str
    field_code: str
    unit_id: UUID
    unit_name: str
    channel: str
    status: Status
    received_at: datetime | None
    ended_at: datetime
    closed_at: datetime
    person: Person
    disposed_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptDossier:
    """Where a dossier is kept, and whether what it held was destroyed."""

    id: UUID
    code: str
    unit_id: UUID
    disposed_at: datetime | None


_DUE: Final = f"""
    SELECT {_COLUMNS} FROM unnest(%(units)s::uuid[]) AS u (unit),
           unnest(%(codes)s::text[], %(before)s::timestamptz[]) AS r (code_wanted, ended_before),
           LATERAL (SELECT {_COLUMNS} FROM dossiers_dossier d
                     WHERE d.unit_id = u.unit AND d.procedure_code = r.code_wanted AND d.disposed_at IS NULL
                       AND d.finished_at < r.ended_before
                       AND (d.finished_at, d.id) > (%(after)s::timestamptz, %(after_id)s::uuid)
                     ORDER BY d.finished_at, d.id LIMIT %(size)s) found
     ORDER BY finished_at, id LIMIT %(size)s
"""  # noqa: S608 - our own names
_LONG_AGO: Final = datetime.fromisoformat("1900-01-01T00:00:00+00:00")


def list_ended(
    *,
    units: Sequence[UUID],
    before: Mapping[str, datetime],
    after: tuple[datetime, UUID] | None = None,
    size: int = 50,
) -> list[EndedDossier]:
    """Return dossiers of these units, oldest end first, that ended before the moment given for their procedure.

    `before` maps procedure codes to moments; others are not looked at. One statement that reads at most `size` rows
    (500) a unit and procedure, by the index `dossier_ended`. Whether something ties one is not looked at here.
    """
    if not units or not before:
        return []
    moment, key = after or (_LONG_AGO, UUID(int=0))
    values: dict[str, Any] = {
        "units": list(units),
        "codes": list(before),
        "before": list(before.values()),
        "after": moment,
        "after_id": key,
        "size": max(1, min(size, MAX_ENDED)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_DUE, values)
        return [_ended(row) for row in cursor.fetchall()]


def get_ended(ids: Sequence[UUID]) -> dict[UUID, EndedDossier]:
    """Return those of up to 500 dossiers that are over, by id; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM dossiers_dossier WHERE id = ANY(%s) AND finished_at IS NOT NULL",  # noqa: S608
            [list(ids)[:MAX_ENDED]],
        )
        return {row[0]: _ended(row) for row in cursor.fetchall()}


def find_kept(code: str) -> KeptDossier | None:
    """Return where a dossier with this code is kept, open or ended; None for a code nobody bears."""
    rows = Dossier.objects.filter(code=code.strip().upper()[:48])
    found = rows.values_list("id", "code", "unit_id", "disposed_at").first()
    return KeptDossier(*found) if found else None


def _ended(row: Sequence[Any]) -> EndedDossier:
    return EndedDossier(
        id=row[0],
        code=row[1],
        procedure_code=row[2],
        procedure_name=row[3],
        field_code=row[4],
        unit_id=row[5],
        unit_name=row[6],
        channel=row[7],
        status=Status(row[8]),
        received_at=row[9],
        ended_at=row[10],
        closed_at=max(row[10], row[11] or row[10]),
        person=Person(row[13], row[12]),
        disposed_at=row[14],
    )
