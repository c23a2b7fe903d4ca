"""What payments hold of people, and when money keeps a dossier."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tinhso.government.payments.data import RequestStatus
from tinhso.government.payments.models import PaymentRequest
from tinhso.kernel.holdings import Holding, Tie

_WHY: Final = "Chứng từ kế toán lưu ít nhất 10 năm (Luật Kế toán 88/2015/QH13, Điều 41)."
HOLDINGS: Final = (
    Holding(
        "payments.PaymentRequest", _("Khoản thu"), account=("payer_account_id",), subject=("subject_id",), why=_WHY
    ),
    Holding(
        "payments.BankNotice",
        _("Báo có của ngân hàng"),
        account=("request__payer_account_id",),
        left_out=("handled_by",),
    ),
    Holding("payments.Receipt", _("Biên lai"), account=("request__payer_account_id",)),
    Holding(
        "payments.Refund",
        _("Hoàn trả"),
        account=("request__payer_account_id",),
        left_out=("asked_by", "decided_by", "paid_by"),
    ),
)


def tied(ids: Sequence[UUID], _now: datetime) -> Mapping[UUID, str]:
    """Return dossiers for which money is still owed, or is on its way back."""
    waiting = [RequestStatus.OPEN, RequestStatus.PART_PAID, RequestStatus.OVER_PAID, RequestStatus.REFUNDING]
    rows = PaymentRequest.objects.filter(subject_id__in=list(ids), status__in=[one.value for one in waiting])
    sentence = gettext("Khoản thu %(code)s chưa thu xong hoặc chưa hoàn xong.")
    return {key: sentence % {"code": code} for key, code in rows.values_list("subject_id", "code")}


TIES: Final = (Tie("payments.unpaid", tied),)
