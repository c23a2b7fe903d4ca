"""The keys our sign-on signs with (RSA 2048, RS256): made when first needed, replaced in time, private parts sealed.

A key signs for 90 days and stays published for a day more. The next one is made a week ahead and published at once, so
that every client has read it before it signs. `rotate` begins a new one today (an operator's act after a leak).
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction

from tinhso.foundation.identity.models import SignOnKey
from tinhso.foundation.identity.secrets import seal, unseal
from tinhso.kernel import clock

if TYPE_CHECKING:
    from allauth.idp.oidc.models import PrivateKey

SIGNS: Final = timedelta(days=90)
AHEAD: Final = timedelta(days=7)
PUBLISHED: Final = timedelta(days=1)
_kept: dict[str, str] = {}


def private_keys() -> "list[PrivateKey]":
    """Return the keys in force as allauth wants them, one made when there is none."""
    from allauth.idp.oidc.models import PrivateKey

    now = clock.now()
    rows = _in_force(now)
    if not rows:
        ensure_keys(now=now)
        rows = _in_force(now)
    return [
        PrivateKey(pem=_pem(row), not_before=row.signs_from, expires_at=row.ends_at, issued_at=row.signs_from)
        for row in rows
    ]


def _in_force(now: datetime) -> list[SignOnKey]:
    return list(SignOnKey.objects.filter(ends_at__gt=now).order_by("signs_from"))


def _pem(row: SignOnKey) -> str:
    """Unseal a key once in a process."""
    if row.sealed not in _kept:
        _kept[row.sealed] = unseal(row.sealed)
    return _kept[row.sealed]


@transaction.atomic
def ensure_keys(*, now: datetime) -> int:
    """Make the first key, or the next when the last has less than a week left; return how many were made (daily)."""
    _one_at_a_time()
    last = SignOnKey.objects.order_by("-signs_from").first()
    if last is None:
        _make(signs_from=now, now=now)
        return 1
    if last.signs_from + SIGNS - AHEAD > now:
        return 0
    _make(signs_from=max(now, last.signs_from + SIGNS), now=now)
    return 1


@transaction.atomic
def rotate(*, now: datetime) -> None:
    """Sign with a new key from now on; the old ones can be checked for one day more."""
    _one_at_a_time()
    SignOnKey.objects.filter(ends_at__gt=now + PUBLISHED).update(ends_at=now + PUBLISHED)
    _make(signs_from=now, now=now)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('identity.sign_on_keys'))")


def _make(*, signs_from: datetime, now: datetime) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    SignOnKey.objects.create(
        sealed=seal(pem), made_at=now, signs_from=signs_from, ends_at=signs_from + SIGNS + PUBLISHED
    )
