"""Whose names and accounts an officer was shown goes on the record the person may read."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.government.payments.data import NoticeInfo, RefundInfo, RequestInfo
from tinhso.kernel.actors import Actor

REQUEST = "payments.request"
NOTICE = "payments.notice"
REFUND = "payments.refund"


def note_requests(actor: Actor, shown: Iterable[RequestInfo], *, place: str) -> None:
    """Write that a list showed who pays."""
    audit.record_shown(
        actor,
        shown=[(info.payer_account_id, info.id) for info in shown],
        place=place,
        purpose=_("Xem danh sách khoản thu phí, lệ phí"),
        subject_kind=REQUEST,
    )


def note_request(actor: Actor, info: RequestInfo, *, purpose: str) -> None:
    """Write that one request was opened or its receipt printed; a payer without an account stands by the request."""
    audit.record_read(
        actor,
        subject_kind=REQUEST,
        subject_id=info.id,
        unit_id=info.unit_id,
        person_id=info.payer_account_id,
        purpose=purpose,
    )


def note_notices(actor: Actor, shown: Iterable[NoticeInfo], *, place: str) -> None:
    """Write that senders of money were shown: the house knows them by the bank's notice alone."""
    audit.record_shown(
        actor,
        shown=[(None, info.id) for info in shown],
        place=place,
        purpose=_("Xử lý giao dịch ngân hàng chưa khớp"),
        subject_kind=NOTICE,
    )


def note_refunds(actor: Actor, shown: Iterable[RefundInfo], *, place: str) -> None:
    """Write that receivers of refunds were shown, with their bank accounts."""
    audit.record_shown(
        actor,
        shown=[(info.payer_account_id, info.id) for info in shown],
        place=place,
        purpose=_("Xem đề nghị hoàn trả phí, lệ phí"),
        subject_kind=REFUND,
    )
