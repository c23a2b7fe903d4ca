"""A business invites, a person authorises; who is named answers; either side ends it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.foundation.identity.public import AccountInfo, AccountKind, Assurance, personal_number
from tinhso.foundation.mandates import rules
from tinhso.foundation.mandates.access import access_business, access_invitation, access_mandate, access_self
from tinhso.foundation.mandates.actions._write import begin, close, insert, note
from tinhso.foundation.mandates.data import LIVE, OF_BUSINESS, MandateInfo, Proof, Role, State
from tinhso.foundation.mandates.errors import BadMandate, MandateMoved, NotInvited, ProofNeeded
from tinhso.foundation.mandates.models import Mandate
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError, Forbidden
from tinhso.kernel.text import clean_line

OFFERS: Final = 20
"""Offers one account makes in a quarter of an hour: numbers are not to be tried out."""


@transaction.atomic
def invite(actor: Actor, *, role: Role, number: str, name: str, now: datetime) -> MandateInfo:
    """Offer somebody a role of a business, by their personal number; it gives nothing until they agree.

    Whether the number has an account here is not told. Raises Unauthenticated, Forbidden for anybody but the business
    and its legal representative acting for it, BadMandate, AlreadyHeld, SignInBlocked past 20 offers in 15 minutes.
    """
    business = access_business(actor)
    if role not in OF_BUSINESS:
        raise BadMandate(_("Chọn vai trò của người được mời."), fields={"role": _("Chọn vai trò của người được mời.")})
    offered = _offer(actor, business, role=role, number=number, name=name, now=now)
    insert(offered)
    return note(actor, offered, "invited")


@transaction.atomic
def authorise(  # noqa: PLR0913 - an authorisation names this much
    actor: Actor,
    *,
    number: str,
    name: str,
    codes: Sequence[str] = (),
    fields: Sequence[str] = (),
    valid_from: date,
    valid_to: date | None,
    document: str = "",
    document_file_id: UUID | None = None,
    is_confirmed: bool,
    now: datetime,
) -> MandateInfo:
    """Let another person file for oneself, for named procedures and fields, from one day to another (ủy quyền).

    `is_confirmed` says that the holder has just shown the password, or the State's sign-on, again: that is the consent
    (Bộ luật Dân sự 2015 Điều 562; Luật Giao dịch điện tử 2023). A paper may go with it (`document`, a file of the
    actor's own). Gives nothing until the other agrees. Raises Unauthenticated, Forbidden for businesses and for those
    who act for others, ProofNeeded, BadMandate, FileMissing.
    """
    own = access_self(actor)
    if own.kind is not AccountKind.CITIZEN or actor.behalf is not None:
        raise Forbidden(_("Chuyển về làm việc cho chính mình rồi ủy quyền. Người được ủy quyền không ủy quyền lại."))
    if not is_confirmed:
        raise ProofNeeded
    _require_verified(actor)
    kept = rules.check_subjects(codes, fields)
    days = rules.check_days(valid_from, valid_to, today=local_day(now))
    if document_file_id is not None:
        files.require_own(actor, file_ids=[document_file_id])
    offered = _offer(actor, own, role=Role.AUTHORISED, number=number, name=name, now=now)
    offered.codes, offered.fields = kept
    offered.valid_from, offered.valid_to = days
    offered.document, offered.document_file_id = clean_line(document)[:200], document_file_id
    insert(offered)
    return note(actor, offered, "authorised")


@transaction.atomic
def accept(actor: Actor, *, mandate_id: UUID, now: datetime) -> MandateInfo:
    """Agree to act for somebody; from now on, or from its first day. Needs an identity proven at level 2.

    The number may have been typed wrongly and be somebody else's: the name typed with it must be the agent's own.
    Raises Unauthenticated, MandateNotFound, MandateMoved, Forbidden, NotInvited.
    """
    mandate = access_invitation(actor, mandate_id=mandate_id)
    if mandate.state != State.INVITED or (mandate.valid_to is not None and mandate.valid_to < local_day(now)):
        raise MandateMoved
    _require_verified(actor)
    own = access_self(actor)
    if not identity.is_same_without_marks(own.name, mandate.agent_name):
        raise NotInvited
    mandate.agent_id, mandate.agent_name, mandate.proof = own.id, own.name, Proof.CONSENT.value
    begin(actor, mandate, now=now)
    mandate.save()
    return note(actor, mandate, "accepted")


@transaction.atomic
def decline(actor: Actor, *, mandate_id: UUID, now: datetime) -> MandateInfo:
    """Refuse to act for somebody. Raises Unauthenticated, MandateNotFound, MandateMoved."""
    mandate = access_invitation(actor, mandate_id=mandate_id)
    if mandate.state != State.INVITED:
        raise MandateMoved
    close(actor, mandate, State.DECLINED, now=now)
    return note(actor, mandate, "declined")


@transaction.atomic
def end(actor: Actor, *, mandate_id: UUID, now: datetime) -> MandateInfo:
    """End a mandate at once: the principal takes it back, or the other lays it down (Bộ luật Dân sự 2015 Điều 569).

    The next request of the other's session finds nothing more. Raises Unauthenticated, MandateNotFound, MandateMoved.
    """
    mandate = access_mandate(actor, mandate_id=mandate_id, lock=True)
    if mandate.state not in LIVE:
        raise MandateMoved
    close(actor, mandate, State.ENDED, now=now)
    return note(actor, mandate, "ended")


def _offer(actor: Actor, principal: AccountInfo, *, role: Role, number: str, name: str, now: datetime) -> Mandate:
    try:
        found = personal_number.check(number, on=local_day(now)).value
    except DomainError as refusal:
        raise BadMandate(refusal.sentence, fields={"number": refusal.sentence}) from None
    said = clean_line(name)[:200]
    if not said:
        sentence = _("Nhập họ, chữ đệm và tên như trên thẻ căn cước.")
        raise BadMandate(sentence, fields={"name": sentence})
    if found == principal.number or found == access_self(actor).number:
        sentence = _("Nhập số định danh của người khác.")
        raise BadMandate(sentence, fields={"number": sentence})
    identity.count_try("mandates.offer", str(actor.account_id), limit=OFFERS, now=now)
    return Mandate(
        role=role.value,
        principal_id=principal.id,
        principal_number=principal.number,
        principal_name=principal.name,
        agent_number=found,
        agent_name=said,
        valid_from=local_day(now),
        asked_at=now,
        asked_by=actor.name[:200],
    )


def _require_verified(actor: Actor) -> None:
    if actor.assurance < Assurance.VERIFIED:
        raise Forbidden(
            _(
                "Việc này cần danh tính đã xác minh. Đăng nhập bằng tài khoản định danh điện tử mức 2, hoặc mang giấy"
                " tờ gốc đến Bộ phận Tiếp nhận và Trả kết quả."
            )
        )
