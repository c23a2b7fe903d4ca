"""Keys in a token or HSM of this installation, by PKCS#11 (OASIS PKCS#11 2.40): the key never leaves the device.

`ref` is a PKCS#11 URI (RFC 7512): `pkcs11:token=<label>;id=<%XX…>` or `…;object=<label>`. The module comes from
TINHSO_PKCS11_MODULE, a token's PIN from the secret file `pin-<label>`. ECDSA signs by the raw mechanism and RSA by
PKCS#1 v1.5 over a DigestInfo, so that only a digest goes to the device.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote_to_bytes

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.foundation.signing.adapters import refused_pins, secret_files
from tinhso.foundation.signing.adapters.chains import in_order
from tinhso.foundation.signing.data import Consent, ConsentNeed, PlacedKey
from tinhso.foundation.signing.errors import KeyUnreachable

if TYPE_CHECKING:
    import pkcs11

MAX_OBJECTS: Final = 200
_PREFIX: Final = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key lies: the token's label, and the key's id or label."""

    token: str
    id: bytes = b""
    object: str = ""


def place_of(ref: str) -> Place:
    """Read a PKCS#11 URI. Raises KeyUnreachable for one without a token or without a key."""
    if not ref.startswith("pkcs11:"):
        raise KeyUnreachable
    parts = {name: unquote_to_bytes(value) for name, _eq, value in (one.partition("=") for one in ref[7:].split(";"))}
    try:
        place = Place(parts["token"].decode(), parts.get("id", b""), parts.get("object", b"").decode())
    except (KeyError, UnicodeDecodeError):
        raise KeyUnreachable from None
    if not place.id and not place.object:
        raise KeyUnreachable
    return place


def ref_of(token: str, key_id: bytes, label: str = "") -> str:
    """Return the URI of a key, by its id when it has one."""
    named = f"id={''.join(f'%{one:02X}' for one in key_id)}" if key_id else f"object={quote(label, safe='')}"
    return f"pkcs11:token={quote(token, safe='')};{named}"


@dataclass
class _Held:
    """An open session on one token, and the keys found in it."""

    session: Any
    keys: dict[Place, Any] = field(default_factory=dict)


@dataclass
class TokenKeys:
    """The KeyPort of one PKCS#11 module.

    One session a token, opened at first use and held. The binding starts a module without asking it for locks of its
    own (C_Initialize with NULL), so one thread of a process is in the module at a time; several processes sign side by
    side. When a token is pulled out every handle is dropped and the next call looks for it anew. A PIN that was refused
    is not tried again, by any process: see `refused_pins`.
    """

    module: str
    prefers_batches: bool = False

    def __post_init__(self) -> None:
        self._lock = RLock()
        self._held: dict[str, _Held] = {}
        self._process = os.getpid()

    def certificate_chain(self, ref: str) -> tuple[bytes, ...]:
        """Return the certificates found in the token: the key's own first, then its issuers that lie there too."""
        place = place_of(ref)
        with self._module():
            held = self._session(place.token)
            own, others = self._certificates(held, place)
        return in_order(own, others)

    def sign_digest(self, ref: str, digest: bytes, *, digest_algorithm: str) -> bytes:
        """Return the signature over `digest`."""
        return self.sign_digests(ref, [digest], digest_algorithm=digest_algorithm)[0]

    def sign_digests(
        self,
        ref: str,
        digests: Sequence[bytes],
        *,
        digest_algorithm: str,
        consent: Consent | None = None,  # noqa: ARG002 - asks nobody
    ) -> list[bytes]:
        """Return a signature for each digest, in one turn at the device."""
        place = place_of(ref)
        with self._module():
            key = self._key(self._session(place.token), place)
            return [_signed(key, one, digest_algorithm) for one in digests]

    def list_keys(self, token: str) -> list[PlacedKey]:
        """Return the keys of a token that have a certificate beside them, at most 200."""
        import pkcs11

        with self._module():
            held = self._session(token)
            found = []
            for key in _objects(held.session, {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}):
                place = Place(token, bytes(key.id), key.label)
                with suppress(KeyUnreachable):
                    own, others = self._certificates(held, place)
                    chain = in_order(own, others)
                    found.append(PlacedKey(ref_of(token, place.id, place.object), key.label, chain, ConsentNeed.NONE))
            return found

    def close(self) -> None:
        """Give every session back."""
        with self._lock:
            self._drop()

    @contextmanager
    def _module(self) -> Iterator[None]:
        """Hold the module for one turn; whatever the device says against it becomes one sentence."""
        import pkcs11.exceptions as said

        with self._lock:
            self._after_fork()
            try:
                yield
            except said.PinLocked:
                self._drop()
                raise KeyUnreachable(
                    _("Thiết bị khóa ký đã tự khóa vì sai PIN nhiều lần. Mở khóa thiết bị rồi thử lại.")
                ) from None
            except said.PKCS11Error:
                self._drop()
                raise KeyUnreachable(
                    _("Không thấy thiết bị khóa ký hoặc khóa trong thiết bị. Cắm lại thiết bị rồi thử lại.")
                ) from None

    def _after_fork(self) -> None:
        if self._process != os.getpid():  # handles of a parent are not ours
            self._held.clear()
            self._process = os.getpid()

    def _session(self, label: str) -> _Held:
        held = self._held.get(label)
        if held is None:
            held = self._held[label] = _Held(self._opened(label))
        return held

    def _opened(self, label: str) -> Any:
        import pkcs11

        secret = secret_files.file_of(f"pin-{label}")
        pin = secret_files.read(secret)
        token = self._token(label)
        with refused_pins.attempt(secret, pin) as turn:
            if turn.was_refused:
                raise KeyUnreachable(_wrong_pin(secret))
            try:
                return token.open(user_pin=pin)
            except pkcs11.exceptions.UserAlreadyLoggedIn:  # another session of this process has
                return token.open()
            except (pkcs11.exceptions.PinIncorrect, pkcs11.exceptions.PinInvalid, pkcs11.exceptions.PinLenRange):
                turn.refuse()
                raise KeyUnreachable(_wrong_pin(secret)) from None

    def _token(self, label: str) -> "pkcs11.Token":
        """Return the token of that label; when it is not there, have the module look again, once."""
        import pkcs11

        if not self.module:
            raise KeyUnreachable(_("Chưa khai báo thiết bị khóa ký (TINHSO_PKCS11_MODULE)."))
        library = pkcs11.lib(self.module)
        try:
            return library.get_token(token_label=label)
        except pkcs11.exceptions.PKCS11Error:
            self._held.clear()  # finalizing ends every session
            library.reinitialize()
            return library.get_token(token_label=label)

    def _key(self, held: _Held, place: Place) -> Any:
        import pkcs11

        key = held.keys.get(place)
        if key is None:
            given: dict[str, Any] = {"id": place.id} if place.id else {"label": place.object}
            key = held.keys[place] = held.session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, **given)
        return key

    def _certificates(self, held: _Held, place: Place) -> tuple[bytes, list[bytes]]:
        import pkcs11

        wanted = pkcs11.Attribute
        found = _objects(held.session, {wanted.CLASS: pkcs11.ObjectClass.CERTIFICATE})
        ours: list[bytes] = []
        others: list[bytes] = []
        for one in found:
            is_own = bytes(one[wanted.ID]) == place.id if place.id else one[wanted.LABEL] == place.object
            (ours if is_own else others).append(bytes(one[wanted.VALUE]))
        if not ours:
            raise KeyUnreachable(_("Trong thiết bị không có chứng thư của khóa này. Nạp chứng thư vào thiết bị."))
        return ours[0], others

    def _drop(self) -> None:
        for held in self._held.values():
            with suppress(Exception):  # the device may be gone
                held.session.close()
        self._held.clear()


def _objects(session: Any, wanted: dict[Any, Any]) -> list[Any]:
    found: list[Any] = []
    for one in session.get_objects(wanted):
        if len(found) < MAX_OBJECTS:
            found.append(one)
    return found


def _signed(key: Any, digest: bytes, digest_algorithm: str) -> bytes:
    import pkcs11
    from pkcs11.util.ec import encode_ecdsa_signature

    if key.key_type is pkcs11.KeyType.EC:
        return bytes(encode_ecdsa_signature(key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)))
    return bytes(key.sign(_PREFIX[digest_algorithm] + digest, mechanism=pkcs11.Mechanism.RSA_PKCS))


def _wrong_pin(secret: Path) -> str:
    words = _(
        "Thiết bị không nhận PIN đã khai báo. Sửa tệp PIN (không thử lại PIN sai để thiết bị khỏi tự khóa); nếu đã đặt "
        "lại PIN trên thiết bị thì xóa tệp «%(name)s»."
    )
    return str(words % {"name": secret.name + refused_pins.SUFFIX})


@cache
def token_keys() -> TokenKeys:
    """Return the one port of this process."""
    return TokenKeys(str(settings.PKCS11_MODULE))
