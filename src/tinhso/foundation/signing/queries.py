"""Reads of signing."""

from typing import Final
from uuid import UUID

from tinhso.foundation.signing.data import KeyInfo, KeyState
from tinhso.foundation.signing.models import SigningKey
from tinhso.kernel import clock

MAX_KEYS: Final = 50


def keys_of(holder_id: UUID, *, usable_only: bool = False) -> list[KeyInfo]:
    """Return a holder's keys, newest first, at most 50; with `usable_only` those that may sign now."""
    keys = SigningKey.objects.filter(holder_id=holder_id)
    if usable_only:
        now = clock.now()
        keys = keys.filter(state=KeyState.ACTIVE.value, not_before__lte=now, not_after__gt=now)
    return [key.to_info() for key in keys.order_by("-id")[:MAX_KEYS]]
