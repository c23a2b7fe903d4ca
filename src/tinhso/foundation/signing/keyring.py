"""The one place where a key is opened, whatever its kind, and where it is asked who may use it.

Signing knows holders by their id only. Whose key a unit's seal is in practice, a room above says: it offers a rule of
custody, and `may_use` asks every rule offered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from tinhso.foundation.signing.adapters.agent import agent_keys
from tinhso.foundation.signing.adapters.pkcs11 import token_keys
from tinhso.foundation.signing.adapters.remote import remote_keys
from tinhso.foundation.signing.adapters.software import software_keys
from tinhso.foundation.signing.data import Consent, KeyInfo, KeyKind, PlacedKey
from tinhso.foundation.signing.errors import KeyNotFound
from tinhso.foundation.signing.models import SigningKey
from tinhso.foundation.signing.ports import KeyPort
from tinhso.kernel.actors import Actor, ActorKind

Custody = Callable[[Actor, KeyInfo], bool]

_custody: dict[str, Custody] = {}
_PORTS: Final[dict[KeyKind, Callable[[], KeyPort]]] = {
    KeyKind.SOFTWARE: software_keys,
    KeyKind.PKCS11: token_keys,
    KeyKind.REMOTE: remote_keys,
    KeyKind.AGENT: agent_keys,
}


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A registered key behind its port: the certificates are the register's, so that only signing needs the device."""

    port: KeyPort
    chain: tuple[bytes, ...]
    prefers_batches: bool

    def certificate_chain(self, ref: str) -> tuple[bytes, ...]:
        """Return the DER certificates of the key, its own first."""
        return self.chain or self.port.certificate_chain(ref)

    def sign_digest(self, ref: str, digest: bytes, *, digest_algorithm: str) -> bytes:
        """Return the signature over `digest`."""
        return self.port.sign_digest(ref, digest, digest_algorithm=digest_algorithm)

    def sign_digests(
        self, ref: str, digests: Sequence[bytes], *, digest_algorithm: str, consent: Consent | None = None
    ) -> list[bytes]:
        """Return a signature for each digest."""
        return self.port.sign_digests(ref, digests, digest_algorithm=digest_algorithm, consent=consent)


def port_for(kind: KeyKind) -> KeyPort:
    """Return the adapter of a kind of key, the same one all through the process."""
    return _PORTS[kind]()


def open_key(ref: str) -> KeyPort:
    """Return the port of a registered key, whatever its kind; nothing is opened before it signs. Raises KeyNotFound.

    Whether the key may sign now (state, dates) and for whom, the caller asks first.
    """
    row = SigningKey.objects.filter(ref=ref).only("kind", "certificate", "chain").first()
    if row is None:
        raise KeyNotFound
    port = port_for(KeyKind(row.kind))
    told_by_port = row.kind == KeyKind.SOFTWARE.value and not row.chain
    chain = () if told_by_port else _der_of(row.certificate + row.chain)
    return OpenKey(port, chain, port.prefers_batches)


def _der_of(pem: str) -> tuple[bytes, ...]:
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_pem_x509_certificates

    return tuple(one.public_bytes(Encoding.DER) for one in load_pem_x509_certificates(pem.encode()))


def keys_in(kind: KeyKind, name: str) -> list[PlacedKey]:
    """Return the keys a token of ours (by its label) or a remote service (by its name) holds, registered or not.

    Raises KeyUnreachable; there is no list of key files and of what lies at holders' own machines.
    """
    if kind is KeyKind.PKCS11:
        return token_keys().list_keys(name)
    if kind is KeyKind.REMOTE:
        return remote_keys().list_keys(name)
    return []


def provide_custody(name: str, rule: Custody) -> None:
    """Offer a rule by which somebody may use a key that is not their own (a seal's custodian). One rule for a name."""
    _custody[name] = rule


def may_use(actor: Actor, key_ref: str) -> bool:
    """Tell whether this actor may sign with a key: its holder, the system itself, or whom a rule of custody names."""
    row = SigningKey.objects.filter(ref=key_ref).first()
    return row is not None and may_use_key(actor, row.to_info())


def may_use_key(actor: Actor, key: KeyInfo) -> bool:
    """Tell the same of a key at hand."""
    if actor.kind is ActorKind.SYSTEM or (actor.account_id is not None and key.holder_id == actor.account_id):
        return True
    return any(rule(actor, key) for rule in _custody.values())


def demo_allowed() -> bool:
    """Tell whether this installation makes demonstration keys for who has none."""
    return bool(settings.DEMO)
