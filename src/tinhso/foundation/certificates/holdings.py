"""What the register holds of people: which certificates are or were theirs."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Holding

HOLDINGS: Final = (
    Holding(
        "certificates.Certificate",
        _("Chứng thư chữ ký số"),
        account=("owner_id", "asked_by"),
        left_out=("words", "warned"),
    ),
    Holding("certificates.CertificateEvent", _("Lịch sử chứng thư chữ ký số"), account=("by_id",)),
)
