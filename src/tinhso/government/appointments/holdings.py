"""What appointments hold of people."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Fate, Holding

HOLDINGS: Final = (
    Holding(
        "appointments.Ticket",
        _("Phiếu số thứ tự"),
        account=("account_id",),
        left_out=("token",),
        subject=("draft_id",),
        fate=Fate.BLANK,
        blank={"account_id": None},
    ),
    Holding(
        "appointments.Booking",
        _("Lịch hẹn"),
        account=("account_id",),
        left_out=("token", "person_key"),
        subject=("draft_id",),
        fate=Fate.BLANK,
        blank={"name": "", "phone": "", "person_key": "", "account_id": None},
    ),
)
