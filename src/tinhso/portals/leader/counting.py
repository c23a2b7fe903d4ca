"""What figures count of petitions, brought from one room to the other."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from tinhso.government.figures import public as figures
from tinhso.government.figures.public import Days
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.public import Counted
from tinhso.kernel import clock

COUNTED: Final = {
    "petitions": Counted.ALL,
    "petitions_on_time": Counted.ON_TIME,
    "petitions_satisfied": Counted.SATISFIED,
}


def count(unit_ids: frozenset[UUID] | None, days: Days) -> Mapping[str, int]:
    """Return the figures of petitions filed in some days (QĐ 766/QĐ-TTg, 5.2 and 5.3)."""
    found = petitions.figures(unit_ids, first=days.first, last=days.last, now=clock.now())
    return {
        "petitions": found.total,
        "petitions_on_time": found.on_time,
        "petitions_satisfied": found.total - found.unhappy,
    }


def address(measure: str, days: Days, unit_id: UUID | None) -> str:
    """Return the list of what a measure counts."""
    query = {"dem": COUNTED[measure].value, "tu": days.first.isoformat(), "den": days.last.isoformat()}
    if unit_id is not None:
        query["don_vi"] = str(unit_id)
    return f"{reverse('petitions:counted')}?{urlencode(query)}"


PETITIONS: Final = figures.Provider(frozenset(COUNTED), count, address)
