"""Reads: what is to be digitised, one check, its pages, the papers made of them, the figures."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from tinhso.foundation.organisations import public as organisations
from tinhso.government.digitisation.access import (
    REVIEW,
    SCAN,
    SEE,
    access_check,
    access_digitised,
    halves,
    in_scope,
    note_look,
    note_page_shown,
)
from tinhso.government.digitisation.data import (
    CheckInfo,
    ComponentState,
    DigitisedInfo,
    DigitisedState,
    Figures,
    LineInfo,
    PageInfo,
    Review,
)
from tinhso.government.digitisation.errors import CheckNotFound
from tinhso.government.digitisation.models import DigitisedPaper, PaperCheck, ScanPage
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.paging import Page, page_of_parts

MAX_LIST: Final = 100
MAX_UNITS: Final = 300


def list_pending(actor: Actor, *, cursor: str = "", size: int | None = None) -> Page[CheckInfo]:
    """Return the checks with components still to be digitised, oldest first, of the units in scope.

    No names of people stand in it. Raises Forbidden without `digitisation.see`, BadCursor.
    """
    parts = halves(actor, SEE)
    if not parts:
        raise Forbidden
    rows = PaperCheck.objects.filter(pending__gt=0).prefetch_related("lines")
    wanted = [rows.filter(part) for part in parts]
    return page_of_parts(wanted, PaperCheck.to_info, cursor=cursor, size=size, oldest_first=True)


def count_pending(actor: Actor) -> int:
    """Return how many checks wait, at most 1,000."""
    return PaperCheck.objects.filter(_scoped(actor, SEE), pending__gt=0)[:1000].count()


def list_under_way(actor: Actor) -> list[DigitisedInfo]:
    """Return what the worker has, what waits for its description, what failed: oldest first, at most 100."""
    states = [DigitisedState.QUEUED, DigitisedState.WORKING, DigitisedState.READY, DigitisedState.FAILED]
    return _list(_scoped(actor, SEE, prefix="check_of__"), Q(state__in=states))


def list_to_review(actor: Actor) -> list[DigitisedInfo]:
    """Return the kept papers a second person is to check, without this actor's own; at most 100."""
    scope = in_scope(actor, REVIEW, prefix="check_of__")
    if scope is None:
        return []
    own = Q(prepared_by_id=actor.account_id) | Q(signed_by_id=actor.account_id)
    return _list(scope, Q(review=Review.WANTED, state=DigitisedState.KEPT) & ~own)


def _list(scope: Q, which: Q) -> list[DigitisedInfo]:
    rows = DigitisedPaper.objects.filter(scope, which).select_related("check_of", "line").order_by("id")
    return [row.to_info() for row in rows[:MAX_LIST]]


def get_check(actor: Actor, *, dossier_id: UUID) -> CheckInfo:
    """Return the paper check of a dossier. Raises CheckNotFound."""
    check = access_check(actor, dossier_id=dossier_id)
    return check.to_info()


def list_digitised(actor: Actor, *, dossier_id: UUID) -> list[DigitisedInfo]:
    """Return everything made of a dossier's paper, newest first, at most 100. Raises CheckNotFound."""
    check = access_check(actor, dossier_id=dossier_id)
    rows = check.digitised.select_related("check_of", "line").order_by("-id")
    return [row.to_info() for row in rows[:MAX_LIST]]


def list_pages(actor: Actor, *, dossier_id: UUID) -> list[PageInfo]:
    """Return the pages not yet in a kept paper and not put aside, in order; the look is on record."""
    check = access_check(actor, dossier_id=dossier_id, ability=SCAN)
    note_look(actor, check, "Xem các trang quét")
    return [page.to_info() for page in check.pages.filter(removed_at=None, used=False).order_by("position", "id")]


def get_page(actor: Actor, *, page_id: UUID) -> PageInfo:
    """Return one page, to show it; the look is on record. Raises CheckNotFound."""
    page = ScanPage.objects.select_related("check_of").filter(pk=page_id).first()
    if page is None:
        raise CheckNotFound
    note_page_shown(actor, access_check(actor, dossier_id=page.check_of.dossier_id, ability=SCAN))
    return page.to_info()


def get_digitised(actor: Actor, *, digitised_id: UUID) -> DigitisedInfo:
    """Return one digitised paper; the look is on record. Raises CheckNotFound."""
    row = access_digitised(actor, digitised_id=digitised_id)
    note_look(actor, row.check_of, f"Xem bản số hóa {row.line.name}")
    return row.to_info()


def watch_digitised(actor: Actor, *, digitised_id: UUID) -> DigitisedInfo:
    """Return how far the work is, for a page that asks every few seconds; nothing of a person is shown by it."""
    return access_digitised(actor, digitised_id=digitised_id).to_info()


def open_digitised(actor: Actor, *, digitised_id: UUID) -> UUID:
    """Return the file of a digitised paper. Raises CheckNotFound while there is none."""
    info = get_digitised(actor, digitised_id=digitised_id)
    if info.file_id is None:
        raise CheckNotFound
    return info.file_id


def component_states(dossier_ids: Sequence[UUID]) -> dict[UUID, dict[str, ComponentState]]:
    """Return how each component of up to 100 dossiers stands, for the national exchange and the figures; no gate."""
    rows = PaperCheck.objects.filter(dossier_id__in=list(dossier_ids)[:MAX_LIST]).prefetch_related("lines")
    return {
        check.dossier_id: {line.component: ComponentState(line.state) for line in check.lines.all()} for check in rows
    }


def figures(actor: Actor, *, first: date, last: date) -> list[Figures]:
    """Return QĐ 766/QĐ-TTg 4.2 per unit in scope for results between two days (both included).

    A dossier counts as digitised when no component of it is still to be digitised; its result is electronic already.
    Raises Forbidden without `digitisation.see`.
    """
    rows = (
        PaperCheck.objects.filter(_scoped(actor, SEE), result_on__range=(first, last))
        .values("unit_id")
        .annotate(all_of_them=Count("id"), whole=Count("id", filter=Q(pending=0)))
        .order_by("unit_id")[:MAX_UNITS]
    )
    return [
        Figures(row["unit_id"], organisations.get_unit(row["unit_id"]).name, row["all_of_them"], row["whole"])
        for row in rows
    ]


def line_of(check: CheckInfo, component: str) -> LineInfo | None:
    """Return the line of a component."""
    return next((one for one in check.lines if one.component == component), None)


def _scoped(actor: Actor, ability: str, *, prefix: str = "") -> Q:
    scope = in_scope(actor, ability, prefix=prefix)
    if scope is None:
        raise Forbidden
    return scope
