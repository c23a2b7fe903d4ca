"""What the leader's page shows: the units one oversees, the filters behind each number, rows, chart and CSV."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.html import format_html
from django.utils.translation import gettext as _

from tinhso.foundation.access import public as access
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitInfo, UnitNotFound
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.public import DossierFilter, Status, UnitCounts
from tinhso.kernel.actors import Actor, Scope
from tinhso.kernel.errors import NotFound, Unauthenticated
from tinhso.kernel.text import sort_key
from tinhso.portals.leader import figures
from tinhso.portals.leader.links import list_url
from tinhso.portals.leader.period import Period
from tinhso.ui import data as ui

SEE: Final = "dossiers.see"
OVERSEE: Final = "dossiers.oversee"
OPEN: Final = (
    Status.NEW,
    Status.RECEIVED,
    Status.PROCESSING,
    Status.WAITING_SUPPLEMENT,
    Status.WAITING_FEE,
    Status.DONE,
)
BARS: Final = 12
MEASURES: Final = ("received", "on_time", "late", "waiting", "overdue")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def titles() -> dict[str, str]:
    """Return what each measure is called."""
    return {
        "received": _("Tiếp nhận"),
        "on_time": _("Đúng hạn"),
        "late": _("Trễ hạn"),
        "waiting": _("Đang giải quyết"),
        "overdue": _("Quá hạn"),
    }


def overview_title() -> str:
    """Return the name of the page of all one oversees."""
    return _("Điều hành")


def wanted_of(measure: str, unit_ids: tuple[UUID, ...], period: Period) -> DossierFilter:
    """Return the filter whose list has exactly as many rows as the measure counts."""
    taken_in = DossierFilter(unit_ids=unit_ids, received_from=period.first, received_to=period.last)
    return {
        "received": taken_in,
        "on_time": replace(taken_in, finish="on_time"),
        "late": replace(taken_in, finish="late"),
        "waiting": DossierFilter(unit_ids=unit_ids, statuses=OPEN),
        "overdue": DossierFilter(unit_ids=unit_ids, light="late"),
    }[measure]


@dataclass(frozen=True, slots=True)
class Board:
    """One page of figures, taken at one moment."""

    unit: UnitInfo | None
    period: Period
    rows: Sequence[UnitCounts]
    before: figures.Totals
    taken_at: datetime
    total_ids: tuple[UUID, ...]

    @property
    def totals(self) -> figures.Totals:
        """The sum over the rows."""
        return figures.total(self.rows)


def overseer_required(actor: Actor) -> Scope:
    """Return the units the actor oversees. Raises Unauthenticated for nobody, Forbidden for those who oversee none."""
    if actor.account_id is None:
        raise Unauthenticated
    access.ability_required(actor, OVERSEE)
    return actor.scope(OVERSEE)


def offered(actor: Actor, today: date) -> list[UnitInfo]:
    """Return the agencies one may choose, the wider first, then by name."""
    scope = overseer_required(actor)
    found = [unit for unit in organisations.list_units(on=today) if unit.is_agency and scope.covers(unit.id)]
    order = list(organisations.Level)
    return sorted(found, key=lambda unit: (order.index(unit.level), sort_key(unit.name)))


def read_unit(actor: Actor, text: str) -> UnitInfo | None:
    """Return the unit chosen in an address, None for all one oversees. Raises NotFound for any other alike."""
    scope = overseer_required(actor)
    if not text:
        return None
    try:
        unit = organisations.get_unit(UUID(text[:40]))
    except (ValueError, UnitNotFound):
        raise NotFound from None
    if not scope.covers(unit.id):
        raise NotFound
    return unit


def take(actor: Actor, *, unit: UnitInfo | None, period: Period, now: datetime) -> Board:
    """Ask for the figures of a unit with what is below it, or of all one oversees, and of the span before. 4 queries.

    Raises Forbidden.
    """
    scope = overseer_required(actor)
    chosen: frozenset[UUID] = frozenset()
    if unit is not None:
        reach = access.reach_of(unit.id) | {unit.id}
        chosen = reach if scope.everywhere else reach & scope.units
    rows, earlier = (
        dossiers.count_by_unit(actor, received_from=span.first, received_to=span.last, unit_ids=chosen, now=now)
        for span in (period, period.before)
    )
    return Board(unit, period, rows, figures.total(earlier), now, _total_ids(actor, unit, rows))


def _total_ids(actor: Actor, unit: UnitInfo | None, rows: Sequence[UnitCounts]) -> tuple[UUID, ...]:
    """Return the units a total's list must name: none when the list without a unit already is exactly these."""
    if unit is None and actor.scope(OVERSEE) == actor.scope(SEE):
        return ()
    known = tuple(row.unit_id for row in rows)
    if known:
        return known
    return (unit.id,) if unit else tuple(sorted(actor.scope(OVERSEE).units))[:1]


def big_numbers(board: Board) -> list[dict[str, object]]:
    """Return the figures on top, each with the address of its rows."""
    sums, before = board.totals, board.before
    share = figures.percent(figures.on_time_share(sums))
    earlier = figures.on_time_share(before)
    deltas = {
        "received": figures.change(sums.received, before.received),
        "on_time": _("kỳ trước %(share)s") % {"share": figures.percent(earlier)} if earlier is not None else "",
    }
    return [
        {
            "label": _("Đúng hạn (%(share)s)") % {"share": share} if measure == "on_time" else title,
            "value": figures.number(getattr(sums, measure)),
            "url": list_url(wanted_of(measure, board.total_ids, board.period)),
            "delta": deltas.get(measure, ""),
            "late": measure in {"late", "overdue"} and getattr(sums, measure) > 0,
        }
        for measure, title in titles().items()
    ]


def columns() -> list[ui.Column]:
    """Return the columns of the table of units."""
    named = titles()
    heads = [ui.Column(named[measure], numeric=True) for measure in MEASURES]
    return [ui.Column(_("Đơn vị")), *heads[:2], ui.Column(_("Tỷ lệ đúng hạn"), numeric=True), *heads[2:]]


def table_rows(board: Board, unit_url: "dict[UUID, str]") -> list[ui.Row]:
    """Return a row for each unit; every number is a link to its rows, the name opens the unit's own page."""
    named = titles()
    shown = []
    for row in board.rows:
        cells = [_linked(board, row, measure, named[measure]) for measure in MEASURES]
        share = figures.percent(figures.on_time_share(row))
        shown.append(ui.Row([row.unit_name, *cells[:2], share, *cells[2:]], url=unit_url.get(row.unit_id, "")))
    return shown


def _linked(board: Board, row: UnitCounts, measure: str, title: str) -> str:
    url = list_url(wanted_of(measure, (row.unit_id,), board.period))
    value = figures.number(getattr(row, measure))
    return format_html('<a href="{}">{}<span class="vh"> {}, {}</span></a>', url, value, title, row.unit_name)


def chart(board: Board) -> ui.BarChart | None:
    """Return the bars of what is overdue, the worst first; None when nothing is."""
    worst = sorted((row for row in board.rows if row.overdue), key=lambda row: -row.overdue)[:BARS]
    if not worst:
        return None
    bars = [
        ui.Bar(row.unit_name, row.overdue, list_url(wanted_of("overdue", (row.unit_id,), board.period)), late=True)
        for row in worst
    ]
    return ui.BarChart(
        takeaway=_("Số hồ sơ quá hạn, đơn vị nhiều nhất trước"),
        bars=bars,
        label_title=_("Đơn vị"),
        value_title=_("Quá hạn"),
        taken_at=board.taken_at,
    )


def to_csv(board: Board) -> str:
    """Return the table as CSV (RFC 4180), with a byte order mark so that spreadsheets read Vietnamese.

    A cell that a spreadsheet would take for a formula is quoted with an apostrophe.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    named = titles()
    writer.writerow([_("Mã đơn vị"), _("Đơn vị"), *(named[measure] for measure in MEASURES)])
    for row in board.rows:
        code = organisations.get_unit(row.unit_id).code
        writer.writerow([_plain(code), _plain(row.unit_name), *(getattr(row, measure) for measure in MEASURES)])
    return out.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
