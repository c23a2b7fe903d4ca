"""Asking other units for an opinion (lấy ý kiến phối hợp): ask, answer, decline, extend once, remind, close."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.cooperation import access, telling
from tinhso.government.cooperation.data import CONSULT_WORK, LATE_WORK, Addressee, ConsultInfo, ConsultState
from tinhso.government.cooperation.errors import BadConsult, ConsultClosed
from tinhso.government.cooperation.events import OpinionAsked, OpinionGiven
from tinhso.government.cooperation.models import Consult
from tinhso.government.cooperation.rules import consults as rules
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.outbox import announce

HOLD: Final = "opinions"
RUNNING: Final = (
    dossiers.Status.RECEIVED,
    dossiers.Status.PROCESSING,
    dossiers.Status.WAITING_SUPPLEMENT,
    dossiers.Status.WAITING_FEE,
)


@transaction.atomic
def ask(
    actor: Actor,
    *,
    dossier_id: UUID,
    asked: Sequence[Addressee],
    question: str,
    paper_ids: Sequence[UUID] = (),
    now: datetime,
) -> list[ConsultInfo]:
    """Ask units or officers about a dossier, each until its own deadline, all at the same time.

    Only the papers named are shown to them, and only while the question is open. The dossier's clock goes on (the
    ground is written on each question). Nothing of the dossier waits for the answer but a step that `needs_opinions`.
    Any unit of the province may be asked, of another level too. Raises DossierNotFound, NotYours, BadConsult.
    """
    detail = access.require_dossier(actor, dossier_id)
    words = rules.question(question)
    rules.check_asked(asked, now=now)
    if detail.info.status not in RUNNING:
        raise BadConsult(_("Chỉ lấy ý kiến khi hồ sơ đang được giải quyết."))
    papers = _named(detail, paper_ids)
    rows = [_row(actor, detail, one, words, papers, now) for one in asked]
    for row in rows:
        if Consult.objects.filter(
            dossier_id=dossier_id, unit_id=row.unit_id, account_id=row.account_id, state=ConsultState.OPEN
        ).exists():
            raise BadConsult(fields={"units": _("%(unit)s đang có phiếu chờ trả lời.") % {"unit": row.unit_name}})
        row.save(force_insert=True)
        _put_to(row, now=now)
        _written(actor, row, "cooperation.asked")
        dossiers.add_line(actor, dossier_id=dossier_id, verb="consulted", facts={"unit": row.unit_name}, now=now)
        announce(OpinionAsked(row.id, dossier_id, row.unit_id, row.due_at), actor=actor)
    _hold(detail, rows, now=now)
    return [row.to_info() for row in rows]


def _hold(detail: dossiers.DossierDetail, rows: Sequence[Consult], *, now: datetime) -> None:
    task = detail.info.step_task
    if task and procedures.get_version(detail.version_id).step(task).needs_opinions:
        names = ", ".join(row.unit_name for row in rows)
        sentence = _("Bước này chờ ý kiến phối hợp của %(units)s.") % {"units": names[:200]}
        dossiers.hold(dossier_id=detail.info.id, key=HOLD, task=task, sentence=sentence, now=now)


def _named(detail: dossiers.DossierDetail, paper_ids: Sequence[UUID]) -> list[dict[str, str]]:
    known = {paper.id: paper.name for paper in detail.papers if paper.file_id is not None}
    wanted = list(dict.fromkeys(paper_ids))[: rules.MAX_PAPERS + 1]
    if len(wanted) > rules.MAX_PAPERS or any(one not in known for one in wanted):
        raise BadConsult(fields={"papers": _("Chọn giấy tờ có tệp của hồ sơ này, nhiều nhất 30.")})
    return [{"id": str(one), "name": known[one]} for one in wanted]


def _row(
    actor: Actor,
    detail: dossiers.DossierDetail,
    one: Addressee,
    words: str,
    papers: list[dict[str, str]],
    now: datetime,
) -> Consult:
    try:
        unit_name = organisations.full_name(one.unit_id)
    except organisations.UnitNotFound:
        raise BadConsult(fields={"units": _("Chọn đơn vị trong danh sách.")}) from None
    name = ""
    if one.account_id is not None:
        name = _officers(one.unit_id).get(one.account_id, "")
        if not name or one.account_id == actor.account_id:
            raise BadConsult(fields={"units": _("Chọn người khác, đang công tác ở đơn vị được hỏi.")})
    return Consult(
        dossier_id=detail.info.id,
        dossier_code=detail.info.code,
        procedure_name=detail.info.procedure_name,
        owner_unit_id=detail.info.unit_id,
        task=detail.info.step_task,
        unit_id=one.unit_id,
        unit_name=unit_name,
        account_id=one.account_id,
        account_name=name,
        question=words,
        papers=papers,
        asked_by=access.account_of(actor),
        asked_name=actor.name,
        asked_unit_name=actor.unit_name,
        asked_at=now,
        ground=rules.GROUND,
        due_at=one.due_at,
    )


def _officers(unit_id: UUID) -> dict[UUID, str]:
    found = organisations.list_officers(unit_id, is_deep=True)
    accounts = identity.accounts_of_officers([one.id for one in found])
    return {accounts[one.id]: one.name for one in found if one.id in accounts}


def _put_to(consult: Consult, *, now: datetime) -> None:
    work.open_item(
        kind=CONSULT_WORK,
        subject_id=consult.id,
        title=_("Cho ý kiến: %(what)s") % {"what": consult.procedure_name[:250]},
        code=consult.dossier_code,
        unit_id=consult.unit_id,
        role="specialist",
        due_at=consult.due_at,
        assignee_id=consult.account_id,
        part=work.Part.COOPERATING,
        facts={"procedure": consult.procedure_name, "step": _("Cho ý kiến phối hợp"), "act": "answer"},
        now=now,
    )


def _written(actor: Actor, consult: Consult, verb: str) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="dossier",
        subject_id=consult.dossier_id,
        unit_id=consult.owner_unit_id,
        detail={"consult": str(consult.id), "unit": str(consult.unit_id), "papers": len(consult.papers)},
    )


def _require_open(consult: Consult) -> None:
    if consult.state != ConsultState.OPEN:
        raise ConsultClosed


@transaction.atomic
def answer(actor: Actor, *, consult_id: UUID, text: str, file_id: UUID | None = None, now: datetime) -> ConsultInfo:
    """Give the opinion, with a file of this actor's if they like. Of two at once one is taken (ConsultClosed).

    From now on the papers are not shown to the unit any more. Raises ConsultMissing, BadConsult.
    """
    consult = access.access_to_answer(actor, consult_id=consult_id)
    _require_open(consult)
    words = rules.answer(text)
    if file_id is not None:
        files.require_own(actor, file_ids=[file_id])
    consult.file_id = file_id
    return _settled(actor, consult, ConsultState.ANSWERED, words, now=now)


@transaction.atomic
def decline(actor: Actor, *, consult_id: UUID, reason: str, now: datetime) -> ConsultInfo:
    """Say that this unit gives no opinion, and why (không thuộc thẩm quyền, …). Raises what `answer` raises."""
    consult = access.access_to_answer(actor, consult_id=consult_id)
    _require_open(consult)
    return _settled(actor, consult, ConsultState.DECLINED, rules.reason(reason), now=now)


def _settled(actor: Actor, consult: Consult, state: ConsultState, words: str, *, now: datetime) -> ConsultInfo:
    consult.state, consult.answer = state, words
    consult.answered_by, consult.answered_at = actor.name, now
    consult.save(update_fields=["state", "answer", "file_id", "answered_by", "answered_at"])
    work.close_items(subject_id=consult.id, actor=actor, now=now)
    declined = state is ConsultState.DECLINED
    _written(actor, consult, "cooperation.declined" if declined else "cooperation.answered")
    dossiers.add_line(
        actor,
        dossier_id=consult.dossier_id,
        verb="opinion_declined" if declined else "opinion_given",
        facts={"unit": consult.unit_name},
        text=words,
        now=now,
    )
    announce(OpinionGiven(consult.id, consult.dossier_id, declined), actor=actor)
    _go_on(consult.dossier_id, now=now)
    telling.answered(consult, now=now)
    return consult.to_info(with_papers=False)


def _go_on(dossier_id: UUID, *, now: datetime) -> None:
    """Let the dossier's step go on when nothing is open and somebody has answered."""
    states = [
        ConsultState(one) for one in Consult.objects.filter(dossier_id=dossier_id).values_list("state", flat=True)
    ]
    if rules.is_settled(states):
        dossiers.lift(dossier_id=dossier_id, key=HOLD, now=now)


@transaction.atomic
def extend(actor: Actor, *, consult_id: UUID, due_at: datetime, reason: str, now: datetime) -> ConsultInfo:
    """Give more time, once, with a reason; the inbox shows the new deadline. Raises BadConsult, ConsultClosed."""
    consult = access.access_as_asker(actor, consult_id=consult_id)
    _require_open(consult)
    if consult.extended_at is not None:
        raise BadConsult(_("Phiếu này đã được gia hạn một lần. Nhắc đơn vị trả lời, hoặc đóng phiếu."))
    rules.check_due(due_at, now=now)
    if due_at <= consult.due_at:
        raise BadConsult(fields={"due": _("Hạn mới phải sau hạn đã ghi.")})
    consult.extension_reason = rules.reason(reason)[:1000]
    consult.due_at, consult.extended_at, consult.raised_at = due_at, now, None
    consult.save(update_fields=["extension_reason", "due_at", "extended_at", "raised_at"])
    work.close_items(subject_id=consult.id, actor=SYSTEM, now=now)
    _put_to(consult, now=now)
    _written(actor, consult, "cooperation.extended")
    return consult.to_info()


@transaction.atomic
def remind(actor: Actor, *, consult_id: UUID, now: datetime) -> ConsultInfo:
    """Remind who was asked (đôn đốc), at most once a day. Raises BadConsult, ConsultClosed."""
    consult = access.access_as_asker(actor, consult_id=consult_id)
    _require_open(consult)
    if consult.reminded_at is not None and (now - consult.reminded_at).total_seconds() < 24 * 3600:
        raise BadConsult(_("Đã nhắc trong 24 giờ qua. Gọi điện cho đơn vị nếu cần gấp."))
    consult.reminded_at = now
    consult.save(update_fields=["reminded_at"])
    _written(actor, consult, "cooperation.reminded")
    telling.reminded(consult, now=now)
    return consult.to_info()


@transaction.atomic
def close(actor: Actor, *, consult_id: UUID, now: datetime) -> ConsultInfo:
    """Close a question, answered or not: nothing of it is shown to the unit any more."""
    consult = access.access_as_asker(actor, consult_id=consult_id)
    _closed(actor, consult, now=now)
    _go_on(consult.dossier_id, now=now)
    return consult.to_info()


def asked_among(dossier_ids: Sequence[UUID]) -> set[UUID]:
    """Return about which of these dossiers a question is open, in one query."""
    rows = Consult.objects.filter(dossier_id__in=list(dossier_ids)).exclude(state=ConsultState.CLOSED)
    return set(rows.values_list("dossier_id", flat=True))


def close_all(dossier_id: UUID, *, now: datetime) -> int:
    """Close every question about a dossier that has ended; return how many. Called again it does nothing."""
    with transaction.atomic():
        rows = Consult.objects.select_for_update().filter(dossier_id=dossier_id).exclude(state=ConsultState.CLOSED)
        found = list(rows)
        for consult in found:
            _closed(SYSTEM, consult, now=now)
        return len(found)


def _closed(actor: Actor, consult: Consult, *, now: datetime) -> None:
    if consult.state == ConsultState.CLOSED:
        return
    consult.state, consult.closed_at = ConsultState.CLOSED, now
    consult.save(update_fields=["state", "closed_at"])
    for kind in (CONSULT_WORK, LATE_WORK):
        work.close_items(subject_id=consult.id, kind=kind, actor=SYSTEM, now=now)
    _written(actor, consult, "cooperation.closed")
