"""The technical trail of one dossier, found by its code: what was announced, written, queued and is to be done.

Codes, ids, words of the programs and moments; who the applicant is and what they said stays outside.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models.fields.json import KT

from tinhso.foundation.audit import public as audit
from tinhso.foundation.work import public as work
from tinhso.foundation.workflow import public as workflow
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.public import DossierFilter
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.models import OutboxEntry
from tinhso.portals.operator.errors import TooSlow
from tinhso.portals.operator.gate import console_required
from tinhso.portals.operator.queries.jobs import Job, list_about

CODE: Final = re.compile(r"[A-Z]\d{2}(\.\d+)*-\d{6,8}-\d+", re.ASCII)
PATIENCE: Final = "5s"
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Announced:
    """An event: what it says beside ids is not shown."""

    id: UUID
    type: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A line of the record without who and why."""

    at: datetime
    verb: str
    actor_kind: str
    request_id: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """A live work item."""

    id: UUID
    kind: str
    role: str
    state: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Trace:
    """What the programs know of one dossier."""

    id: UUID
    code: str
    status: str
    tone: str
    unit_name: str
    procedure_code: str
    step_task: str
    version: int
    submitted_at: datetime
    received_at: datetime | None
    promised_at: datetime | None
    ready_tasks: Sequence[str]
    events: Sequence[Announced]
    entries: Sequence[Written]
    items: Sequence[ToDo]
    jobs: Sequence[Job]


def read_code(text: str) -> str:
    """Return the dossier code that was typed, "" when it is none: nothing else is searched for here."""
    typed = "".join(text[:64].upper().split())
    return typed if CODE.fullmatch(typed) else ""


def find_trace(actor: Actor, *, code: str, now: datetime) -> Trace | None:
    """Return the technical trail of the dossier with this code, None when there is none.

    The look is on record. Raises Forbidden for all but operators, TooSlow when the database takes over five seconds.
    """
    console_required(actor)
    found = dossiers.list_dossiers(SYSTEM, wanted=DossierFilter(words=code), now=now, size=1).items
    info = next((one for one in found if one.code == code), None)
    if info is None:
        return None
    with transaction.atomic():
        audit.record(actor, verb="operator.traced", subject_kind="dossier", subject_id=info.id, unit_id=info.unit_id)
    progress = workflow.list_progress([info.id]).get(info.id)
    return Trace(
        id=info.id,
        code=info.code,
        status=info.title,
        tone=info.tone,
        unit_name=info.unit_name,
        procedure_code=info.procedure_code,
        step_task=info.step_task,
        version=info.version,
        submitted_at=info.submitted_at,
        received_at=info.received_at,
        promised_at=info.promised_at,
        ready_tasks=[task.task for task in progress.ready] if progress else [],
        events=_events(info.id, info.submitted_at),
        entries=[
            Written(entry.at, entry.verb, entry.actor_kind, entry.request_id)
            for entry in audit.list_trail(info.id, size=SHOWN).items
        ],
        items=[
            ToDo(item.id, item.kind, item.role, item.state.value, item.due_at)
            for item in work.list_of_subject(SYSTEM, subject_id=info.id)
        ],
        jobs=list_about(info.id),
    )


def _events(dossier_id: UUID, since: datetime) -> list[Announced]:
    """Return what was announced about a dossier, by the index for it; months before it came in are passed over."""
    rows = OutboxEntry.objects.annotate(about=KT("data__dossier_id")).filter(
        about=str(dossier_id), recorded_at__gte=since.replace(day=1, hour=0)
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
            found = list(rows.order_by("-recorded_at", "-seq").values_list("id", "type", "recorded_at")[:SHOWN])
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError:
        raise TooSlow from None
    return [Announced(*row) for row in found]
