"""Keys at a remote signing service, as a client of the Cloud Signature Consortium's API (version 2; version 1 too).

`ref` is `csc:<service>/<credentialID>`. Services stand in TINHSO_SIGNING_REMOTE as name=address (the address up to and
with `/csc/v2` or `/csc/v1`), their client ids and secrets in the secret file `remote-<name>` as `id:secret`. Every
authorisation names the digests it is for (`hashes`), so that it is good for nothing else; what it gives (SAD) stays in
memory for one call. Nothing a service says is believed: each signature is checked with the certificate before use.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from tinhso.foundation.signing import rules
from tinhso.foundation.signing.adapters.chains import in_order
from tinhso.foundation.signing.adapters.csc_wire import Wire
from tinhso.foundation.signing.data import Consent, ConsentNeed, PlacedKey
from tinhso.foundation.signing.errors import ConsentNeeded, KeyUnreachable, SignatureMismatch

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

MAX_CREDENTIALS: Final = 100
MAX_BATCH: Final = 1000
_HASHES: Final = {
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
_ECDSA: Final = {
    "sha256": "1.2.840.10045.4.3.2",
    "sha384": "1.2.840.10045.4.3.3",
    "sha512": "1.2.840.10045.4.3.4",
}
_RSA: Final = {
    "sha256": "1.2.840.113549.1.1.11",
    "sha384": "1.2.840.113549.1.1.12",
    "sha512": "1.2.840.113549.1.1.13",
}


@dataclass(frozen=True)
class Credential:
    """What a service says of one credential: its chain, how many digests one authorisation takes, what it asks."""

    id: str
    chain: tuple[bytes, ...]
    multisign: int
    asks: frozenset[str]

    @property
    def consent(self) -> ConsentNeed:
        """What its holder must give here."""
        return ConsentNeed.CODE if self.asks else ConsentNeed.NONE

    def certificate(self) -> "Certificate":
        """Return its own certificate."""
        from cryptography.x509 import load_der_x509_certificate

        return load_der_x509_certificate(self.chain[0])


@dataclass
class RemoteKeys:
    """The KeyPort of every remote service: connections, access tokens and what credentials are, once in a process."""

    services: dict[str, str]
    prefers_batches: bool = True
    _wires: dict[str, Wire] = field(default_factory=dict)
    _known: dict[str, Credential] = field(default_factory=dict)

    def certificate_chain(self, ref: str) -> tuple[bytes, ...]:
        """Return the certificates of a credential, its own first."""
        return self.credential(ref).chain

    def sign_digest(self, ref: str, digest: bytes, *, digest_algorithm: str) -> bytes:
        """Return the signature over `digest`."""
        return self.sign_digests(ref, [digest], digest_algorithm=digest_algorithm)[0]

    def sign_digests(
        self, ref: str, digests: Sequence[bytes], *, digest_algorithm: str, consent: Consent | None = None
    ) -> list[bytes]:
        """Return a signature for each digest: one authorisation for as many as the credential takes at once.

        Refuses (KeyUnreachable) inside a transaction: what it holds locked would wait for a service far away.
        """
        if connection.in_atomic_block:
            raise KeyUnreachable(
                _("Khóa ở dịch vụ ký số từ xa không ký ngay trong bước này được. Mở «Chữ ký số của tôi» để ký.")
            )
        if len(digests) > MAX_BATCH:
            raise ValueError(f"at most {MAX_BATCH} digests at once")
        held = self.credential(ref)
        given = consent or Consent()
        if ("PIN" in held.asks and not given.pin) or ("OTP" in held.asks and not given.otp):
            raise ConsentNeeded
        if "OTP" in held.asks and len(digests) > held.multisign:
            raise ConsentNeeded(
                _("Dịch vụ chỉ ký %(count)d văn bản cho một mã xác nhận. Chia thành nhiều đợt.")
                % {"count": held.multisign}
            )
        made: list[bytes] = []
        for start in range(0, len(digests), held.multisign):
            part = digests[start : start + held.multisign]
            made += self._sign(self._wire(ref), held, part, digest_algorithm, given)
        return made

    def credential(self, ref: str) -> Credential:
        """Return what the service says of a credential, asked once in a process. Raises KeyUnreachable."""
        held = self._known.get(ref)
        if held is None:
            held = self._known[ref] = _read(self._wire(ref), _credential_id(ref))
        return held

    def list_keys(self, service: str) -> list[PlacedKey]:
        """Return the credentials a service has for us, at most 100; those that cannot sign are left out."""
        wire = self._wire(f"csc:{service}/")
        ids = [str(one) for one in _texts(wire.call("credentials/list", {}).get("credentialIDs"))][:MAX_CREDENTIALS]
        found = []
        for one in ids:
            try:
                held = _read(wire, one)
            except KeyUnreachable:
                continue
            found.append(PlacedKey(f"csc:{service}/{one}", one, held.chain, held.consent))
        return found

    def close(self) -> None:
        """Give every connection back, and forget what the services said."""
        for wire in self._wires.values():
            wire.close()
        self._wires.clear()
        self._known.clear()

    def _wire(self, ref: str) -> Wire:
        name = ref.removeprefix("csc:").partition("/")[0]
        if name not in self.services:
            raise KeyUnreachable(
                _("Chưa khai báo dịch vụ ký số từ xa «%(name)s» (TINHSO_SIGNING_REMOTE).") % {"name": name}
            )
        wire = self._wires.get(name)
        if wire is None:
            wire = self._wires[name] = Wire(name, self.services[name])
        return wire

    def _sign(
        self, wire: Wire, held: Credential, digests: Sequence[bytes], algorithm: str, consent: Consent
    ) -> list[bytes]:
        hashes = [base64.b64encode(one).decode() for one in digests]
        sad = wire.authorize(held.id, hashes, _HASHES[algorithm], _auth_data(held, consent))
        public = held.certificate()
        asked = {
            "credentialID": held.id,
            "SAD": sad,
            wire.hashes_name: hashes,
            wire.hash_algorithm_name: _HASHES[algorithm],
            "signAlgo": (_ECDSA if _is_elliptic(public) else _RSA)[algorithm],
        }
        answer = wire.call("signatures/signHash", asked)
        made = [_decoded(one, public) for one in _texts(answer.get("signatures"))]
        if not rules.all_hold(public, digests, made, algorithm):
            raise SignatureMismatch
        return made


def _credential_id(ref: str) -> str:
    return unquote(ref.removeprefix("csc:").partition("/")[2])


def _auth_data(held: Credential, consent: Consent) -> dict[str, str]:
    given = {"PIN": consent.pin, "OTP": consent.otp}
    return {name: given[name] for name in sorted(held.asks) if given.get(name)}


def _read(wire: Wire, credential_id: str) -> Credential:
    """Return a credential as `credentials/info` tells it, in either version of the API."""
    said = wire.call("credentials/info", {"credentialID": credential_id, "certificates": "chain", "authInfo": True})
    key, cert = said.get("key") or {}, said.get("cert") or {}
    texts = _texts(cert.get("certificates"))
    if key.get("status") != "enabled" or not texts:
        raise KeyUnreachable(_("Chứng thư ở dịch vụ ký số từ xa không dùng được. Liên hệ nhà cung cấp."))
    try:
        held = [base64.b64decode(one, validate=True) for one in texts]
        chain = in_order(held[0], held[1:])
    except ValueError:
        raise KeyUnreachable from None
    multisign = said.get("multisign", 1)
    return Credential(
        credential_id, chain, max(1, min(multisign, MAX_BATCH)) if isinstance(multisign, int) else 1, _asks(said)
    )


def _asks(said: dict[str, Any]) -> frozenset[str]:
    """Return what must be given with an authorisation: version 2 lists it, version 1 has a word for each."""
    auth = said.get("auth") or {}
    if auth.get("mode", said.get("authMode", "implicit")) != "explicit":
        return frozenset()
    listed = {str(one.get("type", "")).upper() for one in auth.get("objects") or () if isinstance(one, dict)}
    asks = {"PIN"} if listed & {"PASSWORD", "PIN"} else set()
    asks |= {"OTP"} if any("OTP" in one for one in listed) else set()
    for name in ("PIN", "OTP"):
        if str((said.get(name) or {}).get("presence", "")).lower() == "true":
            asks.add(name)
    return frozenset(asks)


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > MAX_BATCH or not all(isinstance(one, str) for one in value):
        raise KeyUnreachable(_("Dịch vụ ký số từ xa trả lời không đúng chuẩn CSC. Liên hệ nhà cung cấp."))
    return value


def _decoded(text: str, public: "Certificate") -> bytes:
    """Return a signature; an ECDSA one that came as r and s side by side becomes DER."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    try:
        made = base64.b64decode(text, validate=True)
    except ValueError:
        raise SignatureMismatch from None
    half = len(made) // 2
    if _is_elliptic(public) and len(made) in {64, 96, 132} and made[:1] != b"\x30":
        return encode_dss_signature(int.from_bytes(made[:half], "big"), int.from_bytes(made[half:], "big"))
    return made


def _is_elliptic(certificate: "Certificate") -> bool:
    from cryptography.hazmat.primitives.asymmetric import ec

    return isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)


@cache
def remote_keys() -> RemoteKeys:
    """Return the one port of this process."""
    named = (one.partition("=") for one in settings.SIGNING_REMOTE)
    return RemoteKeys({name.strip(): url.strip().rstrip("/") for name, _eq, url in named if url.strip()})
