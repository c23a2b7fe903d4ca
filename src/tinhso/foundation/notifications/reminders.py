"""Reminds a worker of a letter. The reminder is a row of the same transaction: it comes with the commit or never."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

QUEUE: Final = "mail"
DELIVER: Final = "notifications.deliver"
TOGETHER: Final = 20


def remind(delivery_id: UUID, *, at: datetime | None = None) -> None:
    """Let a worker deliver a letter as soon as this transaction commits, or not before `at`."""
    from procrastinate.contrib.django import app

    app.configure_task(DELIVER, queue=QUEUE, schedule_at=at).defer(delivery_id=str(delivery_id))


def remind_all(delivery_ids: Sequence[UUID], *, at: datetime | None = None) -> None:
    """Let workers deliver several letters as soon as this transaction commits, or not before `at`; in one statement.

    A job has up to `TOGETHER` of them: taking a job costs a worker more than handing a message in.
    """
    from procrastinate.contrib.django import app

    ids = [str(one) for one in delivery_ids]
    groups = [ids[place : place + TOGETHER] for place in range(0, len(ids), TOGETHER)]
    if groups:
        jobs: list[Any] = [{"delivery_id": one[0]} if len(one) == 1 else {"delivery_ids": one} for one in groups]
        app.configure_task(DELIVER, queue=QUEUE, schedule_at=at).batch_defer(*jobs)
