"""What the address of a list of documents asks for, so that a figure, or a filter kept under a name, means its rows."""

from datetime import datetime
from typing import Any, Final

from tinhso.government.documents import content
from tinhso.government.documents.data import READ, Direction, State
from tinhso.government.documents.queries.lists import DocumentFilter, count_documents, list_documents
from tinhso.kernel.actors import Actor
from tinhso.ui.parse import day_of, uuid_of

BOXES: Final = {
    "den": Direction.INCOMING,
    "di": Direction.OUTGOING,
    "noi-bo": Direction.INTERNAL,
    "viec": None,
    "theo-doi": None,
}
MAX_WORDS: Final = 200
MOST_SHOWN: Final = 100


def box_of(asked: Any, actor: Actor) -> str:
    """Return the box asked for; the agency's incoming ones, or one's own work, when none is."""
    box: str = asked.get("hop", "")
    return box if box in BOXES else ("den" if actor.may(READ) else "viec")


def filters_of(asked: Any, box: str) -> DocumentFilter:
    """Return what a list is narrowed to by an address."""
    words = asked.get("q", "").strip()[:MAX_WORDS]
    states = tuple(State(one) for one in asked.getlist("tt")[:10] if one in set(State))
    return DocumentFilter(
        direction=BOXES[box],
        states=states,
        kind=asked.get("loai", "") if content.find_kind(asked.get("loai", "")) else "",
        words=words,
        since=day_of(asked.get("tu", "")),
        until=day_of(asked.get("den_ngay", "")),
        urgent="khan" in asked,
        late="tre" in asked,
        mine=box == "viec",
        followed=box == "theo-doi",
        unit_id=uuid_of(asked.get("dv", "")),
    )


def count_kept(actor: Actor, asked: Any, *, now: datetime) -> int:
    """Return how many documents an address shows this actor; with words counted up to 100, without up to 1,001."""
    filters = filters_of(asked, box_of(asked, actor))
    if filters.words:
        return len(list_documents(actor, filters=filters, size=MOST_SHOWN, now=now).items)
    return count_documents(actor, filters=filters, now=now)
