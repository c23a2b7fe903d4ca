"""What the audit holds of people: who looked at their data, which they may read."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from tinhso.foundation.audit.queries import list_reads_of
from tinhso.kernel.holdings import Holding, Person

SIZE: Final = 100


def _reads(person: Person) -> Iterator[Mapping[str, Any]]:
    """Yield every look at a person's data, newest first: when, who, for which purpose."""
    cursor, more = "", True
    while more and person.account_id is not None:
        page = list_reads_of(person.account_id, cursor=cursor, size=SIZE)
        for one in page.items:
            yield {"at": one.at, "who": one.actor_name, "unit_id": one.unit_id, "purpose": one.purpose}
        cursor = page.next_cursor
        more = bool(cursor)


HOLDINGS: Final = (Holding("audit.entry", _("Ai đã xem dữ liệu"), collect=_reads),)
