"""Writes: ask, approve, register what was issued, hand over, suspend, revoke, follow people and units."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.certificates import rules
from tinhso.foundation.certificates._keys import follow_key, is_key_of
from tinhso.foundation.certificates.access import access_certificate
from tinhso.foundation.certificates.data import (
    ASK,
    EXPIRY_WORK,
    HOLDER_WORK,
    MANAGE,
    MANAGE_WORK,
    CertificateInfo,
    Facts,
    HolderKind,
    Move,
    Reason,
    Request,
    State,
)
from tinhso.foundation.certificates.errors import (
    AlreadyRegistered,
    BadRequest,
    CertificateMissing,
    IllegalMove,
    OwnApproval,
)
from tinhso.foundation.certificates.events import CertificateChanged
from tinhso.foundation.certificates.models import Certificate, CertificateEvent
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.foundation.work import public as work
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.errors import Conflict
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line, fold

SUBJECT: Final = "certificates.certificate"
OPERATOR: Final = "operator"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why something is done, and by which document."""

    reason: str = ""
    document: str = ""
    document_on: date | None = None
    cause: Reason | None = None


@transaction.atomic
def ask(actor: Actor, *, request: Request, now: datetime) -> CertificateInfo:
    """Ask for a certificate for an officer, a unit or a device (đề nghị cấp chứng thư).

    Needs `certificates.ask` over the unit. Whoever manages certificates there has it in the inbox. Raises BadRequest.
    """
    row = _draft(actor, request, ASK, now=now)
    row.state, row.asked_by = State.REQUESTED.value, actor.account_id
    row.save(force_insert=True)
    work.open_item(
        kind=MANAGE_WORK,
        subject_id=row.id,
        title=_("Đề nghị cấp chứng thư cho %(name)s") % {"name": row.owner_name},
        code=_short(row),
        unit_id=organisations.root().id,
        role=OPERATOR,
        due_at=None,
        facts={"applicant": row.unit_name, "step": _("Duyệt đề nghị"), "act": "approve"},
        actor=actor,
        now=now,
    )
    return _written(actor, row, "asked", was="", ground=Ground(document=row.document), now=now)


def _short(row: Certificate) -> str:
    return (row.serial or f"CT-{str(row.id)[-8:]}").upper()[:40]


def _draft(actor: Actor, request: Request, ability: str, *, now: datetime) -> Certificate:
    missing = {}
    if not actor.may(ability, request.unit_id):
        raise CertificateMissing
    name = clean_line(request.owner_name)[:200]
    if not name:
        missing["owner_name"] = _("Ghi tên người hoặc thiết bị giữ chứng thư.")
    if request.kind is not HolderKind.DEVICE and request.owner_id is None:
        missing["owner_name"] = _("Chọn cán bộ hoặc đơn vị giữ chứng thư.")
    if not clean_line(request.document):
        missing["document"] = _("Ghi số, ký hiệu văn bản đề nghị.")
    if missing:
        raise BadRequest(fields=missing)
    unit = organisations.get_unit(request.unit_id)
    row = Certificate(
        kind=request.kind.value,
        state_since=now,
        owner_id=request.owner_id,
        owner_name=name,
        unit_id=unit.id,
        unit_name=unit.name,
        position=clean_line(request.position)[:200],
        purposes=clean_line(request.purposes)[:300],
        device=clean_line(request.device)[:100],
        document=clean_line(request.document)[:100],
        document_on=request.document_on,
        replaces_id=request.replaces_id,
    )
    row.words = _words(row)
    return row


def _words(row: Certificate) -> str:
    who = f"{row.owner_name} {row.unit_name} {row.position}"
    return fold(f"{who} {row.subject} {row.serial} {row.device} {row.document}")


@transaction.atomic
def import_issued(
    actor: Actor, *, certificate_id: UUID, facts: Facts, device: str, version: int | None, now: datetime
) -> CertificateInfo:
    """Put the issued certificate into an approved request (nhập chứng thư đã cấp).

    Needs `certificates.manage` over the unit. Raises CertificateMissing, IllegalMove, AlreadyRegistered, Conflict when
    the line has moved on.
    """
    row = access_certificate(actor, certificate_id=certificate_id, ability=MANAGE, lock=True)
    _require_version(row, version)
    was, row.state = row.state, rules.after(State(row.state), Move.ISSUE).value
    row.device = clean_line(device)[:100] or row.device
    _take_facts(row, facts)
    _save(row)
    follow_key(row, now=now)
    work.close_items(subject_id=row.id, kind=MANAGE_WORK, actor=actor, now=now)
    return _written(actor, row, Move.ISSUE.value, was=was, ground=Ground(), now=now)


@transaction.atomic
def register(actor: Actor, *, request: Request, facts: Facts, now: datetime) -> CertificateInfo:
    """Write down a certificate that exists already (đăng ký chứng thư đang có), in use from today.

    Needs `certificates.manage` over the unit. Raises BadRequest, AlreadyRegistered.
    """
    row = _draft(actor, request, MANAGE, now=now)
    row.state = (State.EXPIRED if facts.not_after <= now else State.IN_USE).value
    _take_facts(row, facts)
    _save(row, insert=True)
    follow_key(row, now=now)
    return _written(actor, row, "registered", was="", ground=Ground(document=row.document), now=now)


def _take_facts(row: Certificate, facts: Facts) -> None:
    row.subject, row.issuer, row.serial = facts.subject, facts.issuer, facts.serial
    row.fingerprint, row.certificate = facts.fingerprint, facts.certificate
    row.not_before, row.not_after, row.warned = facts.not_before, facts.not_after, 0
    row.words = _words(row)
    key = signing.find_key(issuer=facts.issuer, serial=facts.serial)
    if key is None or not is_key_of(row, key):
        row.key_id, row.is_demo = None, False
    else:
        row.key_id, row.is_demo = key.id, key.is_demo


def _save(row: Certificate, *, insert: bool = False) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=insert)
    except IntegrityError as refused:
        if "certificate_once" in str(refused):
            raise AlreadyRegistered from None
        raise


@transaction.atomic
def join_key(key: signing.KeyInfo, *, fingerprint: str, now: datetime) -> bool:
    """Tie a key that turned up later to its line, and make it sign or rest as the line says. For the system alone.

    Returns False when the line stands for another certificate, or belongs to somebody else.
    """
    row = Certificate.objects.select_for_update().filter(fingerprint=fingerprint).first()
    if row is None or not is_key_of(row, key):
        return False
    row.key_id, row.is_demo = key.id, key.is_demo
    _save(row)
    follow_key(row, now=now)
    _written(SYSTEM, row, "key_found", was=row.state, ground=Ground(), now=now)
    return True


@transaction.atomic
def move(
    actor: Actor, *, certificate_id: UUID, step: Move, ground: Ground, version: int | None = None, now: datetime
) -> CertificateInfo:
    """Approve, refuse, hand over, put in use, suspend, resume, revoke or destroy.

    Needs `certificates.manage` over the unit; whoever asked does not approve. What stops a certificate needs a reason,
    revocation a cause as well. Only time ends a certificate (expire), only its file brings one (issue). From here on
    signing refuses or takes the key accordingly. Raises CertificateMissing, IllegalMove, BadRequest, OwnApproval,
    Conflict when the line has moved on.
    """
    row = access_certificate(actor, certificate_id=certificate_id, ability=MANAGE, lock=True)
    _require_version(row, version)
    if step not in rules.BY_HAND or step is Move.ISSUE:
        raise IllegalMove
    was, target = row.state, rules.after(State(row.state), step)
    _require_ground(step, ground)
    if step is Move.APPROVE and row.asked_by == actor.account_id:
        raise OwnApproval
    return _moved(actor, row, step, target, was=was, ground=ground, now=now)


def _require_ground(step: Move, ground: Ground) -> None:
    missing = {}
    if step in rules.WITH_REASON and not clean_line(ground.reason):
        missing["reason"] = _("Ghi lý do.")
    if step is Move.REVOKE and ground.cause is None:
        missing["cause"] = _("Chọn căn cứ thu hồi.")
    if missing:
        raise BadRequest(fields=missing)


def _require_version(row: Certificate, version: int | None) -> None:
    if version is not None and version != row.version:
        raise Conflict("Chứng thư vừa được người khác cập nhật. Tải lại trang rồi làm lại.")


def _moved(
    actor: Actor, row: Certificate, step: Move, target: State, *, was: str, ground: Ground, now: datetime
) -> CertificateInfo:
    row.state, row.state_since = target.value, now
    row.reason = clean_line(ground.reason)[:300]
    if step is Move.RESUME:
        row.blocked = ""
    if step in (Move.APPROVE, Move.REFUSE) or target in (State.REVOKED, State.EXPIRED):
        work.close_items(subject_id=row.id, actor=actor, now=now)
    _save(row)
    follow_key(row, now=now)
    what = f"{step.value}:{ground.cause.value}" if ground.cause else step.value
    return _written(actor, row, what, was=was, ground=ground, now=now)


@transaction.atomic
def move_unit(actor: Actor, *, certificate_id: UUID, unit_id: UUID, position: str, now: datetime) -> CertificateInfo:
    """Say that the holder sits elsewhere now and goes on signing there (chuyển đơn vị); what was blocked is free again.

    Needs `certificates.manage` over both units. Raises CertificateMissing, IllegalMove for one that is at its end.
    """
    row = access_certificate(actor, certificate_id=certificate_id, ability=MANAGE, lock=True)
    if not actor.may(MANAGE, unit_id):
        raise CertificateMissing
    if not rules.is_live(State(row.state)):
        rules.after(State(row.state), Move.SUSPEND)
    unit = organisations.get_unit(unit_id)
    row.unit_id, row.unit_name, row.position = unit.id, unit.name, clean_line(position)[:200]
    row.blocked, row.words = "", _words(row)
    _save(row)
    follow_key(row, now=now)
    work.close_items(subject_id=row.id, kind=HOLDER_WORK, actor=actor, now=now)
    return _written(actor, row, "moved_unit", was=row.state, ground=Ground(), now=now)


@transaction.atomic
def block(certificate_id: UUID, *, reason: str, now: datetime) -> bool:
    """Keep a certificate from signing because of what became of its holder; ask for a decision. Twice changes nothing.

    It still verifies what it signed before. Called by the system alone.
    """
    row = Certificate.objects.select_for_update().filter(pk=certificate_id).first()
    if row is None or row.blocked or not rules.is_live(State(row.state)):
        return False
    row.blocked = reason[:300]
    _save(row)
    follow_key(row, now=now)
    _ask_manager(row, HOLDER_WORK, reason, now=now)
    _written(SYSTEM, row, "blocked", was=row.state, ground=Ground(reason=reason), now=now)
    return True


@transaction.atomic
def warn(certificate_id: UUID, *, now: datetime) -> bool:
    """Put a certificate that ends within 60, 30 or 7 days into the inbox, once for each. Called by the system alone."""
    row = Certificate.objects.select_for_update().filter(pk=certificate_id).first()
    if row is None or row.not_after is None or not rules.is_live(State(row.state)):
        return False
    days = rules.due_warning(row.not_after, row.warned, now=now)
    if days is None:
        return False
    row.warned = days
    row.save(update_fields=["warned"])
    work.close_items(subject_id=row.id, kind=EXPIRY_WORK, now=now)
    _ask_manager(row, EXPIRY_WORK, _("Chứng thư còn không quá %(days)d ngày") % {"days": days}, now=now)
    _written(SYSTEM, row, f"warned:{days}", was=row.state, ground=Ground(), now=now)
    return True


@transaction.atomic
def end(certificate_id: UUID, *, step: Move, reason: str, cause: Reason | None = None, now: datetime) -> bool:
    """Write down what time or the authority did: expired, revoked or suspended there. Called by the system alone."""
    row = Certificate.objects.select_for_update().filter(pk=certificate_id).first()
    if row is None or step not in _by_system(State(row.state)):
        return False
    was, target = row.state, rules.after(State(row.state), step)
    _moved(SYSTEM, row, step, target, was=was, ground=Ground(reason=reason, cause=cause), now=now)
    return True


def _by_system(state: State) -> tuple[Move, ...]:
    if not rules.is_live(state):
        return ()
    return (Move.EXPIRE, Move.REVOKE) if state is State.SUSPENDED else (Move.EXPIRE, Move.REVOKE, Move.SUSPEND)


def _ask_manager(row: Certificate, kind: str, said: str, *, now: datetime) -> None:
    work.open_item(
        kind=kind,
        subject_id=row.id,
        title=f"{row.owner_name}: {said}"[:200],
        code=_short(row),
        unit_id=organisations.root().id,
        role=OPERATOR,
        due_at=row.not_after if kind == EXPIRY_WORK else None,
        facts={"applicant": row.unit_name, "step": said[:200], "act": "check"},
        now=now,
    )


def _written(actor: Actor, row: Certificate, what: str, *, was: str, ground: Ground, now: datetime) -> CertificateInfo:
    """Keep the event, bump the version, put it on record and announce it."""
    Certificate.objects.filter(pk=row.pk).update(version=row.version + 1)
    row.version += 1
    CertificateEvent.objects.create(
        certificate=row,
        at=now,
        what=what[:30],
        state=row.state,
        was=was,
        unit_id=row.unit_id,
        by_id=actor.account_id,
        by=actor.name or _("Hệ thống"),
        reason=clean_line(ground.reason)[:300],
        document=clean_line(ground.document)[:100],
    )
    audit.record(
        actor,
        verb=f"certificates.{what.partition(':')[0]}",
        subject_kind=SUBJECT,
        subject_id=row.id,
        unit_id=row.unit_id,
        person_id=row.owner_id if row.kind == HolderKind.PERSON else None,
        detail={"state": row.state, "serial": row.serial, "reason": clean_line(ground.reason)[:300]},
    )
    announce(CertificateChanged(row.id, row.owner_id, row.unit_id, row.state, bool(row.blocked)), actor=actor)
    return row.to_info()
