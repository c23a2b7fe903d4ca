"""The background jobs, as the job engine keeps them (procrastinate, in this same database)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Max
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinatePeriodicDefer
from procrastinate.exceptions import AlreadyEnqueued

from tinhso.kernel import modules
from tinhso.kernel.errors import NotFound
from tinhso.kernel.paging import Page, bounded, encode_cursor
from tinhso.portals.operator.errors import AlreadyWaiting
from tinhso.portals.operator.queries.events import MAX_KEY, key_in
from tinhso.portals.operator.scrub import ids_in

SHOWN_STATES: Final = ("todo", "doing", "failed", "aborted", "cancelled", "succeeded")


@dataclass(frozen=True, slots=True)
class Job:
    """A job; `ids` are those of its arguments that are ids. Why it failed stands in the worker's log under its id."""

    id: int
    task: str
    queue: str
    state: str
    attempts: int
    ids: Mapping[str, str]
    scheduled_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Timed:
    """A timed job: when it runs (five fields, Vietnamese time) and when it was last due."""

    name: str
    cron: str
    module: str
    last_due: datetime | None


def count_by_state() -> dict[str, int]:
    """Return how many jobs there are in each state (those that succeeded are taken away by the worker)."""
    rows = ProcrastinateJob.objects.order_by().values("status").annotate(number=Count("pk"))
    counts = {row["status"]: row["number"] for row in rows}
    return {state: counts.get(state, 0) for state in SHOWN_STATES}


def list_failed(*, cursor: str = "", size: int | None = None) -> Page[Job]:
    """Return failed jobs, the newest first, in two queries. Raises BadCursor."""
    rows = ProcrastinateJob.objects.filter(status="failed")
    if cursor:
        rows = rows.filter(id__lt=key_in(cursor))
    limit = bounded(size)
    found = list(rows.order_by("-id")[: limit + 1])
    ended = _ended([row.id for row in found[:limit]])
    shown = [_job(row, ended.get(row.id)) for row in found[:limit]]
    return Page(shown, encode_cursor(found[limit - 1].id) if len(found) > limit else "")


def get_failed(job_id: int) -> Job:
    """Return one failed job. Raises NotFound."""
    row = ProcrastinateJob.objects.filter(id=min(job_id, MAX_KEY), status="failed").first()
    if row is None:
        raise NotFound
    return _job(row, _ended([row.id]).get(row.id))


def list_about(subject_id: UUID, *, size: int = 20) -> list[Job]:
    """Return the jobs that still stand with this id among their arguments, the newest first."""
    rows = ProcrastinateJob.objects.filter(args__contains={"dossier_id": str(subject_id)})
    return [_job(row, None) for row in rows.order_by("-id")[:size]]


def list_timed() -> list[Timed]:
    """Return every declared timed job and when it was last due."""
    last = dict(
        ProcrastinatePeriodicDefer.objects.order_by().values_list("task_name").annotate(Max("defer_timestamp")),
    )
    return [
        Timed(periodic.name, periodic.cron, module.title, _moment(last.get(periodic.name)))
        for module in modules.all_modules()
        for periodic in module.periodic
    ]


def put_back(job_id: int, *, now: datetime) -> None:
    """Queue a failed job again, by the engine's own function."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, now])


def enqueue(name: str, *, now: datetime) -> None:
    """Queue a timed job at once. Raises AlreadyWaiting when it is in the queue."""
    task = app.configure_task(name, queueing_lock=name, lock=name)
    try:
        with transaction.atomic():
            task.defer(timestamp=int(now.timestamp()))
    except AlreadyEnqueued:
        raise AlreadyWaiting from None


def _ended(ids: list[int]) -> dict[int, datetime]:
    rows = ProcrastinateEvent.objects.filter(job_id__in=ids, type="failed").order_by()
    return dict(rows.values_list("job_id").annotate(Max("at")))


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _job(row: Any, ended_at: datetime | None) -> Job:
    return Job(
        row.id, row.task_name, row.queue_name, row.status, row.attempts, ids_in(row.args), row.scheduled_at, ended_at
    )
