"""Parents and guardians: declared by the adult, proven by what the State already holds, else checked at the desk."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.identity import public as identity
from tinhso.foundation.identity.public import AccountInfo, AccountKind, personal_number
from tinhso.foundation.mandates import kinship, rules
from tinhso.foundation.mandates.access import access_self, access_to_check
from tinhso.foundation.mandates.actions._write import begin, close, insert, note
from tinhso.foundation.mandates.actions.giving import OFFERS
from tinhso.foundation.mandates.data import OF_CHILD, MandateInfo, Proof, Role, State
from tinhso.foundation.mandates.errors import BadMandate
from tinhso.foundation.mandates.figures import figures
from tinhso.foundation.mandates.models import Mandate
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError, Forbidden
from tinhso.kernel.text import clean_line


def declare_child(
    actor: Actor, *, role: Role, number: str, name: str, born_on: date, document: str = "", now: datetime
) -> MandateInfo:
    """Say that one is the parent or guardian of a child under 18 (Bộ luật Dân sự 2015 Điều 136).

    In force at once when the population look-up or a birth registered here shows it (`kinship`), until the
    day before the child's 18th birthday; otherwise it waits, and gives nothing, until an officer has seen the papers.
    A guardian is always checked at the desk when nothing proves it. Raises Unauthenticated, Forbidden, BadMandate,
    AlreadyHeld, SignInBlocked past 20 declarations in 15 minutes.

    Asking the population database happens before the transaction, so that nothing is held locked meanwhile.
    """
    own = access_self(actor)
    if own.kind is not AccountKind.CITIZEN or actor.behalf is not None:
        raise Forbidden(_("Chuyển về làm việc cho chính mình rồi khai quan hệ với con."))
    today = local_day(now)
    _check(role, born_on, today)
    found = _number(number, born_on, today)
    said = clean_line(name)[:200]
    if not said or found == own.number:
        sentence = _("Nhập họ, chữ đệm và tên của con như trên giấy khai sinh.")
        raise BadMandate(sentence, fields={"name": sentence})
    identity.count_try("mandates.offer", str(actor.account_id), limit=OFFERS, now=now)
    kin = kinship.Kin(role, own.number, found, said, born_on)
    kinship.ask_outside(actor, kin, now)
    return _declare(actor, own, kin, document, now)


@transaction.atomic
def _declare(actor: Actor, own: AccountInfo, kin: kinship.Kin, document: str, now: datetime) -> MandateInfo:
    mandate = Mandate(
        role=kin.role.value,
        state=State.DECLARED.value,
        principal_number=kin.child_number,
        principal_name=kin.child_name,
        principal_born_on=kin.child_born_on,
        agent_id=own.id,
        agent_number=own.number,
        agent_name=own.name,
        valid_from=local_day(now),
        valid_to=rules.last_day_as_child(kin.child_born_on),
        document=clean_line(document)[:200],
        asked_at=now,
        asked_by=own.name,
    )
    proof = kinship.prove(actor, kin, now)
    if proof is not Proof.NONE:
        _confirm(actor, mandate, proof, now=now)
    insert(mandate)
    return note(actor, mandate, "declared")


@transaction.atomic
def check_at_desk(actor: Actor, *, mandate_id: UUID, document: str, is_shown: bool, now: datetime) -> MandateInfo:
    """Say that the papers showing kinship or guardianship were seen, or that they were not right.

    `document` names the paper and its number. Nobody checks their own. Raises Unauthenticated, MandateNotFound,
    MandateMoved, OwnDeclaration, BadMandate.
    """
    mandate = access_to_check(actor, mandate_id=mandate_id, lock=True)
    if not is_shown:
        close(actor, mandate, State.DECLINED, now=now)
        return note(actor, mandate, "refused_at_desk")
    said = clean_line(document)[:200]
    if not said:
        sentence = _("Nhập tên và số của giấy tờ đã đối chiếu, ví dụ: Giấy khai sinh số 12/2019.")
        raise BadMandate(sentence, fields={"document": sentence})
    mandate.document, mandate.checked_by = said, actor.name[:200]
    _confirm(actor, mandate, Proof.DESK, now=now)
    mandate.save()
    return note(actor, mandate, "checked_at_desk")


def _confirm(actor: Actor, mandate: Mandate, proof: Proof, *, now: datetime) -> None:
    mandate.proof = proof.value
    mandate.principal_id = _account_of(mandate, now=now).id
    begin(actor, mandate, now=now)


def _account_of(mandate: Mandate, *, now: datetime) -> AccountInfo:
    """Return the child's account, opened without a password when there is none. Raises BadMandate for another name."""
    known = identity.find_by_number(mandate.principal_number)
    born_on = mandate.principal_born_on
    if known is None and born_on is not None:
        return identity.register_citizen(
            actor=SYSTEM,
            number=mandate.principal_number,
            name=mandate.principal_name,
            birth_on=born_on,
            phone="",
            password=None,
            now=now,
        )
    if known is None or not identity.is_same_without_marks(known.name, mandate.principal_name):
        sentence = _("Họ tên không khớp với số định danh này. Kiểm tra lại trên giấy khai sinh.")
        raise BadMandate(sentence, fields={"name": sentence})
    return known


def _check(role: Role, born_on: date, today: date) -> None:
    if role not in OF_CHILD:
        sentence = _("Chọn quan hệ với người dưới 18 tuổi.")
        raise BadMandate(sentence, fields={"role": sentence})
    if born_on > today or rules.last_day_as_child(born_on) < today:
        words = _("Chỉ khai cho người dưới %(age)d tuổi. Người đủ %(age)d tuổi tự nộp hồ sơ hoặc lập ủy quyền.")
        sentence = words % {"age": figures().of_age}
        raise BadMandate(sentence, fields={"born_on": sentence})


def _number(number: str, born_on: date, today: date) -> str:
    try:
        return personal_number.check(number, birth_on=born_on, on=today).value
    except DomainError as refusal:
        raise BadMandate(refusal.sentence, fields={"number": refusal.sentence}) from None
