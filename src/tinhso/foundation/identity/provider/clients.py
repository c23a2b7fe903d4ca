"""The province's systems that use our sign-on: registered, changed and shut by the operator."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.idp.oidc.models import Client, Token
from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity.data import AccountKind
from tinhso.foundation.identity.errors import BadClient
from tinhso.foundation.identity.provider.adapter import SCOPES
from tinhso.foundation.identity.provider.data import CLIENTS
from tinhso.foundation.identity.provider.ending import TOLD_AT
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import NotFound
from tinhso.kernel.text import clean_line

KINDS: Final = "kinds"
SHUT: Final = "is_shut"
MAX_ADDRESSES: Final = 10
MAX_CLIENTS: Final = 200
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """A system as a list shows it."""

    id: str
    name: str
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    kinds: tuple[str, ...]
    is_first_party: bool
    is_shut: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Registered:
    """A system just registered, or whose secret was renewed: the secret is shown once and kept as a hash."""

    client: ClientInfo
    secret: str


@transaction.atomic
def register(  # noqa: PLR0913 - a registration is made of this many things
    actor: Actor,
    *,
    name: str,
    redirect_uris: Sequence[str],
    scopes: Sequence[str],
    kinds: Sequence[str] = (),
    is_first_party: bool = False,
    logout_uris: Sequence[str] = (),
    backchannel_uri: str = "",
    now: datetime,
) -> Registered:
    """Register a confidential client of the authorization code flow; PKCE is asked of every one.

    `kinds` are the accounts it serves (none: all); a first-party system of the authority asks no consent of its users.
    Addresses are whole (no wildcard), https, or http on loopback. Raises NotFound for who may not, BadClient.
    """
    if not actor.may(CLIENTS):
        raise NotFound
    if Client.objects.count() >= MAX_CLIENTS:
        raise BadClient(_("Đã đủ 200 hệ thống. Ngừng kết nối các hệ thống không còn dùng."))
    secret = secrets.token_urlsafe(40)
    client = Client(
        id=uuid4().hex,
        name=_name(name),
        type=Client.Type.CONFIDENTIAL,
        scopes="\n".join(_scopes(scopes)),
        default_scopes="openid",
        grant_types="authorization_code\nrefresh_token",
        redirect_uris="\n".join(_addresses(redirect_uris, field="redirect_uris", needed=True)),
        response_types="code",
        skip_consent=is_first_party,
        created_at=now,
        data={
            KINDS: [AccountKind(kind).value for kind in kinds],
            TOLD_AT: (_addresses([backchannel_uri] if backchannel_uri else [], field="backchannel_uri") or [""])[0],
            "client_metadata": {"post_logout_redirect_uris": _addresses(logout_uris, field="logout_uris")},
        },
    )
    client.set_secret(secret)
    client.save(force_insert=True)
    _record(actor, client, "client_registered", {"name": client.name, "scopes": list(scopes)})
    return Registered(info_of(client), secret)


@transaction.atomic
def renew_secret(actor: Actor, *, client_id: str) -> Registered:
    """Give a new secret; the old one ends at once. Raises NotFound."""
    client = access_client(actor, client_id)
    secret = secrets.token_urlsafe(40)
    client.set_secret(secret)
    client.save(update_fields=["secret"])
    _record(actor, client, "client_secret_renewed", {})
    return Registered(info_of(client), secret)


@transaction.atomic
def shut(actor: Actor, *, client_id: str) -> None:
    """Shut a system out: nobody signs in there any more, and every token it holds ends. Raises NotFound."""
    client = access_client(actor, client_id)
    client.redirect_uris, client.data = "", {**(client.data or {}), SHUT: True}
    client.set_secret(secrets.token_urlsafe(40))
    client.save(update_fields=["redirect_uris", "data", "secret"])
    Token.objects.filter(client=client).delete()
    _record(actor, client, "client_shut", {})


def list_clients(actor: Actor) -> list[ClientInfo]:
    """Return every system, by name. Raises NotFound for who may not."""
    if not actor.may(CLIENTS):
        raise NotFound
    return [info_of(client) for client in Client.objects.order_by("name", "id")[:MAX_CLIENTS]]


def access_client(actor: Actor, client_id: str) -> Any:
    """The gate: a system, locked. Raises NotFound."""
    client = Client.objects.select_for_update().filter(id=client_id).first() if actor.may(CLIENTS) else None
    if client is None:
        raise NotFound
    return client


def serves(client: Any, kind: str) -> bool:
    """Tell whether a system serves this kind of account."""
    kinds = (client.data or {}).get(KINDS) or []
    return not kinds or kind in kinds


def info_of(client: Any) -> ClientInfo:
    """Return a system as others may hold it."""
    data = client.data or {}
    return ClientInfo(
        id=client.id,
        name=client.name,
        redirect_uris=tuple(client.get_redirect_uris()),
        scopes=tuple(client.get_scopes()),
        kinds=tuple(data.get(KINDS) or ()),
        is_first_party=client.skip_consent,
        is_shut=bool(data.get(SHUT)),
        created_at=client.created_at,
    )


def _name(name: str) -> str:
    clean = clean_line(name)
    if not 1 <= len(clean) <= 100 or "<" in clean:
        raise _bad("name", _("Nhập tên hệ thống, không quá 100 ký tự."))
    return clean


def _scopes(scopes: Sequence[str]) -> list[str]:
    if not scopes or not set(scopes) <= set(SCOPES):
        raise _bad("scopes", _("Chọn ít nhất một nhóm thông tin hệ thống được biết."))
    return ["openid", *(scope for scope in SCOPES if scope in scopes and scope != "openid")]


def _addresses(given: Sequence[str], *, field: str, needed: bool = False) -> list[str]:
    clean = [line for line in (clean_line(one) for one in given) if line]
    if (needed and not clean) or len(clean) > MAX_ADDRESSES or not all(map(_is_safe, clean)):
        raise _bad(
            field,
            _("Nhập địa chỉ đầy đủ bắt đầu bằng https://, mỗi dòng một địa chỉ, không quá 10, không có dấu * và #."),
        )
    return clean


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_encrypted = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    has_odd = any(sign in address for sign in "*#\\ ") or parts.username is not None
    return is_encrypted and bool(parts.hostname) and not has_odd and len(address) <= 500


def _bad(field: str, sentence: str) -> BadClient:
    return BadClient(sentence, fields={field: sentence})


def _record(actor: Actor, client: Any, verb: str, detail: dict[str, Any]) -> None:
    audit.record(actor, verb=f"identity.{verb}", subject_kind="client", detail={"client": client.id, **detail})
