"""Keeping what is known of this installation's own keys young, so that a withdrawn one stops signing within a minute.

Two ways at once. Lists are asked every half minute whether they changed: one question an authority, whatever the number
of keys. Responders are asked about keys that signed within the last hours, and nightly about all. So a verb that signs
inside a transaction, where nobody is asked anything, decides by what is at most a minute old.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.signing.adapters import demo_authority
from tinhso.foundation.signing.data import KeyState
from tinhso.foundation.signing.errors import KeyNotUsable
from tinhso.foundation.signing.events import KeyStandingChanged
from tinhso.foundation.signing.models import CertificateStatus, SigningKey, StatusSource
from tinhso.foundation.signing.trust import asking, store
from tinhso.foundation.signing.trust.data import Source, Standing, StandingState
from tinhso.foundation.signing.trust.paths import Path, find_path
from tinhso.foundation.signing.trust.revocation import NotBelieved, fact_of_list
from tinhso.foundation.signing.trust.standing import AGAINST, parse, standing_of
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.outbox import announce

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

WATCHED: Final = timedelta(hours=8)
"""How long after a signature its key is asked about often: an office day."""
EVERY: Final = timedelta(seconds=25)
RARELY: Final = timedelta(hours=24)
BATCH: Final = 32
FORGOTTEN: Final = timedelta(days=30)
_AGAINST: Final = [state.value for state in AGAINST]


def standing_of_key(key: SigningKey, *, now: datetime) -> Standing:
    """Return what a registered key's certificate is worth now; asks when no transaction is open."""
    return standing_of(key.certificate, others=chain_of(key), now=now)


def refuse_withdrawn(key: SigningKey) -> None:
    """Raise KeyNotUsable, with the authority's own words, for a key that its authority revoked or suspended.

    What cannot be learned forbids nothing here: whoever must have proof of the standing asks for `evidence_for`.
    """
    now = clock.now()
    found = standing_of_key(key, now=now)
    watch(key, now=now)
    if found.state in AGAINST:
        raise KeyNotUsable(_("%(why)s Liên hệ quản trị hệ thống để được cấp lại.") % {"why": found.sentence})


def watch(key: SigningKey, *, now: datetime) -> None:
    """Have a key asked about often from now on; writes at most once an hour."""
    until = now + WATCHED
    rows = CertificateStatus.objects.filter(key=key)
    if rows.filter(watched_until__gt=until - timedelta(hours=1)).exists():
        return
    if not rows.update(watched_until=until, due_at=now):
        _tie([key], watched_until=until, now=now)


def _tie(keys: list[SigningKey], *, watched_until: datetime | None, now: datetime) -> None:
    rows = [
        CertificateStatus(
            fingerprint=store.fingerprint(parse(key.certificate)),
            key=key,
            serial=key.serial,
            due_at=now,
            watched_until=watched_until,
        )
        for key in keys
    ]
    fields = ["key", "due_at", "watched_until"]
    CertificateStatus.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["fingerprint"], update_fields=fields
    )


def look_after_keys() -> bool:
    """Do a bounded part of the work; tell whether there is more at once. Called again and again by the worker."""
    now = clock.now()
    adopted = adopt(now=now)
    refresh_lists(now=now)
    due = claim(now=now)
    for key in due:
        standing_of(key.certificate, others=chain_of(key), now=clock.now(), ask=True, fresh=timedelta(0))
    tell_changes()
    return adopted == BATCH or len(due) == BATCH


def adopt(*, now: datetime) -> int:
    """Begin to look after keys nobody looked after; tell the demonstration authority of those it issued."""
    keys = list(_live(now).filter(status=None).order_by("id")[:BATCH])
    for key in keys:
        if key.is_demo:
            demo_authority.publish(parse(key.certificate))
    if keys:
        _tie(keys, watched_until=None, now=now)
    return len(keys)


def claim(*, now: datetime) -> list[SigningKey]:
    """Return keys that are due, and put off their next turn; several workers get different ones."""
    with transaction.atomic():
        due = CertificateStatus.objects.filter(
            due_at__lte=now, key__state=KeyState.ACTIVE.value, key__not_after__gt=now
        )
        rows = list(
            due.select_for_update(of=("self",), skip_locked=True).select_related("key").order_by("due_at")[:BATCH]
        )
        for row in rows:
            often = row.watched_until is not None and row.watched_until > now
            row.due_at = now + (EVERY if often else RARELY)
        CertificateStatus.objects.bulk_update(rows, ["due_at"])
    return [row.key for row in rows if row.key]


def refresh_lists(*, now: datetime) -> int:
    """Ask the lists behind our keys whether they changed, take over what is new in them; return how many were new.

    New is what our keys were not told yet, whoever fetched it: this worker, another one, or somebody's request.
    """
    read: dict[str, str] = {}
    for issuer_name in _live(now).order_by("issuer").values_list("issuer", flat=True).distinct()[:100]:
        sample = _live(now).filter(issuer=issuer_name).order_by("-id").first()
        path = _path_of(sample, now) if sample else None
        for certificate, issuer in path.pairs() if path else ():
            if path is None:
                continue
            own = certificate == path.certificates[0]
            url = asking.address(certificate, issuer, path, Source.CRL)
            row = _unapplied(url, issuer, path, now) if url else None
            if row is not None and _apply(row, issuer, certificate, issuer_name=issuer_name if own else "", now=now):
                read[url] = row.digest
    for url, digest in read.items():  # only now: one list may speak of several issuers
        store.note_applied(url, digest)
    return len(read)


def _unapplied(url: str, issuer: "Certificate", path: Path, now: datetime) -> StatusSource | None:
    """Return an issuer's list, refreshed as far as it can be, when our keys have not been told what it says."""
    try:
        store.refuse_resting(url, now)
        asking.refresh_list(url, issuer, path.authority.name, now=now)
    except NotBelieved as refused:
        if refused.why != "resting":
            store.note_failure(url, Source.CRL, path.authority.name, why=refused.why, now=clock.now())
    row = store.find_list(url)
    return row if row is not None and row.digest and row.digest != row.applied_digest else None


def _apply(
    row: StatusSource, issuer: "Certificate", certificate: "Certificate", *, issuer_name: str, now: datetime
) -> bool:
    """Take over what a list says of our keys of an issuer, or, without its name, of one certificate.

    Tells whether it could be read: one that is over, or was replaced meanwhile, is looked at again the next time.
    """
    try:
        parsed = store.believed_list(row, issuer, now=now)
    except NotBelieved:
        return False
    ours = _live(now).filter(issuer=issuer_name).iterator(chunk_size=500)
    for one in (parse(key.certificate) for key in ours) if issuer_name else iter((certificate,)):
        with suppress(NotBelieved):
            fact = fact_of_list(parsed, one, proof=b"")
            kept = store.find_kept(one)
            was_held = kept is not None and kept.fact.state is StandingState.SUSPENDED
            if (fact.state in AGAINST or was_held) and (kept is None or kept.fact.state is not fact.state):
                store.keep(one, fact, url=row.url, now=now)
    return True


def tell_changes() -> int:
    """Announce and put on record each key whose standing turned, once; return how many."""
    turned = CertificateStatus.objects.filter(key__isnull=False).filter(
        Q(state__in=_AGAINST) | Q(told__in=_AGAINST), ~Q(told=F("state"))
    )
    told = 0
    for row_id in turned.values_list("id", flat=True)[:BATCH]:
        with transaction.atomic():
            row = turned.select_for_update(of=("self",), skip_locked=True).filter(id=row_id).first()
            if row is None or row.key_id is None or row.checked_at is None:
                continue
            row.told = row.state
            row.save(update_fields=["told"])
            detail = {"state": row.state, "reason": row.reason, "since": row.since.isoformat() if row.since else ""}
            audit.record(
                SYSTEM, verb="signing.key_standing", subject_kind="signing.key", subject_id=row.key_id, detail=detail
            )
            fact = KeyStandingChanged(row.key_id, row.state, row.since, row.reason, row.checked_at)
            announce(fact, actor=SYSTEM)
            told += 1
    return told


def sweep(*, now: datetime | None = None) -> int:
    """Have every key asked about anew, and forget what was learned of others long ago; return how many keys."""
    moment = now or clock.now()
    CertificateStatus.objects.filter(key=None, checked_at__lt=moment - FORGOTTEN).delete()
    return CertificateStatus.objects.filter(key__state=KeyState.ACTIVE.value, key__not_after__gt=moment).update(
        due_at=moment
    )


def chain_of(key: SigningKey) -> list["Certificate"]:
    """Return the issuers registered with a key."""
    from cryptography.x509 import load_pem_x509_certificates

    return load_pem_x509_certificates(key.chain.encode()) if key.chain else []


def _path_of(key: SigningKey, now: datetime) -> Path | None:
    return find_path(parse(key.certificate), chain_of(key), at=now)


def _live(now: datetime) -> QuerySet[SigningKey]:
    return SigningKey.objects.filter(state=KeyState.ACTIVE.value, not_after__gt=now)
