"""What identity holds of people."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Holding

HOLDINGS: Final = (
    Holding(
        "identity.Account",
        _("Tài khoản"),
        account=("id",),
        number=("number",),
        left_out=("password", "session_epoch", "is_demo"),
    ),
    Holding("identity.SignInSession", _("Lần đăng nhập"), account=("account_id",), left_out=("session_key",)),
    Holding(
        "identity.NationalLink",
        _("Liên kết tài khoản định danh điện tử"),
        account=("account_id",),
        number=("person_number",),
    ),
    Holding(
        "identity.LinkRequest",
        _("Yêu cầu liên kết tại quầy"),
        account=("account_id",),
        left_out=("code", "person", "decided_by"),
    ),
    Holding("identity.LogoutNotice", _("Tin đăng xuất"), account=("account_id",)),
)
