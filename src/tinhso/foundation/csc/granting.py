"""What systems do: get a token, ask for an authorisation, collect it, sign with it.

An authorisation is bound to the hashes it was asked for, to the system and to the seal; it is good once, and for five
minutes from the moment it was handed over (CSC API 2.0, signature activation data). Taking it is one statement, so that
of two at once one has it; whatever goes wrong afterwards, it stays taken.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.csc.actions import hashed
from tinhso.foundation.csc.data import CONSENT_WORK, AskState, Granted
from tinhso.foundation.csc.errors import (
    ApiRefused,
    BadActivation,
    BadClient,
    BadCredential,
    BadToken,
    NotGranted,
    TooManyWaiting,
)
from tinhso.foundation.csc.models import AccessToken, Authorisation, ClientSystem, StandingRule
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.foundation.work import public as work
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.clock import LOCAL_ZONE, local_day
from tinhso.kernel.text import clean_line

TOKEN_LASTS: Final = timedelta(minutes=15)
SAD_LASTS: Final = timedelta(minutes=5)
CONSENT_LASTS: Final = timedelta(hours=24)
MAX_WAITING: Final = 20
MAX_HASHES: Final = 100
LENGTHS: Final = {"sha256": 32, "sha384": 48, "sha512": 64}


@dataclass(frozen=True, slots=True)
class Ask:
    """What a system wants to sign: digests made with `algorithm` (sha256, sha384, sha512), and in words what for."""

    credential_id: str
    hashes: tuple[bytes, ...]
    algorithm: str = "sha256"
    purpose: str = ""


def give_token(*, client_id: str, secret: str, now: datetime) -> tuple[str, int]:
    """Return an access token and how many seconds it lasts. Raises BadClient."""
    row = ClientSystem.objects.filter(client_id=client_id[:40], closed_at=None).first()
    known = row.secret_hash if row else hashed("nobody")
    if not secrets.compare_digest(known, hashed(secret)) or row is None:
        raise BadClient
    token = secrets.token_urlsafe(32)
    AccessToken.objects.create(system=row, token_hash=hashed(token), expires_at=now + TOKEN_LASTS)
    return token, int(TOKEN_LASTS.total_seconds())


def system_of(token: str, *, now: datetime) -> ClientSystem:
    """Return whose access token it is. Raises BadToken."""
    found = (
        AccessToken.objects.select_related("system")
        .filter(token_hash=hashed(token), expires_at__gt=now, system__closed_at=None)
        .first()
    )
    if found is None:
        raise BadToken
    return found.system


def seal_of(credential_id: str, *, now: datetime) -> signing.KeyInfo:
    """Return the seal that may sign now under its name in the API. Raises BadCredential."""
    try:
        key = signing.get_key(UUID(credential_id))
        organisations.get_unit(key.holder_id)
    except (ValueError, signing.KeyNotFound, organisations.UnitNotFound):
        raise BadCredential from None
    usable = signing.keys_among([key.holder_id], usable_only=True, now=now)
    if key.consent is not signing.ConsentNeed.NONE or key.id not in {one.id for one in usable}:
        raise BadCredential
    return key


@transaction.atomic
def authorise(system: ClientSystem, ask: Ask, *, now: datetime) -> Granted:
    """Give activation data at once where a standing rule covers the request, else put it before the custodian.

    A rule covers so many signatures in a day of Vietnam's calendar, counted under its lock. Raises BadCredential,
    ApiRefused for what is no hash, TooManyWaiting.
    """
    key = seal_of(ask.credential_id, now=now)
    _check(ask)
    rule = _covering(system, key, len(ask.hashes), now)
    row = Authorisation(
        system=system,
        rule=rule,
        key_id=key.id,
        unit_id=key.holder_id,
        hashes=[one.hex() for one in ask.hashes],
        count=len(ask.hashes),
        hash_algorithm=ask.algorithm,
        purpose=clean_line(ask.purpose)[:500],
        asked_at=now,
        state=AskState.WAITING.value,
        expires_at=now + CONSENT_LASTS,
    )
    if rule is not None:
        row.decided_by, row.decided_at = rule.set_by, now
        return _open(row, now=now)
    waiting = Authorisation.objects.filter(system=system, state=AskState.WAITING.value, expires_at__gt=now)
    if waiting.count() >= MAX_WAITING:
        raise TooManyWaiting
    row.save(force_insert=True)
    _record(system, row, "csc.consent_asked")
    work.open_item(
        kind=CONSENT_WORK,
        subject_id=row.id,
        title=_("Hệ thống «%(name)s» xin ký %(count)d văn bản bằng con dấu số")
        % {"name": system.name, "count": row.count},
        code="",
        unit_id=row.unit_id,
        role="clerk",
        due_at=row.expires_at,
        now=now,
    )
    return Granted(handle=str(row.id))


def _check(ask: Ask) -> None:
    length = LENGTHS.get(ask.algorithm)
    good = length and 1 <= len(ask.hashes) <= MAX_HASHES and all(len(one) == length for one in ask.hashes)
    if not good or len(set(ask.hashes)) != len(ask.hashes):
        raise ApiRefused


def _covering(system: ClientSystem, key: signing.KeyInfo, count: int, now: datetime) -> StandingRule | None:
    """Return the rule in force that has room for `count` more signatures today, its row locked."""
    rules = StandingRule.objects.select_for_update().filter(system=system, key_id=key.id, ended_at=None)
    rule = rules.filter(until__gte=local_day(now)).first()
    return rule if rule is not None and used_today(rule, now=now) + count <= rule.daily_limit else None


def used_today(rule: StandingRule, *, now: datetime) -> int:
    """Return how many signatures a rule has let out today, used or not: what was ended unused counts too."""
    midnight = datetime.combine(local_day(now), datetime.min.time(), LOCAL_ZONE)
    found = Authorisation.objects.filter(rule=rule, asked_at__gte=midnight).aggregate(total=Sum("count"))
    return int(found["total"] or 0)


def _open(row: Authorisation, *, now: datetime) -> Granted:
    sad = secrets.token_urlsafe(32)
    row.state, row.sad_hash, row.expires_at = AskState.OPEN.value, hashed(sad), now + SAD_LASTS
    row.save()
    _record(row.system, row, "csc.authorised")
    return Granted(sad=sad, lasts=int(SAD_LASTS.total_seconds()))


@transaction.atomic
def collect(system: ClientSystem, *, handle: str, now: datetime) -> Granted:
    """Hand over what the custodian consented to, once; while they have not decided the same handle again.

    Raises NotGranted when they refused, BadActivation for a handle that is not this system's, was collected, or ended.
    """
    try:
        wanted = UUID(handle)
    except ValueError:
        raise BadActivation from None
    rows = Authorisation.objects.select_for_update(of=("self",)).select_related("system")
    row = rows.filter(id=wanted, system=system).first()
    if row is None or row.expires_at <= now or row.rule_id is not None:
        raise BadActivation
    if row.state == AskState.WAITING.value:
        return Granted(handle=handle)
    if row.state == AskState.REFUSED.value:
        raise NotGranted
    if row.state != AskState.GRANTED.value:
        raise BadActivation
    return _open(row, now=now)


def sign_hashes(system: ClientSystem, ask: Ask, *, sad: str, now: datetime) -> list[bytes]:
    """Sign hashes with a seal, for activation data that is for exactly these; on record with every use.

    Raises BadActivation, BadCredential, KeyNotUsable for a seal its authority withdrew, KeyUnreachable. Not inside a
    transaction: the key may be in a device.
    """
    _check(ask)
    key = seal_of(ask.credential_id, now=now)
    port = signing.open_usable_key(key.ref, holder_id=key.holder_id, now=now)
    _take(system, _Use(key.id, ask.hashes, ask.algorithm, "csc.hashes_signed"), sad=sad, now=now)
    return port.sign_digests(key.ref, list(ask.hashes), digest_algorithm=ask.algorithm)


def sign_document(system: ClientSystem, *, credential_id: str, sad: str, pdf: bytes, now: datetime) -> bytes:
    """Sign a whole PDF (PAdES-B-B, without a picture), for activation data bound to the SHA-256 of its bytes."""
    from hashlib import sha256

    key = seal_of(credential_id, now=now)
    signing.open_usable_key(key.ref, holder_id=key.holder_id, now=now)  # before the use is on record
    use = _Use(key.id, (sha256(pdf).digest(),), "sha256", "csc.document_signed")
    row = _take(system, use, sad=sad, now=now)
    signed = signing.sign_pdf(
        pdf,
        key_ref=key.ref,
        appearance=signing.Appearance(),
        reason=row.purpose[:300],
        holder_id=key.holder_id,
        now=now,
    )
    return signed.data


@transaction.atomic
def _take(system: ClientSystem, use: "_Use", *, sad: str, now: datetime) -> Authorisation:
    """Use activation data up, in one statement that two at once cannot both pass, and put the use on record with it.

    Raises BadActivation.
    """
    wanted = Authorisation.objects.filter(
        sad_hash=hashed(sad),
        system=system,  # no join here: the row's own columns are looked at again when another has just changed it
        key_id=use.key_id,
        hashes=[one.hex() for one in use.hashes],
        hash_algorithm=use.algorithm,
        state=AskState.OPEN.value,
        expires_at__gt=now,
    )
    if not wanted.update(state=AskState.USED.value, used_at=now):
        raise BadActivation
    row = Authorisation.objects.select_related("system").get(sad_hash=hashed(sad))
    _record(system, row, use.verb)
    return row


@dataclass(frozen=True, slots=True)
class _Use:
    key_id: UUID
    hashes: Sequence[bytes]
    algorithm: str
    verb: str


def _record(system: ClientSystem, row: Authorisation, verb: str) -> None:
    audit.record(
        Actor(ActorKind.SYSTEM, name=system.name),
        verb=verb,
        subject_kind="csc",
        subject_id=row.id,
        unit_id=row.unit_id,
        detail={"system": system.client_id, "key": str(row.key_id), "count": row.count, "hashes": row.hashes[:10]},
    )
