"""Holding back those who guess: so many tries in a quarter of an hour for one number, and for one address.

A try is counted before it is made and taken back when it succeeds, so that many at once do not slip through. Numbers
that do not exist are counted like those that do, and only digests are kept.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from tinhso.foundation.identity.errors import SignInBlocked
from tinhso.foundation.identity.models import Throttle
from tinhso.kernel.clock import to_local

WINDOW: Final = timedelta(minutes=15)
PER_NUMBER: Final = 5
PER_ADDRESS: Final = 60
PER_FACTOR: Final = 5

_COUNT: Final = """
    INSERT INTO identity_throttle AS t (key, failures, window_from) VALUES (%(key)s, 1, %(now)s)
    ON CONFLICT (key) DO UPDATE SET
        failures = CASE WHEN t.window_from <= %(old)s THEN 1 ELSE t.failures + 1 END,
        window_from = CASE WHEN t.window_from <= %(old)s THEN %(now)s ELSE t.window_from END
    RETURNING failures, window_from
"""


def count_try(kind: str, subject: str, *, limit: int, now: datetime) -> None:
    """Count one try. Raises SignInBlocked, with the moment to try again, past `limit` tries in the window."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key(kind, subject), "now": now, "old": now - WINDOW})
        failures, window_from = cursor.fetchone()
    if failures > limit:
        again = to_local(window_from + WINDOW) + timedelta(minutes=1)
        raise SignInBlocked(
            _("Đã thử quá nhiều lần. Thử lại sau %(time)s ngày %(day)s.")
            % {"time": f"{again:%H:%M}", "day": f"{again:%d/%m/%Y}"}
        )


@contextmanager
def held_back(kind: str, subject: str, *, limit: int, now: datetime) -> Iterator[None]:
    """Count a guess, and take it back when the body ends without a refusal: what was found was no guess.

    A guess that finds nothing raises inside and stays counted. Raises SignInBlocked past `limit`.
    """
    count_try(kind, subject, limit=limit, now=now)
    yield
    take_back(kind, subject)


def forgive(kind: str, subject: str) -> None:
    """Forget the tries of one who has succeeded."""
    Throttle.objects.filter(key=_key(kind, subject)).delete()


def take_back(kind: str, subject: str) -> None:
    """Take back one try that succeeded; the others at the same address stay counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE identity_throttle SET failures = greatest(failures - 1, 0) WHERE key = %s", [_key(kind, subject)]
        )


def forget_old(*, now: datetime) -> int:
    """Drop counts whose window has passed; return how many (run daily)."""
    return Throttle.objects.filter(window_from__lt=now - WINDOW).delete()[0]


def _key(kind: str, subject: str) -> str:
    return hashlib.sha256(f"{kind}:{subject}".encode()).hexdigest()
