"""When somebody's right ends: tokens are taken back at once, and systems that want it are told (a visible queue).

OpenID Connect Back-Channel Logout 1.0. The word is sent by a job, between short transactions, with growing pauses; a
system that does not answer for a day is given up and stays listed for the operator. Its tokens are dead in any case.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from allauth.idp.oidc.models import Client, Token
from django.conf import settings
from django.db import transaction

from tinhso.foundation.identity.models import Account, LogoutNotice
from tinhso.foundation.identity.provider.adapter import HouseAdapter
from tinhso.kernel import clock

TOLD_AT: Final = "backchannel_logout_uri"
BATCH: Final = 20
MAX_ATTEMPTS: Final = 12
HOLD: Final = timedelta(minutes=2)
EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
TIMEOUT: Final = (3.0, 5.0)
"""Seconds to connect, and for everything else."""


def end_tokens(account: Account, *, now: datetime) -> None:
    """Delete every token of an account and queue the word to its clients, in the caller's transaction."""
    held = Token.objects.filter(user=account, client__isnull=False)
    clients = list(Client.objects.filter(id__in=held.values("client_id").distinct()))
    Token.objects.filter(user=account).delete()
    LogoutNotice.objects.bulk_create(
        LogoutNotice(client_id=client.id, account=account, asked_at=now, retry_at=now)
        for client in clients
        if (client.data or {}).get(TOLD_AT)
    )


def send_notices() -> int:
    """Send what is due, at most 20; return how many were taken (run every minute)."""
    sent = 0
    for notice in _take(clock.now()):
        _note(notice, _send(notice), clock.now())
        sent += 1
    return sent


@transaction.atomic
def _take(now: datetime) -> list[LogoutNotice]:
    """Take some, so that no other worker takes them for two minutes."""
    due = LogoutNotice.objects.filter(sent_at=None, retry_at__lte=now, attempts__lt=MAX_ATTEMPTS)
    rows = list(due.select_for_update(skip_locked=True).order_by("retry_at")[:BATCH])
    LogoutNotice.objects.filter(id__in=[row.id for row in rows]).update(retry_at=now + HOLD)
    return rows


def _send(notice: LogoutNotice) -> str:
    """Send one; return what went wrong, "" when it was taken."""
    client = Client.objects.filter(id=notice.client_id).first()
    address = str((client.data or {}).get(TOLD_AT, "")) if client else ""
    if not address:
        return ""
    import httpx

    connecting, waiting = TIMEOUT
    timeout = httpx.Timeout(waiting, connect=connecting)
    try:
        with httpx.stream(
            "POST", address, data={"logout_token": _token(notice)}, timeout=timeout, follow_redirects=False
        ) as answer:
            return "" if answer.status_code in {200, 204} else f"HTTP {answer.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return type(error).__name__


def _note(notice: LogoutNotice, wrong: str, now: datetime) -> None:
    attempts = notice.attempts + 1
    changed: dict[str, Any] = {"attempts": attempts, "last_error": wrong[:200]}
    if wrong:
        changed["retry_at"] = now + timedelta(minutes=min(2**attempts, 240))
    else:
        changed["sent_at"] = now
    LogoutNotice.objects.filter(id=notice.id).update(**changed)


def _token(notice: LogoutNotice) -> str:
    """Return the logout token (section 2.4 of the standard): signed, for one client, of one holder."""
    import jwt
    from allauth.core.internal import jwkkit

    said, key = jwkkit.load_jwk_from_pem(HouseAdapter().get_signing_key().pem)
    issued = int(clock.now().timestamp())
    stated = {
        "iss": settings.PUBLIC_URL,
        "sub": str(notice.account_id),
        "aud": notice.client_id,
        "iat": issued,
        "exp": issued + 120,
        "jti": uuid4().hex,
        "events": {EVENT: {}},
    }
    return jwt.encode(stated, key, algorithm="RS256", headers={"kid": said["kid"], "typ": "logout+jwt"})
