"""The work list for officials: what the national catalogue says otherwise. Computed as it is read."""

from tinhso.government.national.access import see_required
from tinhso.government.national.actions.cataloguing import PROCEDURE
from tinhso.government.national.data import CatalogueItem
from tinhso.government.national.models import NationalEntry
from tinhso.government.national.rules.differences import differences
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page


def list_differences(actor: Actor, *, cursor: str = "") -> Page[CatalogueItem]:
    """Return the procedures of a page that differ, or that the national catalogue does not have; by name.

    Raises Unauthenticated, NotFound. A page looks at fifty procedures, so it may hold fewer, or none.
    """
    see_required(actor)
    page = procedures.list_procedures(cursor=cursor, size=50)
    codes = [info.code for info in page.items]
    held = {one.code: one for one in NationalEntry.objects.filter(kind=PROCEDURE, superseded_at=None, code__in=codes)}
    items = []
    for info in page.items:
        entry = held.get(info.code)
        found = differences(procedures.get_version(info.id), entry.payload) if entry else ()
        if entry is None or found:
            items.append(CatalogueItem(info.code, info.name, entry.fetched_at if entry else None, found))
    return Page(items, page.next_cursor)


def list_only_theirs(actor: Actor) -> list[CatalogueItem]:
    """Return procedures only the national catalogue has, at most a hundred, by code."""
    see_required(actor)
    ours: set[str] = set()
    cursor = ""
    while True:
        page = procedures.list_procedures(cursor=cursor, size=100)
        ours |= {info.code for info in page.items}
        cursor = page.next_cursor
        if not cursor:
            break
    rows = NationalEntry.objects.filter(kind=PROCEDURE, superseded_at=None).exclude(code__in=ours)
    found = rows.order_by("code").values_list("code", "name", "fetched_at")[:100]
    return [CatalogueItem(code, name, at, ()) for code, name, at in found]
