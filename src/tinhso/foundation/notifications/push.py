"""Web Push (RFC 8030, 8291, 8292): the browsers in which an account wants messages, and this house's VAPID key."""

import base64
import os
import re
import secrets
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.notifications.access import own_account_id
from tinhso.foundation.notifications.errors import BadDevice, TooManyDevices
from tinhso.foundation.notifications.models import PushDevice
from tinhso.kernel.actors import Actor

MOST: Final = 10
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]+=*")


@transaction.atomic
def add_device(actor: Actor, *, endpoint: str, p256dh: str, auth: str, now: datetime) -> None:
    """Let this browser get the account's messages. The same browser again changes nothing, or moves it to this account.

    Raises BadDevice for keys that are none and for a push service not in TINHSO_PUSH_HOSTS: the house posts to the
    services it knows, never to an address somebody made up. Raises TooManyDevices past ten.
    """
    account_id = own_account_id(actor)
    if not is_known_service(endpoint) or _size(p256dh) != 65 or _size(auth) != 16:
        raise BadDevice
    live = PushDevice.objects.filter(ended_at=None)
    if live.filter(endpoint=endpoint, account_id=account_id).exists():
        return
    live.filter(endpoint=endpoint).update(ended_at=now)
    if live.filter(account_id=account_id).count() >= MOST:
        raise TooManyDevices
    row = PushDevice.objects.create(account_id=account_id, endpoint=endpoint, p256dh=p256dh, auth=auth, created_at=now)
    audit.record(
        actor, verb="notifications.device_added", subject_kind="push_device", subject_id=row.id, person_id=account_id
    )


@transaction.atomic
def remove_devices(actor: Actor, *, endpoint: str = "", now: datetime) -> int:
    """End push in one browser of the account, or in all of them; return in how many."""
    account_id = own_account_id(actor)
    live = PushDevice.objects.filter(account_id=account_id, ended_at=None)
    ended = (live.filter(endpoint=endpoint) if endpoint else live).update(ended_at=now)
    if ended:
        audit.record(
            actor,
            verb="notifications.devices_removed",
            subject_kind="account",
            subject_id=account_id,
            person_id=account_id,
            detail={"count": ended},
        )
    return ended


def end_devices_added_before(account_id: UUID, *, now: datetime) -> int:
    """End push in every browser that joined an account before `now`; return in how many. For the house itself."""
    return PushDevice.objects.filter(account_id=account_id, ended_at=None, created_at__lt=now).update(ended_at=now)


def is_known_service(endpoint: str) -> bool:
    """Tell whether an address belongs to a push service of the settings: https, or loopback in a test."""
    if len(endpoint) > 600:
        return False
    try:
        parts = urlsplit(endpoint)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if parts.username or parts.password or (parts.scheme != "https" and host not in LOOPBACK):
        return False
    return any(host == known or host.endswith(f".{known}") for known in settings.PUSH_HOSTS)


def public_key() -> str:
    """Return the key a browser needs to subscribe: the uncompressed point in base64url (RFC 8292, 3.2)."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    key = load_pem_private_key(vapid_file().read_bytes(), None).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def vapid_file() -> Path:
    """Return the file of this installation's private key (P-256), made once, whole, readable by its owner only."""
    kept = Path(settings.DATA_DIR) / "secrets" / "vapid.pem"
    if kept.exists():
        return kept
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    pem = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = kept.with_name(f".vapid.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    try:
        os.link(fresh, kept)  # of several processes at the first start, one wins and all read its key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return kept


def _size(text: str) -> int:
    """Return how many bytes a base64url text holds; -1 when it is none."""
    if len(text) > 200 or not _BASE64URL.fullmatch(text):
        return -1
    bare = text.rstrip("=")
    try:
        return len(base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4)))
    except ValueError:
        return -1
