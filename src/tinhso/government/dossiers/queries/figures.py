"""Reads for figures: what is counted of many dossiers at once, without any person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from tinhso.government.dossiers.data import ClockOperation, Status
from tinhso.government.dossiers.errors import DossierNotFound
from tinhso.government.dossiers.models import ClockEntry, Dossier, DossierPaper, Draft, Supplement
from tinhso.kernel.actors import Actor, ActorKind

MAX_FIGURES: Final = 1000
PAUSES: Final = frozenset({ClockOperation.PAUSE, ClockOperation.PAUSE_LATE})
ENDS: Final = frozenset({ClockOperation.RESUME, ClockOperation.CANCEL})
_COLUMNS: Final = (
    "id",
    "code",
    "procedure_code",
    "procedure_name",
    "field_code",
    "unit_id",
    "receiving_unit_id",
    "channel",
    "delivery",
    "status",
    "submitted_at",
    "received_at",
    "promised_at",
    "paused_at",
    "finished_at",
    "handed_over_at",
    "fee_request_id",
    "result_file_id",
)


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """What is counted of one dossier: codes, moments and marks; nothing that names its applicant.

    `waits` are the spans in which the clock stood, the last one open while it stands; a pause undone is none of them.
    `asked_at` are the moments of requests to supplement that were not undone. `subjects` are the ids under which other
    rooms may hold something of it (its own, its draft's).
    """

    id: UUID
    code: str
    procedure_code: str
    procedure_name: str
    field_code: str
    unit_id: UUID
    receiving_unit_id: UUID | None
    channel: str
    delivery: str
    status: Status
    submitted_at: datetime
    received_at: datetime | None
    promised_at: datetime | None
    paused_at: datetime | None
    finished_at: datetime | None
    handed_over_at: datetime | None
    fee_request_id: UUID | None
    result_file_id: UUID | None
    waits: tuple[tuple[datetime, datetime | None], ...]
    asked_at: tuple[datetime, ...]
    has_files: bool
    subjects: tuple[UUID, ...]


def figure_facts(
    actor: Actor, *, ids: Sequence[UUID] | None = None, after: UUID | None = None, size: int = MAX_FIGURES
) -> list[FigureFacts]:
    """Return what is counted of the dossiers named, or of the next up to 1000 after an id, in the order of ids.

    Five queries whatever their number. For the system itself; raises DossierNotFound for everybody else.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise DossierNotFound
    rows = Dossier.objects.order_by("id")
    if ids is not None:
        rows = rows.filter(id__in=list(ids)[:MAX_FIGURES])
    elif after is not None:
        rows = rows.filter(id__gt=after)
    found = list(rows.values(*_COLUMNS)[: max(1, min(size, MAX_FIGURES))])
    keys = [row["id"] for row in found]
    waits, asked = _waits(keys), _asked(keys)
    with_file = DossierPaper.objects.filter(dossier_id__in=keys, file_id__isnull=False, withdrawn_at=None)
    files = set(with_file.values_list("dossier_id", flat=True))
    drafts = dict(Draft.objects.filter(dossier_id__in=keys).values_list("dossier_id", "id"))
    return [
        FigureFacts(
            **{**row, "status": Status(row["status"])},
            waits=waits.get(row["id"], ()),
            asked_at=asked.get(row["id"], ()),
            has_files=row["id"] in files,
            subjects=(row["id"], drafts[row["id"]]) if row["id"] in drafts else (row["id"],),
        )
        for row in found
    ]


def _waits(keys: Sequence[UUID]) -> dict[UUID, tuple[tuple[datetime, datetime | None], ...]]:
    entries = ClockEntry.objects.filter(dossier_id__in=keys, operation__in=sorted(PAUSES | ENDS))
    lines = entries.order_by("dossier_id", "id").values_list("dossier_id", "operation", "at")
    return {
        key: _paired([(ClockOperation(operation), at) for _, operation, at in group])
        for key, group in groupby(lines, key=lambda line: line[0])
    }


def _paired(operations: Sequence[tuple[ClockOperation, datetime]]) -> tuple[tuple[datetime, datetime | None], ...]:
    spans: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = None
    for operation, at in operations:
        if operation in PAUSES:
            since = since or at
        elif since is not None:
            if operation is ClockOperation.RESUME:
                spans.append((since, at))
            since = None
    return (*spans, (since, None)) if since else tuple(spans)


def _asked(keys: Sequence[UUID]) -> dict[UUID, tuple[datetime, ...]]:
    rows = Supplement.objects.filter(dossier_id__in=keys, undone_at=None).order_by("dossier_id", "ordinal")
    lines = rows.values_list("dossier_id", "asked_at")
    return {key: tuple(at for _, at in group) for key, group in groupby(lines, key=lambda line: line[0])}
