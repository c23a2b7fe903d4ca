"""What a certificate is worth at a moment, and what proves it later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from tinhso.foundation.signing.data import Trust
from tinhso.foundation.signing.errors import CertificateUnreadable, EvidenceMissing
from tinhso.foundation.signing.trust import asking, lists, store, words
from tinhso.foundation.signing.trust.data import Evidence, Source, Standing, StandingState
from tinhso.foundation.signing.trust.paths import Path, find_path
from tinhso.foundation.signing.trust.revocation import Fact, NotBelieved, fact_of_list, read_list, read_ocsp

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

FRESH: Final = timedelta(seconds=30)
"""How long what was learned is believed without asking; with the loop's pause a revocation is known within 60 s."""
AGAINST: Final = frozenset((StandingState.REVOKED, StandingState.SUSPENDED))

AnyCertificate = Any
"""PEM text, PEM or DER bytes, or a certificate of `cryptography` or asn1crypto."""


@dataclass(frozen=True, slots=True)
class _Question:
    """Which moment, from when we look at it, and by what means."""

    at: datetime
    now: datetime
    evidence: Evidence
    ask: bool
    fresh: timedelta


def standing_of(
    certificate: AnyCertificate,
    *,
    now: datetime,
    at: datetime | None = None,
    others: Iterable[AnyCertificate] = (),
    evidence: Evidence | None = None,
    ask: bool | None = None,
    fresh: timedelta = FRESH,
) -> Standing:
    """Return what a certificate is worth at a moment (`at`, else now), as far as can be known `now`.

    `others` are certificates that came with it (issuers between it and a root). `evidence` is what was embedded beside
    a signature. Asks the authority over HTTP (at most 2 s a responder, 10 s a list) when what is kept is older than
    `fresh`, unless `ask` is False; left open, it asks when no transaction is open. Never raises for an answer that
    does not come: that is `unknown`. Raises CertificateUnreadable.
    """
    leaf = parse(certificate)
    moment = at or now
    given = evidence or Evidence()
    path = find_path(leaf, [parse(one) for one in (*others, *given.certificates)], at=moment)
    if path is None:
        return Standing(StandingState.UNTRUSTED, sentence=words.untrusted())
    base: dict[str, Any] = {"trust": path.authority.trust, "authority": path.authority.name}
    begins, ends = leaf.not_valid_before_utc, leaf.not_valid_after_utc
    if not begins <= moment <= ends:
        since = begins if moment < begins else ends
        return Standing(StandingState.EXPIRED, since, sentence=words.outside(begins, ends, moment), **base)
    question = _Question(moment, now, given, may_ask() if ask is None else ask, fresh)
    return _judged(leaf, path, question, base)


def _judged(leaf: "Certificate", path: Path, question: _Question, base: dict[str, Any]) -> Standing:
    """Return the standing from what is known of each certificate of the path."""
    facts = [(_fact(one, issuer, path, question), one) for one, issuer in path.pairs()]
    for fact, one in facts:
        if fact and fact.state in AGAINST and (fact.since is None or fact.since <= question.at):
            of_issuer = "" if one == leaf else lists.common_name(one)
            sentence = words.against(fact.state, fact.since, fact.reason, of_issuer=of_issuer)
            return Standing(fact.state, fact.since, fact.reason, fact.source, fact.this_update, sentence, **base)
    if any(fact is None or fact.state is StandingState.UNKNOWN for fact, _one in facts):
        has_sources = any(asking.address(leaf, path.certificates[1], path, kind) for kind in (Source.OCSP, Source.CRL))
        sentence = words.unknown(has_sources=has_sources, ended=leaf.not_valid_after_utc < question.now)
        return Standing(StandingState.UNKNOWN, sentence=sentence, **base)
    own = facts[0][0] if facts else None
    if own is None:
        return Standing(StandingState.GOOD, sentence=words.good(question.now), **base)
    later = own.state in AGAINST
    sentence = words.later_against(own.since) if later else words.good(own.this_update)
    return Standing(StandingState.GOOD, own.since, own.reason, own.source, own.this_update, sentence, **base)


def _fact(certificate: "Certificate", issuer: "Certificate", path: Path, question: _Question) -> Fact | None:
    """Return the best that is known of one certificate for the question's moment."""
    kept = store.find_kept(certificate)
    if kept and kept.fact.state is StandingState.REVOKED:
        return kept.fact
    is_fresh = kept and question.now - kept.checked_at < question.fresh and kept.fact.is_current(question.now)
    learned = None
    if question.ask and not is_fresh:
        learned = asking.learn(certificate, issuer, path, now=question.now)
    known = [*_told(learned, kept), *_embedded(certificate, issuer, question)]
    ends = certificate.not_valid_after_utc
    speaking = [one for one in known if one.state in AGAINST or one.speaks_of(question.at, ends)]
    against = [one for one in speaking if one.state is StandingState.REVOKED]
    decided = [one for one in speaking if one.state is not StandingState.UNKNOWN]
    return next(iter((*against, *decided, *speaking)), None)


def _told(learned: Fact | None, kept: store.Kept | None) -> list[Fact]:
    """Return what decides of the two: who knows nothing takes nothing back, nor does an older word a newer one."""
    if learned is None or kept is None:
        return [learned] if learned else [kept.fact] if kept else []
    if learned.state is StandingState.REVOKED:
        return [learned]
    outdone = learned.state is StandingState.UNKNOWN or learned.this_update < kept.fact.this_update
    return [kept.fact if outdone else learned]


def _embedded(certificate: "Certificate", issuer: "Certificate", question: _Question) -> list[Fact]:
    """Return what embedded answers and lists say, those that are believed."""
    found = []
    for answer in question.evidence.ocsps[:50]:
        try:
            found.append(read_ocsp(answer, certificate, issuer, now=question.now, kept=True))
        except NotBelieved:
            continue
    for raw in question.evidence.crls[:50]:
        try:
            parsed = read_list(raw, issuer, now=question.now, kept=True)
            found.append(fact_of_list(parsed, certificate, proof=raw))
        except NotBelieved:
            continue
    return found


def evidence_for(
    certificate: AnyCertificate,
    *,
    at: datetime,
    now: datetime,
    others: Iterable[AnyCertificate] = (),
    ask: bool | None = None,
) -> Evidence:
    """Return what proves that a certificate was good at a moment: issuers, and for each step an answer or a list.

    This is what a B-LT signature embeds (ETSI EN 319 142-1, 6.3). Call it outside transactions, after the time-stamp,
    with its moment. Raises EvidenceMissing when a step has no proof, or is revoked, and CertificateUnreadable.
    """
    leaf = parse(certificate)
    path = find_path(leaf, [parse(one) for one in others], at=at)
    if path is None:
        raise EvidenceMissing
    question = _Question(at, now, Evidence(), may_ask() if ask is None else ask, FRESH)
    found = Evidence(tuple(_der(one) for one in path.certificates[1:]))
    for one, issuer in path.pairs():
        fact = _fact(one, issuer, path, question)
        if fact is None or fact.state is not StandingState.GOOD:
            raise EvidenceMissing
        found += _proof(one, issuer, path, fact)
    return found


def _proof(certificate: "Certificate", issuer: "Certificate", path: Path, fact: Fact) -> Evidence:
    if fact.source is Source.OCSP:
        return Evidence(ocsps=(fact.proof,))
    raw = fact.proof or store.list_content(asking.address(certificate, issuer, path, Source.CRL))
    if not raw:
        raise EvidenceMissing
    return Evidence(crls=(raw,))


def may_ask() -> bool:
    """Tell whether asking would hold no lock: whether no transaction is open."""
    return not connection.in_atomic_block


def trust_of(certificate: AnyCertificate, others: Sequence[AnyCertificate] = (), *, at: datetime) -> Trust:
    """Return who vouches for a certificate, without asking anybody."""
    path = find_path(parse(certificate), [parse(one) for one in others], at=at)
    return path.authority.trust if path else Trust.UNTRUSTED


def parse(certificate: AnyCertificate) -> "Certificate":
    """Return a certificate of `cryptography`. Raises CertificateUnreadable."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    if isinstance(certificate, x509.Certificate):
        return certificate
    raw = certificate.encode() if isinstance(certificate, str) else certificate
    try:
        if not isinstance(raw, bytes):
            raw = certificate.dump()
        found = (
            x509.load_pem_x509_certificate(raw)
            if raw.lstrip()[:10] == b"-----BEGIN"
            else x509.load_der_x509_certificate(raw)
        )
        _parts = found.extensions, found.subject, found.issuer  # parsed only when asked
    except (ValueError, TypeError, AttributeError, UnsupportedAlgorithm, x509.UnsupportedGeneralNameType):
        raise CertificateUnreadable from None
    return found


def _der(certificate: "Certificate") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)
