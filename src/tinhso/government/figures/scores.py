"""Indexes from content/figures, and their scores for an agency over a period."""

from collections.abc import Collection
from functools import cache
from pathlib import Path
from uuid import UUID

import yaml
from django.conf import settings

from tinhso.government.figures.data import Days, Score
from tinhso.government.figures.errors import UnknownMeasure
from tinhso.government.figures.providing import take_provided
from tinhso.government.figures.queries import reach, take, total
from tinhso.government.figures.rules.index import Index, read_index, score
from tinhso.government.figures.rules.measures import PROVIDED
from tinhso.kernel.actors import Actor


@cache
def indexes() -> dict[str, Index]:
    """Return the indexes by code. Raises BadIndex for one that cannot be reckoned."""
    found = [
        read_index(yaml.safe_load(path.read_text("utf-8")))
        for path in sorted((Path(settings.CONTENT_DIR) / "figures").glob("*.yaml"))
    ]
    return {index.code: index for index in found}


def score_of(actor: Actor, *, code: str, days: Days, unit_ids: Collection[UUID] = ()) -> Score:
    """Score the units named that the actor may see, or all, by one index.

    Raises Unauthenticated, Forbidden, UnknownMeasure when there is no such index.
    """
    units = reach(actor, unit_ids)
    index = indexes().get(code)
    if index is None:
        raise UnknownMeasure
    terms = index.terms()
    ours = [term for term in terms if term.measure not in PROVIDED]
    sums = total(take(ours, days=days, unit_ids=units))
    return score(index, {**sums, **take_provided(terms, days=days, unit_ids=units)})
