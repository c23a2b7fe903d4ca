"""A certificate of the leader of commune A."""

from tinhso.foundation.certificates.testing import make_registered
from tinhso.kernel import clock

PRIVATE: set[str] = set()


def things(cast):
    """Write it down as the room would."""
    chi = cast["chi"]
    made = make_registered(unit_id=cast["units"].commune_a.id, owner_id=chi.account_id, name=chi.name, now=clock.now())
    return {"certificate_id": made.id}
