"""What the verbs share: the story, the inbox, telling the writer, the audit."""

from datetime import datetime
from typing import Final

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.calendar.public import Allowance
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.government.petitions.data import Kind, Status
from tinhso.government.petitions.errors import PetitionMoved
from tinhso.government.petitions.models import Petition, PetitionLine
from tinhso.government.petitions.rules import lifecycle
from tinhso.government.petitions.rules.lifecycle import Move
from tinhso.kernel.actors import SYSTEM, Actor

TO_RECEIVE: Final = "petitions.to_receive"
TO_ANSWER: Final = "petitions.to_answer"
TO_APPROVE: Final = "petitions.to_approve"
TO_PUBLISH: Final = "petitions.to_publish"
AWAITING: Final = "petitions.awaiting"
_TITLES: Final = {
    TO_RECEIVE: "Tiếp nhận, phân loại phản ánh",
    TO_ANSWER: "Xử lý, soạn trả lời phản ánh",
    TO_APPROVE: "Duyệt trả lời phản ánh",
    TO_PUBLISH: "Công khai trả lời phản ánh",
    AWAITING: "Chờ người gửi bổ sung phản ánh",
}


def require_version(petition: Petition, expected: int | None) -> None:
    """Refuse an act on a page that is older than the petition. Raises PetitionMoved."""
    if expected is not None and expected != petition.version:
        raise PetitionMoved


def due(petition: Petition, start: datetime, within: Allowance) -> datetime:
    """Return when a step of the petition has to be done, by the unit's calendar."""
    return calendar.add_working_time(start, within, unit_id=petition.unit_id)


def move(petition: Petition, act: Move, *, now: datetime) -> None:
    """Bring the petition into the state an act leads to; a step done after its time stays marked. The caller saves."""
    to = lifecycle.after(Status(petition.status), act)
    if petition.status != Status.WAITING and lifecycle.is_late(petition.due_at, now):
        petition.was_late = True
    petition.status = to.value


def finish(actor: Actor, petition: Petition, verb: str, *, words: str = "", now: datetime) -> None:
    """Write the petition, one line of its story and the audit entry: the end of every verb."""
    petition.version += 1
    petition.save()
    PetitionLine.objects.create(
        petition=petition,
        at=now,
        verb=verb,
        account_id=actor.account_id,
        who=actor.name[:200] if actor.is_officer else "",
        words=words,
    )
    audit.record(
        actor if actor.account_id else SYSTEM,
        verb=f"petitions.{verb}",
        subject_kind="petition",
        subject_id=petition.id,
        unit_id=petition.unit_id,
        person_id=petition.account_id,
        detail={"status": petition.status, "kind": petition.kind},
    )


def put_work(petition: Petition, kind: str, *, actor: Actor, due_at: datetime | None, now: datetime) -> None:
    """Put the petition's present step into the inbox it belongs to; the step before leaves it.

    What is about staff is received and published by the leader: the desk it may be about does not see it.
    """
    work.close_items(subject_id=petition.id, actor=actor, now=now)
    desk = "leader" if petition.kind == Kind.STAFF else "one_stop_head"
    work.open_item(
        kind=kind,
        subject_kind="petition",
        subject_id=petition.id,
        title=_TITLES[kind],
        code=petition.code,
        unit_id=petition.unit_id,
        role={TO_ANSWER: "specialist", TO_APPROVE: "leader"}.get(kind, desk),
        assignee_id=petition.handler_id if kind == TO_ANSWER else None,
        due_at=due_at,
        now=now,
    )


def tell(petition: Petition, template: str, *, now: datetime) -> None:
    """Tell the writer, by account or by the telephone they confirmed."""
    context: dict[str, notifications.Value] = {"code": petition.code, "unit": petition.unit_name}
    key = f"{petition.id}:{petition.version}"
    common = {"template": template, "context": context, "subject_kind": "petition", "token": petition.token}
    if petition.account_id:
        notifications.notify(petition.account_id, **common, subject_id=petition.id, once_key=key, now=now)  # type: ignore[arg-type]
    elif petition.contact_phone:
        notifications.tell_phone(petition.contact_phone, **common, subject_id=petition.id, once_key=key, now=now)  # type: ignore[arg-type]
