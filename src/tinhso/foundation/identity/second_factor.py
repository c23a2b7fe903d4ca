"""The second factor: time-based codes (RFC 6238), passkeys (WebAuthn), and codes on paper for when both are lost.

Rows and arithmetic are django-allauth's; what is ours: secrets are sealed, and a code is taken once only, by the row
and not by a cache, so that it holds over any number of processes.
"""

import secrets as randomness
from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import cooling, throttle
from tinhso.foundation.identity.errors import WrongSecondFactor
from tinhso.foundation.identity.events import SecondFactorChanged
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.secrets import seal, unseal
from tinhso.kernel.actors import ANONYMOUS, Actor
from tinhso.kernel.outbox import announce

PAPER_CODES: Final = 10
PERIOD: Final = 30
TOLERANCE: Final = 1
_TYPES: Final = Authenticator.Type


def is_enrolled(account: Account) -> bool:
    """Tell whether the account has a second factor (codes on paper alone are none)."""
    return bool(Authenticator.objects.filter(user=account, type__in=[_TYPES.TOTP, _TYPES.WEBAUTHN]).exists())


def list_factors(account: Account) -> list[Any]:
    """Return the account's factors, the oldest first, without their secrets."""
    rows = Authenticator.objects.filter(user=account, type__in=[_TYPES.TOTP, _TYPES.WEBAUTHN]).order_by("created_at")
    return [
        {"id": row.id, "type": row.type, "name": row.data.get("name", ""), "created_at": row.created_at} for row in rows
    ]


def new_secret() -> str:
    """Return a fresh secret of 160 bits in base 32 (RFC 4226, section 4)."""
    return str(totp.generate_totp_secret())


def key_uri(account: Account, secret: str, issuer: str) -> str:
    """Return the otpauth:// address that a phone reads as a QR code."""
    from urllib.parse import quote, urlencode

    label = quote(f"{issuer}:{account.number}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer, 'period': PERIOD, 'digits': 6})}"


@transaction.atomic
def enrol_totp(account: Account, *, secret: str, code: str, actor: Actor = ANONYMOUS, now: datetime) -> list[str]:
    """Add an authenticator application whose code is right; return fresh codes on paper.

    Raises CoolingDown after a change of telephone at the counter, WrongSecondFactor.
    """
    cooling.require_over(account, now=now)
    counter = _matching(secret, code, now)
    if counter is None:
        raise WrongSecondFactor
    Authenticator.objects.filter(user=account, type=_TYPES.TOTP).delete()
    Authenticator.objects.create(user=account, type=_TYPES.TOTP, data={"secret": seal(secret), "last": counter})
    tell(actor, account, "added")
    return renew_paper_codes(account)


def renew_paper_codes(account: Account) -> list[str]:
    """Make new codes on paper, in place of the old ones, and return them; they are shown once."""
    codes = [f"{randomness.randbelow(10**8):08d}" for _place in range(PAPER_CODES)]
    Authenticator.objects.filter(user=account, type=_TYPES.RECOVERY_CODES).delete()
    Authenticator.objects.create(
        user=account, type=_TYPES.RECOVERY_CODES, data={"migrated_codes": [seal(code) for code in codes]}
    )
    return codes


def check_code(account: Account, code: str, *, now: datetime) -> None:
    """Take a code of the application, or one on paper. Raises WrongSecondFactor or SignInBlocked.

    Each code is taken once. Five wrong codes hold the account back for a quarter of an hour.
    """
    throttle.count_try("factor", str(account.id), limit=throttle.PER_FACTOR, now=now)
    typed = "".join(sign for sign in code if sign.isdigit())
    if not (_take_totp(account, typed, now) or _take_paper(account, typed)):
        raise WrongSecondFactor
    throttle.forgive("factor", str(account.id))


@transaction.atomic
def remove(account: Account, *, factor_id: int, actor: Actor) -> None:
    """Take one of one's own factors away; with the last one the codes on paper go too."""
    Authenticator.objects.filter(user=account, id=factor_id, type__in=[_TYPES.TOTP, _TYPES.WEBAUTHN]).delete()
    if not is_enrolled(account):
        Authenticator.objects.filter(user=account).delete()
    tell(actor, account, "removed")


def forget_all(account: Account, *, actor: Actor) -> None:
    """Take every factor away (the holder has lost them), inside an act whose gate has been passed."""
    if Authenticator.objects.filter(user=account).delete()[0]:
        tell(actor, account, "removed")


@transaction.atomic
def _take_totp(account: Account, code: str, now: datetime) -> bool:
    row = Authenticator.objects.select_for_update().filter(user=account, type=_TYPES.TOTP).first()
    if row is None:
        return False
    counter = _matching(unseal(row.data["secret"]), code, now)
    if counter is None or counter <= row.data.get("last", 0):
        return False
    row.data["last"] = counter
    row.last_used_at = now
    row.save(update_fields=["data", "last_used_at"])
    return True


@transaction.atomic
def _take_paper(account: Account, code: str) -> bool:
    row = Authenticator.objects.select_for_update().filter(user=account, type=_TYPES.RECOVERY_CODES).first()
    if row is None or not code:
        return False
    kept = row.data["migrated_codes"]
    left = [sealed for sealed in kept if not randomness.compare_digest(unseal(sealed), code)]
    if len(left) == len(kept):
        return False
    row.data["migrated_codes"] = left
    row.save(update_fields=["data"])
    return True


def _matching(secret: str, code: str, now: datetime) -> int | None:
    """Return the counter whose code this is, one step of 30 seconds early or late allowed."""
    typed = "".join(sign for sign in code if sign.isdigit())
    current = int(now.timestamp()) // PERIOD
    for counter in range(current - TOLERANCE, current + TOLERANCE + 1):
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if randomness.compare_digest(expected, typed):
            return counter
    return None


def tell(actor: Actor, account: Account, change: str) -> None:
    """Put a change of factors on record and announce it."""
    audit.record(
        actor,
        verb=f"identity.second_factor_{change}",
        subject_kind="account",
        subject_id=account.id,
        person_id=account.id,
    )
    announce(SecondFactorChanged(account_id=account.id, change=change), actor=actor)
