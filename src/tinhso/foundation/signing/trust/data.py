"""Words of trust."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.foundation.signing.data import Trust


class StandingState(StrEnum):
    """What a certificate is worth at a moment.

    EXPIRED: the moment lies outside its dates. UNKNOWN: of a trusted authority, but nobody who may say so could be
    asked. UNTRUSTED: no way from it to a root we know.
    """

    GOOD = "good"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    UNTRUSTED = "untrusted"


class Source(StrEnum):
    """Who said it: a responder (OCSP), a list (CRL), nobody."""

    OCSP = "ocsp"
    CRL = "crl"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a certificate at a moment, with one Vietnamese sentence that says it.

    `since` is when it was revoked or suspended, ended or will begin; `reason` the word of RFC 5280 (`keyCompromise`).
    `checked_at` is when the source spoke. `authority` names the trust list's entry; `trust` what it is worth.
    """

    state: StandingState
    since: datetime | None = None
    reason: str = ""
    source: Source = Source.NONE
    checked_at: datetime | None = None
    sentence: str = ""
    trust: Trust = Trust.UNTRUSTED
    authority: str = ""

    @property
    def may_sign(self) -> bool:
        """Whether nothing known forbids signing with it; what could not be asked forbids nothing."""
        return self.state in (StandingState.GOOD, StandingState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a standing later, all DER: the issuers up to the root, answers of responders, lists."""

    certificates: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    def __add__(self, other: "Evidence") -> "Evidence":
        """Return both without doubles."""
        return Evidence(
            tuple(dict.fromkeys((*self.certificates, *other.certificates))),
            tuple(dict.fromkeys((*self.ocsps, *other.ocsps))),
            tuple(dict.fromkeys((*self.crls, *other.crls))),
        )


@dataclass(frozen=True, slots=True)
class CertificateCheck:
    """What the register asks before it takes a certificate in. `problems` are sentences; none means fit for signing."""

    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    key: str
    standing: Standing
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthorityInfo:
    """One entry of the trust lists, for people: its roots' names and end, its mark and what is unsure about it."""

    name: str
    trust: Trust
    roots: tuple[str, ...]
    not_after: datetime | None
    mark: str
    note: str


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One address we ask: when it last answered, until when that is good, and what went wrong since."""

    url: str
    kind: str
    authority: str
    answered_at: datetime | None
    next_update: datetime | None
    failures: int
    error: str
    failed_at: datetime | None
