"""The provider's endpoints and keys, kept in memory for a while."""

import threading
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import jwt

from tinhso.foundation.identity.errors import ProviderUnavailable, SignOnRefused
from tinhso.foundation.identity.national import wire
from tinhso.foundation.identity.national.config import Provider
from tinhso.kernel import clock

KEEP_SECONDS: Final = 3600
AGAIN_SECONDS: Final = 30
_NAMES: Final = {
    "authorize": "authorization_endpoint",
    "token": "token_endpoint",
    "userinfo": "userinfo_endpoint",
    "jwks": "jwks_uri",
    "logout": "end_session_endpoint",
    "validate": "introspection_endpoint",
}


@dataclass
class _Kept:
    """What one address has told, and when."""

    said: dict[str, Any] = field(default_factory=dict)
    at: float = 0.0


_kept: dict[str, _Kept] = {}
_lock = threading.Lock()


def forget() -> None:
    """Forget what providers told (tests; a change of settings)."""
    with _lock:
        _kept.clear()


def _ask(url: str, *, older_than: float) -> dict[str, Any]:
    """Return what `url` says, asked at most once in `older_than` seconds; what is known outlives a short failure."""
    now = clock.now().timestamp()
    with _lock:
        kept = _kept.setdefault(url, _Kept())
    if kept.said and 0 <= now - kept.at < older_than:
        return kept.said
    try:
        kept.said, kept.at = wire.ask("GET", url, may_repeat=True), now
    except (wire.AnsweredNo, ProviderUnavailable) as error:
        if not kept.said:
            raise ProviderUnavailable from error
    return kept.said


def endpoint(provider: Provider, name: str) -> str:
    """Return the address of `authorize`, `token`, `userinfo`, `jwks`, `logout` or `validate`; "" when there is none.

    Raises ProviderUnavailable when discovery fails, SignOnRefused when it names another issuer or another host
    (OpenID Connect Discovery 1.0, section 4.3): whoever answers there is not whom we know.
    """
    if provider.discovery:
        said = _ask(provider.address + provider.discovery, older_than=KEEP_SECONDS)
        if said.get("issuer") != provider.issuer:
            raise SignOnRefused(reason="issuer")
        url = str(said.get(_NAMES[name], ""))
        if url and urlsplit(url)[:2] != urlsplit(provider.address)[:2]:
            raise SignOnRefused(reason="endpoint")
        return url
    path = provider.paths.get(name, "")
    return provider.address + path if path else ""


def verifying_key(provider: Provider, token: str) -> tuple[Any, str]:
    """Return the public key and algorithm that must have signed `token`.

    The algorithm comes from our list, never from the token alone; a key identifier we do not know makes us ask again,
    at most twice a minute. Raises SignOnRefused, ProviderUnavailable.
    """
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise SignOnRefused(reason="token") from None
    algorithm = str(header.get("alg", ""))
    if algorithm not in provider.algorithms:
        raise SignOnRefused(reason="algorithm")
    if provider.public_key:
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        return load_pem_public_key(provider.public_key.encode()), algorithm
    key_id = str(header.get("kid", ""))
    url = endpoint(provider, "jwks")
    for older_than in (KEEP_SECONDS, AGAIN_SECONDS):
        found = _pick(_ask(url, older_than=older_than), key_id, algorithm)
        if found is not None:
            return found, algorithm
    raise SignOnRefused(reason="key")


def _pick(said: dict[str, Any], key_id: str, algorithm: str) -> Any:
    listed = said.get("keys")
    keys = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    wanted = {"RS256": "RSA", "ES256": "EC"}[algorithm]
    fitting = [k for k in keys[:20] if k.get("kty") == wanted and k.get("use", "sig") == "sig"]
    named = [k for k in fitting if k.get("kid") == key_id] if key_id else fitting
    if len(named) != 1:
        return None
    try:
        return jwt.PyJWK(named[0], algorithm).key
    except jwt.PyJWTError:
        return None
