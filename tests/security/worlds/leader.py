"""A task about An's dossier, which Chi gave to Hà."""

from datetime import timedelta

from tinhso.kernel import clock
from tinhso.portals.leader import tasks

PRIVATE = {"task_id"}


def things(cast):
    """Let Chi give it."""
    now = clock.now()
    return {
        "task_id": tasks.give(
            cast["chi"],
            dossier_id=cast["dossier"].id,
            assignee_id=cast["ha"].account_id,
            words="Báo cáo",
            due_on=clock.local_day(now) + timedelta(days=2),
            now=now,
        )
    }
