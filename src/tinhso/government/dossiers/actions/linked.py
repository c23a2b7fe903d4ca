"""For rooms above that tie dossiers together: holds, children of a linked procedure, lines in the story.

Each is called inside the verb of the room that decides, which has passed its own gate; the actor named is written down.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.workflow import public as workflow
from tinhso.government.dossiers.access import access_dossier
from tinhso.government.dossiers.actions._process import process_of
from tinhso.government.dossiers.actions._write import TIMELINE, close_work, finish, note, open_step_work
from tinhso.government.dossiers.actions.ends import end_dossier
from tinhso.government.dossiers.actions.receive import take_in
from tinhso.government.dossiers.actions.submit import file_dossier
from tinhso.government.dossiers.data import Channel, Delivery, DossierInfo, PaperInput, Status
from tinhso.government.dossiers.errors import DossierNotFound
from tinhso.government.dossiers.events import LinkedConcluded
from tinhso.government.dossiers.models import Dossier, Hold
from tinhso.government.dossiers.rules import lifecycle
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.procedures import public as procedures
from tinhso.kernel import outbox
from tinhso.kernel.actors import SYSTEM, Actor, ActorKind
from tinhso.kernel.clock import local_day
from tinhso.kernel.transactions import within_callers

MAX_STEPS: Final = 30


@within_callers
def hold(*, dossier_id: UUID, key: str, task: str = "", sentence: str, now: datetime) -> None:
    """Keep a dossier from going forward; a second hold of the same kind changes nothing."""
    Hold.objects.get_or_create(
        dossier_id=dossier_id, key=key, lifted_at=None, defaults={"task": task, "sentence": sentence[:300], "at": now}
    )


@within_callers
def lift(*, dossier_id: UUID, key: str, now: datetime) -> bool:
    """Let it go forward again; tell whether there was such a hold."""
    return bool(Hold.objects.filter(dossier_id=dossier_id, key=key, lifted_at=None).update(lifted_at=now))


@within_callers
def add_line(
    actor: Actor, *, dossier_id: UUID, verb: str, facts: Mapping[str, Any], text: str = "", now: datetime
) -> None:
    """Write a line into a dossier's story. Its version stays: nobody acted on the dossier itself."""
    TIMELINE.insert(note(actor, Dossier.objects.get(pk=dossier_id), verb, now=now, text=text, facts=facts))


@within_callers
def open_child(
    actor: Actor,
    *,
    parent_id: UUID,
    procedure_code: str,
    unit_id: UUID,
    data: Mapping[str, Any],
    papers: Sequence[PaperInput],
    now: datetime,
) -> DossierInfo:
    """File and receive one dossier of a linked procedure (hồ sơ thành phần) for the parent's applicant.

    Only the system does so (DossierNotFound otherwise), after the desk received the parent: the child has a code,
    clock, agency and result of its own; applicant, channel and delivery are the parent's. Raises what filing raises.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise DossierNotFound
    parent = access_dossier(actor, dossier_id=parent_id, lock=True)
    with outbox.gathering():
        child = file_dossier(
            actor,
            version=procedures.get_current(procedure_code, on=local_day(now)),
            unit_id=unit_id,
            data=data,
            papers=papers,
            channel=Channel(parent.channel),
            delivery=Delivery(parent.delivery),
            now=now,
            to_desk=False,
            applicant=parent.to_info().applicant,
        )
        return take_in(actor, child, now=now)


@within_callers
def conclude_linked(*, dossier_id: UUID, now: datetime) -> DossierInfo:
    """Finish a parent because all its parts are finished: its results are theirs, what is left is to hand them over.

    Its process goes on to the handing over by itself. Raises IllegalMove while it waits for the applicant.
    """
    dossier = access_dossier(SYSTEM, dossier_id=dossier_id, lock=True)
    dossier.status = lifecycle.move(Status(dossier.status), Move.FINISH)
    dossier.finished_at = now
    version = procedures.get_version(dossier.version_id)
    close_work(dossier, actor=SYSTEM, now=now)
    upcoming = _on_to_handing_over(dossier, version)
    if upcoming is not None:
        open_step_work(dossier, upcoming, assignee=None, now=now)
    line = note(SYSTEM, dossier, "linked_done", now=now, planned_at=dossier.promised_at)
    with outbox.gathering():
        finish(SYSTEM, dossier, line, verb="dossiers.linked_done", facts=[LinkedConcluded(dossier.id)], now=now)
    return dossier.to_info()


def _on_to_handing_over(dossier: Dossier, version: procedures.ProcedureVersion) -> procedures.Step | None:
    process = process_of(dossier)
    ready = workflow.get_progress(process).ready
    for _turn in range(MAX_STEPS):
        if not ready:
            return None
        step = version.step(ready[0].task)
        if step.act == procedures.Act.HAND_OVER:
            return step
        ready = workflow.complete(process, task=step.task, data={"outcome": "forward"}).ready
    return None


@within_callers
def end_with_parts(*, dossier_id: UUID, reason: str, now: datetime) -> DossierInfo:
    """Stop a parent none of whose parts came to a result (state 8), with the reason."""
    dossier = access_dossier(SYSTEM, dossier_id=dossier_id, lock=True)
    facts = {"reasons": [{"text": reason[:1000], "basis": ""}]}
    with outbox.gathering():
        return end_dossier(SYSTEM, dossier, Move.STOP, "stopped", text=reason, facts=facts, now=now)


@within_callers
def withdraw_child(actor: Actor, *, dossier_id: UUID, now: datetime) -> DossierInfo:
    """Take a child back because its applicant took the parent back; one that has ended stays as it is."""
    dossier = access_dossier(SYSTEM, dossier_id=dossier_id, lock=True)
    if not lifecycle.may(Status(dossier.status), Move.WITHDRAW):
        return dossier.to_info()
    text = _("Hồ sơ liên thông đã dừng.")
    with outbox.gathering():
        return end_dossier(actor, dossier, Move.WITHDRAW, "withdrawn", text=text, facts={}, now=now)
