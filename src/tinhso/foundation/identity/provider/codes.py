"""Where allauth's provider keeps authorization codes: in PostgreSQL, by digest and sealed, not in one process's memory.

allauth asks Django's cache for them; this is that cache. Everything else stays in memory, as before. A code is read
with its row locked: of two exchanges at once the second waits and finds nothing (RFC 6749, 4.1.2: one use only).
"""

import hashlib
import json
from datetime import timedelta
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection

from tinhso.kernel import clock

PREFIX: Final = "allauth.idp.oidc."


class HouseCache(LocMemCache):
    """Django's memory cache, except for what our sign-on keeps."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept under `key`."""
        return _get(key, default) if key.startswith(PREFIX) else super().get(key, default, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep `value` for `timeout` seconds."""
        if key.startswith(PREFIX):
            _set(key, value, float(timeout))
        else:
            super().set(key, value, timeout, version)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget `key`; tell whether there was anything."""
        return _delete(key) if key.startswith(PREFIX) else super().delete(key, version)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _get(key: str, default: Any) -> Any:
    from tinhso.foundation.identity.models import SignOnCode
    from tinhso.foundation.identity.secrets import unseal

    rows = SignOnCode.objects.filter(digest=_digest(key), ends_at__gt=clock.now())
    row = (rows.select_for_update() if connection.in_atomic_block else rows).first()
    return json.loads(unseal(row.sealed)) if row else default


def _set(key: str, value: Any, timeout: float) -> None:
    from tinhso.foundation.identity.models import SignOnCode
    from tinhso.foundation.identity.secrets import seal

    ends_at = clock.now() + timedelta(seconds=timeout)
    kept = {"sealed": seal(json.dumps(value)), "ends_at": ends_at}
    SignOnCode.objects.update_or_create(digest=_digest(key), defaults=kept)


def _delete(key: str) -> bool:
    from tinhso.foundation.identity.models import SignOnCode

    return bool(SignOnCode.objects.filter(digest=_digest(key)).delete()[0])


def forget_old() -> int:
    """Drop what has run out; return how many (run daily)."""
    from tinhso.foundation.identity.models import SignOnCode

    return SignOnCode.objects.filter(ends_at__lt=clock.now()).delete()[0]
