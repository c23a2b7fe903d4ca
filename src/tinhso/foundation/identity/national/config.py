"""The provider in force: from content/identity/providers.yaml and the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

import yaml
from django.conf import settings

STAND_IN: Final = ("tinhso-minh-hoa", "minh-hoa-2026")
"""Client and secret of the stand-in of a demonstration: public, like everything there."""
PATHS: Final = frozenset({"authorize", "token", "userinfo", "jwks"})
CLAIMS: Final = frozenset({"subject", "account_kind", "number", "name", "level"})
SAFE_ALGORITHMS: Final = frozenset({"RS256", "ES256"})
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class BadProvider(ValueError):
    """A providers.yaml, or settings, that cannot be used; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider as the flow needs it. `claims` maps our names to theirs; `acr` our levels to their words."""

    key: str
    title: str
    address: str
    client_id: str
    client_secret: str
    paths: Mapping[str, str]
    discovery: str
    issuer: str
    scope: tuple[str, ...]
    acr: Mapping[int, str]
    levels: Mapping[str, int]
    kinds: Mapping[str, str]
    claims: Mapping[str, tuple[str, ...]]
    algorithms: tuple[str, ...]
    public_key: str
    userinfo_method: str
    pkce: bool
    validate_token: bool
    is_stand_in: bool = False


def active() -> Provider | None:
    """Return the provider in force; None when none is connected.

    Without an address of its own the stand-in of the simulators is used, where they run. Raises BadProvider.
    """
    address, client, secret = settings.SIGN_ON_URL, settings.SIGN_ON_CLIENT, settings.SIGN_ON_SECRET
    is_stand_in = not address and bool(settings.SIMULATORS)
    if is_stand_in:
        address, (client, secret) = f"{settings.SIMULATORS}/vneid", STAND_IN
    if not address:
        return None
    file = Path(settings.CONTENT_DIR) / "identity" / "providers.yaml"
    return build(file, settings.SIGN_ON_PROVIDER, address.rstrip("/"), client, secret, is_stand_in)


@lru_cache(maxsize=8)
def build(file: Path, key: str, address: str, client: str, secret: str, is_stand_in: bool) -> Provider:  # noqa: FBT001 - a cache's key
    """Return one provider of the file. Raises BadProvider."""
    raw = _entry(file, key)
    _require_https(address)
    if not client:
        raise BadProvider("TINHSO_SIGN_ON_CLIENT is empty: the provider gives a client id")
    return Provider(
        key=key,
        title=str(raw["title"]),
        address=address,
        client_id=client,
        client_secret=secret,
        paths=MappingProxyType({name: str(path) for name, path in raw["paths"].items()}),
        discovery=str(raw.get("discovery") or ""),
        issuer=str(raw.get("issuer") or address),
        scope=tuple(raw["scope"]),
        acr=MappingProxyType({int(level): str(word) for level, word in raw["acr"].items()}),
        levels=MappingProxyType({str(word): int(level) for word, level in raw["levels"].items()}),
        kinds=MappingProxyType({str(word): str(kind) for word, kind in raw["kinds"].items()}),
        claims=MappingProxyType({name: tuple(theirs) for name, theirs in raw["claims"].items()}),
        algorithms=tuple(raw["algorithms"]),
        public_key=str(raw.get("public_key") or ""),
        userinfo_method=str(raw["userinfo_method"]),
        pkce=bool(raw["pkce"]),
        validate_token=bool(raw["validate_token"]),
        is_stand_in=is_stand_in,
    )


def _entry(file: Path, key: str) -> dict[str, Any]:
    try:
        raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))["providers"][key]
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise BadProvider(f"{file}: no provider {key!r} ({error})") from error
    if missing := PATHS - set(raw.get("paths", ())):
        raise BadProvider(f"{file}: {key}: paths lack {sorted(missing)}")
    if missing := CLAIMS - set(raw.get("claims", ())):
        raise BadProvider(f"{file}: {key}: claims lack {sorted(missing)}")
    if not raw.get("algorithms") or not set(raw["algorithms"]) <= SAFE_ALGORITHMS:
        raise BadProvider(f"{file}: {key}: algorithms must be among {sorted(SAFE_ALGORITHMS)}")
    if raw.get("userinfo_method") not in {"GET", "POST"}:
        raise BadProvider(f"{file}: {key}: userinfo_method must be GET or POST")
    return raw


def _require_https(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return
    raise BadProvider(f"TINHSO_SIGN_ON_URL must begin with https://, not {address!r}")
