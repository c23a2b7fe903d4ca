"""Reads: open to everyone, a procedure is public law. `on` is today when left out."""

import time
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, F, Func, IntegerField, JSONField, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KT
from django.utils.translation import get_language

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitInfo, UnitKind
from tinhso.government.procedures.data import Level, ProcedureInfo, ProcedureVersion
from tinhso.government.procedures.errors import ProcedureNotFound
from tinhso.government.procedures.models import PublishedVersion
from tinhso.government.procedures.rules.building import build_info, build_version
from tinhso.government.procedures.services import (
    ServiceInfo,
    as_offered,
    find_service,
    offered_otherwise,
    services_of,
)
from tinhso.kernel import clock
from tinhso.kernel.paging import Page, bounded, decode_cursor, encode_cursor, uuid_in
from tinhso.kernel.text import clean_line, fold, sort_key

MAX_WORDS: Final = 8
MAX_QUERY: Final = 100
CLOSE_ENOUGH: Final = 0.6
HERE: Final = "local"
"""`info.online` of what is filed through this portal."""
_PASSES_ON: Final = (UnitKind.PROVINCE, UnitKind.CENTRE)
NAMES_KEPT: Final = 60
"""Seconds for which the English names are kept in memory."""
LONG_PARTS: Final = (
    "steps",
    "components",
    "fees",
    "cases",
    "legal_basis",
    "procedure_text",
    "requirements",
    "prepare",
    "eligibility",
    "sources",
    "results",
)


_CURRENT: Final = """
    SELECT id FROM (
        SELECT v.id, v.valid_to
          FROM procedures_version v JOIN procedures_procedure p ON p.id = v.procedure_id
         WHERE p.code = %s AND v.valid_from <= %s
         ORDER BY v.valid_from DESC LIMIT 1
    ) newest WHERE valid_to IS NULL OR valid_to > %s
"""
"""What `in_force` says, for one code: asked at every filing."""


def in_force(on: date | None = None) -> "QuerySet[PublishedVersion]":
    """Return the version of each procedure in force on a day."""
    day = on or clock.today()
    newest = (
        PublishedVersion.objects.filter(valid_from__lte=day)
        .order_by("procedure_id", "-valid_from")
        .distinct("procedure_id")
        .values("id")
    )
    return PublishedVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), id__in=newest)


class _Without(Func):
    """A JSON object without some keys (PostgreSQL's `jsonb - text[]`): a list need not carry whole packages."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = JSONField()


_CARD: Final = _Without(F("package"), Value(list(LONG_PARTS), output_field=ArrayField(TextField())))


def _infos(rows: "QuerySet[PublishedVersion]") -> list[ProcedureInfo]:
    cards = rows.annotate(card=_CARD).values_list("id", "procedure_id", "valid_to", "card")
    return [
        build_info(card, version_id=version, procedure_id=procedure, valid_to=valid_to)
        for version, procedure, valid_to, card in cards
    ]


def list_procedures(  # noqa: PLR0913 - one keyword for each filter a citizen has
    *,
    field: str = "",
    level: str = "",
    audience: str = "",
    life_event: str = "",
    online_level: str = "",
    department: str = "",
    on: date | None = None,
    cursor: str = "",
    size: int | None = None,
) -> Page[ProcedureInfo]:
    """Return the procedures in force, in Vietnamese order of their names, filtered; keyset paged.

    Raises BadCursor for a cursor we did not make.
    """
    given = {
        "field_code": field,
        "level": level,
        "life_event": life_event,
        "online_level": online_level,
        "department": department,
    }
    rows = in_force(on).filter(**{key: value for key, value in given.items() if value})
    if audience:
        rows = rows.filter(audience__contains=[audience])
    if cursor:
        key, last = _key_of(cursor)
        rows = rows.filter(Q(sort_key__gt=key) | Q(sort_key=key, id__gt=last))
    size = bounded(size)
    items = _infos(rows.order_by("sort_key", "id")[: size + 1])
    if len(items) <= size:
        return Page(items)
    end = items[size - 1]
    return Page(items[:size], encode_cursor(sort_key(end.name), str(end.id)))


def _key_of(cursor: str) -> tuple[str, UUID]:
    key, last = decode_cursor(cursor, length=2)
    return str(key), uuid_in(last)


def search(words: str, *, on: date | None = None, size: int | None = None) -> list[ProcedureInfo]:
    """Return the procedures in force that the words find, the best first; with or without marks, at most 100.

    In this order: short code or national code; the name begins so; a word of the name begins so; all words stand in
    the name; a keyword begins so; all words stand somewhere; a slip of the pen (trigrams). One query.
    """
    query = fold(clean_line(words[:MAX_QUERY]))
    if not query:
        return []
    parts = query.split()[:MAX_WORDS]
    everywhere, in_name = Q(), Q()
    for part in parts:
        everywhere &= Q(search_text__contains=part)
        in_name &= Q(name_key__contains=part)
    ranked = in_force(on).annotate(
        rank=Case(
            When(Q(short_code=query.upper()) | Q(procedure__code=query), then=Value(0)),
            When(name_key__startswith=query, then=Value(1)),
            When(name_key__contains=f" {query}", then=Value(2)),
            When(in_name, then=Value(3)),
            When(Q(keyword_key__startswith=query) | Q(keyword_key__contains=f"\n{query}"), then=Value(4)),
            When(everywhere, then=Value(5)),
            default=Value(6),
            output_field=IntegerField(),
        ),
        likeness=TrigramWordSimilarity(query, "search_text"),
    )
    found = ranked.filter(everywhere | Q(likeness__gte=CLOSE_ENOUGH)).order_by("rank", "-likeness", "sort_key", "id")
    return _infos(found[: bounded(size, default=20)])


def get_by_slug(slug: str, *, on: date | None = None) -> ProcedureVersion:
    """Return the version in force under this address. Raises ProcedureNotFound."""
    return _one(in_force(on).filter(slug=slug))


def get_current(code: str, on: date | None = None) -> ProcedureVersion:
    """Return the version of a national code in force on a day. Raises ProcedureNotFound."""
    day = on or clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, [code, day, day])
        found = cursor.fetchone()
    if found is None:
        raise ProcedureNotFound
    return get_version(found[0])


def find_by_short_code(short_code: str, *, on: date | None = None) -> ProcedureVersion | None:
    """Return the version whose short code was typed at the counter, if there is one."""
    found = in_force(on).filter(short_code=clean_line(short_code[:20]).upper()).values_list("id", flat=True)[:1]
    return get_version(found[0]) if found else None


def _one(rows: "QuerySet[PublishedVersion]") -> ProcedureVersion:
    found = rows.order_by("-valid_from").values_list("id", flat=True).first()
    if found is None:
        raise ProcedureNotFound
    return get_version(found)


def get_version(version_id: UUID) -> ProcedureVersion:
    """Return a version by its id, whatever the day: a dossier ends under the law it began under.

    Kept in memory, for a published version never changes. Raises ProcedureNotFound.
    """
    return _version(version_id)


@lru_cache(maxsize=512)
def _version(version_id: UUID) -> ProcedureVersion:
    row = PublishedVersion.objects.filter(id=version_id).defer("bpmn", "sources", "search_text").first()
    if row is None:
        raise ProcedureNotFound
    info = build_info(row.package, version_id=row.id, procedure_id=row.procedure_id, valid_to=row.valid_to)
    return build_version(info, row.package, form=row.form, digest=row.digest, templates=row.prints)


def name_here(code: str, name: str) -> str:
    """Return a procedure's name in the language of the page: `name`, or the English one by the national code.

    `name` is what a dossier keeps, in Vietnamese; it stays when the newest version has no English. English names are
    kept in memory for a minute, so that a list asks for none.
    """
    if not (get_language() or "vi").startswith("en"):
        return name
    return _english_names(int(time.monotonic() // NAMES_KEPT)).get(code) or name


@lru_cache(maxsize=1)
def _english_names(_minute: int) -> Mapping[str, str]:
    rows = PublishedVersion.objects.order_by("procedure_id", "-valid_from").distinct("procedure_id")
    found = rows.annotate(english=KT("package__name_en")).values_list("procedure__code", "english")
    return {code: english for code, english in found if english}


def forget_versions() -> None:
    """Empty the memory of versions and names (tests that roll back what they published)."""
    _version.cache_clear()
    _english_names.cache_clear()


def list_versions(code: str) -> list[ProcedureInfo]:
    """Return every published version of a procedure, the newest first (at most 100)."""
    return _infos(PublishedVersion.objects.filter(procedure__code=code).order_by("-valid_from")[:100])


def get_process(version_id: UUID) -> bytes:
    """Return the BPMN file of a version. Raises ProcedureNotFound."""
    found = PublishedVersion.objects.filter(id=version_id).values_list("bpmn", flat=True).first()
    if found is None:
        raise ProcedureNotFound
    return found.encode()


def get_raw_form(version_id: UUID) -> dict[str, Any]:
    """Return form.json of a version as published. Raises ProcedureNotFound."""
    found = PublishedVersion.objects.filter(id=version_id).values_list("form", flat=True).first()
    if found is None:
        raise ProcedureNotFound
    form: dict[str, Any] = found
    return form


def list_fields(*, on: date | None = None) -> list[tuple[str, str, int]]:
    """Return the fields (lĩnh vực) that have procedures in force, as (code, name, how many), by name."""
    counts: dict[tuple[str, str], int] = {}
    for code, name in in_force(on).annotate(title=KT("package__field__name")).values_list("field_code", "title")[:5000]:
        counts[code, name] = counts.get((code, name), 0) + 1
    return sorted(((code, name, n) for (code, name), n in counts.items()), key=lambda one: sort_key(one[1]))


def offered_at(unit_id: UUID, *, on: date | None = None) -> list[ProcedureInfo]:
    """Return what may be filed at a unit, by name (at most 500): what its agency decides.

    A commune and a district offer what is decided at their level, a department what is its own, the province's centre
    and the province itself what all departments decide; but for what the agency itself set otherwise (`set_service`).
    Raises UnitNotFound.
    """
    agency, day = organisations.agency_of(unit_id), on or clock.today()
    wanted = _decided_by(agency)
    if wanted is None:
        return []
    otherwise = offered_otherwise(agency.id, day)
    closed = [code for code, offered in otherwise.items() if not offered]
    opened = [code for code, offered in otherwise.items() if offered]
    rows = in_force(day).filter(Q(**wanted) | Q(procedure__code__in=opened)).exclude(procedure__code__in=closed)
    return _infos(rows.order_by("sort_key", "id")[:500])


def is_offered_at(version: ProcedureVersion, unit_id: UUID, *, online: bool = False) -> bool:
    """Tell whether a version may be filed at a unit now; `online`: through this portal. Raises UnitNotFound."""
    agency = organisations.agency_of(unit_id)
    wanted = _decided_by(agency)
    if wanted is None:
        return False
    return _offers(version, wanted, find_service(version.code, agency.id), online=online)


def agencies_of(
    version: ProcedureVersion,
    *,
    on: date | None = None,
    online: bool = False,
    settings: Mapping[UUID, ServiceInfo] | None = None,
) -> tuple[UnitInfo, ...]:
    """Return the agencies a version may be filed at on a day, in Vietnamese order; `online`: through this portal.

    Those that decide it, without what only passes it on (the province, its centre). `settings` is what `services_of`
    gave for that day, for who has it already; otherwise one query asks for it.
    """
    settings = services_of(version.code, on=on) if settings is None else settings
    found = []
    for unit in organisations.list_units(on=on):
        wanted = _decided_by(unit) if unit.is_agency and unit.kind not in _PASSES_ON else None
        if wanted is not None and _offers(version, wanted, settings.get(unit.id), online=online):
            found.append(unit)
    return tuple(found)


def _offers(version: ProcedureVersion, wanted: Mapping[str, Any], setting: ServiceInfo | None, *, online: bool) -> bool:
    """Tell whether an agency that decides what is `wanted` offers a version, with its own setting if it made one."""
    decides = all(getattr(version.info, key) == value for key, value in wanted.items())
    offered = setting.offered if setting is not None else decides
    return offered and (not online or as_offered(version, setting).info.online == HERE)


def _decided_by(agency: UnitInfo) -> Mapping[str, Any] | None:
    """Return what a procedure must be for this agency to decide it; None for an agency that decides none."""
    table: dict[UnitKind, dict[str, Any]] = {
        UnitKind.COMMUNE: {"level": Level.COMMUNE},
        UnitKind.DISTRICT: {"level": Level.DISTRICT},
        UnitKind.DEPARTMENT: {"level": Level.DEPARTMENT, "department": agency.short_name},
        UnitKind.BOARD: {"level": Level.DEPARTMENT, "department": agency.short_name},
        UnitKind.PROVINCE: {"level": Level.DEPARTMENT},
        UnitKind.CENTRE: {"level": Level.DEPARTMENT},
    }
    return table.get(agency.kind)


def list_codes() -> list[tuple[str, str]]:
    """Return (code, field) of every procedure of which a version was ever published, retired ones too; once each."""
    rows = PublishedVersion.objects.order_by("procedure__code", "-valid_from")
    return list(dict(rows.values_list("procedure__code", "field_code").distinct()).items())
