"""What signing is told: which keys may sign."""

from datetime import datetime
from typing import Final

from tinhso.foundation.certificates.data import State
from tinhso.foundation.certificates.models import Certificate
from tinhso.foundation.certificates.rules import read_certificate
from tinhso.foundation.signing import public as signing
from tinhso.kernel.actors import SYSTEM

_ENDED: Final = frozenset({State.REVOKED, State.DESTROYED})


def is_key_of(row: Certificate, key: signing.KeyInfo) -> bool:
    """Tell whether a key is the one behind a line: the very same certificate, and the same holder."""
    facts = read_certificate(signing.certificate_of(key.id).encode())
    return facts.fingerprint == row.fingerprint and (row.owner_id is None or row.owner_id == key.holder_id)


def follow_key(row: Certificate, *, now: datetime) -> None:
    """Make the key behind a certificate able to sign, stand still, or end, as the register says."""
    if row.key_id is None:
        return
    state = State(row.state)
    if state in _ENDED:
        wanted = signing.KeyState.REVOKED
    elif state is State.IN_USE and not row.blocked:
        wanted = signing.KeyState.ACTIVE
    else:
        wanted = signing.KeyState.SUSPENDED
    key = signing.get_key(row.key_id)
    if key.state not in (wanted, signing.KeyState.REVOKED):
        signing.change_key_state(SYSTEM, key_id=row.key_id, state=wanted, reason=row.blocked or row.reason, now=now)
