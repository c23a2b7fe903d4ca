"""The projection: fact rows follow the events, the sums follow the fact rows by what has changed in them.

An event only says which dossier to look at again; looking is idempotent, so it does not matter how often or in which
order events come. One worker at a time moves the sums (an advisory lock), in batches, each in a short transaction.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.forms.models import model_to_dict

from tinhso.government.dossiers import public as dossiers
from tinhso.government.figures.models import DayCell, DossierFact, MonthCell, PauseFact, RatingFact, WaitingFact
from tinhso.government.figures.rules import facts as rules
from tinhso.government.figures.rules.measures import RATED, moves
from tinhso.government.papers import public as papers
from tinhso.government.payments import public as payments
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM

BATCH: Final = 500
SUBJECTS: Final = 100
LOCK: Final = 0x7F16_0001

COLUMNS: Final = tuple(name for name in model_to_dict(DossierFact()) if name != "dossier_id")

Key = tuple[UUID, str, date]
Sums = dict[Key, Counter[str]]


def look_again(*dossier_ids: UUID) -> None:
    """Say that dossiers' fact rows are to be made again; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO figures_waiting (dossier_id) SELECT unnest(%s::uuid[]) ON CONFLICT DO NOTHING",
            [sorted(set(dossier_ids))],
        )


def follow() -> bool:
    """Make again the fact rows of one batch of dossiers; tell whether more wait. Nothing while another worker does."""
    with transaction.atomic():
        if not _locked():
            return False
        ids = list(WaitingFact.objects.order_by("dossier_id").values_list("dossier_id", flat=True)[:BATCH])
        WaitingFact.objects.filter(dossier_id__in=ids).delete()
        _refresh(ids, dossiers.figure_facts(SYSTEM, ids=ids) if ids else [])
    return len(ids) == BATCH


def follow_all() -> None:
    """Bring every waiting fact row up to date (commands, tests, the demo)."""
    while follow():
        pass


def rebuild() -> int:
    """Make every fact row of dossiers and every sum anew; return how many dossiers there are. Ratings stay as told.

    In batches: while it runs the figures are those of the part done. Run it when the formula of a mark has changed.
    """
    with transaction.atomic():
        _lock()
        for model in (PauseFact, DossierFact, DayCell, MonthCell):
            model.objects.all().delete()
    done, after = 0, None
    while found := dossiers.figure_facts(SYSTEM, after=after, size=BATCH):
        after = found[-1].id
        done += len(found)
        with transaction.atomic():
            _lock()
            _refresh([one.id for one in found], found)
    _rebuild_ratings()
    return done


def _rebuild_ratings() -> None:
    with transaction.atomic():
        _lock()
        changed: Sums = {}
        for unit_id, level, on in RatingFact.objects.values_list("unit_id", "level", "rated_on").iterator():
            _add(changed, (unit_id, "", on), RATED[level - 1], 1)
        _write_cells(changed)


@transaction.atomic
def count_rating(*, rating_id: UUID, unit_id: UUID, level: int, rated_on: date) -> None:
    """Count a rating (level 1 to 3, the best) as it stands now, instead of as it stood before. Idempotent."""
    _lock()
    before = RatingFact.objects.filter(pk=rating_id).first()
    changed: Sums = {}
    if before:
        _add(changed, (before.unit_id, "", before.rated_on), RATED[before.level - 1], -1)
    _add(changed, (unit_id, "", rated_on), RATED[level - 1], 1)
    RatingFact.objects.update_or_create(
        rating_id=rating_id, defaults={"unit_id": unit_id, "level": level, "rated_on": rated_on}
    )
    _write_cells(changed)


def _locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s::bigint)", [LOCK])
        return bool(cursor.fetchone()[0])


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::bigint)", [LOCK])


def _refresh(ids: Sequence[UUID], found: Sequence[dossiers.FigureFacts]) -> None:
    changed: Sums = {}
    known = PauseFact.objects.filter(fact_id__in=ids).order_by("begins_on")
    pauses: dict[UUID, list[tuple[date, date | None]]] = {}
    for key, begins, ends in known.values_list("fact_id", "begins_on", "ends_on"):
        pauses.setdefault(key, []).append((begins, ends))
    for fact in DossierFact.objects.filter(pk__in=ids):
        _count(changed, model_to_dict(fact), tuple(pauses.get(fact.pk, ())), sign=-1)
    known.delete()
    rows = rows_of(found)
    fresh = {one.id: rules.pauses(one) for one in found}
    for row in rows:
        _count(changed, model_to_dict(row), fresh[row.pk], sign=1)
    DossierFact.objects.bulk_create(rows, update_conflicts=True, unique_fields=["dossier_id"], update_fields=COLUMNS)
    PauseFact.objects.bulk_create(
        PauseFact(fact_id=key, begins_on=begins, ends_on=ends) for key, spans in fresh.items() for begins, ends in spans
    )
    _write_cells(changed)


def rows_of(found: Sequence[dossiers.FigureFacts]) -> list[DossierFact]:
    """Return the fact rows of some dossiers as they ought to be. Nothing is written."""
    reused = _reused(found)
    return [_row(one, reused=not reused.isdisjoint(one.subjects), paid=_paid(one)) for one in found]


def _row(one: dossiers.FigureFacts, *, reused: bool, paid: str) -> DossierFact:
    filed = one.result_file_id is not None
    return DossierFact(
        dossier_id=one.id,
        code=one.code,
        procedure_code=one.procedure_code,
        procedure_name=one.procedure_name,
        field_code=one.field_code,
        unit_id=one.unit_id,
        channel=one.channel,
        delivery=one.delivery,
        status=int(one.status),
        promised_at=one.promised_at,
        elsewhere=one.receiving_unit_id is not None,
        with_fee=one.fee_request_id is not None,
        paid=paid,
        reused=reused,
        online_whole=one.channel in rules.ONLINE and (rules.ENDS.get(one.status) != "done" or filed),
        has_files=one.has_files,
        result_filed=filed,
        **rules.times(one),
    )


def _reused(found: Sequence[dossiers.FigureFacts]) -> set[UUID]:
    subjects = [subject for one in found for subject in one.subjects]
    today = clock.today()
    used: set[UUID] = set()
    for place in range(0, len(subjects), SUBJECTS):
        used |= {use.subject_id for use in papers.uses_of(subjects[place : place + SUBJECTS], on=today)}
    return used


def _paid(one: dossiers.FigureFacts) -> str:
    """Return online when its fee came by transfer, cash when at the desk, "" while nothing is paid."""
    if one.fee_request_id is None:
        return ""
    for request in payments.list_of_subject(one.id):
        if request.paid_at is not None and request.method is not None:
            return "online" if request.method is payments.Method.TRANSFER else "cash"
    return ""


def _count(changed: Sums, fact: Mapping[str, Any], pauses: tuple[tuple[date, date | None], ...], *, sign: int) -> None:
    for measure, on, step in moves(fact, pauses):
        _add(changed, (fact["unit_id"], fact["field_code"], on), measure, sign * step)


def _add(changed: Sums, key: Key, measure: str, step: int) -> None:
    changed.setdefault(key, Counter())[measure] += step


def _write_cells(changed: Sums) -> None:
    _upsert("figures_daycell", changed)
    months: Sums = {}
    for (unit_id, field_code, on), sums in changed.items():
        months.setdefault((unit_id, field_code, on.replace(day=1)), Counter()).update(sums)
    _upsert("figures_monthcell", months)


def _upsert(table: str, changed: Sums) -> None:
    """Add to the cells, all of them in a few statements: one for each set of measures that moved."""
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for (unit_id, field_code, on), sums in sorted(changed.items(), key=lambda item: (item[0][2], str(item[0]))):
        moved = tuple(sorted(name for name, step in sums.items() if step))
        if moved:
            groups.setdefault(moved, []).append((unit_id, field_code, on, *(sums[name] for name in moved)))
    with connection.cursor() as cursor:
        for moved, rows in groups.items():
            cursor.execute(*_statement(table, moved, rows))


def _statement(table: str, moved: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> tuple[str, list[list[Any]]]:
    """Return the statement that adds rows of (unit, field, day, *steps). Names of columns are ours, no request's."""
    names = ", ".join(f'"{name}"' for name in moved)
    steps = ", ".join(f'"{name}" = {table}."{name}" + excluded."{name}"' for name in moved)
    kinds = ", ".join(["%s::uuid[]", "%s::text[]", "%s::date[]", *["%s::int[]"] * len(moved)])
    sql = (
        f'INSERT INTO {table} (unit_id, field_code, "on", {names}) SELECT * FROM unnest({kinds}) '  # noqa: S608
        f'ON CONFLICT ("on", unit_id, field_code) DO UPDATE SET {steps}'
    )
    return sql, [list(column) for column in zip(*rows, strict=True)]
