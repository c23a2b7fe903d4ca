"""Helping the holder of an account at the counter, after looking at the original papers."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import second_factor
from tinhso.foundation.identity.actions import MANAGE_ACCOUNTS as MANAGE
from tinhso.foundation.identity.data import AccountKind, Assurance
from tinhso.foundation.identity.errors import AccountNotFound
from tinhso.foundation.identity.events import PasswordChanged
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.queries import clean_number
from tinhso.foundation.identity.rules import contact
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import NotFound
from tinhso.kernel.outbox import announce

HELP: Final = "identity.help_holders"
PURPOSE: Final = "Đối chiếu giấy tờ gốc của chủ tài khoản"
_LETTERS: Final = "abcdefghkmnpqrstuvxy23456789"
_GROUPS, _GROUP = 4, 4


class Help(StrEnum):
    """What can be done for a holder who is there in person."""

    VERIFY = "verify"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a name
    CHANGE_PHONE = "change_phone"


@dataclass(frozen=True, slots=True)
class Helped:
    """Whom it was done for, and the new password, shown once ("" for other acts)."""

    name: str
    password: str = ""


def may_help(actor: Actor) -> bool:
    """Tell whether the actor helps holders of accounts at all."""
    return actor.may(HELP) or actor.may(MANAGE)


@transaction.atomic
def help_holder(*, actor: Actor, number: str, act: Help, phone: str = "", now: datetime) -> Helped:
    """Verify a holder's identity, give a new password, or write down a new telephone number.

    One-stop officers help citizens and businesses; officers' accounts are the operator's, who with a new password also
    takes the lost second factor away. Raises NotFound for anybody else, AccountNotFound, BadPhone.
    """
    if not may_help(actor):
        raise NotFound
    account = (
        Account.objects.select_for_update(of=("self",)).filter(number=clean_number(number), is_active=True).first()
    )
    if account is None or not actor.may(MANAGE if account.kind == AccountKind.OFFICER else HELP):
        raise AccountNotFound("Không có tài khoản với số này. Kiểm tra lại số trên giấy tờ gốc.")
    password = _do(account, act, phone=phone, actor=actor)
    audit.record(
        actor,
        verb=f"identity.helped_{act.value}",
        subject_kind="account",
        subject_id=account.id,
        person_id=account.id,
        purpose=PURPOSE,
        detail={"at": now.isoformat()},
    )
    return Helped(account.name, password)


def _do(account: Account, act: Help, *, phone: str, actor: Actor) -> str:
    password = ""
    if act is Help.VERIFY:
        account.assurance = Assurance.VERIFIED
    elif act is Help.CHANGE_PHONE:
        account.phone = contact.check_phone(phone)
    else:
        password = "-".join("".join(secrets.choice(_LETTERS) for _n in range(_GROUP)) for _g in range(_GROUPS))
        account.set_password(password)
        account.session_epoch += 1
        if account.kind == AccountKind.OFFICER:
            second_factor.forget_all(account, actor=actor)
        announce(PasswordChanged(account_id=account.id), actor=actor)
    account.save(update_fields=["assurance", "phone", "password", "session_epoch"])
    return password
