"""Reads: sums of cells, and the fact rows behind a number. A page never counts dossiers one by one."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from tinhso.government.figures.access import scope_of
from tinhso.government.figures.data import COUNTERS, DERIVED, At, Days, FactInfo, TableRow, Term
from tinhso.government.figures.errors import UnknownMeasure
from tinhso.government.figures.models import DayCell, DossierFact, MonthCell, PauseFact, RatingFact
from tinhso.government.figures.rules.measures import COLUMNS, MEASURES, STOCKS, WAITING, Flow, moves
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page, page_by_key

Cells = dict[tuple[UUID, str], Counter[str]]
_ONE_DAY: Final = timedelta(days=1)
_FIRST_DAY: Final = date(1990, 1, 1)


def table(actor: Actor, *, days: Days, unit_ids: Collection[UUID] = ()) -> list[TableRow]:
    """Return the 24 counters by unit and field over a period, for the units named that the actor may see, or all.

    Stocks are those at the end of the last day. Each number is the length of `list_facts` of the same term, unit and
    field. Raises Unauthenticated, Forbidden.
    """
    units = reach(actor, unit_ids)
    wanted = [term for _, term in COUNTERS.values()]
    found = take(wanted, days=days, unit_ids=units)
    rows = [
        TableRow(unit_id, field_code, {code: counts[term.key] for code, (_, term) in COUNTERS.items()})
        for (unit_id, field_code), counts in found.items()
    ]
    return [row for row in rows if any(row.counts.values())]


def reach(actor: Actor, unit_ids: Collection[UUID] = ()) -> frozenset[UUID] | None:
    """Return the units to count: of those named the ones in the actor's scope; None for all there are."""
    scope = scope_of(actor)
    if scope.everywhere:
        return frozenset(unit_ids) or None
    return frozenset(unit_ids) & scope.units if unit_ids else scope.units


def take(terms: Iterable[Term], *, days: Days, unit_ids: frozenset[UUID] | None) -> Cells:
    """Return the numbers of terms by unit and field, under the terms' keys. No gate: the caller has one, or is public.

    A stock at the end is the stock before the first day and what moved since, so the long way back is gone but once.
    At most three queries for each part, over cells alone.
    """
    wanted = list(terms)
    held = _names(wanted, {At.OPENING, At.CLOSING})
    moved = _names(wanted, {At.DURING, At.CLOSING})
    before = _sums(held, _spans(_FIRST_DAY, days.first - _ONE_DAY), unit_ids) if held else {}
    during = _sums(moved, _spans(days.first, days.last), unit_ids) if moved else {}
    none: Counter[str] = Counter()
    return {
        key: Counter({term.key: _value(term, before.get(key, none), during.get(key, none)) for term in wanted})
        for key in before.keys() | during.keys()
    }


def _names(terms: Iterable[Term], moments: Collection[At]) -> list[str]:
    return sorted({name for term in terms if term.at in moments for name in DERIVED.get(term.measure, (term.measure,))})


def by_month(names: Sequence[str], *, days: Days) -> dict[date, dict[UUID, Counter[str]]]:
    """Return the sums of flows by month and unit, for the months that begin in these days. No gate: for the public."""
    rows = MonthCell.objects.filter(on__gte=days.first, on__lte=days.last).order_by("on").values("on", "unit_id")
    found: dict[date, dict[UUID, Counter[str]]] = {}
    for line in rows.annotate(**{f"n_{name}": Sum(name) for name in names}):
        row: dict[str, Any] = dict(line)
        found.setdefault(row["on"], {})[row["unit_id"]] = Counter({name: row[f"n_{name}"] for name in names})
    return found


def total(cells: Cells) -> Counter[str]:
    """Return the sums over all units and fields."""
    whole: Counter[str] = Counter()
    for counts in cells.values():
        whole.update(counts)
    return whole


def _value(term: Term, before: Counter[str], during: Counter[str]) -> int:
    parts = {At.OPENING: (before,), At.DURING: (during,), At.CLOSING: (before, during)}[term.at]
    whole, *without = DERIVED.get(term.measure, (term.measure,))
    return sum(part[whole] - sum(part[name] for name in without) for part in parts)


def _spans(first: date, last: date) -> Iterator[tuple[type[DayCell] | type[MonthCell], date, date]]:
    """Yield which cells make up the days: whole months as one cell each, single days at both ends."""
    month = first if first.day == 1 else _next_month(first)
    end = (last + _ONE_DAY).replace(day=1)
    if month >= end:
        yield DayCell, first, last
        return
    if first < month:
        yield DayCell, first, month - _ONE_DAY
    yield MonthCell, month, end - _ONE_DAY
    if end <= last:
        yield DayCell, end, last


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _sums(
    names: list[str],
    spans: Iterable[tuple[type[DayCell] | type[MonthCell], date, date]],
    unit_ids: frozenset[UUID] | None,
) -> Cells:
    found: Cells = {}
    for model, first, last in spans:
        rows = model.objects.filter(on__gte=first, on__lte=last)
        if unit_ids is not None:
            rows = rows.filter(unit_id__in=sorted(unit_ids))
        grouped = rows.order_by().values("unit_id", "field_code").annotate(**{f"n_{name}": Sum(name) for name in names})
        for line in grouped:
            row: dict[str, Any] = dict(line)
            sums = found.setdefault((row["unit_id"], row["field_code"]), Counter())
            sums.update({name: row[f"n_{name}"] or 0 for name in names})
    return found


def known_term(key: str) -> Term:
    """Return the term an address names. Raises UnknownMeasure for one that has no list."""
    measure, _, at = key.partition(".")
    if at not in set(At) or not (measure in MEASURES or measure in DERIVED or measure == WAITING):
        raise UnknownMeasure
    if (At(at) is At.DURING) is (measure in STOCKS or measure in DERIVED):
        raise UnknownMeasure
    return Term(measure, At(at))


def list_facts(
    actor: Actor,
    *,
    term: Term,
    days: Days,
    unit_ids: Collection[UUID] = (),
    field_code: str | None = None,
    cursor: str = "",
    size: int | None = None,
) -> Page[FactInfo]:
    """Return the dossiers a number counts, newest first, at most 100 a page: no person stands in them.

    Raises Unauthenticated, Forbidden, BadCursor.
    """
    rows = _behind(actor, term, days, unit_ids, field_code)
    return page_by_key(rows, _info, cursor=cursor, size=size)


def count_facts(
    actor: Actor, *, term: Term, days: Days, unit_ids: Collection[UUID] = (), field_code: str | None = None
) -> int:
    """Return the number above a list, from the cells. Raises Unauthenticated, Forbidden."""
    cells = take([term], days=days, unit_ids=reach(actor, unit_ids))
    return sum(counts[term.key] for (_, code), counts in cells.items() if field_code is None or code == field_code)


def _behind(
    actor: Actor, term: Term, days: Days, unit_ids: Collection[UUID], field_code: str | None
) -> QuerySet[DossierFact]:
    units = reach(actor, unit_ids)
    rows = DossierFact.objects.all() if units is None else DossierFact.objects.filter(unit_id__in=sorted(units))
    if field_code is not None:
        rows = rows.filter(field_code=field_code)
    if term.measure in DERIVED:
        whole, part = DERIVED[term.measure]
        day = _day(term.at, days)
        return rows.filter(_held(whole, day)).exclude(pk__in=rows.filter(_held(part, day)).values("pk"))
    measure = MEASURES.get(term.measure)
    if isinstance(measure, Flow):
        return rows.filter(**{f"{measure.on}__gte": days.first, f"{measure.on}__lte": days.last}, **_where(measure))
    return rows.filter(_held(term.measure, _day(term.at, days)))


def _day(at: At, days: Days) -> date:
    return days.first - _ONE_DAY if at is At.OPENING else days.last


def _held(name: str, day: date) -> Q:
    """Return the condition "counted at the end of a day" of a stock."""
    if name == WAITING:
        return Q(pauses__begins_on__lte=day) & (Q(pauses__ends_on=None) | Q(pauses__ends_on__gt=day))
    measure = MEASURES[name]
    if isinstance(measure, Flow):
        raise UnknownMeasure
    ended = Q(**{f"{measure.ends}__isnull": True}) | Q(**{f"{measure.ends}__gt": day})
    return Q(**{f"{measure.begins}__lte": day}, **_where(measure)) & ended


def _where(measure: Any) -> dict[str, Any]:
    return {f"{column}__in": list(values) for column, values in measure.where.items()}


def _info(row: DossierFact) -> FactInfo:
    return FactInfo(
        dossier_id=row.dossier_id,
        code=row.code,
        procedure_name=row.procedure_name,
        field_code=row.field_code,
        unit_id=row.unit_id,
        channel=row.channel,
        status=row.status,
        received_on=row.received_on,
        promised_at=row.promised_at,
        finished_on=row.finished_on,
    )


def known_units() -> frozenset[UUID]:
    """Return the units that have figures at all."""
    return frozenset(MonthCell.objects.order_by().values_list("unit_id", flat=True).distinct())


def differences() -> int:
    """Return how many sums differ from what the fact rows say, over all cells; 0 when all is well. For operators."""
    said: Cells = {}
    pauses: dict[UUID, list[tuple[date, date | None]]] = {}
    for key, begins, ends in PauseFact.objects.values_list("fact_id", "begins_on", "ends_on").iterator():
        pauses.setdefault(key, []).append((begins, ends))
    for fact in DossierFact.objects.values().iterator():
        sums = said.setdefault((fact["unit_id"], fact["field_code"]), Counter())
        for name, on, step in moves(fact, tuple(pauses.get(fact["dossier_id"], ()))):
            sums[f"{name} {on}"] += step
    for unit_id, level, on in RatingFact.objects.values_list("unit_id", "level", "rated_on"):
        said.setdefault((unit_id, ""), Counter())[f"rated_{level} {on}"] += 1
    kept: Cells = {}
    for line in DayCell.objects.values().iterator():
        cell: dict[str, Any] = dict(line)
        sums = kept.setdefault((cell["unit_id"], cell["field_code"]), Counter())
        sums.update({f"{name} {cell['on']}": cell[name] for name in COLUMNS if cell[name]})
    return sum(
        1
        for key in said.keys() | kept.keys()
        for name in said.get(key, Counter()).keys() | kept.get(key, Counter()).keys()
        if said.get(key, Counter())[name] != kept.get(key, Counter())[name]
    )
