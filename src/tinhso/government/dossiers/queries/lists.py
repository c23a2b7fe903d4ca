"""Lists and counts of dossiers: keyset pages, a constant number of queries, only what the actor may see."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers.access import OVERSEE, SEE, in_units, visible_parts
from tinhso.government.dossiers.data import OPEN, RUNNING, DossierFilter, DossierInfo, Status, UnitCounts
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.queries.infos import COLUMNS, info_of, infos
from tinhso.government.dossiers.queries.worded import newest_with_words
from tinhso.government.dossiers.rules.applicants import PERSONAL
from tinhso.government.dossiers.rules.search import code_in, query_of
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor, uuid_in
from tinhso.kernel.text import sort_key

COUNT_LIMIT: Final = 10_000
WORDED_COUNT_LIMIT: Final = 100
_FIRST_DAY: Final = date(1900, 1, 1)
_LAST_DAY: Final = date(2999, 12, 31)


def list_dossiers(
    actor: Actor,
    *,
    wanted: DossierFilter,
    now: datetime,
    cursor: str = "",
    size: int | None = None,
) -> Page[DossierInfo]:
    """Return one page of what `actor` may see: newest first, or those with the nearest promise first.

    At most 100 a page; one query, two when words are rare. Units outside the actor's scope are passed over in silence.
    """
    parts = _filtered(actor, wanted, now)
    query = "" if code_in(wanted.words) else query_of(wanted.words)
    size = bounded(size)
    if wanted.order == "due":
        page = _first_of([_after_due(_matching(rows, query), cursor) for rows in parts], size + 1)
    elif query:
        page = _worded(parts, query, cursor, size + 1)
    else:
        page = _first_of([_after_newest(rows, cursor) for rows in parts], size + 1)
    more = len(page) > size
    last = page[size - 1] if more else None
    return Page(page[:size], _cursor_of(last, wanted.order) if last else "")


def _first_of(parts: list[QuerySet[Dossier]], count: int) -> list[DossierInfo]:
    """Return the first `count` of parts ordered alike, merged. One statement.

    An index yields each part in its order, where "or" would make the database read all of a unit and sort it.
    """
    if len(parts) == 1:
        return infos(parts[0][:count])
    order = parts[0].query.order_by
    columns = [rows.values_list(*COLUMNS)[:count] for rows in parts]
    return [info_of(row) for row in columns[0].union(*columns[1:], all=True).order_by(*order)[:count]]


def _worded(parts: list[QuerySet[Dossier]], query: str, cursor: str, count: int) -> list[DossierInfo]:
    found = [info for rows in parts for info in newest_with_words(_after_newest(rows, cursor), query, count=count)]
    return found if len(parts) == 1 else sorted(found, key=lambda info: info.id, reverse=True)[:count]


def _cursor_of(last: DossierInfo, order: str) -> str:
    if order == "due":
        return encode_cursor(last.promised_at.isoformat() if last.promised_at else "", str(last.id))
    return encode_cursor(str(last.id))


def _after_newest(rows: QuerySet[Dossier], cursor: str) -> QuerySet[Dossier]:
    if cursor:
        rows = rows.filter(id__lt=uuid_in(decode_cursor(cursor, length=1)[0]))
    return rows.order_by("-id")


def _after_due(rows: QuerySet[Dossier], cursor: str) -> QuerySet[Dossier]:
    rows = rows.filter(promised_at__isnull=False, status__in=_values(OPEN))
    if cursor:
        at, key = decode_cursor(cursor, length=2)
        promised_at, last_id = _moment_in(at), uuid_in(key)
        rows = rows.filter(
            Q(promised_at__gt=promised_at) | Q(promised_at=promised_at, id__gt=last_id), promised_at__gte=promised_at
        )
    return rows.order_by("promised_at", "id")


def _moment_in(part: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(part))
    except ValueError:
        raise BadCursor from None
    if moment.tzinfo is None:
        raise BadCursor
    return moment


def count_dossiers(actor: Actor, *, wanted: DossierFilter, now: datetime) -> int:
    """Return how many rows a list has, counted up to 10,000; with words, up to 100."""
    parts = _filtered(actor, wanted, now)
    query = "" if code_in(wanted.words) else query_of(wanted.words)
    if query and wanted.order != "due":
        return min(WORDED_COUNT_LIMIT, len(_worded(parts, query, "", WORDED_COUNT_LIMIT)))
    parts = [_matching(rows, query) for rows in parts]
    if wanted.order == "due":
        parts = [rows.filter(promised_at__isnull=False, status__in=_values(OPEN)) for rows in parts]
    found = [rows.order_by().values("pk")[:COUNT_LIMIT] for rows in parts]
    return found[0].count() if len(found) == 1 else found[0].union(*found[1:], all=True)[:COUNT_LIMIT].count()


def _filtered(actor: Actor, wanted: DossierFilter, now: datetime) -> list[QuerySet[Dossier]]:
    """Return the parts of what the actor may see and asks for; none of them can hold a row of another."""
    return [_asked(rows, wanted, now) for rows in _places(actor, wanted)]


def _places(actor: Actor, wanted: DossierFilter) -> list[QuerySet[Dossier]]:
    """Return the parts by where a dossier is dealt with; one that cannot hold any asked for is left out."""
    parts = list(visible_parts(actor))
    scope = actor.scope(SEE) if actor.is_officer else None
    if wanted.for_others:
        if len(parts) == 1 and scope and scope.everywhere:
            parts = [parts[0].filter(receiving_unit_id__isnull=False)]
        else:
            parts = parts[1:] or [parts[0].none()]
    if not wanted.unit_ids:
        return parts
    if len(parts) == 2 and scope and set(wanted.unit_ids) <= scope.units:
        parts = parts[:1]
    return [rows.filter(in_units(frozenset(wanted.unit_ids))) for rows in parts]


def _asked(rows: QuerySet[Dossier], wanted: DossierFilter, now: datetime) -> QuerySet[Dossier]:
    conditions = {name: value for name, value in _plain(wanted).items() if value}
    if wanted.received_from:
        conditions["received_at__gte"] = _midnight(wanted.received_from)
    if wanted.received_to:
        conditions["received_at__lt"] = _midnight(_day_after(wanted.received_to))
    more = (_light(wanted.light, now), _finish(wanted.finish), _due(wanted.due_before), _kind(wanted.applicant_kind))
    rows = rows.filter(*more, **conditions)
    code = code_in(wanted.words)
    return rows.filter(code=code) if code else rows


def _plain(wanted: DossierFilter) -> dict[str, Any]:
    """Return the filters that ask for a column's value; what is empty is not asked for."""
    return {
        "status__in": _values(wanted.statuses),
        "procedure_code": wanted.procedure_code,
        "channel": wanted.channel,
        "field_code": wanted.field_code,
        "handler_id": wanted.handler_id,
        "step_act": wanted.step_act,
        "pk__in": wanted.ids,
    }


def _due(before: datetime | None) -> Q:
    return Q(status__in=_values(RUNNING), promised_at__lte=before) if before else Q()


def _kind(kind: str) -> Q:
    """Return the rows of citizens or of everybody else; `rules.applicants` says the same of one number."""
    personal = Q(applicant_number__regex=PERSONAL)
    if kind == "citizen":
        return personal
    return ~personal & ~Q(applicant_number="") if kind == "business" else Q()


def _matching(rows: QuerySet[Dossier], query: str) -> QuerySet[Dossier]:
    return rows.filter(search=SearchQuery(query, config="simple", search_type="raw")) if query else rows


def _values(statuses: Any) -> list[int]:
    return sorted(int(s) for s in statuses)


def _midnight(day: date) -> datetime:
    """Return when a day begins in Vietnam; days out of reach (year 1, 9999) count as the nearest within."""
    return datetime.combine(min(max(day, _FIRST_DAY), _LAST_DAY), time(), LOCAL_ZONE)


def _day_after(day: date) -> date:
    return min(day, _LAST_DAY) + timedelta(days=1)


def _light(light: str, now: datetime) -> Q:
    """Late: the promise has passed and the clock runs. Soon: it passes within two days."""
    if light == "late":
        return Q(status__in=_values(RUNNING), promised_at__lt=now)
    if light == "soon":
        return Q(status__in=_values(RUNNING), promised_at__gte=now, promised_at__lt=now + timedelta(days=2))
    return Q()


def _finish(finish: str) -> Q:
    done = Q(status__in=_values({Status.DONE, Status.HANDED_OVER, Status.STOPPED}))
    if finish == "on_time":
        return done & Q(finished_at__lte=F("promised_at"))
    if finish == "late":
        return done & Q(finished_at__gt=F("promised_at"))
    return Q()


def count_by_unit(
    actor: Actor,
    *,
    received_from: date,
    received_to: date,
    unit_ids: frozenset[UUID] = frozenset(),
    now: datetime,
) -> list[UnitCounts]:
    """Return the leader's figures, one row per unit that has any, by Vietnamese name order.

    received: taken in during the period · on_time, late: of those, finished in or after their promise · waiting: open
    now, whenever received · overdue: of the waiting, promise passed while the clock runs. Each equals the list of
    `DossierFilter` with the same unit, period and `finish`/`light`. Two queries. Raises Forbidden without `oversee`.
    """
    if not actor.scope(OVERSEE):
        raise Forbidden
    rows = _overseen(actor, unit_ids)
    period = rows.filter(received_at__gte=_midnight(received_from), received_at__lt=_midnight(_day_after(received_to)))
    done = (
        period.order_by()
        .values("unit_id")
        .annotate(
            received=Count("pk"),
            on_time=Count(Case(When(_finish("on_time"), then=Value(1)))),
            late=Count(Case(When(_finish("late"), then=Value(1)))),
        )
    )
    waiting = (
        rows.filter(status__in=_values(OPEN))
        .order_by()
        .values("unit_id")
        .annotate(
            waiting=Count("pk"),
            overdue=Count(Case(When(_light("late", now), then=Value(1)))),
        )
    )
    figures: dict[UUID, dict[str, int]] = {}
    for row in [*done, *waiting]:
        counted: dict[str, Any] = dict(row)
        figures.setdefault(counted.pop("unit_id"), {}).update(counted)
    return [
        UnitCounts(unit_id=unit.id, unit_name=organisations.full_name(unit.id), **figures[unit.id])
        for unit in sorted(map(organisations.get_unit, figures), key=lambda unit: sort_key(unit.name))
    ]


def _overseen(actor: Actor, unit_ids: frozenset[UUID]) -> QuerySet[Dossier]:
    scope = actor.scope(OVERSEE)
    seen = actor.scope(SEE)
    rows = Dossier.objects.all()
    for part in (scope, seen):
        if not part.everywhere:
            rows = rows.filter(in_units(part.units))
    return rows.filter(in_units(unit_ids)) if unit_ids else rows
