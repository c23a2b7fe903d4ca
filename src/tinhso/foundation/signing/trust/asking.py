"""Learning the standing of one certificate: the responder first, then the list; of authorities the other way round."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from tinhso.foundation.signing.trust import client, store
from tinhso.foundation.signing.trust.data import Source, StandingState
from tinhso.foundation.signing.trust.paths import Path
from tinhso.foundation.signing.trust.revocation import (
    Fact,
    NotBelieved,
    fact_of_list,
    is_authority,
    read_list,
    read_ocsp,
)
from tinhso.kernel import clock

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

log = structlog.get_logger(__name__)
LIST_FRESH: Final = timedelta(seconds=30)
"""How long a list is believed before it is asked whether there is a newer one."""
MAX_ADDRESS: Final = 500


def learn(certificate: "Certificate", issuer: "Certificate", path: Path, *, now: datetime) -> Fact | None:
    """Ask, keep what was said and return it; None when nobody could be asked. Call it outside transactions."""
    ways = [(Source.OCSP, _by_responder), (Source.CRL, _by_list)]
    if is_authority(certificate):
        ways.reverse()
    last = None
    for kind, way in ways:
        url = address(certificate, issuer, path, kind)
        if not url:
            continue
        try:
            store.refuse_resting(url, now)
            fact = way(url, certificate, issuer, path, now)
        except NotBelieved as refused:
            _note(url, kind, path, refused, now)
            continue
        last = fact
        if fact.state is not StandingState.UNKNOWN:
            store.keep(certificate, fact, url=url, now=now)
            return fact
    return last


def _note(url: str, kind: Source, path: Path, refused: NotBelieved, now: datetime) -> None:
    if refused.why == "resting":
        return
    log.warning("signing.source_not_believed", url=url, why=refused.why)
    store.note_failure(url, kind, path.authority.name, why=refused.why, now=max(now, clock.now()))


def _by_responder(url: str, certificate: "Certificate", issuer: "Certificate", path: Path, now: datetime) -> Fact:
    answer, nonce = client.ask_responder(url, certificate, issuer)
    fact = read_ocsp(answer, certificate, issuer, now=now, nonce=nonce)
    store.note_answer(url, Source.OCSP, path.authority.name, fact=fact, now=now)
    return fact


def _by_list(url: str, certificate: "Certificate", issuer: "Certificate", path: Path, now: datetime) -> Fact:
    refresh_list(url, issuer, path.authority.name, now=now)
    row = store.find_list(url)
    if row is None:
        raise NotBelieved("no list")
    return fact_of_list(store.believed_list(row, issuer, now=now), certificate, proof=b"")


def refresh_list(url: str, issuer: "Certificate", authority: str, *, now: datetime) -> bool:
    """Fetch a list when the one we have is older than half a minute; tell whether it is another one now.

    Raises NotBelieved when none came and the one kept is over.
    """
    row = store.find_list(url)
    if row and row.answered_at and row.failures == 0 and now - row.answered_at < LIST_FRESH:
        return False
    try:
        got = client.fetch_list(url, etag=row.etag if row else "")
        if got.content is None:
            store.note_answer(url, Source.CRL, authority, fact=None, now=now)
            return False
        parsed = read_list(got.content, issuer, now=now)
    except NotBelieved as refused:
        if row is None or row.next_update is None or row.next_update < now:
            raise
        _note_list(url, authority, refused, now)
        return False
    store.keep_list(url, authority, got.content, parsed, got.etag, now)
    return True


def _note_list(url: str, authority: str, refused: NotBelieved, now: datetime) -> None:
    log.warning("signing.source_not_believed", url=url, why=refused.why)
    store.note_failure(url, Source.CRL, authority, why=refused.why, now=max(now, clock.now()))


def address(certificate: "Certificate", issuer: "Certificate", path: Path, kind: Source) -> str:
    """Return whom to ask: the trust list's address for this issuer, else the certificate's; "" for nobody."""
    service = path.service(issuer)
    listed = service.ocsp if kind is Source.OCSP else service.crl
    if listed or path.authority.only_services:
        return listed
    named = _responders(certificate) if kind is Source.OCSP else _lists(certificate)
    return next((url for url in named if url.startswith(("http://", "https://")) and len(url) <= MAX_ADDRESS), "")


def _responders(certificate: "Certificate") -> list[str]:
    from cryptography import x509
    from cryptography.x509.oid import AuthorityInformationAccessOID

    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    ocsp = AuthorityInformationAccessOID.OCSP
    return [str(one.access_location.value) for one in access if one.access_method == ocsp]


def _lists(certificate: "Certificate") -> list[str]:
    from cryptography import x509

    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [str(name.value) for point in points for name in point.full_name or () if not point.reasons]
