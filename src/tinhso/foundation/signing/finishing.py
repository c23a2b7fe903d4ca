"""The second step of signing in two: the value is taken in, stamped, proven, and kept as a signed file.

Once its holder's signature came back a document needs nothing of them any more. The value is written down first; then,
outside any transaction and under a claim, it gets the time-stamp and the proofs its profile asks for. A time-stamp
authority that is silent makes it wait here: kept, seen, tried again, and never given out as signed without. A worker
killed in between loses its claim alone.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.signing import rules
from tinhso.foundation.signing.actions import usable_key
from tinhso.foundation.signing.data import Appearance, Profile, SignedItem
from tinhso.foundation.signing.errors import SessionGone, SignatureMismatch, TimeStampUnavailable
from tinhso.foundation.signing.events import PreparedFailed, PreparedSigned
from tinhso.foundation.signing.lasting.keeping import look_after
from tinhso.foundation.signing.models import PreparedSignature
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.ids import uuid7
from tinhso.kernel.modules import Health, HealthReport
from tinhso.kernel.outbox import announce

log = structlog.get_logger(__name__)

ALGORITHM: Final = "sha256"
LEASE: Final = timedelta(seconds=100)
FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(minutes=15)
FAULT_TRIES: Final = 5
LONG: Final = timedelta(minutes=10)
SHOWN: Final = timedelta(days=7)
AT_ONCE: Final = timedelta(seconds=10)
"""How long whoever brings signatures back is kept waiting for stamps; what is left over, the worker does."""
FAULT: Final = _noop("Có lỗi ngoài dự kiến khi hoàn thành chữ ký. Hệ thống sẽ thử lại.")
WAITS: Final = _noop("Đã nhận chữ ký của Ông/Bà, đang chờ dấu thời gian. Hệ thống tự hoàn thành, không cần ký lại.")
SILENT: Final = _noop("Cơ quan cấp dấu thời gian chưa trả lời. Chữ ký đã nhận được giữ lại, hệ thống sẽ thử lại.")


@transaction.atomic
def take_in(actor: Actor, prepared_id: UUID, signature: bytes, now: datetime) -> SignedItem:
    """Write down what came back; a document that needs no time-stamp is finished by that.

    The same one twice, or another good value for it, changes nothing. Raises SessionGone, SignatureMismatch, and what
    `usable_key` raises.
    """
    if actor.account_id is None:
        raise SessionGone
    rows = PreparedSignature.objects.select_for_update(of=("self",)).select_related("key")
    row = rows.filter(id=prepared_id, account_id=actor.account_id).first()
    if row is None or row.dropped_at is not None:
        raise SessionGone
    if row.file_id is not None or row.received_at is not None:
        return item_of(row)
    if row.expires_at <= now:
        raise SessionGone
    usable_key(row.key.ref, actor.account_id, now)  # it may have been revoked meanwhile
    if not _fits(row, signature):
        raise SignatureMismatch
    from tinhso.foundation.signing.formats import values

    row.content, row.received_at, row.next_try_at = values.put_in(bytes(row.content), signature), now, now
    if not Profile(row.profile).is_stamped:
        return _kept(row, bytes(row.content), now)
    row.save(update_fields=["content", "received_at", "next_try_at"])
    audit.record(
        signer_of(row),
        verb="signing.prepared_received",
        subject_kind=row.subject_kind or "signing.prepared",
        subject_id=row.subject_id or row.id,
        detail={"serial": row.key.serial, "digest": row.digest},
    )
    return item_of(row)


def _fits(row: PreparedSignature, signature: bytes) -> bool:
    from cryptography.x509 import load_pem_x509_certificate

    certificate = load_pem_x509_certificate(row.key.certificate.encode())
    return rules.holds(certificate, rules.Challenge(bytes.fromhex(row.digest), signature, ALGORITHM))


def finish_at_once(items: list[SignedItem]) -> list[SignedItem]:
    """Finish what was just taken in, for ten seconds or until the authority is silent; the worker does the rest.

    Inside a transaction nothing is done here: nobody outside is waited for while locks are held.
    """
    until, done = clock.now() + AT_ONCE, []
    going = not connection.in_atomic_block
    for item in items:
        one = item
        if item.waits and going and clock.now() < until:
            row = claim(clock.now(), prepared_id=item.id)
            one = complete(row) if row else item
            going = not one.waits
        done.append(one)
    return done


def work() -> bool:
    """Finish the next document whose turn has come; tell whether there was one."""
    row = claim(clock.now())
    if row is None:
        return False
    complete(row)
    return True


@transaction.atomic
def claim(now: datetime, *, prepared_id: UUID | None = None) -> PreparedSignature | None:
    """Take the document whose turn came first (or the one named), for 100 seconds."""
    due = _received().filter(next_try_at__lte=now)
    if prepared_id is not None:
        due = due.filter(id=prepared_id)
    row = due.select_for_update(skip_locked=True, of=("self",)).select_related("key").order_by("next_try_at").first()
    if row is not None:
        row.claim, row.next_try_at, row.tries = uuid7(), now + LEASE, row.tries + 1
        row.save(update_fields=["claim", "next_try_at", "tries"])
    return row


def complete(row: PreparedSignature) -> SignedItem:
    """Stamp and prove what was claimed and keep it, or say why not."""
    try:
        pdf = _completed(row)
    except DomainError as refused:
        return _refused(row, refused)
    except Exception as fault:
        log.exception("signing.finishing_fault", prepared=str(row.id), error=type(fault).__name__)
        return _refused(row, None)
    return _finished(row, pdf)


def _completed(row: PreparedSignature) -> bytes:
    """Return the document with all its profile asks for. The stamp is kept as soon as there is one: it says when."""
    from tinhso.foundation.signing.formats import pades, values
    from tinhso.foundation.signing.formats.evidence import gather_evidence
    from tinhso.foundation.signing.formats.time_stamps import time_stamper

    usable_key(row.key.ref, row.account_id, clock.now())
    pdf, profile, stamper = bytes(row.content), Profile(row.profile), time_stamper()
    if row.stamped_at is None:
        pdf = values.stamped(pdf, stamper)
        _received().filter(id=row.id, claim=row.claim).update(content=pdf, stamped_at=clock.now())
    if profile.is_long_term:
        order = pades.Order(Appearance(), "", clock.now(), profile, gather_evidence)
        pdf = pades.extended(pdf, values.certificates_in(pdf), stamper, order)
    return pdf


@transaction.atomic
def _finished(row: PreparedSignature, pdf: bytes) -> SignedItem:
    held = _held(row)
    return _kept(held, pdf, clock.now()) if held else _as_it_stands(row)


def _kept(row: PreparedSignature, pdf: bytes, now: datetime) -> SignedItem:
    """Keep a signed document and tell of it, in the transaction that holds its row."""
    actor = signer_of(row)
    kept = files.keep_made(pdf, name=f"{row.title or 'Văn bản'}.pdf", actor=actor, now=now)
    row.file_id, row.signed_at, row.content, row.claim, row.problem = kept.id, now, b"", None, ""
    row.received_at = row.received_at or now
    row.save()
    if Profile(row.profile).is_long_term and row.subject_id is not None:
        look_after(file_id=kept.id, subject_kind=row.subject_kind, subject_id=row.subject_id, title=row.title, now=now)
    audit.record(
        actor,
        verb="signing.prepared_signed",
        subject_kind=row.subject_kind or "signing.prepared",
        subject_id=row.subject_id or row.id,
        detail={"serial": row.key.serial, "sha256": hashlib.sha256(pdf).hexdigest(), "profile": row.profile},
    )
    announce(PreparedSigned(row.id, row.subject_kind, row.subject_id, kept.id, row.key_id), actor=actor)
    return item_of(row)


@transaction.atomic
def _refused(row: PreparedSignature, refused: DomainError | None) -> SignedItem:
    """Let a document wait longer when the outside is silent; end it when the answer will not change by waiting."""
    held, now = _held(row), clock.now()
    if held is None:
        return _as_it_stands(row)
    said = SILENT if isinstance(refused, TimeStampUnavailable) else str(refused.sentence) if refused else FAULT
    held.problem, held.claim = said[:500], None
    waits = refused.kind is Kind.UNAVAILABLE if refused else held.tries < FAULT_TRIES
    if waits:
        held.next_try_at = now + wait_after(held.tries)
    else:
        held.dropped_at, held.content = now, b""
        announce(
            PreparedFailed(held.id, held.subject_kind, held.subject_id, held.problem),
            actor=signer_of(held),
        )
    held.save(update_fields=["problem", "claim", "next_try_at", "dropped_at", "content"])
    return item_of(held)


def wait_after(tries: int) -> timedelta:
    """Return how long to wait: 15 seconds, twice as long each time, a quarter of an hour at most."""
    doubled: int = 2 ** min(max(tries - 1, 0), 10)
    return min(LONGEST_WAIT, FIRST_WAIT * doubled)


@transaction.atomic
def again(account_id: UUID, *, now: datetime) -> int:
    """Give all this person's signatures that wait for a time-stamp their turn now; return how many."""
    return _received().filter(account_id=account_id, claim=None).update(next_try_at=now)


def unfinished_of(account_id: UUID, *, now: datetime) -> list[PreparedSignature]:
    """Return what this person signed and is not finished, and what ended so in the last seven days; at most 100."""
    rows = PreparedSignature.objects.filter(account_id=account_id, file_id=None, received_at__isnull=False)
    shown = rows.filter(dropped_at=None) | rows.filter(dropped_at__gt=now - SHOWN).exclude(problem="")
    return list(shown.select_related("key").defer("content").order_by("id")[:100])


def item_of(row: PreparedSignature) -> SignedItem:
    """Return what became of it so far."""
    waits = row.file_id is None and row.dropped_at is None and row.received_at is not None
    sentence = WAITS if waits else row.problem if row.file_id is None else ""
    return SignedItem(row.id, row.title, row.file_id, _(sentence) if sentence else "", waits=waits)


def signer_of(row: PreparedSignature) -> Actor:
    """Return who signed, as far as keeping and recording need them: without any ability."""
    return Actor(
        kind=ActorKind.OFFICER,
        account_id=row.account_id,
        name=row.account_name,
        title=row.account_title,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
    )


def check_finishing() -> HealthReport:
    """Tell the operator how many signatures brought back wait for their time-stamp, and since when."""
    oldest = _received().order_by("received_at").defer("content").first()
    if oldest is None or oldest.received_at is None:
        return HealthReport("signing.finishing", Health.OK, _("Không có chữ ký đã nhận nào chờ dấu thời gian."))
    late = clock.now() - oldest.received_at > LONG
    said = _("%(count)d chữ ký đã nhận đang chờ dấu thời gian, lâu nhất từ %(when)s. %(why)s") % {
        "count": _received().count(),
        "when": f"{clock.to_local(oldest.received_at):%H:%M %d/%m/%Y}",
        "why": _(oldest.problem) if oldest.problem else "",
    }
    return HealthReport("signing.finishing", Health.SLOW if late else Health.OK, said.strip())


def _received() -> QuerySet[PreparedSignature]:
    return PreparedSignature.objects.filter(received_at__isnull=False, file_id=None, dropped_at=None)


def _held(row: PreparedSignature) -> PreparedSignature | None:
    rows = _received().select_for_update(of=("self",)).select_related("key")
    return rows.filter(id=row.id, claim=row.claim).first()


def _as_it_stands(row: PreparedSignature) -> SignedItem:
    return item_of(PreparedSignature.objects.defer("content").get(id=row.id))
