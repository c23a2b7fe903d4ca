"""The gates: who holds the token rates; who oversees the unit reads; who hands over shows the page at the desk."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from tinhso.government.ratings.data import Source
from tinhso.government.ratings.errors import RatingNotFound
from tinhso.government.ratings.models import Rating
from tinhso.kernel.actors import Actor, Scope
from tinhso.kernel.errors import Forbidden, Unauthenticated

SEE: Final = "ratings.see"
SHOW: Final = "ratings.show_at_desk"
SETTLE: Final = "ratings.settle"


def access_sheet(token: str, *, now: datetime, lock: bool = False) -> tuple[Rating, Source]:
    """Return the rating whose token this is, and whether it is the applicant's own or one made at the desk.

    A desk's token is good for its half hour. Raises RatingNotFound.
    """
    rows = Rating.objects.select_for_update() if lock else Rating.objects.all()
    rating = rows.filter(Q(token=token[:64]) | Q(desk_token=token[:64])).first() if token else None
    if rating is None:
        raise RatingNotFound
    if rating.token == token:
        return rating, Source.LINK
    if rating.desk_until is None or now >= rating.desk_until:
        raise RatingNotFound
    return rating, Source.DESK


def scope_of(actor: Actor) -> Scope:
    """Return over which units the actor reads ratings. Raises Unauthenticated, Forbidden."""
    if actor.account_id is None:
        raise Unauthenticated
    scope = actor.scope(SEE)
    if not scope:
        raise Forbidden
    return scope


def access_rating(actor: Actor, rating_id: UUID, *, ability: str = SEE) -> Rating:
    """Return a given rating of a unit over which the actor holds SEE, and `ability`.

    Raises Unauthenticated, RatingNotFound for what they may not see, Forbidden for what they may see but not do.
    """
    if actor.account_id is None:
        raise Unauthenticated
    rating = Rating.objects.filter(pk=rating_id, level__isnull=False).first()
    if rating is None or not actor.may(SEE, rating.unit_id):
        raise RatingNotFound
    if not actor.may(ability, rating.unit_id):
        raise Forbidden
    return rating
