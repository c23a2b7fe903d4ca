"""Background entries. The worker knows them by name; `module` imports this file so that it does."""

from collections.abc import Sequence
from uuid import UUID

from procrastinate.contrib.django import app

from tinhso.foundation.notifications import reminders, sending
from tinhso.kernel import clock


@app.task(name=reminders.DELIVER, queue=reminders.QUEUE)
def deliver(delivery_id: str = "", delivery_ids: Sequence[str] = ()) -> None:
    """Try to hand a letter over, or several, one after the other."""
    for one in (delivery_id, *delivery_ids):
        if one:
            sending.deliver(UUID(one), now=clock.now())


def sweep() -> int:
    """Remind of letters whose worker died or whose reminder was lost; return how many."""
    return sending.requeue_stranded(now=clock.now())
