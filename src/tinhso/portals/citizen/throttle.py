"""Holding back those who guess codes at the public pages: so many wrong tries a quarter of an hour from one address."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.http import HttpRequest

from tinhso.foundation.identity import public as identity
from tinhso.kernel import clock

WRONG_TRIES: Final = 60
UPLOADS: Final = 30


@contextmanager
def held_back(request: HttpRequest, kind: str, *, limit: int = WRONG_TRIES) -> Iterator[None]:
    """Count one try of this address; taken back when the body ends without a refusal.

    A guess that finds nothing raises inside and stays counted. Raises TooMany (kind) past the limit.
    """
    address = identity.client_address(request)
    identity.count_try(kind, address, limit=limit, now=clock.now())
    yield
    identity.take_back(kind, address)


def count_use(request: HttpRequest, kind: str, *, limit: int = UPLOADS) -> None:
    """Count one costly use that is not taken back, whatever comes of it."""
    identity.count_try(kind, identity.client_address(request), limit=limit, now=clock.now())
