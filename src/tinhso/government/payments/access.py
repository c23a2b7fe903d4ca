"""The gates: the only way to obtain a row of payments for someone. Forbidden and missing look the same."""

from typing import Final
from uuid import UUID

from tinhso.government.payments.errors import NoticeNotFound, RefundNotFound, RequestNotFound
from tinhso.government.payments.models import BankNotice, PaymentRequest, Receipt, Refund
from tinhso.kernel.actors import Actor

SEE: Final = "payments.see"
COLLECT: Final = "payments.collect"
CANCEL: Final = "payments.cancel"
RECONCILE: Final = "payments.reconcile"
REFUND: Final = "payments.refund"
APPROVE: Final = "payments.approve_refund"


def access_request(
    actor: Actor, *, request_id: UUID, ability: str = SEE, lock: bool = False, payer: bool = False
) -> PaymentRequest:
    """Return the request if the actor holds `ability` over its unit, or, with `payer`, is the one who pays.

    Raises RequestNotFound for everything else.
    """
    rows = PaymentRequest.objects.select_for_update() if lock else PaymentRequest.objects.all()
    found = rows.filter(id=request_id).first()
    if found is None or not (actor.may(ability, found.unit_id) or (payer and is_payer(actor, found))):
        raise RequestNotFound
    return found


def is_payer(actor: Actor, request: PaymentRequest) -> bool:
    """Tell whether the request is the signed-in applicant's own."""
    return actor.is_applicant and actor.account_id is not None and request.payer_account_id == actor.account_id


def access_notice(actor: Actor, *, notice_id: UUID, ability: str = RECONCILE, lock: bool = False) -> BankNotice:
    """Return the notice if its unit lies where the actor holds `ability`. Raises NoticeNotFound."""
    rows = BankNotice.objects.select_for_update() if lock else BankNotice.objects.all()
    found = rows.filter(id=notice_id).first()
    if found is None or not actor.may(ability, found.unit_id):
        raise NoticeNotFound
    return found


def access_refund(actor: Actor, *, refund_id: UUID, ability: str, lock: bool = False) -> Refund:
    """Return the refund if its unit lies where the actor holds `ability`. Raises RefundNotFound."""
    rows = Refund.objects.select_for_update() if lock else Refund.objects.select_related("request")
    found = rows.filter(id=refund_id).first()
    if found is None or not actor.may(ability, found.unit_id):
        raise RefundNotFound
    return found


def access_receipt(actor: Actor, *, receipt_id: UUID) -> Receipt:
    """Return a receipt to its payer and to officers who see its unit's payments. Raises RequestNotFound."""
    found = Receipt.objects.select_related("request").filter(id=receipt_id).first()
    if found is None or not (actor.may(SEE, found.unit_id) or is_payer(actor, found.request)):
        raise RequestNotFound
    return found
