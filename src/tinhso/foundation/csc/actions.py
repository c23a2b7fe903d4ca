"""What people do: systems, rules, consents."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.csc import access
from tinhso.foundation.csc.data import SYSTEMS, AskState, AuthorisationInfo, RuleInfo, SystemInfo
from tinhso.foundation.csc.errors import AlreadyDecided, BadRule, SystemMissing
from tinhso.foundation.csc.models import AccessToken, Authorisation, ClientSystem, StandingRule
from tinhso.foundation.work import public as work
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.text import clean_line

MAX_DAILY: Final = 10_000
MAX_YEARS: Final = 1


@dataclass(frozen=True, slots=True)
class NewRule:
    """What a custodian wants to allow: `daily_limit` signatures a day (1 to 10,000) until a day within a year."""

    system_id: UUID
    key_id: UUID
    daily_limit: int
    until: date
    reason: str


def hashed(secret: str) -> str:
    """Return the SHA-256 of a secret of full entropy, in hexadecimal."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def register_system(actor: Actor, *, name: str, contact: str, now: datetime) -> tuple[SystemInfo, str]:
    """Let a system connect (đăng ký hệ thống kết nối); return it with its secret, told this once. Raises BadRule."""
    if not actor.may(SYSTEMS):
        raise SystemMissing
    said, whom = clean_line(name)[:200], clean_line(contact)[:200]
    errors = {}
    if len(said) < 3:
        errors["ten"] = _("Nhập tên hệ thống, ít nhất 3 ký tự")
    if len(whom) < 3:
        errors["dau_moi"] = _("Nhập đơn vị và số điện thoại của đầu mối")
    if errors:
        raise BadRule(fields=errors)
    secret = secrets.token_urlsafe(32)
    row = ClientSystem.objects.create(
        name=said,
        contact=whom,
        client_id=f"csc-{secrets.token_hex(8)}",
        secret_hash=hashed(secret),
        made_at=now,
        made_by=actor.shown_name,
    )
    _record(actor, "csc.system_registered", row.id, {"name": said})
    return row.to_info(), secret


@transaction.atomic
def renew_secret(actor: Actor, *, system_id: UUID) -> str:
    """Give a system a new secret (cấp lại bí mật), told this once; the old one and its tokens end at once."""
    row = access.access_system(actor, system_id=system_id)
    if row.closed_at is not None:
        raise AlreadyDecided(_("Hệ thống này đã ngừng kết nối. Đăng ký hệ thống mới."))
    secret = secrets.token_urlsafe(32)
    row.secret_hash = hashed(secret)
    row.save(update_fields=["secret_hash"])
    AccessToken.objects.filter(system=row).delete()
    _record(actor, "csc.secret_renewed", row.id, {})
    return secret


@transaction.atomic
def close_system(actor: Actor, *, system_id: UUID, now: datetime) -> SystemInfo:
    """End a system's connection for good (ngừng kết nối): tokens, rules and open authorisations end at once."""
    row = access.access_system(actor, system_id=system_id)
    if row.closed_at is None:
        row.closed_at = now
        row.save(update_fields=["closed_at"])
        AccessToken.objects.filter(system=row).delete()
        StandingRule.objects.filter(system=row, ended_at=None).update(ended_at=now, ended_by=actor.shown_name)
        _end_open(Authorisation.objects.filter(system=row), now=now)
        _record(actor, "csc.system_closed", row.id, {})
    return row.to_info()


@transaction.atomic
def set_rule(actor: Actor, *, rule: NewRule, now: datetime) -> RuleInfo:
    """Let a system sign with a seal by itself, so often a day (đặt quy tắc ký); it takes the place of the one before.

    For the seal's custodian. Raises SystemMissing, BadRule naming each field.
    """
    key = access.access_seal(actor, key_id=rule.key_id)
    system = ClientSystem.objects.filter(id=rule.system_id, closed_at=None).first()
    if system is None:
        raise BadRule(fields={"he_thong": _("Chọn hệ thống đang kết nối")})
    reason = clean_line(rule.reason)[:300]
    errors = _errors(rule, reason, local_day(now))
    if errors:
        raise BadRule(fields=errors)
    before = StandingRule.objects.select_for_update().filter(system=system, key_id=key.id, ended_at=None)
    before.update(ended_at=now, ended_by=actor.shown_name)
    row = StandingRule.objects.create(
        system=system,
        key_id=key.id,
        unit_id=key.holder_id,
        daily_limit=rule.daily_limit,
        until=rule.until,
        reason=reason,
        set_by=actor.shown_name,
        set_at=now,
    )
    detail = {"system": system.name, "serial": key.serial, "daily_limit": rule.daily_limit}
    _record(actor, "csc.rule_set", row.id, detail, unit_id=key.holder_id)
    return row.to_info()


def _errors(rule: NewRule, reason: str, today: date) -> dict[str, str]:
    errors = {}
    if not 1 <= rule.daily_limit <= MAX_DAILY:
        errors["moi_ngay"] = _("Nhập số chữ ký mỗi ngày, từ 1 đến 10.000")
    if not today <= rule.until <= today.replace(day=1, year=today.year + MAX_YEARS).replace(day=min(today.day, 28)):
        errors["den_ngay"] = _("Nhập ngày hết hạn từ hôm nay đến một năm sau")
    if len(reason) < 5:
        errors["can_cu"] = _("Ghi căn cứ, ví dụ số văn bản đồng ý (ít nhất 5 ký tự)")
    return errors


@transaction.atomic
def end_rule(actor: Actor, *, rule_id: UUID, now: datetime) -> None:
    """Take a standing permission back (thu hồi quy tắc): what it opened and nobody used ends too."""
    row = access.access_rule(actor, rule_id=rule_id)
    if row.ended_at is None:
        row.ended_at, row.ended_by = now, actor.shown_name
        row.save(update_fields=["ended_at", "ended_by"])
        _end_open(Authorisation.objects.filter(rule=row), now=now)
        _record(actor, "csc.rule_ended", row.id, {}, unit_id=row.unit_id)


@transaction.atomic
def decide(actor: Actor, *, authorisation_id: UUID, allow: bool, note: str, now: datetime) -> AuthorisationInfo:
    """Consent to one request, or refuse it with a reason (đồng ý, từ chối cho ký). For the seal's custodian.

    Raises SystemMissing, AlreadyDecided, BadRule without a reason to refuse.
    """
    row = access.access_authorisation(actor, authorisation_id=authorisation_id, lock=True)
    access.access_seal(actor, key_id=row.key_id)
    if row.state != AskState.WAITING.value or row.expires_at <= now:
        raise AlreadyDecided
    said = clean_line(note)[:300]
    if not allow and len(said) < 5:
        raise BadRule(fields={"ly_do": _("Ghi lý do từ chối, ít nhất 5 ký tự")})
    row.state = (AskState.GRANTED if allow else AskState.REFUSED).value
    row.decided_by, row.decided_at, row.note = actor.shown_name, now, said
    row.save(update_fields=["state", "decided_by", "decided_at", "note"])
    work.close_items(subject_id=row.id, actor=actor, now=now)
    verb = "csc.consent_given" if allow else "csc.consent_refused"
    _record(actor, verb, row.id, {"count": row.count, "system": row.system.name}, unit_id=row.unit_id)
    return row.to_info()


def _end_open(rows: Any, *, now: datetime) -> None:
    live = rows.filter(state__in=[AskState.WAITING.value, AskState.GRANTED.value, AskState.OPEN.value])
    ids = list(live.select_for_update(of=("self",)).values_list("id", flat=True))
    Authorisation.objects.filter(id__in=ids).update(state=AskState.ENDED.value, sad_hash=None)
    for one in ids:
        work.close_items(subject_id=one, now=now)


def end_expired(*, now: datetime) -> int:
    """End what was never decided, collected or used in time, and drop ended tokens; return how many (a job)."""
    AccessToken.objects.filter(expires_at__lte=now).delete()
    with transaction.atomic():
        late = Authorisation.objects.filter(
            expires_at__lte=now, state__in=[AskState.WAITING.value, AskState.GRANTED.value, AskState.OPEN.value]
        )
        ids = list(late.select_for_update(skip_locked=True).values_list("id", flat=True)[:500])
        _end_open(Authorisation.objects.filter(id__in=ids), now=now)
    return len(ids)


def _record(actor: Actor, verb: str, subject_id: UUID, detail: dict[str, Any], *, unit_id: UUID | None = None) -> None:
    audit.record(actor, verb=verb, subject_kind="csc", subject_id=subject_id, unit_id=unit_id, detail=detail)
