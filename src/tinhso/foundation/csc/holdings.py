"""What csc holds: systems and what they signed, nobody's data and no file."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Holding

HOLDINGS: Final = (
    Holding("csc.ClientSystem", _("Hệ thống kết nối ký bằng con dấu số"), left_out=("secret_hash",)),
    Holding("csc.AccessToken", _("Mã truy cập của hệ thống"), left_out=("token_hash",)),
    Holding("csc.StandingRule", _("Quy tắc ký thường xuyên")),
    Holding("csc.Authorisation", _("Ủy nhiệm ký bằng con dấu số"), left_out=("sad_hash",)),
)
