"""Helping the holder of an account at the counter, after looking at the original papers."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import locking, proving, second_factor
from tinhso.foundation.identity.actions import MANAGE_ACCOUNTS as MANAGE
from tinhso.foundation.identity.data import AccountKind, Assurance
from tinhso.foundation.identity.errors import AccountNotFound
from tinhso.foundation.identity.events import PasswordChanged, PhoneChanged
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.national import links
from tinhso.foundation.identity.queries import clean_number
from tinhso.foundation.identity.rules import contact
from tinhso.foundation.identity.rules.names import is_same_name, is_same_without_marks
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Conflict, DomainError, NotFound
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

HELP: Final = "identity.help_holders"
PURPOSE: Final = "Đối chiếu giấy tờ gốc của chủ tài khoản"
DOCUMENT_MISSING: Final = "Nhập số của giấy tờ đã đối chiếu, gồm chữ và chữ số."
OTHER_NAME: Final = gettext_noop(
    "Họ tên trên giấy tờ khác họ tên của tài khoản. Nhập lại đúng như giấy tờ. Tài khoản ghi họ tên không dấu thì chọn"
    " «Xác minh danh tính» trước; nghi người khác đã mở tài khoản thì chọn «Khóa tài khoản»."
)
OTHER_BIRTH: Final = gettext_noop(
    "Ngày sinh trên giấy tờ khác ngày sinh của tài khoản. Nhập lại đúng như giấy tờ; nghi người khác đã mở tài khoản"
    " thì chọn «Khóa tài khoản»."
)
_LETTERS: Final = "abcdefghkmnpqrstuvxy23456789"
_GROUPS, _GROUP = 4, 4
_SHOWN: Final = 4


class Help(StrEnum):
    """What can be done for a holder who is there in person."""

    VERIFY = "verify"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a name
    CHANGE_PHONE = "change_phone"
    LINK = "link"
    LOCK = "lock"
    UNLOCK = "unlock"


class Document(StrEnum):
    """The papers that prove who is at the counter (Luật Căn cước 26/2023/QH15, điều 18, 46; Luật Doanh nghiệp)."""

    CAN_CUOC = "can_cuoc"
    CCCD = "cccd"
    GIAY_CHUNG_NHAN_CAN_CUOC = "giay_chung_nhan_can_cuoc"
    HO_CHIEU = "ho_chieu"
    DANG_KY_DOANH_NGHIEP = "dang_ky_doanh_nghiep"
    THE_CONG_CHUC = "the_cong_chuc"


DOCUMENT_TITLES: Final = {
    Document.CAN_CUOC: _("Thẻ căn cước"),
    Document.CCCD: _("Thẻ căn cước công dân"),
    Document.GIAY_CHUNG_NHAN_CAN_CUOC: _("Giấy chứng nhận căn cước"),
    Document.HO_CHIEU: _("Hộ chiếu"),
    Document.DANG_KY_DOANH_NGHIEP: _("Giấy chứng nhận đăng ký doanh nghiệp, hộ kinh doanh"),
    Document.THE_CONG_CHUC: _("Thẻ cán bộ, công chức, viên chức"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """The paper an officer has looked at: kind, number, and whose it is; `birth_on` is not on a business's paper."""

    document: Document
    number: str
    name: str
    birth_on: date | None = None


@dataclass(frozen=True, slots=True)
class Helped:
    """Whom it was done for, and the new password, shown once ("" for other acts)."""

    name: str
    password: str = ""
    act: Help = Help.VERIFY


def may_help(actor: Actor) -> bool:
    """Tell whether the actor helps holders of accounts at all."""
    return actor.may(HELP) or actor.may(MANAGE)


@transaction.atomic
def help_holder(
    *, actor: Actor, number: str, act: Help, seen: Seen, phone: str = "", code: str = "", now: datetime
) -> Helped:
    """Verify a holder, give a new password, change the telephone number, link, lock or unlock.

    The name and birth date on the paper must be the account's: the officer copies them and is not shown what the
    account says. An account that nobody had proven is emptied of every way in first (`proving`); verifying gives the
    holder a new password, linking leaves them the State's sign-on. Locking asks for no name: it only protects.

    One-stop officers help citizens and businesses; officers' accounts are the operator's, who with a new password also
    takes the lost second factor away. Which paper was looked at is on record with the last four characters of its
    number. Nobody helps themselves. Raises NotFound for anybody else, AccountNotFound, BadPhone, Conflict, DomainError
    with the field for a name or birth date that is not the account's.
    """
    if not may_help(actor):
        raise NotFound
    shown = _last_of(seen.number)
    rows = Account.objects.select_for_update(of=("self",)).filter(number=clean_number(number))
    account = rows.filter(is_active=act is not Help.UNLOCK).first()
    if account is None or not actor.may(MANAGE if account.kind == AccountKind.OFFICER else HELP):
        raise AccountNotFound("Không có tài khoản với số này. Kiểm tra lại số trên giấy tờ gốc.")
    if account.id == actor.account_id:
        raise Conflict("Không tự hỗ trợ tài khoản của chính mình. Nhờ một cán bộ khác thực hiện.")
    if act is not Help.LOCK:
        _compare(account, seen, act)
    password = _do(account, act, phone=phone, code=code, actor=actor, now=now)
    audit.record(
        actor,
        verb=f"identity.helped_{act.value}",
        subject_kind="account",
        subject_id=account.id,
        person_id=account.id,
        purpose=PURPOSE,
        detail={"at": now.isoformat(), "document": seen.document.value, "document_ends": shown},
    )
    return Helped(account.name, password, act)


def _last_of(number: str) -> str:
    clean = "".join(sign for sign in clean_line(number) if sign.isalnum())
    if not _SHOWN < len(clean) <= 20:
        raise DomainError(DOCUMENT_MISSING, fields={"document_number": DOCUMENT_MISSING})
    return clean[-_SHOWN:]


def _compare(account: Account, seen: Seen, act: Help) -> None:
    """Raise DomainError unless the paper is the holder's.

    Verifying takes a name typed without marks for the same and writes down what stands on the paper: that is how such
    an account is mended. Every other act wants the very name.
    """
    if act is Help.VERIFY and is_same_without_marks(seen.name, account.name):
        account.name = (
            contact.check_business_name(seen.name) if _is_business(account) else contact.check_name(seen.name)
        )
        account.birth_on = account.birth_on or seen.birth_on
        account.save(update_fields=["name", "birth_on"])
    if not is_same_name(seen.name, account.name):
        raise DomainError(OTHER_NAME, fields={"name": OTHER_NAME})
    if account.birth_on is not None and account.birth_on != seen.birth_on:
        raise DomainError(OTHER_BIRTH, fields={"birth_on": OTHER_BIRTH})


def _is_business(account: Account) -> bool:
    return account.kind == AccountKind.BUSINESS


def _do(account: Account, act: Help, *, phone: str, code: str, actor: Actor, now: datetime) -> str:
    """Do the act; return the new password, "" when it gives none."""
    if act is Help.LOCK:
        locking.lock(account, actor=actor, now=now)
    elif act is Help.UNLOCK:
        locking.unlock(account, actor=actor)
    elif act is Help.CHANGE_PHONE:
        _change_phone(account, contact.check_phone(phone), actor=actor, now=now)
    elif act is Help.LINK:
        links.link_at_counter(account, code=code, actor=actor, now=now)
    elif act is Help.VERIFY:
        return _verify(account, phone=phone, actor=actor, now=now)
    else:
        return _new_password(account, actor=actor, now=now)
    return ""


def _verify(account: Account, *, phone: str, actor: Actor, now: datetime) -> str:
    """Prove the holder; whoever came in before on a weaker word is out, and the holder gets a password of their own."""
    if proving.is_proven(account):
        return ""
    told = contact.check_phone(phone) if phone else ""
    proving.clear_ways_in(account, actor=actor, now=now)
    account.assurance, account.phone = Assurance.VERIFIED, told
    account.save(update_fields=["assurance", "phone"])
    return _new_password(account, actor=actor, now=now)


def _change_phone(account: Account, phone: str, *, actor: Actor, now: datetime) -> None:
    """Bind another telephone: sessions and tokens end, the holder is told, and sensitive acts wait (`cooling`)."""
    account.phone, account.phone_changed_at = phone, now
    account.save(update_fields=["phone", "phone_changed_at"])
    locking.end_everywhere(account, now=now)
    announce(PhoneChanged(account_id=account.id), actor=actor)


def _new_password(account: Account, *, actor: Actor, now: datetime) -> str:
    password = "-".join("".join(secrets.choice(_LETTERS) for _n in range(_GROUP)) for _g in range(_GROUPS))
    account.set_password(password)
    account.save(update_fields=["password"])
    locking.end_everywhere(account, now=now)
    if account.kind == AccountKind.OFFICER:
        second_factor.forget_all(account, actor=actor)
    announce(PasswordChanged(account_id=account.id), actor=actor)
    return password
