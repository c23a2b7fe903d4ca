"""Writes: invite, rate, show at the desk, deal with a complaint."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.calendar.public import Allowance, AllowanceUnit
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.government.dossiers.public import DossierInfo
from tinhso.government.ratings.access import SETTLE, access_rating, access_sheet
from tinhso.government.ratings.data import Level, Reason, Source
from tinhso.government.ratings.errors import LevelMissing, RatedAlready, RatingClosed, RatingNotFound, WordsTooLong
from tinhso.government.ratings.events import HandlingRated
from tinhso.government.ratings.models import MAX_WORDS, Rating
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block

CHANGEABLE: Final = timedelta(hours=24)
AT_DESK: Final = timedelta(minutes=30)
COMPLAINT: Final = "ratings.dissatisfied"
THREE_DAYS: Final = Allowance(3, AllowanceUnit.WORKING_DAY)  # type: ignore[arg-type] # a whole number is a Decimal there


def invite(info: DossierInfo, *, now: datetime) -> None:
    """Ask the applicant of a dossier handed over to rate, once: by their account, else by the telephone number given.

    Somebody with neither is not asked; the desk can still show them the page.
    """
    invite_all([(info, now)])


@transaction.atomic
def invite_all(handed_over: Sequence[tuple[DossierInfo, datetime]]) -> None:
    """Ask the applicants of dossiers handed over, each at their moment; a few statements for all with an account."""
    fresh = [
        Rating(dossier_id=info.id, unit_id=info.unit_id, token=secrets.token_urlsafe(12), asked_at=now)
        for info, now in handed_over
    ]
    Rating.objects.bulk_create(fresh, ignore_conflicts=True)
    ours = {one.dossier_id: one for one in Rating.objects.filter(pk__in=[one.pk for one in fresh])}
    asked = [(info, ours[info.id], now) for info, now in handed_over if info.id in ours]
    notifications.notify_all(
        [
            notifications.Telling(info.applicant.account_id, _invitation(info, rating), now)
            for info, rating, now in asked
            if info.applicant.account_id
        ]
    )
    for info, rating, now in asked:
        if not info.applicant.account_id:
            _ask_by_phone(info, rating, now)


def _invitation(info: DossierInfo, rating: Rating) -> notifications.Matter:
    return notifications.Matter(
        template="rating_asked",
        context={"code": info.code, "unit": info.unit_name},
        subject_kind="rating",
        subject_id=rating.id,
        token=rating.token,
        once_key=str(rating.id),
    )


def _ask_by_phone(info: DossierInfo, rating: Rating, now: datetime) -> None:
    try:
        phone = notifications.clean_phone(info.applicant.phone)
    except notifications.BadPhone:
        return
    matter = _invitation(info, rating)
    notifications.tell_phone(
        phone,
        template=matter.template,
        context=matter.context,
        subject_kind=matter.subject_kind,
        subject_id=matter.subject_id,
        token=matter.token,
        once_key=matter.once_key,
        now=now,
    )


@transaction.atomic
def rate(
    actor: Actor,
    *,
    token: str,
    level: Level | None,
    reasons: Sequence[str] = (),
    words: str = "",
    now: datetime,
) -> None:
    """Rate how a dossier was handled; by the applicant's own token change it within 24 hours of the first time.

    A token made at the desk rates once and changes nothing. Dissatisfaction becomes something to do for the unit's
    one-stop head; taking it back takes that away. The audit entry names no applicant; what came from the desk names
    the person at that desk, and so does what somebody signed in as an officer sends. Raises RatingNotFound,
    RatingClosed, RatedAlready, LevelMissing, WordsTooLong.
    """
    rating, source = access_sheet(token, now=now, lock=True)
    _require_open(rating, source, now)
    if level is None:
        raise LevelMissing
    said = clean_block(words[: MAX_WORDS * 4])
    if len(said) > MAX_WORDS:
        raise WordsTooLong
    rating.level, rating.words = level.value, said
    rating.reasons = sorted({reason.value for reason in Reason} & set(reasons))
    rating.source = (Source.DESK if actor.is_officer else source).value
    rating.rated_at, rating.changed_at = rating.rated_at or now, now
    rating.save(update_fields=["level", "words", "reasons", "source", "rated_at", "changed_at"])
    _follow_up(rating, now)
    _record_rated(actor, rating)
    announce(HandlingRated(rating.id, rating.unit_id, level.value))


def _require_open(rating: Rating, source: Source, now: datetime) -> None:
    if rating.rated_at is None:
        return
    if source is Source.DESK:
        raise RatedAlready
    if now >= rating.rated_at + CHANGEABLE:
        raise RatingClosed


def _record_rated(actor: Actor, rating: Rating) -> None:
    """Write it down without the applicant; with who sat at the desk when it was given there."""
    detail: dict[str, object] = {"level": rating.level, "source": rating.source}
    if rating.source == Source.DESK.value and rating.desk_by is not None:
        detail["at_desk_of"] = str(rating.desk_by)
    audit.record(
        actor if actor.is_officer else SYSTEM,
        verb="ratings.rated",
        subject_kind="rating",
        subject_id=rating.id,
        unit_id=rating.unit_id,
        detail=detail,
    )


@transaction.atomic
def show_at_desk(actor: Actor, info: DossierInfo, *, now: datetime) -> str:
    """Make a token with which the applicant rates at the desk, good for half an hour and once; on record.

    The caller has passed the dossier's gate. Whoever is rated has seen the token, so it is not the one the applicant
    was sent: it shows nothing and changes nothing once there is a rating, and such ratings say DESK. A token made
    before ends. Raises RatingNotFound before the hand-over, RatedAlready afterwards.
    """
    rating = Rating.objects.select_for_update().filter(dossier_id=info.id).first()
    if rating is None:
        raise RatingNotFound
    if rating.rated_at is not None:
        raise RatedAlready
    rating.desk_token, rating.desk_until = secrets.token_urlsafe(12), now + AT_DESK
    rating.shown_at_desk_at, rating.desk_by = now, actor.account_id
    rating.save(update_fields=["desk_token", "desk_until", "shown_at_desk_at", "desk_by"])
    audit.record(
        actor, verb="ratings.shown_at_desk", subject_kind="rating", subject_id=rating.id, unit_id=rating.unit_id
    )
    return rating.desk_token


@transaction.atomic
def settle(actor: Actor, *, rating_id: UUID, now: datetime) -> None:
    """Say that the unit has dealt with what somebody was dissatisfied with: the item leaves every inbox.

    Raises Unauthenticated, RatingNotFound, Forbidden.
    """
    rating = access_rating(actor, rating_id, ability=SETTLE)
    work.close_items(subject_id=rating.id, kind=COMPLAINT, actor=actor, now=now)
    audit.record(actor, verb="ratings.settled", subject_kind="rating", subject_id=rating.id, unit_id=rating.unit_id)


def _follow_up(rating: Rating, now: datetime) -> None:
    """Open or close the one-stop head's item, as the rating now stands."""
    live = any(item.kind == COMPLAINT for item in work.list_of_subject(SYSTEM, subject_id=rating.id))
    if rating.level != Level.DISSATISFIED:
        if live:
            work.close_items(subject_id=rating.id, kind=COMPLAINT, now=now)
        return
    if live:
        return
    work.open_item(
        kind=COMPLAINT,
        subject_kind="rating",
        subject_id=rating.id,
        title="Người dân không hài lòng: xem ý kiến và khắc phục",
        code=f"DG-{rating.id.hex[-8:].upper()}",
        unit_id=rating.unit_id,
        role="one_stop_head",
        due_at=calendar.add_working_time(now, THREE_DAYS, unit_id=rating.unit_id),
        now=now,
    )
