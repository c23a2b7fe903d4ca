"""The life of a certificate, and what a certificate file says. Pure."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from tinhso.foundation.certificates.data import MAX_FILE, WARN_DAYS, Facts, Move, State
from tinhso.foundation.certificates.errors import BadCertificate, IllegalMove, PasswordNeeded

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_OUT: Final = (State.ISSUED, State.HANDED_OVER, State.IN_USE, State.SUSPENDED)
_MOVES: Final[Mapping[Move, tuple[tuple[State, ...], State]]] = {
    Move.APPROVE: ((State.REQUESTED,), State.APPROVED),
    Move.REFUSE: ((State.REQUESTED,), State.REFUSED),
    Move.ISSUE: ((State.APPROVED,), State.ISSUED),
    Move.HAND_OVER: ((State.ISSUED,), State.HANDED_OVER),
    Move.PUT_IN_USE: ((State.ISSUED, State.HANDED_OVER), State.IN_USE),
    Move.SUSPEND: ((State.ISSUED, State.HANDED_OVER, State.IN_USE), State.SUSPENDED),
    Move.RESUME: ((State.SUSPENDED,), State.IN_USE),
    Move.REVOKE: (_OUT, State.REVOKED),
    Move.EXPIRE: (_OUT, State.EXPIRED),
    Move.DESTROY: ((State.REVOKED, State.EXPIRED), State.DESTROYED),
}
WITH_REASON: Final = frozenset({Move.REFUSE, Move.SUSPEND, Move.RESUME, Move.REVOKE, Move.DESTROY})
BY_HAND: Final = frozenset(Move) - {Move.EXPIRE}


def after(state: State, move: Move) -> State:
    """Return where a move leads. Raises IllegalMove."""
    sources, target = _MOVES[move]
    if state not in sources:
        raise IllegalMove
    return target


def moves_from(state: State) -> tuple[Move, ...]:
    """Return what a person can do to a certificate in this state, in the order of its life."""
    return tuple(move for move, (sources, _target) in _MOVES.items() if move in BY_HAND and state in sources)


def is_live(state: State) -> bool:
    """Tell whether the key may come to sign: out, and not at its end."""
    return state in _OUT


def due_warning(not_after: datetime, warned: int, *, now: datetime) -> int | None:
    """Return the smallest of 60, 30 and 7 days that has been reached and not been warned of (`warned`, 0 for none)."""
    reached = [days for days in WARN_DAYS if (not_after - now).total_seconds() <= days * 86_400]
    if not reached or not_after <= now:
        return None
    least = min(reached)
    return least if warned == 0 or least < warned else None


def read_certificate(data: bytes, *, password: str = "") -> Facts:
    """Return what a PEM, DER or PKCS#12 file says; of a PKCS#12 file only its certificate is read, the key is dropped.

    Raises BadCertificate, PasswordNeeded.
    """
    if not 0 < len(data) <= MAX_FILE:
        raise BadCertificate
    return facts_of(_parse(data, password))


def _parse(data: bytes, password: str) -> "Certificate":
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        if b"-----BEGIN CERTIFICATE-----" in data:
            return x509.load_pem_x509_certificates(data)[0]
        try:
            return x509.load_der_x509_certificate(data)
        except ValueError:
            _key, found, _others = pkcs12.load_key_and_certificates(data, password.encode() or None)
    except ValueError as refused:
        if "password" in str(refused).lower():
            raise PasswordNeeded from None
        raise BadCertificate from None
    except Exception:  # noqa: BLE001 - whatever a parser meets in a stranger's file, it is no certificate
        raise BadCertificate from None
    if found is None:
        raise BadCertificate
    return found


def facts_of(certificate: "Certificate") -> Facts:
    """Return what a certificate says of itself."""
    from cryptography.hazmat.primitives.serialization import Encoding

    der = certificate.public_bytes(Encoding.DER)
    return Facts(
        subject=certificate.subject.rfc4514_string()[:500],
        issuer=certificate.issuer.rfc4514_string()[:500],
        serial=f"{certificate.serial_number:x}",
        fingerprint=hashlib.sha256(der).hexdigest(),
        certificate=certificate.public_bytes(Encoding.PEM).decode(),
        not_before=certificate.not_valid_before_utc.astimezone(UTC),
        not_after=certificate.not_valid_after_utc.astimezone(UTC),
        usages=_usages(certificate),
    )


def _usages(certificate: "Certificate") -> tuple[str, ...]:
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return ()
    names = ("digital_signature", "content_commitment", "key_encipherment", "key_cert_sign", "crl_sign")
    return tuple(name for name in names if getattr(usage, name))
