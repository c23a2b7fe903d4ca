"""An's rating of her finished dossier."""

from tinhso.government.ratings import public as ratings
from tinhso.government.ratings.actions import invite
from tinhso.government.ratings.models import Rating
from tinhso.kernel import clock
from tinhso.kernel.actors import ANONYMOUS

PRIVATE = {"rating_id"}


def things(cast):
    """Invite her, and let her be dissatisfied."""
    invite(cast["dossier"], now=clock.now())
    rating = Rating.objects.get(dossier_id=cast["dossier"].id)
    ratings.rate(ANONYMOUS, token=rating.token, level=ratings.Level.DISSATISFIED, now=clock.now())
    return {"rating_id": rating.id, "rating_token": rating.token}
