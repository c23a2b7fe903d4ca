"""What is done with paper: noted, sent, confirmed, found missing, sent again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import PaperForm
from tinhso.government.transfers.access import access_lines, access_transfer
from tinhso.government.transfers.data import (
    ARRIVE_WITHIN,
    HAND,
    LATE_WORK,
    LOOK_WITHIN,
    MAX_LINES,
    MISSING_WORK,
    SEND_WITHIN,
    SEND_WORK,
    TAKE_WORK,
    LineState,
    TransferInfo,
    Way,
)
from tinhso.government.transfers.errors import BadTransfer, IllegalTransferMove, TransferMissing
from tinhso.government.transfers.events import PapersArrived, PapersMissing, PapersSent
from tinhso.government.transfers.models import PaperLine, PaperTransfer, StruckLine
from tinhso.government.transfers.rules import LineMove, move
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

SERIES: Final = numbering.Series("paper_transfer", numbering.Period.YEAR, "{owner}-{on:%Y}-BG{n:04d}")
ON_PAPER: Final = (PaperForm.ORIGINAL, PaperForm.CERTIFIED, PaperForm.PHOTO)
MIN_REASON: Final = 5
_FORMS: Final[Mapping[PaperForm, str]] = {
    PaperForm.ORIGINAL: "bản chính",
    PaperForm.CERTIFIED: "bản chứng thực",
    PaperForm.PHOTO: "bản chụp",
}


@transaction.atomic
def note_papers(*, dossier_id: UUID, now: datetime) -> bool:
    """Note that the paper of a dossier received for another unit has to go there; tell whether there is any.

    Safe to call again. What was handed in as a file alone has nothing to send.
    """
    detail = dossiers.get_dossier(SYSTEM, dossier_id=dossier_id)
    info = detail.info
    desk = info.receiving_unit_id
    names = [
        f"{one.name} ({_FORMS[one.form]}" + (f", {one.count:02d})" if one.count > 1 else ")")
        for one in detail.papers
        if one.form in ON_PAPER
    ]
    if desk is None or desk == info.unit_id or not names:
        return False
    line, made = PaperLine.objects.get_or_create(
        dossier_id=info.id,
        from_unit_id=desk,
        to_unit_id=info.unit_id,
        defaults={
            "code": info.code,
            "applicant": info.applicant.name,
            "procedure": info.procedure_name,
            "papers": list(dict.fromkeys(names)),
            "from_unit_name": info.receiving_unit_name,
            "to_unit_name": info.unit_name,
            "noted_at": now,
        },
    )
    if made:
        _open_sending(line, now=now)
    return True


def _open_sending(line: PaperLine, *, now: datetime) -> None:
    work.open_item(
        kind=SEND_WORK,
        subject_id=line.id,
        title=_("Gửi hồ sơ giấy đến %(unit)s") % {"unit": line.to_unit_name},
        code=line.code,
        unit_id=line.from_unit_id,
        role="one_stop_officer",
        due_at=calendar.add_working_time(now, SEND_WITHIN, unit_id=line.from_unit_id),
        facts={"applicant": line.applicant, "procedure": line.procedure, "step": _("Gửi hồ sơ giấy"), "act": "carry"},
        now=now,
    )


@transaction.atomic
def send(
    actor: Actor,
    *,
    line_ids: Sequence[UUID],
    way: Way,
    carrier: str = "",
    tracking: str = "",
    now: datetime,
) -> TransferInfo:
    """Send the paper of some dossiers to the unit that decides, with one numbered slip (bàn giao hồ sơ giấy).

    All of one desk and for one unit; by post with the number of the item, otherwise with the name of who carries it.
    The unit has two working days to say what arrived. Raises TransferMissing for what is not the actor's desk's,
    BadTransfer naming what is missing, IllegalTransferMove for what went out already.
    """
    if not line_ids or len(set(line_ids)) > MAX_LINES:
        words = _("Chọn từ 1 đến %(n)s hồ sơ để gửi.") % {"n": MAX_LINES}
        raise BadTransfer(words, fields={"dong": words})
    found = access_lines(actor, line_ids=line_ids)
    if not all(actor.may(HAND, line.from_unit_id) for line in found):
        raise TransferMissing
    if len({(line.from_unit_id, line.to_unit_id) for line in found}) > 1:
        words = _("Mỗi phiếu chỉ gửi đến một đơn vị. Chọn các hồ sơ cùng nơi nhận.")
        raise BadTransfer(words, fields={"dong": words})
    slip = _slip(actor, found[0], way, clean_line(carrier)[:200], clean_line(tracking)[:60], now=now)
    for line in found:
        line.state, line.transfer, line.remark = move(LineState(line.state), LineMove.SEND), slip, ""
        line.save(update_fields=["state", "transfer", "remark"])
        work.close_items(subject_id=line.id, actor=actor, now=now)
        _tell(actor, line, "papers_sent", {"to": line.to_unit_name, "number": slip.number}, now=now)
    _open_taking(slip, len(found), now=now)
    _record(actor, "transfers.sent", slip, lines=len(found))
    announce(PapersSent(slip.id, slip.from_unit_id, slip.to_unit_id, len(found)), actor=actor)
    return slip.to_info()


def _slip(actor: Actor, line: PaperLine, way: Way, carrier: str, tracking: str, *, now: datetime) -> PaperTransfer:
    if way is Way.POST and not tracking:
        words = _("Ghi mã bưu gửi.")
        raise BadTransfer(words, fields={"ma_buu_gui": words})
    if way is not Way.POST and not carrier:
        words = _("Ghi họ tên người mang hồ sơ.")
        raise BadTransfer(words, fields={"nguoi_mang": words})
    if actor.account_id is None:
        raise TransferMissing
    owner = organisations.get_unit(line.from_unit_id).code
    return PaperTransfer.objects.create(
        number=numbering.next_code(SERIES, owner=owner, on=local_day(now)),
        from_unit_id=line.from_unit_id,
        from_unit_name=line.from_unit_name,
        to_unit_id=line.to_unit_id,
        to_unit_name=line.to_unit_name,
        way=way,
        carrier=carrier,
        tracking=tracking,
        sent_by_id=actor.account_id,
        sent_by=actor.name,
        sent_at=now,
        due_at=calendar.add_working_time(now, ARRIVE_WITHIN, unit_id=line.to_unit_id),
    )


def _open_taking(slip: PaperTransfer, count: int, *, now: datetime) -> None:
    work.open_item(
        kind=TAKE_WORK,
        subject_id=slip.id,
        title=_("Nhận hồ sơ giấy từ %(unit)s (%(n)d hồ sơ)") % {"unit": slip.from_unit_name, "n": count},
        code=slip.number,
        unit_id=slip.to_unit_id,
        role="one_stop_officer",
        due_at=slip.due_at,
        facts={"applicant": slip.from_unit_name, "step": _("Nhận hồ sơ giấy"), "act": "carry"},
        now=now,
    )


@transaction.atomic
def confirm(
    actor: Actor, *, transfer_id: UUID, arrived: Sequence[UUID], missing: Mapping[UUID, str], now: datetime
) -> TransferInfo:
    """Say what of a slip arrived and what did not (xác nhận đã nhận); what is not named is still on its way.

    Something missing becomes work of the desk that sent it. The slip is closed once nothing is on its way. Raises
    TransferMissing for another unit's slip, BadTransfer when nothing is said, IllegalTransferMove for what was
    confirmed already.
    """
    slip = access_transfer(actor, transfer_id=transfer_id, lock=True)
    if not actor.may(HAND, slip.to_unit_id):
        raise TransferMissing
    if not arrived and not missing:
        words = _("Đánh dấu hồ sơ đã nhận hoặc chưa nhận được.")
        raise BadTransfer(words, fields={"dong": words})
    rows = {line.id: line for line in slip.lines.select_for_update().order_by("id")}
    if not {*arrived, *missing} <= rows.keys():
        raise TransferMissing
    for line_id in arrived:
        _arrive(actor, rows[line_id], slip, now=now)
    for line_id, remark in missing.items():
        if line_id not in arrived:
            _miss(actor, rows[line_id], slip, remark, now=now)
    _close_when_settled(actor, slip, rows.values(), now=now)
    _record(actor, "transfers.confirmed", slip, arrived=len(arrived), missing=len(missing))
    return slip.to_info()


def _arrive(actor: Actor, line: PaperLine, slip: PaperTransfer, *, now: datetime) -> None:
    line.state = move(LineState(line.state), LineMove.ARRIVE)
    line.confirmed_by, line.confirmed_at, line.remark = actor.name, now, ""
    line.save(update_fields=["state", "confirmed_by", "confirmed_at", "remark"])
    work.close_items(subject_id=line.id, actor=actor, now=now)
    _tell(actor, line, "papers_taken", {"from_unit": line.from_unit_name}, now=now)
    announce(PapersArrived(slip.id, line.dossier_id), actor=actor)


def _miss(actor: Actor, line: PaperLine, slip: PaperTransfer, remark: str, *, now: datetime) -> None:
    line.state = move(LineState(line.state), LineMove.MISS)
    line.confirmed_by, line.confirmed_at, line.remark = actor.name, now, clean_line(remark)[:500]
    line.save(update_fields=["state", "confirmed_by", "confirmed_at", "remark"])
    work.open_item(
        kind=MISSING_WORK,
        subject_id=line.id,
        title=_("%(unit)s chưa nhận được hồ sơ giấy") % {"unit": line.to_unit_name},
        code=line.code,
        unit_id=line.from_unit_id,
        role="one_stop_officer",
        due_at=calendar.add_working_time(now, LOOK_WITHIN, unit_id=line.from_unit_id),
        facts={"applicant": line.applicant, "procedure": line.procedure, "step": _("Tìm, gửi lại"), "act": "carry"},
        now=now,
    )
    facts = {"to": line.to_unit_name, "number": slip.number}
    _tell(actor, line, "papers_missing", facts, text=line.remark, now=now)
    announce(PapersMissing(slip.id, line.dossier_id), actor=actor)


def _close_when_settled(actor: Actor, slip: PaperTransfer, rows: Iterable[PaperLine], *, now: datetime) -> None:
    if slip.closed_at is not None or any(line.state == LineState.SENT for line in rows):
        return
    slip.closed_at, slip.closed_by = now, actor.name
    slip.save(update_fields=["closed_at", "closed_by"])
    work.close_items(subject_id=slip.id, actor=actor, now=now)


@transaction.atomic
def found(actor: Actor, *, line_id: UUID, now: datetime) -> None:
    """Say that paper reported missing has arrived after all. For the unit it went to. Raises TransferMissing."""
    line = _one(actor, line_id)
    slip = line.transfer
    if slip is None or not actor.may(HAND, line.to_unit_id):
        raise TransferMissing
    if line.state != LineState.MISSING:  # sent again meanwhile: it is confirmed on the slip it came with
        raise IllegalTransferMove
    _arrive(actor, line, slip, now=now)
    _close_when_settled(actor, slip, slip.lines.all(), now=now)
    _record(actor, "transfers.found", slip, dossier=line.code)


@transaction.atomic
def take_back(actor: Actor, *, line_id: UUID, now: datetime) -> None:
    """Let paper reported missing wait to be sent again: it never left, or came back. For the desk that sent it."""
    line = _one(actor, line_id)
    slip = line.transfer
    if slip is None or not actor.may(HAND, line.from_unit_id):
        raise TransferMissing
    line.state = move(LineState(line.state), LineMove.RETURN)
    StruckLine.objects.create(
        line=line,
        transfer=slip,
        remark=line.remark,
        reported_by=line.confirmed_by,
        reported_at=line.confirmed_at or now,
        taken_back_at=now,
    )
    line.transfer = None
    line.save(update_fields=["state", "transfer"])
    work.close_items(subject_id=line.id, actor=actor, now=now)
    _open_sending(line, now=now)
    _record(actor, "transfers.taken_back", slip, dossier=line.code)


@transaction.atomic
def skip(actor: Actor, *, line_id: UUID, reason: str, now: datetime) -> None:
    """Say why paper that waits need not go (trả lại người nộp ngay tại quầy …). Raises TransferMissing, BadTransfer."""
    line = _one(actor, line_id)
    if not actor.may(HAND, line.from_unit_id):
        raise TransferMissing
    why = clean_line(reason)[:500]
    if len(why) < MIN_REASON:
        words = _("Ghi lý do không phải gửi hồ sơ giấy.")
        raise BadTransfer(words, fields={"ly_do": words})
    line.state, line.remark = move(LineState(line.state), LineMove.SKIP), why
    line.confirmed_by, line.confirmed_at = actor.name, now
    line.save(update_fields=["state", "remark", "confirmed_by", "confirmed_at"])
    work.close_items(subject_id=line.id, actor=actor, now=now)
    audit.record(
        actor,
        verb="transfers.skipped",
        subject_kind="paper_line",
        subject_id=line.id,
        unit_id=line.from_unit_id,
        detail={"dossier": line.code, "reason": why},
    )


def _one(actor: Actor, line_id: UUID) -> PaperLine:
    return access_lines(actor, line_ids=[line_id])[0]


def _tell(actor: Actor, line: PaperLine, verb: str, facts: Mapping[str, str], *, text: str = "", now: datetime) -> None:
    dossiers.add_line(actor, dossier_id=line.dossier_id, verb=verb, facts=facts, text=text, now=now)


def _record(actor: Actor, verb: str, slip: PaperTransfer, **detail: int | str) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="paper_transfer",
        subject_id=slip.id,
        unit_id=slip.from_unit_id,
        detail={"number": slip.number, "to": str(slip.to_unit_id), **detail},
    )


BATCH: Final = 50


def raise_late(now: datetime | None = None) -> int:
    """Put every slip not confirmed in time before the head of the unit it went to, once; return how many."""
    moment, raised = now or clock.now(), 0
    while part := _raise_some(moment):
        raised += part
    return raised


@transaction.atomic
def _raise_some(now: datetime) -> int:
    late = PaperTransfer.objects.filter(closed_at=None, raised_at=None, due_at__lte=now).order_by("due_at", "id")
    batch = list(late.select_for_update(skip_locked=True)[:BATCH])
    for slip in batch:
        role = "one_stop_head"
        if not organisations.list_officers(slip.to_unit_id, role=role, is_deep=True, size=1):
            role = "leader"
        work.open_item(
            kind=LATE_WORK,
            subject_id=slip.id,
            title=_("Hồ sơ giấy từ %(unit)s chưa được xác nhận") % {"unit": slip.from_unit_name},
            code=slip.number,
            unit_id=slip.to_unit_id,
            role=role,
            due_at=slip.due_at,
            facts={"applicant": slip.from_unit_name, "step": _("Đôn đốc nhận hồ sơ giấy"), "act": "carry"},
            now=now,
        )
        slip.raised_at = now
        slip.save(update_fields=["raised_at"])
    return len(batch)
