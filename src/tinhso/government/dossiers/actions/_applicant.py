"""Who asks: the account that files, with what its form says; never a number somebody typed for somebody else."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers.data import Applicant, Channel
from tinhso.government.dossiers.errors import FormIncomplete
from tinhso.government.dossiers.models import Dossier
from tinhso.kernel.actors import Actor

NUMBER: Final = "/applicant/number"
"""The question for the applicant's personal identification number, on every form that asks for it."""


def applicant_of(actor: Actor, data: Mapping[str, Any], channel: Channel) -> Applicant:
    """Return who asks. On line that is the account filed for: its number opens its store, whatever the form says.

    At a desk and from the national portal it is the form's group `applicant`, as the officer or the portal saw it.
    Raises FormIncomplete when somebody who files for themselves gave another person's number.
    """
    given = data.get("applicant") or {}
    account = _account(actor) if channel is Channel.ONLINE else None
    if account is not None and (refusal := _refusal(actor, account, given.get("number"))):
        raise FormIncomplete(refusal[NUMBER], fields=refusal)
    return Applicant(
        name=given.get("name") or (actor.behalf.name if actor.behalf else actor.name),
        number=account.number if account is not None else given.get("number") or "",
        phone=given.get("phone") or "",
        email=given.get("email") or "",
        address=_address_words(given.get("address") or ""),
        birth_on=given.get("birth_on") or "",
        account_id=account.id if account is not None else None,
    )


def number_refusal(actor: Actor, data: Mapping[str, Any]) -> dict[str, str]:
    """Return the refusal of another person's number on one's own form, by its pointer; {} when there is none.

    Who acts for somebody may write the number the case needs (the parent's, the representative's), and a business's
    form names the person who signs for it: the dossier is their principal's all the same.
    """
    given, account = data.get("applicant"), _account(actor)
    typed = given.get("number") if isinstance(given, Mapping) else None
    return _refusal(actor, account, typed) if account is not None else {}


def _account(actor: Actor) -> identity.AccountInfo | None:
    return identity.get_account(actor.principal_id) if actor.principal_id is not None else None


def _refusal(actor: Actor, account: identity.AccountInfo, typed: object) -> dict[str, str]:
    own = actor.behalf is None and account.kind is identity.AccountKind.CITIZEN
    if not own or not typed or typed == account.number:
        return {}
    return {
        NUMBER: _(
            "Số định danh này không phải của tài khoản đang đăng nhập. Nhập số của Ông/Bà; nộp cho người khác thì chọn"
            " người đó tại mục Đại diện, ủy quyền trước khi làm bản khai."
        )
    }


def owner_number(dossier: Dossier) -> str:
    """Return the number under which the applicant's store is kept: the account's, else what the desk wrote down."""
    if dossier.applicant_account_id is None:
        return dossier.applicant_number
    return identity.get_account(dossier.applicant_account_id).number


def _address_words(address: Any) -> str:
    """Return an address in one line: detail, commune and what is above it."""
    if not isinstance(address, dict):
        return str(address)[:300]
    commune = organisations.find_territory(address.get("commune") or "")
    names = [u.name for u in ((commune, *organisations.ancestors(commune.id)) if commune else ())]
    return ", ".join(filter(None, [address.get("detail", ""), *names]))[:300]
