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
from tinhso.government.ratings.errors import LevelMissing, RatingClosed, RatingNotFound, WordsTooLong
from tinhso.government.ratings.events import HandlingRated
from tinhso.government.ratings.models import MAX_WORDS, Rating
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block

CHANGEABLE: Final = timedelta(hours=24)
COMPLAINT: Final = "ratings.dissatisfied"
THREE_DAYS: Final = Allowance(3, AllowanceUnit.WORKING_DAY)  # type: ignore[arg-type] # a whole number is a Decimal there


@transaction.atomic
def invite(info: DossierInfo, *, now: datetime) -> None:
    """Ask the applicant of a dossier handed over to rate, once: by their account, else by the telephone number given.

    Somebody with neither is not asked; the desk can still show them the page.
    """
    rating, is_new = Rating.objects.get_or_create(
        dossier_id=info.id,
        defaults={"unit_id": info.unit_id, "token": secrets.token_urlsafe(12), "asked_at": now},
    )
    if not is_new:
        return
    context: dict[str, notifications.Value] = {"code": info.code, "unit": info.unit_name}
    if info.applicant.account_id:
        notifications.notify(
            info.applicant.account_id,
            template="rating_asked",
            context=context,
            subject_kind="rating",
            subject_id=rating.id,
            token=rating.token,
            once_key=str(rating.id),
            now=now,
        )
        return
    try:
        phone = notifications.clean_phone(info.applicant.phone)
    except notifications.BadPhone:
        return
    notifications.tell_phone(
        phone,
        template="rating_asked",
        context=context,
        subject_kind="rating",
        subject_id=rating.id,
        token=rating.token,
        once_key=str(rating.id),
        now=now,
    )


@transaction.atomic
def rate(*, token: str, level: Level | None, reasons: Sequence[str] = (), words: str = "", now: datetime) -> None:
    """Rate how a dossier was handled, or change the rating within 24 hours of the first one (đánh giá).

    Dissatisfaction becomes something to do for the unit's one-stop head; taking it back takes that away. The audit
    entry names no person. Raises RatingNotFound, RatingClosed, LevelMissing, WordsTooLong.
    """
    rating = access_sheet(token, lock=True)
    if rating.rated_at is not None and now >= rating.rated_at + CHANGEABLE:
        raise RatingClosed
    if level is None:
        raise LevelMissing
    said = clean_block(words[: MAX_WORDS * 4])
    if len(said) > MAX_WORDS:
        raise WordsTooLong
    rating.level, rating.words = level.value, said
    rating.reasons = sorted({reason.value for reason in Reason} & set(reasons))
    rating.source = (Source.DESK if rating.shown_at_desk_at else Source.LINK).value
    rating.rated_at, rating.changed_at = rating.rated_at or now, now
    rating.save(update_fields=["level", "words", "reasons", "source", "rated_at", "changed_at"])
    _follow_up(rating, now)
    audit.record(
        SYSTEM,
        verb="ratings.rated",
        subject_kind="rating",
        subject_id=rating.id,
        unit_id=rating.unit_id,
        detail={"level": level.value, "source": rating.source},
    )
    announce(HandlingRated(rating.id, rating.unit_id, level.value))


@transaction.atomic
def show_at_desk(actor: Actor, info: DossierInfo, *, now: datetime) -> str:
    """Return the token of a dossier's rating, to be shown to its applicant at the desk; on record.

    The caller has passed the dossier's gate. Whoever is rated could hold the token: so such ratings say DESK.
    Raises RatingNotFound before the hand-over.
    """
    rating = Rating.objects.select_for_update().filter(dossier_id=info.id).first()
    if rating is None:
        raise RatingNotFound
    rating.shown_at_desk_at = now
    rating.save(update_fields=["shown_at_desk_at"])
    audit.record(
        actor, verb="ratings.shown_at_desk", subject_kind="rating", subject_id=rating.id, unit_id=rating.unit_id
    )
    return rating.token


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
