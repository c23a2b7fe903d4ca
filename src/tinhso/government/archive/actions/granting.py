"""Answer a request: say which documents, ask the leader, grant, refuse; lend the paper and take it back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.government.archive import access, store_rules, stores
from tinhso.government.archive.actions.asking import note, open_work
from tinhso.government.archive.data import ALLOW, ALLOW_WORK, LEND, MAX_LINES, RETURN_WORK, PackageState
from tinhso.government.archive.errors import BadRequest, LeaderNeeded, NotToBeLent, RequestMoved
from tinhso.government.archive.models import ArchivePackage, ArchiveRequest, ArchiveRequestLine
from tinhso.government.archive.packages import ReadPackage, read
from tinhso.government.archive.request_data import RequestForm, RequestInfo, RequestState
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE, local_day
from tinhso.kernel.text import clean_block

MIN_REASON: Final = 10
CLOSED: Final = "03"
PUBLIC: Final = "01"
_TO_ANSWER: Final = (RequestState.ASKED, RequestState.FORWARDED)


def put_line(actor: Actor, *, request_id: UUID, package_id: UUID, paths: Sequence[str] = ()) -> RequestInfo:
    """Say that these documents of a package are what is asked for; none named: all of it. Again changes it.

    The package is read outside a transaction. Raises RequestMissing, PackageMissing, RequestMoved, NotToBeLent for one
    that is secret, not kept yet or gone, BadRequest past fifty packages or for a document that is not in it.
    """
    package = _lendable(access.access_request(actor, request_id=request_id, ability=LEND), package_id)
    found = _read(package)
    chosen = [one for one in found.items if one.path and (not paths or one.path in set(paths))]
    if not chosen or len(chosen) < len(set(paths)):
        raise BadRequest(fields={"tai_lieu": _("Chọn tài liệu có trong gói")})
    modes = {package.mode, found.fields.get("mode") or PUBLIC, *(one.fields.get("mode") or PUBLIC for one in chosen)}
    if CLOSED in modes:
        raise NotToBeLent
    every = len(chosen) == len([one for one in found.items if one.path])
    with transaction.atomic():
        row = _to_answer(actor, request_id)
        if not row.lines.filter(package=package).exists() and row.lines.count() >= MAX_LINES:
            raise BadRequest(fields={"goi": _("Một yêu cầu có nhiều nhất %(n)d gói") % {"n": MAX_LINES}})
        kept = [] if every else [one.path for one in chosen]
        values = {"paths": kept, "is_conditional": modes != {PUBLIC}}
        ArchiveRequestLine.objects.update_or_create(request=row, package=package, defaults=values)
        note(actor, row, "request_line", package=str(package.id), documents=len(chosen))
    return row.to_info()


@transaction.atomic
def drop_line(actor: Actor, *, request_id: UUID, package_id: UUID) -> RequestInfo:
    """Take a package out of a request that is not granted yet. Raises RequestMissing, RequestMoved."""
    row = _to_answer(actor, request_id)
    row.lines.filter(package_id=package_id).delete()
    note(actor, row, "request_line_dropped", package=str(package_id))
    return row.to_info()


@transaction.atomic
def forward(actor: Actor, *, request_id: UUID, now: datetime) -> RequestInfo:
    """Ask the head of the agency to allow what may be read under conditions only. RequestMoved, BadRequest."""
    row = _to_answer(actor, request_id)
    if row.state != RequestState.ASKED:
        raise RequestMoved
    _require_lines(row)
    row.state = RequestState.FORWARDED.value
    row.save(update_fields=["state"])
    work.close_items(subject_id=row.id, actor=actor, now=now)
    allowance = calendar.Allowance(Decimal(store_rules.value("allow_days")), calendar.AllowanceUnit.WORKING_DAY)
    due = calendar.add_working_time(now, allowance, unit_id=row.unit_id)
    open_work(row, ALLOW_WORK, "leader", _("Cho phép khai thác tài liệu có điều kiện"), due_at=due, now=now)
    note(actor, row, "request_forwarded")
    return row.to_info()


@transaction.atomic
def grant(actor: Actor, *, request_id: UUID, days: int, now: datetime) -> RequestInfo:
    """Grant what stands in a request, for so many days. What is read or copied is made soon; a paper waits here.

    Whoever answers requests grants public documents; what is read under conditions only the leader. Raises BadRequest
    for no documents or a term past what the circular has, LeaderNeeded, RequestMoved, RequestMissing.
    """
    row = _to_answer(actor, request_id)
    most = int(store_rules.value("paper_days" if row.form == RequestForm.PAPER else "read_days"))
    if not 1 <= days <= most:
        raise BadRequest(fields={"ngay": _("Ghi thời hạn từ 1 đến %(n)d ngày") % {"n": most}})
    lines = _require_lines(row)
    leads = access.may(actor, ALLOW, row.unit_id)
    if not leads and (row.state == RequestState.FORWARDED or any(one.is_conditional for one in lines)):
        raise LeaderNeeded
    for line in lines:
        _lendable(row, line.package_id)
    row.decided_by, row.decided_at, row.days, row.error, row.tries = actor.name, now, days, "", 0
    is_paper = row.form == RequestForm.PAPER
    row.state = (RequestState.READY if is_paper else RequestState.PREPARING).value
    row.due_at = end_of(now, days) if is_paper else None
    row.save()
    work.close_items(subject_id=row.id, actor=actor, now=now)
    note(actor, row, "request_granted", days=days, packages=len(lines))
    if is_paper:
        tell(row, "archive_ready", now=now)
    return row.to_info()


@transaction.atomic
def refuse(actor: Actor, *, request_id: UUID, reason: str, now: datetime) -> RequestInfo:
    """Refuse a request and say why. Raises BadRequest without a reason, RequestMoved, RequestMissing."""
    row = _to_answer(actor, request_id, RequestState.FAILED)
    said = clean_block(reason)[:500]
    if len(said) < MIN_REASON:
        raise BadRequest(fields={"ly_do": _("Ghi lý do từ chối, ít nhất 10 ký tự")})
    row.state, row.reason, row.ended_at = RequestState.REFUSED.value, said, now
    row.decided_by, row.decided_at = actor.name, now
    row.save()
    work.close_items(subject_id=row.id, actor=actor, now=now)
    note(actor, row, "request_refused")
    tell(row, "archive_refused", now=now)
    return row.to_info()


@transaction.atomic
def make_again(actor: Actor, *, request_id: UUID, now: datetime) -> RequestInfo:
    """Have the copy for a reader made that could not be. Raises RequestMoved, RequestMissing."""
    row = access.access_request(actor, request_id=request_id, ability=LEND, lock=True)
    if row.state != RequestState.FAILED:
        raise RequestMoved
    row.state, row.tries, row.retry_at = RequestState.PREPARING.value, 0, None
    row.save(update_fields=["state", "tries", "retry_at"])
    work.close_items(subject_id=row.id, actor=actor, now=now)
    note(actor, row, "request_made_again")
    return row.to_info()


@transaction.atomic
def lend(actor: Actor, *, request_id: UUID, now: datetime) -> RequestInfo:
    """Write down that the paper was handed out; its term begins, and it stands in the archive's inbox until it is back.

    Raises RequestMoved, RequestMissing.
    """
    row = access.access_request(actor, request_id=request_id, ability=LEND, lock=True)
    if row.form != RequestForm.PAPER or row.state != RequestState.READY:
        raise RequestMoved
    row.state, row.lent_at, row.due_at, row.told_at = RequestState.LENT.value, now, end_of(now, row.days), None
    row.save()
    open_work(row, RETURN_WORK, "clerk", _("Thu hồi bản giấy cho mượn"), due_at=row.due_at, now=now)
    note(actor, row, "paper_lent", due=row.due_at.isoformat())
    return row.to_info()


@transaction.atomic
def extend(actor: Actor, *, request_id: UUID, now: datetime) -> RequestInfo:
    """Lend the paper once more for the same term, counted from the day it was due. Raises RequestMoved."""
    row = access.access_request(actor, request_id=request_id, ability=LEND, lock=True)
    if row.state != RequestState.LENT or row.extended or row.due_at is None:
        raise RequestMoved
    row.due_at, row.extended, row.told_at = end_of(row.due_at, row.days), True, None
    row.save()
    work.close_items(subject_id=row.id, actor=actor, now=now)
    open_work(row, RETURN_WORK, "clerk", _("Thu hồi bản giấy cho mượn"), due_at=row.due_at, now=now)
    note(actor, row, "paper_extended", due=row.due_at.isoformat())
    return row.to_info()


@transaction.atomic
def give_back(actor: Actor, *, request_id: UUID, remark: str = "", now: datetime) -> RequestInfo:
    """Write down that the paper is back, and in what state it is. Raises RequestMoved, RequestMissing."""
    row = access.access_request(actor, request_id=request_id, ability=LEND, lock=True)
    if row.state != RequestState.LENT:
        raise RequestMoved
    row.state, row.ended_at, row.reason = RequestState.ENDED.value, now, clean_block(remark)[:500]
    row.save()
    work.close_items(subject_id=row.id, actor=actor, now=now)
    note(actor, row, "paper_back", late=row.due_at is not None and now > row.due_at)
    return row.to_info()


def end_of(start: datetime, days: int) -> datetime:
    """Return the last second of the day so many days later, as people here count days."""
    day = local_day(start) + timedelta(days=days)
    return datetime.combine(day, datetime.max.time().replace(microsecond=0), LOCAL_ZONE)


def tell(row: ArchiveRequest, template: str, *, now: datetime) -> None:
    """Tell who asked, once for each day a term ends on."""
    due = row.due_at or row.answer_by
    context: dict[str, notifications.Value] = {"code": row.code, "unit": row.unit_name}
    if template != "archive_refused":
        context["due_at"] = due
    notifications.notify(
        row.asker_id,
        template=template,
        context=context,
        subject_kind="archive_request",
        subject_id=row.id,
        once_key=f"{row.id}:{due:%Y%m%d}",
        now=now,
    )


def _to_answer(actor: Actor, request_id: UUID, *more: RequestState) -> ArchiveRequest:
    row = access.access_request(actor, request_id=request_id, ability=LEND, lock=True)
    if row.state not in (*_TO_ANSWER, *more):
        raise RequestMoved
    return row


def _require_lines(row: ArchiveRequest) -> list[ArchiveRequestLine]:
    lines = list(row.lines.all())
    if not lines:
        raise BadRequest(fields={"goi": _("Chọn gói có tài liệu được yêu cầu trước khi giải quyết")})
    return lines


def _lendable(row: ArchiveRequest, package_id: UUID) -> ArchivePackage:
    found = ArchivePackage.objects.filter(pk=package_id, unit_id=row.unit_id).first()
    if found is None or found.state != PackageState.KEPT or found.mode == CLOSED:
        raise NotToBeLent
    return found


def _read(package: ArchivePackage) -> ReadPackage:
    path = stores.readable(package.sha256)
    if path is None:
        raise NotToBeLent
    return read(path)
