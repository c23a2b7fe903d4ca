"""Signing in two steps: a document is prepared, its holder consents elsewhere, and it is finished.

For keys that only their holder reaches (a token at their machine) or that ask their holder each time (a remote service
with PIN and one-time code). The document is signed as always, by a stand-in that writes down the digest asked of it and
gives zeros; the real signature then takes the zeros' place, and a time-stamp follows it where the profile asks for one
(`finishing`). What is signed does not change by that: room was left outside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _noop

from tinhso.foundation.signing import finishing, rules
from tinhso.foundation.signing.actions import sign_with, usable_key
from tinhso.foundation.signing.data import Appearance, Consent, ConsentNeed, PreparedInfo, Profile, SignedItem
from tinhso.foundation.signing.errors import KeyUnreachable, SessionGone
from tinhso.foundation.signing.events import PreparedFailed
from tinhso.foundation.signing.finishing import ALGORITHM
from tinhso.foundation.signing.formats.profiles import wanted_profile
from tinhso.foundation.signing.keyring import open_key
from tinhso.foundation.signing.models import PreparedSignature, SigningKey
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, TooMany
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

LASTS: Final = timedelta(minutes=30)
MAX_WAITING: Final = 100
MAX_BYTES: Final = 20 * 1024 * 1024
DROPPED: Final = _noop("Người ký đã bỏ, không ký văn bản này.")
NOT_IN_TIME: Final = _noop("Người ký chưa xác nhận ký trong 30 phút. Ký lại rồi xác nhận bằng thiết bị hoặc mã PIN.")


@dataclass
class _StandIn:
    """A port that signs nothing: it keeps the digest and gives zeros in its place."""

    chain: tuple[bytes, ...]
    prefers_batches: bool = False
    digests: list[bytes] = field(default_factory=list)

    def certificate_chain(self, ref: str) -> tuple[bytes, ...]:  # noqa: ARG002 - the port's signature
        return self.chain

    def sign_digest(self, ref: str, digest: bytes, *, digest_algorithm: str) -> bytes:  # noqa: ARG002 - as above
        self.digests.append(digest)
        return bytes(rules.largest_signature(self.chain[0]))

    def sign_digests(
        self, ref: str, digests: Sequence[bytes], *, digest_algorithm: str, consent: Consent | None = None
    ) -> list[bytes]:
        del consent
        return [self.sign_digest(ref, one, digest_algorithm=digest_algorithm) for one in digests]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a prepared document belongs to, for whoever listens to PreparedSigned; empty for a paper of one's own."""

    kind: str = ""
    id: UUID | None = None


def prepare_signature(  # noqa: PLR0913 - these are the parts of one signature
    actor: Actor,
    *,
    pdf: bytes,
    title: str,
    key_ref: str,
    appearance: Appearance,
    reason: str = "",
    subject: Subject | None = None,
    profile: Profile | None = None,
    now: datetime,
) -> PreparedInfo:
    """Prepare a PDF for its holder's consent (chuẩn bị ký): theirs alone, kept 30 minutes, at most 100 at a time.

    The key must be this actor's own. `profile` is the installation's unless named. Raises what `sign_pdf` raises,
    TooMany.
    """
    key = usable_key(key_ref, _own(actor), now)
    stand_in = _StandIn(open_key(key_ref).certificate_chain(key_ref))
    wanted = profile or wanted_profile()
    spare = _room_for_stamp() if wanted.is_stamped else 0
    held = sign_with(stand_in, key_ref, pdf, appearance, reason=reason, now=now, limit=MAX_BYTES, spare=spare)
    if len(stand_in.digests) != 1:
        raise KeyUnreachable
    to_sign = _ToSign(held, stand_in.digests[0], clean_line(title)[:300], subject or Subject(), wanted)
    return _keep(actor, key, to_sign, now)


def _room_for_stamp() -> int:
    from tinhso.foundation.signing.formats.values import room_for_stamp

    return room_for_stamp()


@dataclass(frozen=True, slots=True)
class _ToSign:
    content: bytes
    digest: bytes
    title: str
    subject: Subject
    profile: Profile


@transaction.atomic
def _keep(actor: Actor, key: SigningKey, one: _ToSign, now: datetime) -> PreparedInfo:
    if _waiting_of(actor, now).count() >= MAX_WAITING:
        raise TooMany
    row = PreparedSignature.objects.create(
        account_id=_own(actor),
        account_name=actor.name[:300],
        account_title=actor.title[:300],
        unit_id=actor.unit_id,
        unit_name=actor.unit_name[:300],
        key=key,
        title=one.title,
        digest=one.digest.hex(),
        content=one.content,
        profile=one.profile.value,
        subject_kind=one.subject.kind,
        subject_id=one.subject.id,
        made_at=now,
        expires_at=now + LASTS,
    )
    return _info(row)


def list_prepared(actor: Actor, *, now: datetime) -> list[PreparedInfo]:
    """Return what waits for this actor's consent, oldest first, at most 100."""
    rows = _waiting_of(actor, now).select_related("key").defer("content").order_by("id")[:MAX_WAITING]
    return [_info(row) for row in rows]


def list_unfinished(actor: Actor, *, now: datetime) -> list[PreparedInfo]:
    """Return what this actor signed that waits for its time-stamp and proofs, or ended without in the last 7 days."""
    return [_info(row) for row in finishing.unfinished_of(_own(actor), now=now)]


def finish_again(actor: Actor, *, now: datetime) -> int:
    """Let the worker try all this actor's unfinished signatures now; return how many."""
    return finishing.again(_own(actor), now=now)


def sign_prepared(
    actor: Actor, *, prepared_ids: Sequence[UUID], consent: Consent, now: datetime
) -> tuple[SignedItem, ...]:
    """Sign prepared documents with keys that ask a PIN or a code: one consent a key for all of them; a report on each.

    Not inside a transaction: the service is far away.
    """
    rows = list(_waiting_of(actor, now).filter(id__in=list(prepared_ids)[:MAX_WAITING]).select_related("key"))
    given: dict[UUID, bytes] = {}
    failed: list[SignedItem] = []
    by_ref: dict[str, list[PreparedSignature]] = {}
    for row in rows:
        if row.key.consent != ConsentNeed.DEVICE.value:
            by_ref.setdefault(row.key.ref, []).append(row)
    for ref, ours in by_ref.items():
        digests = [bytes.fromhex(row.digest) for row in ours]
        try:
            usable_key(ref, actor.account_id, now)
            made = open_key(ref).sign_digests(ref, digests, digest_algorithm=ALGORITHM, consent=consent)
            given |= {row.id: one for row, one in zip(ours, made, strict=True)}
        except DomainError as refused:
            failed += [SignedItem(row.id, row.title, None, refused.sentence) for row in ours]
    return (*finish_signatures(actor, signatures=given, now=now), *failed)


def finish_signatures(actor: Actor, *, signatures: Mapping[UUID, bytes], now: datetime) -> tuple[SignedItem, ...]:
    """Finish prepared documents with the signatures their holder's device made; a report on each, in order.

    Each is a transaction of its own, so that one that does not fit keeps none of the others back. Finishing the same
    one twice gives the file of the first time. Outside a transaction time-stamps are fetched at once, as long as their
    authority answers; an item that `waits` is finished by the worker, and announced by PreparedSigned then.
    """
    done: list[SignedItem] = []
    for prepared_id, signature in list(signatures.items())[:MAX_WAITING]:
        try:
            done.append(finishing.take_in(actor, prepared_id, signature, now))
        except DomainError as refused:
            row = PreparedSignature.objects.filter(id=prepared_id, account_id=_own(actor)).defer("content").first()
            done.append(SignedItem(prepared_id, row.title if row else "", None, refused.sentence))
    return tuple(finishing.finish_at_once(done))


@transaction.atomic
def drop_prepared(actor: Actor, *, prepared_ids: Sequence[UUID], now: datetime) -> int:
    """Take prepared documents back unsigned (bỏ, không ký); return how many that were.

    Also one whose signature came back and waits for its time-stamp: it is thrown away, by whoever works on it just now
    too.
    """
    own = PreparedSignature.objects.filter(account_id=_own(actor), file_id=None, dropped_at=None)
    rows = own.filter(id__in=list(prepared_ids)[:MAX_WAITING])
    return _drop(rows, DROPPED, now)


def signed_file_of(actor: Actor, *, prepared_id: UUID) -> UUID:
    """Return the file of a document this actor signed. Raises SessionGone."""
    row = PreparedSignature.objects.filter(id=prepared_id, account_id=_own(actor)).defer("content").first()
    if row is None or row.file_id is None:
        raise SessionGone
    return row.file_id


def forget_expired(*, now: datetime) -> int:
    """Empty prepared documents nobody consented to in time; return how many (a job)."""
    rows = PreparedSignature.objects.filter(expires_at__lte=now, dropped_at=None, file_id=None, received_at=None)
    with transaction.atomic():
        return _drop(rows, NOT_IN_TIME, now)


def find_prepared(prepared_id: UUID) -> PreparedInfo | None:
    """Return a prepared document that is neither signed nor dropped; the room it belongs to says who may see it."""
    rows = PreparedSignature.objects.filter(id=prepared_id, file_id=None, dropped_at=None)
    row = rows.select_related("key").defer("content").first()
    return _info(row) if row is not None else None


def _drop(rows: QuerySet[PreparedSignature], why: str, now: datetime) -> int:
    """Empty prepared documents and tell the rooms they belong to that they will not be signed."""
    found = list(rows.select_for_update(of=("self",)).defer("content").order_by("id"))
    for row in found:
        if row.subject_id is not None:
            failed = PreparedFailed(row.id, row.subject_kind, row.subject_id, why)
            announce(failed, actor=finishing.signer_of(row))
    ids = [row.id for row in found]
    return PreparedSignature.objects.filter(id__in=ids).update(dropped_at=now, content=b"", claim=None, problem="")


def _own(actor: Actor) -> UUID:
    if actor.account_id is None:
        raise SessionGone
    return actor.account_id


def _waiting_of(actor: Actor, now: datetime) -> QuerySet[PreparedSignature]:
    rows = PreparedSignature.objects.filter(account_id=_own(actor), file_id=None, dropped_at=None, received_at=None)
    return rows.filter(expires_at__gt=now)


def _info(row: PreparedSignature) -> PreparedInfo:
    return PreparedInfo(
        id=row.id,
        title=row.title,
        digest=bytes.fromhex(row.digest),
        digest_algorithm=ALGORITHM,
        key=row.key.to_info(),
        expires_at=row.expires_at,
        profile=Profile(row.profile),
        received_at=row.received_at,
        next_try_at=row.next_try_at,
        tries=row.tries,
        problem=row.problem,
        is_over=row.dropped_at is not None,
    )
