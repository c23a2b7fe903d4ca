"""Background entries. The worker knows them by name; `module` imports this file so that it does."""

from uuid import UUID

from procrastinate.contrib.django import app

from tinhso.foundation.notifications import reminders, sending
from tinhso.kernel import clock


@app.task(name=reminders.DELIVER, queue=reminders.QUEUE)
def deliver(delivery_id: str) -> None:
    """Try to hand one letter over."""
    sending.deliver(UUID(delivery_id), now=clock.now())


def sweep() -> int:
    """Remind of letters whose worker died or whose reminder was lost; return how many."""
    return sending.requeue_stranded(now=clock.now())
