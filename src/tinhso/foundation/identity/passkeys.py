"""Passkeys (Web Authentication, W3C Recommendation level 2) as a second factor; the protocol is fido2's and allauth's.

The challenge lives in the session between question and answer. The relying party is the host the browser asked for.
"""

import json
from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction

from tinhso.foundation.identity import cooling, second_factor, throttle
from tinhso.foundation.identity.errors import WrongSecondFactor
from tinhso.foundation.identity.models import Account
from tinhso.kernel.actors import ANONYMOUS, Actor
from tinhso.kernel.text import clean_line

MAX_ANSWER: Final = 16_384
REFUSED: Final = "Không xác thực được khóa truy cập. Thử lại, hoặc dùng mã của ứng dụng xác thực."


def has_passkey(account: Account) -> bool:
    """Tell whether the account has a passkey."""
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).exists())


def registration_options(account: Account) -> dict[str, Any]:
    """Return what `navigator.credentials.create` is asked, as JSON values; the challenge is kept in the session."""
    from allauth.mfa.webauthn.internal import auth
    from fido2.webauthn import PublicKeyCredentialUserEntity, ResidentKeyRequirement, UserVerificationRequirement

    holder = PublicKeyCredentialUserEntity(id=account.id.bytes, name=account.number, display_name=account.name)
    options, state = auth.get_server().register_begin(
        user=holder,
        credentials=auth.get_credentials(account),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    auth.set_state(state)
    return _plain(dict(options))


def authentication_options(account: Account) -> dict[str, Any]:
    """Return what `navigator.credentials.get` is asked, as JSON values; the challenge is kept in the session."""
    from allauth.mfa.webauthn.internal import auth

    return _plain(auth.begin_authentication(account))


@transaction.atomic
def enrol(account: Account, *, answer: str, name: str, actor: Actor = ANONYMOUS, now: datetime) -> list[str]:
    """Add the passkey the browser made; return codes on paper when these are the account's first.

    Raises CoolingDown after a change of telephone at the counter, WrongSecondFactor.
    """
    from allauth.mfa.webauthn.internal import auth

    cooling.require_over(account, now=now)
    credential = _read(answer)
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, ValueError, KeyError, TypeError):
        raise WrongSecondFactor(REFUSED) from None
    first = not second_factor.is_enrolled(account)
    auth.WebAuthn.add(account, clean_line(name)[:60] or "Khóa truy cập", credential)
    second_factor.tell(actor, account, "added")
    return second_factor.renew_paper_codes(account) if first else []


def check(account: Account, *, answer: str, now: datetime) -> None:
    """Take the browser's answer to the challenge. Raises WrongSecondFactor or SignInBlocked."""
    from allauth.mfa.webauthn.internal import auth

    throttle.count_try("factor", str(account.id), limit=throttle.PER_FACTOR, now=now)
    credential = _read(answer)
    try:
        auth.parse_authentication_response(credential)
        row = auth.complete_authentication(account, credential)
    except (ValidationError, ValueError, KeyError, TypeError):
        raise WrongSecondFactor(REFUSED) from None
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=now)
    throttle.forgive("factor", str(account.id))


def _read(answer: str) -> dict[str, Any]:
    try:
        read = json.loads(answer[:MAX_ANSWER])
    except ValueError:
        raise WrongSecondFactor(REFUSED) from None
    if not isinstance(read, dict):
        raise WrongSecondFactor(REFUSED)
    return read


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options as JSON values only."""
    return dict(json.loads(json.dumps(options, default=dict)))
