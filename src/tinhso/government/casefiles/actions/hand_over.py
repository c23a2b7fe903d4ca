"""Closed files to the archive: send, take back, be told what was taken."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.casefiles import access, content
from tinhso.government.casefiles.actions._write import tell
from tinhso.government.casefiles.data import (
    MAX_SENT,
    RETURN_WORK,
    SEND,
    SEND_WORK,
    FileState,
    LineState,
    SlipInfo,
    SlipState,
)
from tinhso.government.casefiles.errors import BadFile, FileMoved, NothingToSend
from tinhso.government.casefiles.events import FilesSent, FilesTakenBack
from tinhso.government.casefiles.models import CaseFile, CaseHandOver, CaseHandOverLine
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.outbox import announce

SERIES = numbering.Series("casefiles.hand_over", numbering.Period.YEAR, "{n:02d}/NL", numbering.Unique.PERIOD)
NOTICES = 200


@transaction.atomic
def send(actor: Actor, *, file_ids: Sequence[UUID], now: datetime) -> SlipInfo:
    """Send closed files of the actor's agency to the archive (nộp lưu). Only what is closed and nowhere on the way.

    A file the actor may not open is not sent. Raises NothingToSend, Forbidden for who hands nothing over, BadFile for
    more than 200 at once.
    """
    unit = access.agency_of(actor)
    if not access.may(actor, SEND, unit.id):
        raise Forbidden
    wanted = list(dict.fromkeys(file_ids))
    if len(wanted) > MAX_SENT:
        raise BadFile(_("Mỗi phiếu nộp lưu có tối đa %(n)d hồ sơ. Chọn bớt rồi gửi.") % {"n": MAX_SENT})
    rows = (
        access.visible(actor)
        .select_for_update(of=("self",))
        .filter(pk__in=wanted, unit_id=unit.id, state=FileState.CLOSED)
    )
    found = list(rows.order_by("code"))
    if not found:
        raise NothingToSend
    slip = CaseHandOver.objects.create(
        code=numbering.next_code(SERIES, owner=unit.code, on=local_day(now)) + f" ({local_day(now).year})",
        unit_id=unit.id,
        unit_name=unit.name,
        lines_count=len(found),
        sender_id=actor.account_id,
        sent_by=actor.name,
        sent_at=now,
    )
    CaseHandOverLine.objects.bulk_create(
        CaseHandOverLine(slip=slip, file=row, ordinal=place) for place, row in enumerate(found, start=1)
    )
    for row in found:
        _move(actor, row, FileState.SENT, "sent", slip.code, now=now)
    _note(actor, slip, "hand_over_sent")
    announce(FilesSent(slip.id, slip.unit_id), actor=actor)
    return slip.to_info()


@transaction.atomic
def take_back(actor: Actor, *, slip_id: UUID, reason: str, now: datetime) -> SlipInfo:
    """Take a hand-over back before the archive settled it; its keepers will be reminded again.

    Raises FileMissing, Forbidden, FileMoved, ReasonNeeded.
    """
    slip = _waiting(actor, slip_id)
    said = access.require_reason(reason)
    for line in slip.lines.select_related("file").filter(state=LineState.SENT):
        line.state, line.reason = LineState.TAKEN_BACK.value, said
        line.save(update_fields=["state", "reason"])
        line.file.noticed_at = None
        line.file.save(update_fields=["noticed_at"])
        _move(actor, line.file, FileState.CLOSED, "taken_back", said, now=now)
    slip.state, slip.settled_at, slip.settled_by = SlipState.TAKEN_BACK.value, now, actor.name
    slip.save()
    _note(actor, slip, "hand_over_taken_back")
    announce(FilesTakenBack(slip.id, slip.unit_id), actor=actor)
    return slip.to_info()


@transaction.atomic
def settle(
    actor: Actor, *, slip_id: UUID, accepted: Sequence[UUID], returned: Mapping[UUID, str], now: datetime
) -> SlipInfo:
    """Write down what the archive took and what it returned, and why; for the archive, which passed its own gate.

    Lines are named by their file. What is named in neither stays waiting. Raises FileMoved.
    """
    slip, taken = _waiting(SYSTEM, slip_id), set(accepted)
    for line in slip.lines.select_related("file").filter(state=LineState.SENT).order_by("ordinal"):
        if line.file_id in taken:
            line.state = LineState.ACCEPTED.value
            _move(actor, line.file, FileState.ARCHIVED, "archived", slip.code, now=now)
        elif line.file_id in returned:
            line.state, line.reason = LineState.RETURNED.value, returned[line.file_id][:500]
            _move(actor, line.file, FileState.CLOSED, "returned", line.reason, now=now)
            _tell_keeper(line, now=now)
        line.save(update_fields=["state", "reason"])
    if not slip.lines.filter(state=LineState.SENT).exists():
        slip.state, slip.settled_at, slip.settled_by = SlipState.DONE.value, now, actor.name
        slip.save()
    _note(actor, slip, "hand_over_settled")
    return slip.to_info()


def remind(*, now: datetime | None = None) -> int:
    """Put closed files whose term to be handed over ends within 30 days before their keepers; once each."""
    at = now or clock.now()
    until = local_day(at) + timedelta(days=content.days("notice_days"))
    done = 0
    with transaction.atomic():
        rows = CaseFile.objects.select_for_update(skip_locked=True).filter(
            state=FileState.CLOSED, noticed_at=None, due_on__lte=until
        )
        for row in rows.order_by("due_on", "id")[:NOTICES]:
            row.noticed_at = at
            row.save(update_fields=["noticed_at"])
            _open_work(row, SEND_WORK, _("Nộp lưu hồ sơ công việc"), now=at)
            done += 1
    return done


def _waiting(actor: Actor, slip_id: UUID) -> CaseHandOver:
    slip = access.access_slip(actor, slip_id=slip_id, change=True)
    if slip.state != SlipState.SENT:
        raise FileMoved
    return slip


def _move(actor: Actor, row: CaseFile, state: FileState, verb: str, text: str, *, now: datetime) -> None:
    row.state = state.value
    row.version += 1
    row.save(update_fields=["state", "version"])
    work.close_items(subject_id=row.id, actor=actor, now=now)
    tell(actor, row, verb, text, now=now)


def _tell_keeper(line: CaseHandOverLine, *, now: datetime) -> None:
    _open_work(line.file, RETURN_WORK, _("Hồ sơ nộp lưu bị trả lại"), now=now)


def _open_work(row: CaseFile, kind: str, title: str, *, now: datetime) -> None:
    due = row.due_on or local_day(now)
    unit = organisations.get_unit(row.unit_id)
    work.open_item(
        kind=kind,
        subject_id=row.id,
        subject_kind="case_file",
        title=title,
        code=row.code[:48],
        unit_id=unit.id,
        role="specialist",
        assignee_id=row.keeper_id,
        due_at=datetime.combine(due, datetime.max.time().replace(microsecond=0), clock.LOCAL_ZONE),
        facts={"procedure": row.title[:200]},
        now=now,
    )


def _note(actor: Actor, slip: CaseHandOver, verb: str) -> None:
    audit.record(
        actor,
        verb=f"casefiles.{verb}",
        subject_kind="case_hand_over",
        subject_id=slip.id,
        unit_id=slip.unit_id,
        detail={"code": slip.code, "lines": slip.lines_count},
    )
