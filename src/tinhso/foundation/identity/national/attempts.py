"""What ties the provider's answer to the browser that asked: state, nonce and verifier, kept in the session.

An attempt is good for ten minutes and for one answer. That it is taken once holds over any number of processes and
requests at the same moment: whoever writes its row first has it.
"""

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from tinhso.foundation.identity.errors import SignOnRefused
from tinhso.foundation.identity.models import TakenSignOn

KEY: Final = "identity.sign_ons"
SECONDS: Final = 600
MOST: Final = 5
FORGED: Final = (
    "Lượt đăng nhập này không bắt đầu từ trình duyệt đang dùng, đã hết hạn hoặc đã được dùng. Bấm «Đăng nhập bằng"
    " VNeID» để bắt đầu lại."
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: secrets, where to go afterwards, the level asked for, whether it raises the level of a session."""

    state: str
    nonce: str
    verifier: str
    next_url: str
    level: int
    is_shared: bool
    is_raise: bool
    at: int


def begin(
    request: HttpRequest, *, next_url: str, level: int, is_shared: bool, is_raise: bool, now: datetime
) -> Attempt:
    """Begin one in this browser's session; the oldest of more than five is forgotten."""
    attempt = Attempt(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        next_url=next_url,
        level=level,
        is_shared=is_shared,
        is_raise=is_raise,
        at=int(now.timestamp()),
    )
    request.session[KEY] = [*request.session.get(KEY, [])[-MOST + 1 :], asdict(attempt)]
    return attempt


def take(request: HttpRequest, state: str, *, now: datetime) -> Attempt:
    """Return the attempt that `state` belongs to, and never again. Raises SignOnRefused."""
    kept = request.session.get(KEY, [])
    found = [one for one in kept if hmac.compare_digest(one["state"].encode(), state.encode())]
    if not found or now.timestamp() - found[0]["at"] > SECONDS:
        raise SignOnRefused(FORGED, reason="state")
    request.session[KEY] = [one for one in kept if one["state"] != state]
    _row, is_first = TakenSignOn.objects.get_or_create(
        digest=hashlib.sha256(state.encode()).hexdigest(), defaults={"at": now}
    )
    if not is_first:
        raise SignOnRefused(FORGED, reason="replayed")
    return Attempt(**found[0])


def forget_old(*, now: datetime) -> int:
    """Drop the rows of attempts that could not be taken any more anyway; return how many (run daily)."""
    return TakenSignOn.objects.filter(at__lt=now - timedelta(seconds=2 * SECONDS)).delete()[0]
