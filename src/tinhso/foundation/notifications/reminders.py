"""Reminds a worker of a letter. The reminder is a row of the same transaction: it comes with the commit or never."""

from datetime import datetime
from typing import Final
from uuid import UUID

QUEUE: Final = "mail"
DELIVER: Final = "notifications.deliver"


def remind(delivery_id: UUID, *, at: datetime | None = None) -> None:
    """Let a worker deliver a letter as soon as this transaction commits, or not before `at`."""
    from procrastinate.contrib.django import app

    app.configure_task(DELIVER, queue=QUEUE, schedule_at=at).defer(delivery_id=str(delivery_id))
