"""What notifications hold of people and subjects."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Fate, Holding

HOLDINGS: Final = (
    Holding(
        "notifications.Delivery",
        _("Tin gửi đi"),
        account=("notice__account_id",),
        left_out=("params", "fallback"),
        subject=("notice__subject_id",),
        fate=Fate.REMOVE,
    ),
    Holding(
        "notifications.NoticeRow", _("Thông báo"), account=("account_id",), subject=("subject_id",), fate=Fate.REMOVE
    ),
    Holding("notifications.PreferenceRow", _("Tùy chọn thông báo"), account=("account_id",)),
    Holding(
        "notifications.PushDevice",
        _("Thiết bị nhận tin đẩy"),
        account=("account_id",),
        left_out=("endpoint", "p256dh", "auth"),
    ),
)
