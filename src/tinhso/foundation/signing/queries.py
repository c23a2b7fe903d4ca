"""Reads of signing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from tinhso.foundation.signing.data import KeyInfo, KeyState
from tinhso.foundation.signing.errors import KeyNotFound
from tinhso.foundation.signing.keyring import open_key
from tinhso.foundation.signing.models import SigningKey
from tinhso.kernel import clock

MAX_KEYS: Final = 50
MAX_AMONG: Final = 5000


def keys_of(holder_id: UUID, *, usable_only: bool = False, now: datetime | None = None) -> list[KeyInfo]:
    """Return a holder's keys, newest first, at most 50; with `usable_only` those that may sign now."""
    keys = SigningKey.objects.filter(holder_id=holder_id)
    if usable_only:
        moment = now or clock.now()
        keys = keys.filter(state=KeyState.ACTIVE.value, not_before__lte=moment, not_after__gt=moment)
    return [key.to_info() for key in keys.order_by("-id")[:MAX_KEYS]]


def keys_among(holder_ids: Iterable[UUID], *, usable_only: bool = True, now: datetime | None = None) -> list[KeyInfo]:
    """Return the keys of any of these holders (a custodian's units), newest first, at most 5,000."""
    keys = SigningKey.objects.filter(holder_id__in=list(holder_ids))
    if usable_only:
        moment = now or clock.now()
        keys = keys.filter(state=KeyState.ACTIVE.value, not_before__lte=moment, not_after__gt=moment)
    return [key.to_info() for key in keys.order_by("-id")[:MAX_AMONG]]


def get_key(key_id: UUID) -> KeyInfo:
    """Return a key of the register. Raises KeyNotFound."""
    found = SigningKey.objects.filter(id=key_id).first()
    if found is None:
        raise KeyNotFound
    return found.to_info()


def certificates_of(key_id: UUID) -> tuple[bytes, ...]:
    """Return a key's certificates (DER), its own first, then its issuers. Raises KeyNotFound, KeyUnreachable."""
    found = SigningKey.objects.filter(id=key_id).only("ref").first()
    if found is None:
        raise KeyNotFound
    return open_key(found.ref).certificate_chain(found.ref)


def find_key(*, issuer: str, serial: str) -> KeyInfo | None:
    """Return the key with this certificate, if there is one: RFC 4514 text and a hexadecimal serial number."""
    key = SigningKey.objects.filter(issuer=issuer, serial=serial).first()
    return key.to_info() if key else None


def list_keys(*, after: UUID | None = None, size: int = 500) -> list[KeyInfo]:
    """Return all keys in the order they were made, at most 500 at a time, beginning after one."""
    rows = SigningKey.objects.filter(id__gt=after) if after else SigningKey.objects.all()
    return [key.to_info() for key in rows.order_by("id")[: min(size, 500)]]


def certificate_of(key_id: UUID) -> str:
    """Return a key's certificate as PEM. Raises KeyNotFound."""
    found = SigningKey.objects.filter(id=key_id).values_list("certificate", flat=True).first()
    if found is None:
        raise KeyNotFound
    return found
