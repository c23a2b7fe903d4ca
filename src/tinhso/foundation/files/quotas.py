"""How much room unfinished uploads may take, so that nobody stops everybody else's.

What counts is what has come, not what was announced: announcing costs us nothing. People who are signed in and people
who are not have shares apart; inside a share each owner has a bound of their own. An owner is an account, or, when
nobody is signed in, the address the requests come from.
"""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.utils.crypto import salted_hmac

from tinhso.foundation.files.errors import StoreFull, TooManyUploads
from tinhso.foundation.files.models import Upload
from tinhso.kernel.actors import Actor

MAX_OPEN: Final = 20
MAX_OPEN_OF_ADDRESS: Final = 60
MAX_OF_ACCOUNT_AN_HOUR: Final = 2000
MAX_OF_ADDRESS_AN_HOUR: Final = 300
FILES_OF_OWNER: Final = 4
SHARE_OF_ACCOUNTS: Final = 4 * 1024**3
SHARE_OF_ANONYMOUS: Final = 512 * 1024**2
HOUR: Final = timedelta(hours=1)


def origin_of(actor: Actor) -> str:
    """Return where uploads of somebody not signed in come from, as kept: no address can be read from it."""
    if actor.account_id is not None:
        return ""
    return salted_hmac("tinhso.files.upload_origin", actor.address, algorithm="sha256").hexdigest()


def require_turn(actor: Actor, owner: Q, *, now: datetime) -> None:
    """Refuse one more upload of an owner who has many under way, or began many within the hour.

    Counted under a lock of the owner's until the transaction ends: many requests at once are counted one by one.
    Raises TooManyUploads.
    """
    origin = origin_of(actor)
    _lock(str(actor.account_id or origin))
    mine = Upload.objects.filter(owner)
    _require_few(mine, MAX_OPEN, MAX_OF_ACCOUNT_AN_HOUR, now)
    if origin:
        _require_few(Upload.objects.filter(origin=origin), MAX_OPEN_OF_ADDRESS, MAX_OF_ADDRESS_AN_HOUR, now)


def _require_few(rows: QuerySet[Upload], at_once: int, hourly: int, now: datetime) -> None:
    if rows.filter(file=None, expires_at__gt=now)[:at_once].count() >= at_once:
        raise TooManyUploads
    if rows.filter(created_at__gt=now - HOUR)[:hourly].count() >= hourly:
        raise TooManyUploads


def require_room(upload: Upload, more: int, *, now: datetime) -> None:
    """Refuse `more` bytes past what their owner may have lying unfinished, or past the share of all like them.

    Of one owner counted under a lock; the share of all may be overrun by what comes at the very same moment. Raises
    TooManyUploads, StoreFull.
    """
    _lock(str(upload.account or upload.origin))
    is_anonymous = upload.account is None
    mine = Upload.objects.filter(account=upload.account, origin=upload.origin)
    if _held(mine, now) + more > FILES_OF_OWNER * settings.FILE_MAX_BYTES:
        raise TooManyUploads
    share = SHARE_OF_ANONYMOUS if is_anonymous else SHARE_OF_ACCOUNTS
    if _held(Upload.objects.filter(account__isnull=is_anonymous), now) + more > share:
        raise StoreFull


def _held(rows: QuerySet[Upload], now: datetime) -> int:
    return int(rows.filter(file=None, expires_at__gt=now).aggregate(held=Sum("offset"))["held"] or 0)


def _lock(owner: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [f"files.uploads:{owner}"])
