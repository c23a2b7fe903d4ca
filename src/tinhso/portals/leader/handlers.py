"""Reactions to events: what one room of government counts of another beside it goes through here."""

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from tinhso.government.figures import public as figures
from tinhso.government.ratings import public as ratings
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.events import Envelope

READER: Final = replace(SYSTEM, account_id=UUID(int=0))
"""The system as ratings ask for it: they answer nobody without an account."""


def rated(envelope: Envelope) -> None:
    """Count a rating in the figures, or count it anew; one taken back in the meantime is passed over."""
    fact: Any = envelope.fact
    try:
        found = ratings.get_rating(READER, fact.rating_id)
    except ratings.RatingNotFound:
        return
    figures.count_rating(rating_id=found.id, unit_id=found.unit_id, level=int(found.level), rated_on=found.rated_on)
