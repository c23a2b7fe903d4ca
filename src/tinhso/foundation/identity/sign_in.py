"""Signing in: number and password first, then, for officers and whoever wants it, a second factor."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import second_factor, throttle
from tinhso.foundation.identity.data import AccountKind
from tinhso.foundation.identity.errors import WrongSignIn
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.queries import clean_number
from tinhso.foundation.identity.sessions import client_address, start_session
from tinhso.kernel.actors import ANONYMOUS

PENDING_KEY: Final = "identity.pending"
PENDING_SECONDS: Final = 600


def check_password(request: HttpRequest, *, number: str, password: str, now: datetime) -> Account:
    """Return the account that number and password open. Raises WrongSignIn (never saying which) or SignInBlocked."""
    clean, address = clean_number(number), client_address(request)
    throttle.count_try("address", address, limit=throttle.PER_ADDRESS, now=now)
    throttle.count_try("number", clean, limit=throttle.PER_NUMBER, now=now)
    account = authenticate(request, username=clean, password=password)
    if account is None:
        raise WrongSignIn
    throttle.forgive("number", clean)
    throttle.take_back("address", address)
    return account


def needs_second_factor(account: Account) -> bool:
    """Tell whether this account must show a second factor: it has one, or it is an officer's and the house asks it."""
    must = account.kind == AccountKind.OFFICER and settings.OFFICER_MFA_REQUIRED and not account.is_demo
    return must or second_factor.is_enrolled(account)


def begin(
    request: HttpRequest,
    account: Account,
    *,
    is_shared: bool,
    next_url: str,
    proof: dict[str, Any] | None = None,
    now: datetime,
) -> str:
    """Go on after the first factor: sign in, or wait for the second. Return the name of the next page's URL, or "".

    `proof` is what a national sign-in has shown (`sessions.proof_of`), None for a password. While waiting nobody is
    signed in; the session only remembers, for ten minutes, who has shown the first factor.
    """
    if not needs_second_factor(account):
        finish(request, account, is_shared=is_shared, proof=proof, now=now)
        return ""
    request.session.cycle_key()
    request.session[PENDING_KEY] = {
        "account": str(account.id),
        "hash": account.get_session_auth_hash(),
        "shared": is_shared,
        "next": next_url,
        "proof": proof,
        "at": int(now.timestamp()),
    }
    return "identity:factor" if second_factor.is_enrolled(account) else "identity:factor_setup"


def pending(request: HttpRequest, *, now: datetime) -> Account | None:
    """Return who has shown the password and not yet the second factor; None after ten minutes."""
    kept = request.session.get(PENDING_KEY)
    if not kept or now.timestamp() - kept["at"] > PENDING_SECONDS:
        request.session.pop(PENDING_KEY, None)
        return None
    account = Account.objects.filter(id=kept["account"], is_active=True).first()
    return account if account and account.get_session_auth_hash() == kept["hash"] else None


def finish_pending(request: HttpRequest, account: Account, *, now: datetime) -> str:
    """Sign in who was waiting; return the address they wanted."""
    kept = request.session.pop(PENDING_KEY)
    finish(request, account, is_shared=bool(kept["shared"]), proof=kept.get("proof"), now=now)
    return str(kept["next"])


def finish(
    request: HttpRequest, account: Account, *, is_shared: bool, proof: dict[str, Any] | None = None, now: datetime
) -> None:
    """Start the session and put it on record."""
    with transaction.atomic():
        start_session(request, account, is_shared=is_shared, proof=proof, now=now)
        audit.record(
            ANONYMOUS,
            verb="identity.signed_in",
            subject_kind="account",
            subject_id=account.id,
            person_id=account.id,
            detail={"shared": is_shared, **({"by": proof["provider"], "level": proof["level"]} if proof else {})},
        )
