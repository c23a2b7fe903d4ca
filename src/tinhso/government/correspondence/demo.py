"""Send lists of the demo: everybody of a kind below the province, by the tree of the day."""

from typing import Final

from tinhso.foundation.organisations import public as organisations
from tinhso.government.correspondence.models import SendList

LISTS: Final = (
    ("Tất cả Ủy ban nhân dân cấp xã", ["commune"]),
    ("Tất cả Ủy ban nhân dân cấp huyện", ["district"]),
    ("Các sở và cơ quan chuyên môn", ["department", "board"]),
)


def load_lists() -> None:
    """Make the lists that are not there yet, where the province has such units."""
    root = organisations.root()
    for title, kinds in LISTS:
        if any(organisations.list_units(kind=kind) for kind in kinds):
            SendList.objects.get_or_create(unit_id=root.id, title=title, closed_at=None, defaults={"kinds": kinds})
