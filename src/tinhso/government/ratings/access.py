"""The gates: who holds the token rates; who oversees the unit reads; who hands over shows the page at the desk."""

from typing import Final
from uuid import UUID

from tinhso.government.ratings.errors import RatingNotFound
from tinhso.government.ratings.models import Rating
from tinhso.kernel.actors import Actor, Scope
from tinhso.kernel.errors import Forbidden, Unauthenticated

SEE: Final = "ratings.see"
SHOW: Final = "ratings.show_at_desk"
SETTLE: Final = "ratings.settle"


def access_sheet(token: str, *, lock: bool = False) -> Rating:
    """Return the rating whose token this is. Raises RatingNotFound."""
    rows = Rating.objects.filter(token=token[:64])
    rating = (rows.select_for_update() if lock else rows).first() if token else None
    if rating is None:
        raise RatingNotFound
    return rating


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
