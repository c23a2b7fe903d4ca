"""Sessions: how long they last, on whose machine, and how they end.

An officer's session ends after 30 minutes without a request, and 12 hours after sign-in whatever happens. A citizen's
lasts 2 hours without a request. On a shared machine («Máy dùng chung») it ends after 3 minutes, and with the browser.
"""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest

from tinhso.foundation.identity.data import AccountKind
from tinhso.foundation.identity.models import Account, SignInSession
from tinhso.kernel import clock
from tinhso.kernel.text import clean_line

IDLE: Final = {
    AccountKind.OFFICER.value: timedelta(minutes=30),
    AccountKind.CITIZEN.value: timedelta(hours=2),
    AccountKind.BUSINESS.value: timedelta(hours=2),
}
IDLE_SHARED: Final = timedelta(minutes=3)
ABSOLUTE: Final = timedelta(hours=12)
FRESH: Final = timedelta(minutes=15)
STARTED_KEY: Final = "identity.started"
SEEN_KEY: Final = "identity.seen"
SHARED_KEY: Final = "identity.shared"
CONFIRMED_KEY: Final = "identity.confirmed"
PROOF_KEY: Final = "identity.proof"


def start_session(
    request: HttpRequest, account: Account, *, is_shared: bool, proof: dict[str, Any] | None = None, now: datetime
) -> None:
    """Sign `account` in on this request's browser: a new session key, and a line its holder can see.

    `proof` is what a national sign-in has shown; a session without one rests on the password.
    """
    login(request, account, backend="tinhso.foundation.identity.backends.NumberBackend")
    session = request.session
    session[STARTED_KEY] = session[SEEN_KEY] = int(now.timestamp())
    session[SHARED_KEY] = is_shared
    session.pop(PROOF_KEY, None)
    if proof:
        session[PROOF_KEY] = proof
    session.set_expiry(0 if is_shared else int(ABSOLUTE.total_seconds()))
    session.save()
    SignInSession.objects.create(
        account=account,
        session_key=session.session_key or "",
        device=device_name(request.headers.get("User-Agent", "")),
        address=client_address(request),
        is_shared=is_shared,
        started_at=now,
    )


def end_session(request: HttpRequest, *, now: datetime) -> None:
    """Sign out on this browser."""
    SignInSession.objects.filter(session_key=request.session.session_key, ended_at=None).update(ended_at=now)
    logout(request)


def raise_session(request: HttpRequest, account: Account, *, proof: dict[str, Any], now: datetime) -> None:
    """Give the session of who is signed in what a new national sign-in has shown, under a new key."""
    rotate(request, account)
    request.session[PROOF_KEY] = proof
    confirm(request, now=now)


def assurance_of(request: HttpRequest, account: Account) -> int:
    """Return how far this session proves who it is: never above the account, nor above its own national sign-in."""
    proof = request.session.get(PROOF_KEY)
    return min(account.assurance, int(proof["level"])) if proof else account.assurance


def rotate(request: HttpRequest, account: Account) -> None:
    """Keep this session through a change of password, under a new key."""
    old = request.session.session_key
    update_session_auth_hash(request, account)
    SignInSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def keep_session(request: HttpRequest) -> bool:
    """Tell whether somebody is signed in on this request, and note that they are here; end what has run out.

    The note is written at most once in a tenth of the allowed idle time.
    """
    if not request.user.is_authenticated:
        return False
    account, session = request.user, request.session
    moment = int(clock.now().timestamp())
    idle = (IDLE_SHARED if session.get(SHARED_KEY) else IDLE[account.kind]).total_seconds()
    seen, started = session.get(SEEN_KEY, moment), session.get(STARTED_KEY, moment)
    if moment - seen > idle or moment - started > ABSOLUTE.total_seconds():
        end_session(request, now=clock.now())
        return False
    if SEEN_KEY not in session or moment - seen > idle / 10:
        session[SEEN_KEY] = moment
        session.setdefault(STARTED_KEY, moment)
    return True


def is_fresh(request: HttpRequest, *, now: datetime) -> bool:
    """Tell whether the holder has shown the password in the last quarter of an hour, as changes of factors need."""
    shown = max(request.session.get(STARTED_KEY, 0), request.session.get(CONFIRMED_KEY, 0))
    return bool(now.timestamp() - shown <= FRESH.total_seconds())


def confirm(request: HttpRequest, *, now: datetime) -> None:
    """Note that the holder has just shown the password again."""
    request.session[CONFIRMED_KEY] = int(now.timestamp())


def is_shared_machine(request: HttpRequest) -> bool:
    """Tell whether the person said that others use this machine: nothing may be kept on it."""
    return bool(request.session.get(SHARED_KEY))


def ends_at(request: HttpRequest) -> int:
    """Return when this session ends if nothing more is asked, in seconds of the Unix clock; 0 when nobody is here."""
    if not request.user.is_authenticated:
        return 0
    session, moment = request.session, int(clock.now().timestamp())
    idle = IDLE_SHARED if session.get(SHARED_KEY) else IDLE[request.user.kind]
    last = session.get(STARTED_KEY, moment) + int(ABSOLUTE.total_seconds())
    return int(min(moment + idle.total_seconds(), last))


def list_sessions(account: Account, *, now: datetime) -> list[SignInSession]:
    """Return the account's sessions that may still be open, the newest first, at most 20."""
    rows = SignInSession.objects.filter(account=account, ended_at=None, started_at__gt=now - ABSOLUTE)
    return list(rows.order_by("-started_at")[:20])


def end_one(account: Account, *, session_id: UUID, now: datetime) -> None:
    """End one of one's own sessions, wherever it is; nothing happens when it has ended."""
    row = SignInSession.objects.filter(account=account, id=session_id, ended_at=None).first()
    if row is not None:
        import_module(settings.SESSION_ENGINE).SessionStore(row.session_key).delete()
        SignInSession.objects.filter(id=row.id).update(ended_at=now)


def device_name(agent: str) -> str:
    """Return browser and system as people know them, «Chrome, Android»; what was sent when neither is known."""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("Zalo", "Zalo"), ("Firefox", "Firefox"))
    last = (("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
    )
    found = [
        next((name for mark, name in known if mark in agent), "")
        for known in ((*browsers, *last), (*systems, ("Linux", "Linux")))
    ]
    return ", ".join(part for part in found if part) or clean_line(agent)[:120]


def client_address(request: HttpRequest) -> str:
    """Return the address of the browser; X-Forwarded-For is believed only from the proxies in TRUSTED_PROXIES."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if peer in settings.TRUSTED_PROXIES:
        named = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        peer = next((part for part in reversed(named) if part not in settings.TRUSTED_PROXIES), peer)
    return peer[:45]
