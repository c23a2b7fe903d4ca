"""After an officer has written a new telephone number down, sensitive acts wait: time for the true holder to object.

What waits: other contacts, adding a second factor or taking one away, linking a national account by password, and
whatever another room asks `require_over` for. The hours are TINHSO_PHONE_COOLING_HOURS.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.foundation.identity.errors import CoolingDown
from tinhso.foundation.identity.models import Account
from tinhso.kernel.clock import to_local


def until(account: Account, *, now: datetime) -> datetime | None:
    """Return when sensitive acts open again; None when they are open."""
    if account.phone_changed_at is None:
        return None
    ends = account.phone_changed_at + timedelta(hours=settings.PHONE_COOLING_HOURS)
    return ends if ends > now else None


def require_over(account: Account, *, now: datetime) -> None:
    """Raise CoolingDown, with the moment, while sensitive acts wait."""
    ends = until(account, now=now)
    if ends is not None:
        local = to_local(ends) + timedelta(minutes=1)
        raise CoolingDown(
            _(
                "Số điện thoại của tài khoản vừa được đổi tại quầy. Để bảo vệ Ông/Bà, việc này làm được từ %(time)s"
                " ngày %(day)s."
            )
            % {"time": f"{local:%H:%M}", "day": f"{local:%d/%m/%Y}"}
        )
