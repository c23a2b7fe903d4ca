"""Reads: the sheet behind a token; for officers, ratings without persons; figures."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import CharField, Count, F, Func, QuerySet

from tinhso.government.dossiers import public as dossiers
from tinhso.government.ratings.access import access_rating, access_sheet, scope_of
from tinhso.government.ratings.actions import CHANGEABLE
from tinhso.government.ratings.data import Level, Period, RatingInfo, Reason, Sheet, Source, Summary
from tinhso.government.ratings.models import Rating
from tinhso.kernel.actors import SYSTEM, Actor, Scope
from tinhso.kernel.clock import LOCAL_ZONE
from tinhso.kernel.paging import Page, page_of_parts

MAX_UNITS = 2000
FEW_UNITS = 12


def get_sheet(token: str, *, now: datetime) -> Sheet:
    """Return a rating to who holds its token: of which dossier, and by the applicant's own what was said so far.

    Raises RatingNotFound.
    """
    rating, source = access_sheet(token, now=now)
    info = dossiers.get_dossier(SYSTEM, dossier_id=rating.dossier_id).info
    desk = source is Source.DESK
    until = (rating.rated_at if desk else rating.rated_at + CHANGEABLE) if rating.rated_at else None
    return Sheet(
        unit_name=info.unit_name,
        procedure_name=info.procedure_name,
        code=info.code,
        level=Level(rating.level) if rating.level and not desk else None,
        reasons=() if desk else tuple(Reason(one) for one in rating.reasons),
        words="" if desk else rating.words,
        rated_at=rating.rated_at,
        open_until=until,
        is_desk=desk,
    )


def is_rated(dossier_id: UUID) -> bool | None:
    """Tell whether a dossier was rated; None when nobody was asked to, because nothing was handed over yet."""
    row = Rating.objects.filter(dossier_id=dossier_id).only("rated_at").first()
    return None if row is None else row.rated_at is not None


def get_rating(actor: Actor, rating_id: UUID) -> RatingInfo:
    """Return a rating without its person. Raises Unauthenticated, RatingNotFound."""
    return access_rating(actor, rating_id).to_info()


def list_ratings(
    actor: Actor, *, level: Level | None = None, cursor: str = "", size: int | None = None
) -> Page[RatingInfo]:
    """Return the ratings of the units the actor oversees, newest invitation first, without persons.

    Raises Unauthenticated, Forbidden, BadCursor.
    """
    scope = scope_of(actor)
    rows = Rating.objects.filter(level__isnull=False) if level is None else Rating.objects.filter(level=level.value)
    return page_of_parts(_parts(rows, scope), Rating.to_info, cursor=cursor, size=size)


def _parts(rows: QuerySet[Rating], scope: Scope) -> list[QuerySet[Rating]]:
    """Return the ratings in scope; of a few units each apart, so that each is read in the order of its index."""
    if scope.everywhere:
        return [rows]
    units = sorted(scope.units)
    return [rows.filter(unit_id=one) for one in units] if len(units) <= FEW_UNITS else [rows.filter(unit_id__in=units)]


def summary(unit_ids: Iterable[UUID], period: Period) -> Summary:
    """Return the figures of up to 2,000 units over rating days; `asked` counts by the day of hand-over. Public figures.

    No gate: a caller that shows them decides to whom.
    """
    units = sorted(set(unit_ids))[:MAX_UNITS]
    start = datetime.combine(period.first, time(0), tzinfo=LOCAL_ZONE)
    end = datetime.combine(period.last, time(0), tzinfo=LOCAL_ZONE) + timedelta(days=1)
    of_units = Rating.objects.filter(unit_id__in=units)
    rated = of_units.filter(rated_at__gte=start, rated_at__lt=end)
    by_level = dict(rated.values_list("level").annotate(n=Count("id")).order_by())
    each = Func(F("reasons"), function="unnest", output_field=CharField())
    by_reason = dict(rated.annotate(reason=each).values_list("reason").annotate(n=Count("id")).order_by())
    return Summary(
        asked=of_units.filter(asked_at__gte=start, asked_at__lt=end).count(),
        by_level={level: by_level.get(level.value, 0) for level in Level},
        by_reason={reason: by_reason.get(reason.value, 0) for reason in Reason},
    )
