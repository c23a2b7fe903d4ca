"""Writes: opening accounts, and what holders change about their own."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import cooling, locking, queries, throttle
from tinhso.foundation.identity.data import AccountInfo, AccountKind, Assurance
from tinhso.foundation.identity.errors import AccountNotFound, BadPassword, NotRegistered
from tinhso.foundation.identity.events import AccountOpened, PasswordChanged
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.rules import contact, personal_number, tax_code
from tinhso.foundation.organisations import public as organisations
from tinhso.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError, Forbidden
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

MANAGE_ACCOUNTS: Final = "identity.manage_accounts"


@transaction.atomic
def register_citizen(
    *,
    actor: Actor = ANONYMOUS,
    number: str,
    name: str,
    birth_on: date,
    phone: str,
    password: str | None,
    address: str = "",
    now: datetime,
) -> AccountInfo:
    """Open a citizen's account on their own word (assurance 1, «chưa xác minh»).

    Without a password nobody can sign in (an account kept for a person served at the counter). Raises
    BadPersonalNumber, BadName, BadPhone, BadPassword; NotRegistered when the number is taken.
    """
    found = personal_number.check(number, birth_on=birth_on, on=local_day(now))
    account = Account(
        kind=AccountKind.CITIZEN,
        number=found.value,
        name=contact.check_name(name),
        birth_on=birth_on,
        phone=contact.check_phone(phone) if phone else "",
        address=clean_line(address)[:300],
        assurance=Assurance.SELF_DECLARED,
    )
    return _open(actor, account, password)


@transaction.atomic
def register_business(
    *,
    actor: Actor = ANONYMOUS,
    number: str,
    name: str,
    representative: str,
    phone: str,
    password: str | None,
    email: str = "",
    now: datetime,
) -> AccountInfo:
    """Open a business's account on its own word (assurance 1); `number` is the tax code.

    Raises BadTaxCode, BadName, BadPhone, BadPassword; NotRegistered when the number is taken.
    """
    account = Account(
        kind=AccountKind.BUSINESS,
        number=tax_code.check(number),
        name=contact.check_business_name(name),
        representative=contact.check_name(representative),
        phone=contact.check_phone(phone) if phone else "",
        email=check_email(email),
        assurance=Assurance.SELF_DECLARED,
        created_at=now,
    )
    return _open(actor, account, password)


@transaction.atomic
def ensure_officer_account(
    *, actor: Actor = SYSTEM, officer_id: UUID, password: str | None, now: datetime
) -> AccountInfo:
    """Make sure an officer has an account, signed in to with the staff code; an existing one stays as it is.

    Raises OfficerNotFound, BadPassword, and Forbidden for anybody but the operator and the system.
    """
    if not actor.may(MANAGE_ACCOUNTS):
        raise Forbidden
    known = queries.find_by_officer(officer_id)
    if known is not None:
        return known
    officer = organisations.get_officer(officer_id)
    account = Account(
        kind=AccountKind.OFFICER,
        number=queries.clean_number(officer.code),
        name=officer.name,
        phone=officer.phone,
        email=officer.email,
        assurance=Assurance.VERIFIED,
        officer_id=officer_id,
        is_demo=officer.is_demo,
        created_at=now,
    )
    return _open(actor, account, password)


def change_password(*, actor: Actor, current: str, new: str, now: datetime) -> None:
    """Change one's own password; every other session of the account, and every token other systems hold, ends.

    Tries of the current password are counted before the verb's transaction, so that a refusal does not take the count
    back. Raises BadPassword with the field, SignInBlocked past five tries in a quarter of an hour.
    """
    throttle.count_try("password", str(actor.account_id), limit=throttle.PER_NUMBER, now=now)
    _change_password(actor=actor, current=current, new=new, now=now)
    throttle.forgive("password", str(actor.account_id))


@transaction.atomic
def _change_password(*, actor: Actor, current: str, new: str, now: datetime) -> None:
    account = access_own(actor)
    if not account.check_password(current):
        sentence = "Mật khẩu hiện tại chưa đúng. Nhập lại mật khẩu đang dùng."
        raise BadPassword(sentence, fields={"current": sentence})
    _set_password(account, new, field="new")
    account.save(update_fields=["password"])
    locking.end_everywhere(account, now=now)
    _record(actor, account, "password_changed", now)
    announce(PasswordChanged(account_id=account.id), actor=actor)


@transaction.atomic
def update_contact(*, actor: Actor, phone: str, email: str, address: str, now: datetime) -> AccountInfo:
    """Change one's own telephone, e-mail and address. Raises BadPhone, CoolingDown or a DomainError for the e-mail."""
    account = access_own(actor)
    cooling.require_over(account, now=now)
    account.phone = contact.check_phone(phone) if phone else ""
    account.email = check_email(email)
    account.address = clean_line(address)[:300]
    account.save(update_fields=["phone", "email", "address"])
    _record(actor, account, "contact_changed", now)
    return account.to_info()


@transaction.atomic
def sign_out_everywhere(*, actor: Actor, now: datetime) -> None:
    """End every session of one's own account, this one too."""
    account = access_own(actor)
    locking.end_everywhere(account, now=now)
    _record(actor, account, "signed_out_everywhere", now)


def access_own(actor: Actor) -> Account:
    """The gate of this room: one's own account, locked. Raises AccountNotFound."""
    if actor.account_id is None:
        raise AccountNotFound
    row = Account.objects.select_for_update(of=("self",)).filter(id=actor.account_id, is_active=True).first()
    if row is None:
        raise AccountNotFound
    return row


def check_email(email: str) -> str:
    """Return a clean e-mail address, "" when none is given. Raises DomainError."""
    clean = clean_line(email)
    if clean:
        try:
            validate_email(clean)
        except ValidationError:
            raise DomainError("Nhập thư điện tử đúng dạng, ví dụ ten@tinh.vn, hoặc để trống.") from None
    return clean[:254]


def _open(actor: Actor, account: Account, password: str | None) -> AccountInfo:
    if password is None:
        account.set_unusable_password()
    else:
        _set_password(account, password, field="password")
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise NotRegistered from None
    who = actor if actor.kind is not ActorKind.ANONYMOUS else ANONYMOUS
    audit.record(
        who,
        verb="identity.account_opened",
        subject_kind="account",
        subject_id=account.id,
        person_id=account.id,
        detail={"kind": account.kind},
    )
    announce(AccountOpened(account_id=account.id, kind=account.kind), actor=actor)
    return account.to_info()


def _set_password(account: Account, password: str, *, field: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError:
        raise BadPassword(fields={field: BadPassword.sentence}) from None
    account.set_password(password)


def _record(actor: Actor, account: Account, verb: str, now: datetime) -> None:
    audit.record(
        actor,
        verb=f"identity.{verb}",
        subject_kind="account",
        subject_id=account.id,
        person_id=account.id,
        detail={"at": now.isoformat()},
    )
