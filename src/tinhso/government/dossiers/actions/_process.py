"""The internal process of a dossier: which instance is its own, what is ready, and how to put it back.

The engine knows no way back. A dossier that must go back begins a new instance and replays the steps that still count.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.workflow import public as workflow
from tinhso.government.dossiers.actions._write import open_step_work
from tinhso.government.dossiers.errors import IllegalMove
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.rules.trace import Taken
from tinhso.government.procedures import public as procedures
from tinhso.kernel.errors import DomainError
from tinhso.kernel.ids import uuid7


def process_of(dossier: Dossier) -> UUID:
    """Return the subject under which workflow knows the dossier's process: the dossier, or the one it began anew."""
    return dossier.process_id or dossier.id


def open_ready_work(dossier: Dossier, *, now: datetime) -> None:
    """Put the steps that are ready into the right inboxes; a specialist's goes to the one who had the dossier."""
    version = procedures.get_version(dossier.version_id)
    for ready in workflow.get_progress(process_of(dossier)).ready:
        step = version.step(ready.task)
        assignee = dossier.handler_id if step.role == "specialist" else None
        open_step_work(dossier, step, assignee=assignee, now=now)


def begin_anew(dossier: Dossier, *, now: datetime) -> None:
    """Let go of the present instance; the next start begins another one."""
    workflow.stop(process_of(dossier), now=now)
    dossier.process_id = uuid7()


def replay(dossier: Dossier, steps: Sequence[Taken], *, now: datetime) -> None:
    """Begin a new instance and take `steps` again on it. Raises IllegalMove when they do not fit the drawing."""
    version = procedures.get_version(dossier.version_id)
    begin_anew(dossier, now=now)
    process = process_of(dossier)
    try:
        workflow.start(version.process_key, subject_id=process, data={})
        for step in steps:
            workflow.complete(process, task=step.task, data={"outcome": step.outcome})
    except DomainError as refused:
        raise IllegalMove(
            _("Quy trình của hồ sơ không quay lại bước trước được. Xử lý tiếp và ghi rõ việc sửa trong ghi chú.")
        ) from refused
