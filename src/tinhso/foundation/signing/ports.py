"""The port behind which private keys live."""

from collections.abc import Sequence
from typing import Protocol

from tinhso.foundation.signing.data import Consent


class KeyPort(Protocol):
    """A store of keys that signs digests and never gives a key away.

    Shaped so that PKCS#11 (C_Sign with the raw ECDSA or RSA mechanism) and remote signing (CSC API v2,
    `signatures/signHash`) fit behind it: both take a digest, neither takes a document. An adapter holds what is costly
    to open (a parsed key, a session, a token) and may be used by several threads at once.
    """

    @property
    def prefers_batches(self) -> bool:
        """True when several digests in one call are much cheaper (a remote service that asks its user each time)."""
        ...

    def certificate_chain(self, ref: str) -> tuple[bytes, ...]:
        """Return the DER certificates of key `ref`: its own first, then its issuers. Raises KeyUnreachable."""
        ...

    def sign_digest(self, ref: str, digest: bytes, *, digest_algorithm: str) -> bytes:
        """Return the signature over `digest`, made with `digest_algorithm` ("sha256", "sha384", "sha512").

        ECDSA signatures are DER (RFC 3279), RSA ones PKCS#1 v1.5. Raises KeyUnreachable.
        """
        ...

    def sign_digests(
        self, ref: str, digests: Sequence[bytes], *, digest_algorithm: str, consent: Consent | None = None
    ) -> list[bytes]:
        """Return a signature for each digest, in order, with one consent for all of them (at most 1,000).

        Raises KeyUnreachable; ConsentNeeded when the key asks its holder and nothing was given; ConsentRefused.
        """
        ...
