"""What becomes of a proven national account here: known, to be linked after proof of ownership, or new."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import cooling, locking, proving
from tinhso.foundation.identity.actions import access_own, check_email
from tinhso.foundation.identity.data import AccountKind, Assurance
from tinhso.foundation.identity.errors import AccountNotFound, LinkRefused, NotRegistered, SignOnRefused
from tinhso.foundation.identity.events import AccountOpened, NationalLinked
from tinhso.foundation.identity.models import Account, LinkRequest, NationalLink
from tinhso.foundation.identity.national.claims import NationalPerson
from tinhso.foundation.identity.rules import contact
from tinhso.foundation.identity.rules.names import is_same_name
from tinhso.foundation.identity.secrets import seal, unseal
from tinhso.kernel.actors import ANONYMOUS, Actor
from tinhso.kernel.errors import DomainError
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

REQUEST_DAYS: Final = 7
CONSENT: Final = "2026-11"
_LOCKED: Final = gettext_noop(
    "Tài khoản này đang bị khóa. Mang giấy tờ gốc đến Bộ phận Tiếp nhận và Trả kết quả gần nhất để mở khóa."
)
_OTHER_NUMBER: Final = gettext_noop(
    "Số định danh trên tài khoản VNeID khác với số của tài khoản đã liên kết, nên hệ thống không đăng nhập. Mang căn"
    " cước đến Bộ phận Tiếp nhận và Trả kết quả gần nhất để đối chiếu."
)
_OTHER_KIND: Final = gettext_noop(
    "Số này đang thuộc một tài khoản loại khác trên hệ thống. Đến Bộ phận Tiếp nhận và Trả kết quả gần nhất để được hỗ"
    " trợ."
)


class Standing(StrEnum):
    """The three states of whoever comes from the State's sign-on."""

    AUTH = "auth"
    MAPPING = "mapping"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class Decision:
    """Where somebody stands; `account` is the one linked, or the one to be linked."""

    standing: Standing
    account: Account | None = None


def decide(person: NationalPerson) -> Decision:
    """Tell where a proven person stands here.

    Raises SignOnRefused for a locked account, for a linked one whose number is no longer the person's, and for a number
    that an account of another kind has: none of these is ever mended silently.
    """
    link = (
        NationalLink.objects.select_related("account")
        .filter(provider=person.provider, subject=person.subject, ended_at=None)
        .first()
    )
    account = link.account if link else Account.objects.filter(number=person.number).first()
    if account is None:
        return Decision(Standing.CREATE)
    if not account.is_active:
        raise SignOnRefused(_LOCKED, reason="locked")
    if account.number != person.number:
        raise SignOnRefused(_OTHER_NUMBER, reason="number")
    if account.kind != person.kind:
        raise SignOnRefused(_OTHER_KIND, reason="kind")
    return Decision(Standing.AUTH if link else Standing.MAPPING, account)


@transaction.atomic
def note_seen(person: NationalPerson, account_id: UUID, *, now: datetime) -> Account:
    """Write down what the State says at a sign-in: level and name beside the account's own, never over them.

    A level of 2 raises the account's assurance; nothing lowers it. Differences stay visible until the holder decides.
    """
    account = Account.objects.select_for_update(of=("self",)).get(id=account_id)
    NationalLink.objects.filter(provider=person.provider, subject=person.subject, ended_at=None).update(
        level=person.level, seen_at=now, **_said(person)
    )
    _raise(account, person, now=now)
    return account


@transaction.atomic
def create_account(
    person: NationalPerson, *, phone: str, email: str, address: str, has_consented: bool, now: datetime
) -> Account:
    """Open an account for a person the State has proven, with the link; nobody types who they are.

    Of two first sign-ins at once one opens it and the other finds it. Raises DomainError without consent, BadPhone;
    NotRegistered when an account that is not linked has the number by now.
    """
    if not has_consented:
        raise DomainError(NO_CONSENT, fields={"consent": NO_CONSENT})
    account = Account(
        kind=person.kind,
        number=person.number,
        name=person.name,
        representative=person.person_name if person.kind is AccountKind.BUSINESS else "",
        birth_on=person.birth_on,
        phone=contact.check_phone(phone) if phone else "",
        email=check_email(email),
        address=clean_line(address)[:300],
        assurance=person.level,
        created_at=now,
    )
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            _insert_link(person, account, how="created", now=now)
    except IntegrityError:
        decision = decide(person)
        if decision.standing is not Standing.AUTH or decision.account is None:
            raise NotRegistered from None
        return decision.account
    detail = {"kind": account.kind, "provider": person.provider, "level": person.level, "consent": CONSENT}
    _record(ANONYMOUS, account, "account_opened", detail)
    announce(AccountOpened(account_id=account.id, kind=account.kind))
    announce(NationalLinked(account_id=account.id, how="created"))
    return account


NO_CONSENT: Final = gettext_noop("Đọc và đánh dấu đồng ý thì mới mở được tài khoản.")


@transaction.atomic
def link(person: NationalPerson, account_id: UUID, *, actor: Actor = ANONYMOUS, how: str, now: datetime) -> Account:
    """Link to an account whose ownership has been proven: by `password`, or at the `counter`.

    Raises SignOnRefused as `decide` does, CoolingDown, and LinkRefused when the account is another person's link.
    """
    account = Account.objects.select_for_update(of=("self",)).filter(id=account_id, is_active=True).first()
    if account is None:
        raise AccountNotFound
    decision = decide(person)
    if decision.account is None or decision.account.id != account.id:
        raise LinkRefused
    if decision.standing is Standing.AUTH:
        return account
    if how != "counter":
        cooling.require_over(account, now=now)
    if account.kind == AccountKind.CITIZEN and current_link(account) is not None:
        raise LinkRefused
    try:
        with transaction.atomic():
            _insert_link(person, account, how=how, now=now)
    except IntegrityError:
        raise LinkRefused from None
    _raise(account, person, now=now)
    _record(actor, account, "national_linked", {"provider": person.provider, "level": person.level, "how": how})
    announce(NationalLinked(account_id=account.id, how=how), actor=actor)
    return account


@transaction.atomic
def ask_at_counter(person: NationalPerson, account: Account, *, now: datetime) -> str:
    """Put the wish to link down for an officer; return the code to say at the counter, good for seven days."""
    code = f"{secrets.randbelow(10**8):08d}"
    LinkRequest.objects.create(
        account=account, code=make_password(code), person=seal(json.dumps(person.to_json())), asked_at=now
    )
    _record(ANONYMOUS, account, "national_link_asked", {"provider": person.provider})
    return code


def link_at_counter(account: Account, *, code: str, actor: Actor, now: datetime) -> None:
    """Link as asked for under `code`, inside the act of an officer who has seen the papers.

    Where nobody had proven the holder before, every other way in ends (`proving`) and what the State's account says is
    how to reach them. Raises DomainError for a wrong code, and when the two accounts bear different names.
    """
    typed = "".join(sign for sign in code if sign.isdigit())
    since = now - timedelta(days=REQUEST_DAYS)
    waiting = LinkRequest.objects.select_for_update().filter(account=account, decided_at=None, asked_at__gt=since)
    found = next((row for row in waiting.order_by("-asked_at")[:5] if check_password(typed, row.code)), None)
    if found is None:
        raise DomainError(WRONG_CODE, fields={"code": WRONG_CODE})
    person = NationalPerson.from_json(json.loads(unseal(found.person)))
    if not is_same_name(account.name, person.name):
        raise DomainError(OTHER_HOLDER, fields={"name": OTHER_HOLDER})
    if not proving.is_proven(account):
        proving.clear_ways_in(account, actor=actor, now=now)
        account.phone, account.email = person.phone, person.email
        account.save(update_fields=["phone", "email"])
    link(person, account.id, actor=actor, how="counter", now=now)
    found.decided_at, found.decided_by = now, actor.account_id
    found.save(update_fields=["decided_at", "decided_by"])


OTHER_HOLDER: Final = gettext_noop(
    "Họ tên của tài khoản khác họ tên trên tài khoản định danh điện tử, nên không liên kết. Chọn «Xác minh danh tính»"
    " để ghi họ tên theo giấy tờ, rồi liên kết lại."
)
WRONG_CODE: Final = gettext_noop(
    "Mã liên kết chưa đúng hoặc đã quá 7 ngày. Đề nghị chủ tài khoản đăng nhập lại bằng VNeID để lấy mã mới."
)


@transaction.atomic
def take_states_data(actor: Actor, *, now: datetime) -> None:
    """Take over the name and birth date the State says, because the holder wants it. Raises AccountNotFound."""
    account = access_own(actor)
    held = current_link(account)
    if held is None:
        raise AccountNotFound
    changed = [name for name, _ours, _theirs in differences(account, held)]
    account.name = held.state_name
    account.birth_on = held.state_birth_on or account.birth_on
    account.save(update_fields=["name", "birth_on"])
    _record(actor, account, "took_state_data", {"changed": changed, "at": now.isoformat()})


def current_link(account: Account) -> NationalLink | None:
    """Return the link in force of an account; the one seen last when there are several (a business)."""
    return NationalLink.objects.filter(account=account, ended_at=None).order_by("-seen_at").first()


def differences(account: Account, held: NationalLink) -> list[tuple[str, str, str]]:
    """Return (field, ours, the State's) for a name and birth date that differ."""
    found = []
    if not is_same_name(account.name, held.state_name):
        found.append(("name", account.name, held.state_name))
    if account.birth_on and held.state_birth_on and account.birth_on != held.state_birth_on:
        found.append(("birth_on", f"{account.birth_on:%d/%m/%Y}", f"{held.state_birth_on:%d/%m/%Y}"))
    return found


def _insert_link(person: NationalPerson, account: Account, *, how: str, now: datetime) -> None:
    NationalLink.objects.create(
        account=account,
        provider=person.provider,
        subject=person.subject,
        level=person.level,
        how=how,
        linked_at=now,
        seen_at=now,
        **_said(person),
    )


def _said(person: NationalPerson) -> dict[str, object]:
    return {
        "state_name": person.name,
        "state_birth_on": person.birth_on,
        "person_number": person.person_number,
        "person_name": person.person_name,
    }


def _raise(account: Account, person: NationalPerson, *, now: datetime) -> None:
    """Let the account rise to what the State has proven; sessions begun on a weaker word do not rise with it: they end.

    Who is signed in on this very browser gets a session anew from the caller.
    """
    if person.level >= Assurance.VERIFIED and not proving.is_proven(account):
        account.assurance = Assurance.VERIFIED
        account.save(update_fields=["assurance"])
        locking.end_everywhere(account, now=now)
        _record(ANONYMOUS, account, "assurance_raised", {"provider": person.provider, "level": person.level})


def _record(actor: Actor, account: Account, verb: str, detail: dict[str, object]) -> None:
    audit.record(
        actor,
        verb=f"identity.{verb}",
        subject_kind="account",
        subject_id=account.id,
        person_id=account.id,
        detail=detail,
    )
