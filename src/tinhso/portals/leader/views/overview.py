"""`/dieu-hanh/`: the figures of a period over the units one oversees."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.portals.leader import board as boards
from tinhso.portals.leader import figures
from tinhso.portals.leader.board import Board
from tinhso.portals.leader.links import page_url
from tinhso.portals.leader.period import CUSTOM, PRESETS, Asked, read


def _query(asked: Asked) -> dict[str, str]:
    """Return the period as the address carries it on."""
    if asked.preset == CUSTOM:
        return {"ky": CUSTOM, "tu": asked.first, "den": asked.last}
    return {"ky": asked.preset}


@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show figures, conclusion, chart and one row for each unit; a period that cannot be read is said (422)."""
    actor, now = actor_of(request), clock.now()
    unit = boards.read_unit(actor, request.GET.get("don_vi", ""))
    asked = read(request.GET.dict(), clock.local_day(now))
    board = None if asked.errors else boards.take(actor, unit=unit, period=asked.period, now=now)
    context: dict[str, object] = {
        "unit": unit,
        "units": boards.offered(actor, clock.local_day(now)),
        "presets": PRESETS.items(),
        "asked": asked,
        "errors": asked.errors,
        "crumbs": _crumbs(asked, unit.name if unit else ""),
        **(_shown(board, asked) if board else {}),
    }
    return render(request, "leader/overview.html", context, status=422 if asked.errors else 200)


def _crumbs(asked: Asked, unit_name: str) -> list[tuple[str, str]]:
    return [(boards.overview_title(), page_url(unit_id=None, period=_query(asked))), (unit_name, "")]


def _shown(board: Board, asked: Asked) -> Mapping[str, object]:
    period = _query(asked)
    csv_url = page_url(unit_id=board.unit.id if board.unit else None, period=period, name="leader:csv")
    here = board.unit.id if board.unit else None
    unit_urls = {row.unit_id: page_url(unit_id=row.unit_id, period=period) for row in board.rows if row.unit_id != here}
    return {
        "board": board,
        "numbers": boards.big_numbers(board),
        "conclusion": figures.conclusion(board.rows),
        "chart": boards.chart(board),
        "columns": boards.columns(),
        "rows": boards.table_rows(board, unit_urls),
        "csv_url": csv_url,
        "home_url": reverse("leader:overview"),
    }


@require_safe
def download(request: ActorRequest) -> HttpResponse:
    """Return the table as CSV; a period that cannot be read is refused (422), for there is no form to mend here."""
    actor, now = actor_of(request), clock.now()
    unit = boards.read_unit(actor, request.GET.get("don_vi", ""))
    asked = read(request.GET.dict(), clock.local_day(now))
    if asked.errors:
        raise DomainError(next(iter(asked.errors.values())), fields=dict(asked.errors))
    period = asked.period
    board = boards.take(actor, unit=unit, period=period, now=now)
    name = f"dieu-hanh-{period.first:%Y%m%d}-{period.last:%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"}
    return HttpResponse(boards.to_csv(board), content_type="text/csv; charset=utf-8", headers=headers)
