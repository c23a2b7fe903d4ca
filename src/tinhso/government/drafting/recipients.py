"""To whom a document goes: single agencies, others by name, and lists made of the organisation tree of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.data import UnitInfo, UnitKind
from tinhso.government.documents import public as documents
from tinhso.government.drafting.errors import BadDraft
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import NotFound

MOST: Final = 400
MOST_OTHERS: Final = 50
LONGEST: Final = 200
_LISTS: Final = (
    ("xa", UnitKind.COMMUNE),
    ("huyen", UnitKind.DISTRICT),
    ("so", UnitKind.DEPARTMENT),
    ("ban", UnitKind.BOARD),
)


@dataclass(frozen=True, slots=True)
class SendList:
    """A list by kind of agency: who is in it on the day, in Vietnamese order."""

    key: str
    title: str
    units: tuple[UnitInfo, ...]


def lists_of(unit_id: UUID, *, on: date) -> list[SendList]:
    """Return the lists an agency sends to: the agencies of each kind below its province on a day, itself left out."""
    titles = {
        "xa": _("Tất cả xã, phường, thị trấn"),
        "huyen": _("Tất cả huyện, thị xã, thành phố"),
        "so": _("Tất cả sở"),
        "ban": _("Tất cả ban"),
    }
    found = []
    for key, kind in _LISTS:
        units = tuple(one for one in organisations.list_units(kind=kind, on=on) if one.id != unit_id)
        if units:
            found.append(SendList(key, titles[key], units))
    return found


def neighbours(unit_id: UUID, *, on: date) -> list[UnitInfo]:
    """Return the agencies one writes to singly: above, right below, beside, and those of the lists; at most 400."""
    above = organisations.ancestors(unit_id, on=on)
    beside = [one for up in above for one in organisations.list_units(parent_id=up.id, on=on)]
    below = organisations.list_units(parent_id=unit_id, on=on)
    listed = [unit for one in lists_of(unit_id, on=on) for unit in one.units]
    rows = {one.id: one for one in (*above, *below, *beside, *listed) if one.is_agency and one.id != unit_id}
    return list(rows.values())[:MOST]


def asker(actor: Actor, answers_id: UUID | None) -> UUID | None:
    """Return the agency of this house that wrote the document an answer is about; None when there is none to see."""
    if answers_id is None:
        return None
    try:
        return documents.get_document(actor, answers_id).issuer_unit_id
    except NotFound:
        return None


def chosen(
    unit_id: UUID, *, lists: Sequence[str], units: Sequence[UUID], others: Sequence[str], on: date
) -> list[documents.Recipient]:
    """Return the recipients of what was ticked and typed: each agency once, under the name it bears that day.

    Raises BadDraft for more than 50 others: none is left out without a word.
    """
    if len(others) > MOST_OTHERS or any(len(name) > LONGEST for name in others):
        sentence = _("Ghi tối đa %(n)d nơi nhận khác, mỗi nơi không quá %(most)d ký tự.")
        sentence %= {"n": MOST_OTHERS, "most": LONGEST}
        raise BadDraft(sentence, fields={"noi_khac": sentence})
    wanted: dict[UUID, UnitInfo] = {}
    for one in lists_of(unit_id, on=on):
        if one.key in lists:
            wanted |= {unit.id: unit for unit in one.units}
    known = {one.id: one for one in neighbours(unit_id, on=on)}
    wanted |= {key: known[key] for key in units if key in known}
    found = [documents.Recipient(unit.issuer, unit_id=unit.id, code=unit.code) for unit in wanted.values()]
    return [*found, *(documents.Recipient(name) for name in others)]
