"""What schedules hold of people: where they were expected."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from tinhso.government.schedules.models import WeekEntry
from tinhso.kernel.holdings import Holding, Person


def _expected(person: Person) -> Iterator[Mapping[str, Any]]:
    if person.account_id is None:
        return
    rows = WeekEntry.objects.filter(people__contains=[person.account_id]).order_by("id")
    yield from rows.values("starts_at", "ends_at", "title", "place", "state").iterator(chunk_size=500)


HOLDINGS: Final = (
    Holding("schedules.WeekEntry", _("Lịch công tác"), account=("chair_id", "made_by"), collect=_expected),
    Holding("schedules.CalendarFeed", _("Địa chỉ lịch công tác"), account=("account_id",), left_out=("token_hash",)),
)
