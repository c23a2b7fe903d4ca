"""What this installation knows that a file cannot prove: whom it trusts, and which certificates were withdrawn."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import connection

from tinhso.foundation.signing.data import KeyState, RevocationFacts, Trust
from tinhso.foundation.signing.errors import CertificateUnreadable
from tinhso.foundation.signing.models import SigningKey
from tinhso.foundation.signing.trust import asking, lists
from tinhso.foundation.signing.trust.data import Source, Standing, StandingState
from tinhso.foundation.signing.trust.paths import find_path
from tinhso.foundation.signing.trust.standing import standing_of

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

NOT_ASKED = "not_asked"
"""The state of a certificate about which nobody was asked, or nobody can be."""


@dataclass(frozen=True, slots=True)
class Known:
    """Roots with the trust each gives, and issuers in between, all DER."""

    roots: tuple[tuple[bytes, Trust], ...]
    others: tuple[bytes, ...] = ()

    def packed(self) -> dict[str, list[str]]:
        """Return what the reading process is told."""
        return {
            "roots": [base64.b64encode(root).decode() for root, _trust in self.roots],
            "others": [base64.b64encode(one).decode() for one in self.others],
        }

    def trust_of(self, number: int) -> Trust:
        """Return the trust of the root with this number; untrusted for none."""
        return self.roots[number][1] if 0 <= number < len(self.roots) else Trust.UNTRUSTED


def known() -> Known:
    """Return whom we trust, by the trust lists."""
    return _known(lists.authorities())


@lru_cache(maxsize=8)
def _known(authorities: tuple[lists.Authority, ...]) -> Known:
    return Known(
        tuple((_der(root), one.trust) for one in authorities for root in one.roots),
        tuple(_der(issuer) for one in authorities for issuer in one.intermediates),
    )


def _der(certificate: "Certificate") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)


def standing(chain: "Sequence[Certificate]", *, now: datetime, ask: bool | None) -> RevocationFacts | None:
    """Return what is known now about the withdrawal of the first certificate, None of one nobody vouches for.

    A withdrawal is told with its moment, whenever it was: what it means for a signature, the rules say. `ask` as
    `standing_of` has it. The state is one of `trust`'s, or `not_asked`.
    """
    leaf = chain[0]
    registered = _of_register(leaf)
    if registered is not None and registered.state == StandingState.REVOKED:
        return registered
    moment = min(now, leaf.not_valid_after_utc - timedelta(seconds=1))
    asked = not connection.in_atomic_block if ask is None else ask
    try:
        found = standing_of(leaf, now=now, at=moment, others=chain[1:], ask=asked)
    except CertificateUnreadable:
        return registered
    if found.state in (StandingState.UNTRUSTED, StandingState.EXPIRED):
        return registered
    state = found.state.value
    if found.state is StandingState.UNKNOWN and not (asked and _may_be_asked(chain, moment)):
        state = NOT_ASKED
    return registered or _facts(found, state)


def _facts(found: Standing, state: str) -> RevocationFacts:
    return RevocationFacts(state, found.since, found.source.value, found.checked_at, found.sentence)


def _may_be_asked(chain: "Sequence[Certificate]", at: datetime) -> bool:
    """Tell whether there is anybody to ask about the first certificate."""
    path = find_path(chain[0], list(chain[1:]), at=at)
    if path is None or len(path.certificates) == 1:
        return False
    return any(asking.address(chain[0], path.certificates[1], path, kind) for kind in (Source.OCSP, Source.CRL))


def _of_register(certificate: "Certificate") -> RevocationFacts | None:
    """Return what the register of this installation says, by serial number and the very same certificate."""
    from cryptography.hazmat.primitives.serialization import Encoding

    found = (
        SigningKey.objects.filter(serial=f"{certificate.serial_number:x}")
        .filter(state__in=(KeyState.REVOKED.value, KeyState.SUSPENDED.value))
        .values("state", "state_changed_at", "certificate")
        .first()
    )
    if found is None or found["certificate"].strip() != certificate.public_bytes(Encoding.PEM).decode().strip():
        return None
    return RevocationFacts(found["state"], found["state_changed_at"], "register", found["state_changed_at"])
