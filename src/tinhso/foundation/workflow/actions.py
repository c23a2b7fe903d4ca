"""Writes. The engine is below every gate: the room that owns the subject decides who may act, audits and announces."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from tinhso.foundation.workflow import engine, processes
from tinhso.foundation.workflow.data import Progress
from tinhso.foundation.workflow.errors import (
    AlreadyStarted,
    NotStarted,
    OutcomeUnknown,
    ProcessChanged,
    ProcessRefused,
    ProcessUnknown,
    TaskNotReady,
    TooManyRounds,
)
from tinhso.foundation.workflow.models import Instance, Process
from tinhso.foundation.workflow.rules import drawing
from tinhso.foundation.workflow.rules.outline import inspect
from tinhso.foundation.workflow.rules.variables import Scalar, checked
from tinhso.kernel import clock
from tinhso.kernel.ids import uuid7
from tinhso.kernel.rows import Rows
from tinhso.kernel.transactions import within_callers

_INSTANCES: Final = Rows(Instance)
_START: Final = """
    INSERT INTO workflow_instance (id, subject_id, process_id, state, ready, data, steps, version)
    SELECT %(id)s, %(subject)s, p.id, p.state, p.first, %(data)s::jsonb, 0, 1
      FROM workflow_process p WHERE p.key = %(key)s
    ON CONFLICT (subject_id) DO NOTHING
    RETURNING ready::text, (SELECT titles::text FROM workflow_process WHERE id = process_id)
"""


@transaction.atomic
def register(key: str, xml: bytes) -> None:
    """Store a drawing under `key`, for good; the same bytes again change nothing.

    Raises ProcessRefused, with every problem by line, for a drawing `inspect` finds fault with, and ProcessChanged
    when other bytes stand under the key: instances under way must be able to finish as they began.
    """
    sha256 = hashlib.sha256(xml).hexdigest()
    known = Process.objects.filter(key=key).values_list("sha256", flat=True).first()
    if known is None:
        known = _store(key, xml, sha256)
    if known != sha256:
        raise ProcessChanged(key=key)


def _store(key: str, xml: bytes, sha256: str) -> str:
    outline = inspect(xml)
    if outline.problems:
        fields = {f"{place}. dòng {p.line}": p.sentence for place, p in enumerate(outline.problems[:50], 1)}
        raise ProcessRefused(fields=fields, key=key)
    prepared = engine.prepare(xml, drawing.read(xml).process)
    process, _made = Process.objects.get_or_create(
        key=key,
        defaults={
            "sha256": sha256,
            "xml": xml,
            "specification": prepared.specification,
            "state": prepared.state,
            "first": list(prepared.ready),
            "titles": {task.id: task.name for task in outline.tasks},
            "outcomes": {task: list(codes) for task, codes in outline.outcomes_by_task.items()},
        },
    )
    return process.sha256


@within_callers
def start(key: str, *, subject_id: UUID, data: Mapping[str, Scalar] | None = None) -> Progress:
    """Begin the process `key` for a subject: the state just after the start is copied, nothing is computed.

    One statement. `data` are a few small plain values kept beside the instance. Raises ProcessUnknown, AlreadyStarted,
    DataRefused.
    """
    values = checked(data or {})
    with connection.cursor() as cursor:
        cursor.execute(_START, {"id": uuid7(), "subject": subject_id, "data": json.dumps(values), "key": key})
        made = cursor.fetchone()
    if made is None:
        known = Process.objects.filter(key=key).exists()
        raise AlreadyStarted if known else ProcessUnknown(key=key)
    first, titles = (json.loads(part) for part in made)
    return processes.progress_of(first, titles)


@within_callers
def complete(
    subject_id: UUID, *, task: str, data: Mapping[str, Scalar] | None = None, now: datetime | None = None
) -> Progress:
    """Complete one ready task and run on to the next; the instance is locked, so of two at once one finds it done.

    `data["outcome"]` chooses the way out; a task with one way out may leave it away. Raises NotStarted, TaskNotReady,
    OutcomeUnknown, DataRefused, TooManyRounds.
    """
    values = checked(data or {})
    instance = _access_locked(subject_id)
    process = processes.get_runnable(instance.process_id)
    if task not in instance.ready:
        raise TaskNotReady(task=task)
    outcome = _outcome(process.outcomes[task], values)
    try:
        step = engine.advance(process.specification, bytes(instance.state), task=task, outcome=outcome)
    except engine.StateTooLarge:
        raise TooManyRounds from None
    if step is None:
        raise TaskNotReady(task=task)
    instance.state, instance.ready = step.state, list(step.ready)
    instance.data = checked({**instance.data, **values})
    instance.steps += 1
    _save(instance, finished_at=(now or clock.now()) if step.finished else None)
    return processes.progress_of(instance.ready, process.titles)


@within_callers
def stop(subject_id: UUID, *, now: datetime | None = None) -> Progress:
    """End a process before its end (the subject was refused or withdrawn); one that has ended stays as it is."""
    instance = _access_locked(subject_id)
    if instance.finished_at is None:
        instance.state, instance.ready = b"", []
        _save(instance, finished_at=now or clock.now())
    return Progress((), finished=True)


def _save(instance: Instance, *, finished_at: datetime | None) -> None:
    instance.finished_at = finished_at
    instance.version += 1
    _INSTANCES.update(instance, ("state", "ready", "data", "steps", "version", "finished_at"))


def _access_locked(subject_id: UUID) -> Instance:
    found = _INSTANCES.find("t.subject_id = %s", [subject_id], lock=True)
    if not found:
        raise NotStarted
    return found[0]


def _outcome(allowed: tuple[str, ...], values: Mapping[str, Scalar]) -> str:
    """Return the chosen way out. A task with one way out takes that one when none is given."""
    given = values.get("outcome", allowed[0] if len(allowed) == 1 else None)
    if given not in allowed:
        raise OutcomeUnknown(allowed=list(allowed))
    return str(given)
