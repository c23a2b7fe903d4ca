"""From a list of what is due to a decision: propose, the council's opinion, decide, drop."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files import public as files
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.retention.access import DECIDE, PROPOSE, access_disposal, agency_here, require_reason
from tinhso.government.retention.content import road
from tinhso.government.retention.data import CouncilMember, DisposalInfo, DisposalState, LineState, Opinion
from tinhso.government.retention.errors import BadDecision, BadOpinion, DisposalMoved, NothingDue, SamePerson
from tinhso.government.retention.events import DisposalDecided
from tinhso.government.retention.models import Disposal, DisposalLine
from tinhso.government.retention.queries.due import due_lines
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Conflict
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

SERIES: Final = numbering.Series("retention.disposal", numbering.Period.YEAR, "{n:02d}/DM-HTL", numbering.Unique.PERIOD)
OPINE_WORK: Final = "retention.opine"
DECIDE_WORK: Final = "retention.decide"
MAX_MEMBERS: Final = 20


@transaction.atomic
def propose(actor: Actor, *, dossier_ids: Sequence[UUID], now: datetime) -> DisposalInfo:
    """Put dossiers past their term on a list for the council (lập danh mục tài liệu hết giá trị).

    Of those named, only what is of the actor's agency, past its term, free and on no other list; at most as many as
    content says. Raises NothingDue when none is left, Conflict when another list took one meanwhile.
    """
    agency = agency_here(actor, PROPOSE)
    found = dossiers.get_ended(list(dict.fromkeys(dossier_ids))[: road("lines")])
    own = [one for one in found.values() if one.unit_id == agency.id]
    lines = sorted((line for line in due_lines(own, now=now) if not line.reason), key=lambda one: one.code)
    if not lines:
        raise NothingDue
    today = local_day(now)
    disposal = Disposal.objects.create(
        code=numbering.next_code(SERIES, owner=agency.code, on=today) + f" ({today.year})",
        unit_id=agency.id,
        unit_name=agency.name,
        lines_count=len(lines),
        proposed_by_id=actor.account_id,
        proposed_by=actor.name,
        proposed_at=now,
    )
    rows = [
        DisposalLine(
            disposal=disposal,
            ordinal=ordinal,
            dossier_id=line.dossier_id,
            dossier_code=line.code,
            procedure_code=line.procedure_code,
            procedure_name=line.procedure_name,
            closed_on=line.closed_on,
            term_code=line.term_code,
            term_title=line.term_title,
            years=line.years,
            due_on=line.due_on,
        )
        for ordinal, line in enumerate(lines, start=1)
    ]
    try:
        with transaction.atomic():
            DisposalLine.objects.bulk_create(rows)
    except IntegrityError:
        raise Conflict(_("Một hồ sơ vừa được đưa vào danh mục khác. Tải lại danh sách rồi chọn lại.")) from None
    _open_work(disposal, OPINE_WORK, "clerk", road("council_days"), now=now)
    _note(actor, disposal, "retention.proposed", lines=len(lines))
    return disposal.to_info()


@transaction.atomic
def record_opinion(
    actor: Actor,
    *,
    disposal_id: UUID,
    council: Sequence[CouncilMember],
    met_on: date | None,
    minutes_file_id: UUID | None,
    keep: Mapping[UUID, str],
    now: datetime,
) -> DisposalInfo:
    """Record what the council said: who sat in it, when, the minutes, and which lines are kept after all and why.

    Raises BadOpinion with what is missing (too few members, no minutes, a day before the list or to come, a line kept
    without a reason), NothingDue when every line would be kept, DisposalMoved.
    """
    disposal = access_disposal(actor, disposal_id=disposal_id, ability=PROPOSE, lock=True)
    _require(disposal, DisposalState.LISTED)
    members = _members(council)
    wrong = _wrong_meeting(disposal, members, met_on, minutes_file_id, now)
    lines = {line.pk: line for line in disposal.lines.all()}
    kept = {key: clean_line(why)[:500] for key, why in keep.items() if key in lines}
    if any(len(why) < 5 for why in kept.values()):
        wrong["giu"] = _("Ghi lý do giữ lại cho từng hồ sơ được đánh dấu")
    if wrong:
        raise BadOpinion(fields=wrong)
    if len(kept) == len(lines):
        raise NothingDue(_("Hội đồng giữ lại mọi hồ sơ: dừng danh mục này thay vì trình quyết định."))
    files.require_own(actor, file_ids=[minutes_file_id] if minutes_file_id else [])
    for key, why in kept.items():
        disposal.lines.filter(pk=key).update(opinion=Opinion.KEEP.value, state=LineState.KEPT.value, reason=why)
    disposal.council = [asdict(one) for one in members]
    disposal.met_on, disposal.minutes_file_id = met_on, minutes_file_id
    disposal.opined_by, disposal.opined_at = actor.name, now
    disposal.state = DisposalState.OPINED.value
    disposal.save()
    work.close_items(subject_id=disposal.id, kind=OPINE_WORK, actor=actor, now=now)
    _open_work(disposal, DECIDE_WORK, "leader", road("decision_days"), now=now)
    _note(actor, disposal, "retention.opined", kept=len(kept), members=len(members))
    return disposal.to_info()


@transaction.atomic
def decide(
    actor: Actor,
    *,
    disposal_id: UUID,
    number: str,
    decided_on: date | None,
    signer_name: str,
    file_id: UUID | None,
    now: datetime,
) -> DisposalInfo:
    """Record the decision to destroy, with its number, day, signer and file. It begins some hours later.

    Until it has begun it can be dropped. Raises BadDecision with what is missing, SamePerson for who proposed,
    DisposalMoved.
    """
    disposal = access_disposal(actor, disposal_id=disposal_id, ability=DECIDE, lock=True)
    _require(disposal, DisposalState.OPINED)
    if actor.account_id is None or actor.account_id == disposal.proposed_by_id:
        raise SamePerson
    number, signer = clean_line(number)[:80], clean_line(signer_name)[:200]
    wrong = _wrong_decision(disposal, number, signer, decided_on, file_id, now)
    if wrong:
        raise BadDecision(fields=wrong)
    files.require_own(actor, file_ids=[file_id] if file_id else [])
    disposal.decision_number, disposal.decided_on, disposal.signer_name = number, decided_on, signer
    disposal.decision_file_id = file_id
    disposal.decided_by_id, disposal.decided_by, disposal.decided_at = actor.account_id, actor.name, now
    disposal.starts_at = now + timedelta(hours=road("pause_hours"))
    disposal.state = DisposalState.DECIDED.value
    disposal.save()
    work.close_items(subject_id=disposal.id, kind=DECIDE_WORK, actor=actor, now=now)
    lines = disposal.lines.filter(state=LineState.LISTED.value).count()
    _note(actor, disposal, "retention.decided", number=number, lines=lines, file=str(file_id))
    announce(DisposalDecided(disposal.id, disposal.unit_id, lines), actor=actor)
    return disposal.to_info()


@transaction.atomic
def drop(actor: Actor, *, disposal_id: UUID, reason: str, now: datetime) -> DisposalInfo:
    """Stop a disposal before anything is destroyed; its dossiers come up again. Raises DisposalMoved, ReasonNeeded.

    Before the decision who may propose or decide may stop it, afterwards who may decide.
    """
    disposal = access_disposal(actor, disposal_id=disposal_id, lock=True)
    decided = disposal.state == DisposalState.DECIDED
    if not actor.may(DECIDE, disposal.unit_id) and (decided or not actor.may(PROPOSE, disposal.unit_id)):
        access_disposal(actor, disposal_id=disposal_id, ability=DECIDE)
    _require(disposal, DisposalState.LISTED, DisposalState.OPINED, DisposalState.DECIDED)
    if disposal.started_at is not None:
        raise DisposalMoved(_("Việc hủy đã bắt đầu nên không dừng được nữa."))
    disposal.dropped_reason = require_reason(reason, "ly_do")
    disposal.dropped_at, disposal.dropped_by = now, actor.name
    disposal.lines.filter(state=LineState.LISTED.value).update(state=LineState.DROPPED.value)
    disposal.state = DisposalState.DROPPED.value
    disposal.save()
    work.close_items(subject_id=disposal.id, actor=actor, now=now)
    _note(actor, disposal, "retention.dropped", after_decision=decided)
    return disposal.to_info()


def _require(disposal: Disposal, *states: DisposalState) -> None:
    if disposal.state not in states:
        raise DisposalMoved


def _members(council: Sequence[CouncilMember]) -> list[CouncilMember]:
    said = [CouncilMember(clean_line(one.name)[:100], clean_line(one.position)[:100]) for one in council[:MAX_MEMBERS]]
    return [one for one in said if one.name and one.position]


def _wrong_meeting(
    disposal: Disposal, members: Sequence[CouncilMember], met_on: date | None, file_id: UUID | None, now: datetime
) -> dict[str, str]:
    least, wrong = road("council"), {}
    if len({one.name.casefold() for one in members}) < least:
        wrong["hoi_dong"] = _("Ghi ít nhất %(n)d thành viên khác nhau, mỗi người một dòng: họ tên, chức vụ") % {
            "n": least
        }
    if met_on is None or not local_day(disposal.proposed_at) <= met_on <= local_day(now):
        wrong["ngay_hop"] = _("Ghi ngày họp: từ ngày lập danh mục đến hôm nay")
    if file_id is None:
        wrong["bien_ban"] = _("Chọn tệp biên bản họp Hội đồng")
    return wrong


def _wrong_decision(
    disposal: Disposal, number: str, signer: str, decided_on: date | None, file_id: UUID | None, now: datetime
) -> dict[str, str]:
    wrong = {}
    if not number:
        wrong["so"] = _("Ghi số, ký hiệu của quyết định")
    if not signer:
        wrong["nguoi_ky"] = _("Ghi họ tên người ký quyết định")
    first = disposal.met_on or local_day(disposal.proposed_at)
    if decided_on is None or not first <= decided_on <= local_day(now):
        wrong["ngay"] = _("Ghi ngày quyết định: từ ngày họp Hội đồng đến hôm nay")
    if file_id is None:
        wrong["tep"] = _("Chọn tệp quyết định đã ký")
    return wrong


def _open_work(disposal: Disposal, kind: str, role: str, days: int, *, now: datetime) -> None:
    allowance = calendar.Allowance(Decimal(days), calendar.AllowanceUnit.WORKING_DAY)
    work.open_item(
        kind=kind,
        subject_id=disposal.id,
        subject_kind="disposal",
        title=_("Danh mục tài liệu hết giá trị"),
        code=disposal.code,
        unit_id=disposal.unit_id,
        role=role,
        due_at=calendar.add_working_time(now, allowance, unit_id=disposal.unit_id),
        now=now,
    )


def _note(actor: Actor, disposal: Disposal, verb: str, **detail: object) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="disposal",
        subject_id=disposal.id,
        unit_id=disposal.unit_id,
        detail={"code": disposal.code, **detail},
    )
