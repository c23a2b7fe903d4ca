"""The authorization code flow (OpenID Connect Core 1.0, section 3.1; RFC 7636; RFC 9700 for what must be refused)."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import jwt
from django.conf import settings

from tinhso.foundation.identity.errors import ProviderUnavailable, SignOnRefused
from tinhso.foundation.identity.national import keys, wire
from tinhso.foundation.identity.national.attempts import Attempt
from tinhso.foundation.identity.national.claims import NationalPerson, person_of
from tinhso.foundation.identity.national.config import Provider
from tinhso.kernel import clock

LEEWAY: Final = 60
MAX_CODE: Final = 2048
MAX_TOKEN: Final = 16_384
ANSWER_PATH: Final = "/dang-nhap/dinh-danh-dien-tu/tra-loi/"


@dataclass(frozen=True, slots=True)
class Proof:
    """What the provider has proven: who, and the id_token that a later logout hands back."""

    person: NationalPerson
    id_token: str


def redirect_uri() -> str:
    """Return our address as registered at the provider: from the settings, never from the request's Host."""
    return f"{settings.PUBLIC_URL}{ANSWER_PATH}"


def authorize_url(provider: Provider, attempt: Attempt) -> str:
    """Return where to send the browser. Raises ProviderUnavailable, SignOnRefused (discovery)."""
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri(),
        "scope": " ".join(provider.scope),
        "acr_values": provider.acr.get(attempt.level, provider.acr[1]),
        "state": attempt.state,
        "nonce": attempt.nonce,
    }
    if provider.pkce:
        asked |= {"code_challenge": challenge_of(attempt.verifier), "code_challenge_method": "S256"}
    if attempt.is_raise:
        asked["prompt"] = "login"
    url = keys.endpoint(provider, "authorize")
    return f"{url}{'&' if '?' in url else '?'}{urlencode(asked)}"


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge (RFC 7636, section 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def identify(provider: Provider, attempt: Attempt, *, code: str) -> Proof:
    """Change the code for tokens, verify them, ask who it is.

    Raises SignOnRefused with the reason for the record, ProviderUnavailable. Call it outside a transaction.
    """
    if not 0 < len(code) <= MAX_CODE:
        raise SignOnRefused(reason="code")
    with wire.seat():
        tokens = _tokens(provider, attempt, code)
        id_token, access_token = str(tokens.get("id_token", "")), str(tokens.get("access_token", ""))
        stated = check_id_token(provider, id_token, nonce=attempt.nonce)
        _check_access_token(provider, stated, access_token)
        claims = _claims(provider, access_token)
    if "sub" in claims and not _same(str(claims["sub"]), stated["sub"]):
        raise SignOnRefused(reason="subject")
    return Proof(person_of(provider, claims, acr=str(stated.get("acr", ""))), id_token)


def _tokens(provider: Provider, attempt: Attempt, code: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri(),
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
    }
    if provider.pkce:
        form["code_verifier"] = attempt.verifier
    try:
        return wire.ask("POST", keys.endpoint(provider, "token"), form=form)
    except wire.AnsweredNo as no:
        if no.error in {"invalid_client", "unauthorized_client"}:
            raise ProviderUnavailable from no  # our own registration is wrong: nothing the person can mend
        raise SignOnRefused(reason="code") from no


def check_id_token(provider: Provider, token: str, *, nonce: str) -> dict[str, Any]:
    """Return the claims of a token that is the provider's, for us, for this attempt and in force (Core, 3.1.3.7)."""
    if not 0 < len(token) <= MAX_TOKEN:
        raise SignOnRefused(reason="token")
    key, algorithm = keys.verifying_key(provider, token)
    lax = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False, "verify_iss": False}
    try:
        stated = jwt.decode(token, key, algorithms=[algorithm], options=lax)  # type: ignore[arg-type] # times: our clock
    except jwt.PyJWTError:
        raise SignOnRefused(reason="signature") from None
    audience = stated.get("aud")
    listed = audience if isinstance(audience, list) else [audience]
    holds = {
        "issuer": stated.get("iss") == provider.issuer,
        "audience": provider.client_id in listed and stated.get("azp", provider.client_id) == provider.client_id,
        "audiences": len(listed) == 1 or "azp" in stated,
        "nonce": _same(str(stated.get("nonce", "")), nonce),
        "subject": isinstance(stated.get("sub"), str) and bool(stated["sub"]),
        "expired": _is_in_force(stated),
    }
    if wrong := [name for name, is_right in holds.items() if not is_right]:
        raise SignOnRefused(reason=wrong[0])
    return dict(stated)


def _is_in_force(stated: dict[str, Any]) -> bool:
    moment = clock.now().timestamp()
    expires, issued = stated.get("exp"), stated.get("iat")
    if not isinstance(expires, int | float) or not isinstance(issued, int | float):
        return False
    return expires + LEEWAY > moment and issued - LEEWAY <= moment and stated.get("nbf", 0) - LEEWAY <= moment


def _check_access_token(provider: Provider, stated: dict[str, Any], token: str) -> None:
    """Hold the access token against `at_hash` where there is one, and ask the provider whether it was given to us."""
    if not 0 < len(token) <= MAX_TOKEN:
        raise SignOnRefused(reason="token")
    if "at_hash" in stated:
        digest = hashlib.sha256(token.encode()).digest()[:16]
        if not _same(str(stated["at_hash"]), base64.urlsafe_b64encode(digest).rstrip(b"=").decode()):
            raise SignOnRefused(reason="at_hash")
    url = keys.endpoint(provider, "validate") if provider.validate_token else ""
    if not url:
        return
    try:
        said = wire.ask("POST", url, form={"token": token, "state": "0"}, may_repeat=True)
    except wire.AnsweredNo:
        raise SignOnRefused(reason="access_token") from None
    if said.get("client_id") != provider.client_id:
        raise SignOnRefused(reason="access_token")


def _claims(provider: Provider, token: str) -> dict[str, Any]:
    try:
        url = keys.endpoint(provider, "userinfo")
        return wire.ask(provider.userinfo_method, url, bearer=token, may_repeat=True)
    except wire.AnsweredNo:
        raise SignOnRefused(reason="access_token") from None


def logout_url(provider: Provider, id_token: str) -> str:
    """Return where to sign out of the provider too, coming back to us; "" when it has no such address."""
    try:
        url = keys.endpoint(provider, "logout")
    except (ProviderUnavailable, SignOnRefused):
        return ""
    asked = {"id_token_hint": id_token, "post_logout_redirect_uri": f"{settings.PUBLIC_URL}/"}
    return f"{url}?{urlencode(asked)}" if url else ""


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
