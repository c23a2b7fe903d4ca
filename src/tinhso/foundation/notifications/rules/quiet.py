"""Quiet hours: nobody's telephone rings at night for something that can wait."""

import re
from datetime import datetime, timedelta
from typing import Final

from tinhso.kernel.clock import LOCAL_ZONE, to_local

_HOURS: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def after_quiet(moment: datetime, hours: str) -> datetime:
    """Return `moment`, or the end of the quiet hours it lies in ("21:00-07:00", over midnight too; "" for none).

    Raises ValueError for hours that cannot be read.
    """
    if not hours:
        return moment
    found = _HOURS.fullmatch(hours)
    if found is None:
        raise ValueError(f"quiet hours are written HH:MM-HH:MM, not {hours!r}")
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    local = to_local(moment)
    begins, ends = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    at = local.hour * 60 + local.minute
    is_quiet = begins <= at < ends if begins <= ends else at >= begins or at < ends
    if not is_quiet:
        return moment
    day = local.date() + timedelta(days=1 if begins > ends and at >= begins else 0)
    end = datetime(day.year, day.month, day.day, to_hour, to_minute, tzinfo=LOCAL_ZONE)
    return end.astimezone(moment.tzinfo)
