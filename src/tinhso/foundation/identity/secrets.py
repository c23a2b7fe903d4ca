"""Secrets in the database are sealed with the installation's key (AES-256-GCM): the tables alone are not enough."""

import base64
import hashlib
import os
from typing import Final

from django.conf import settings

_NONCE: Final = 12


def seal(text: str) -> str:
    """Return `text` sealed; the same text is sealed differently each time."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return base64.urlsafe_b64encode(nonce + AESGCM(_key()).encrypt(nonce, text.encode(), None)).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises ValueError when it was not sealed with this installation's key."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    raw = base64.urlsafe_b64decode(sealed)
    try:
        return AESGCM(_key()).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
    except InvalidTag:
        raise ValueError("sealed with another key") from None


def _key() -> bytes:
    return hashlib.sha256(b"tinhso.identity.seal:" + settings.SECRET_KEY.encode()).digest()
