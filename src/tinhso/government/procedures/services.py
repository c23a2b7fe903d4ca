"""Layer two of a procedure: what each agency makes of it, and from when.

The one place that answers «this version at this agency». What an agency says speaks for moments from the day it
names on, and never for a moment before it was said: whatever was filed earlier keeps what held then.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import public as organisations
from tinhso.government.procedures.access import PUBLISH, require
from tinhso.government.procedures.data import Case, Fee, FeeTier, ProcedureVersion, ServiceOnline, TimeLimit
from tinhso.government.procedures.errors import PastDay, ProcedureNotFound, SettingRefused
from tinhso.government.procedures.events import ServiceSet
from tinhso.government.procedures.models import Procedure, PublishedVersion, Service
from tinhso.government.procedures.rules.building import build_cases
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.money import Dong
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

MAX_AMOUNT = 1_000_000_000
_LATER: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""For a whole day everything said speaks, whenever it was."""
_FIND: Final = """
    SELECT s.id, s.valid_from, s.valid_to, s.offered, s.online, s.fees::text, s.limits::text, s.basis, s.set_by
      FROM procedures_service s JOIN procedures_procedure p ON p.id = s.procedure_id
     WHERE p.code = %s AND s.unit_id = %s AND s.valid_from <= %s AND s.set_at <= %s
     ORDER BY s.valid_from DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """How one agency offers a procedure from a day on. `online` "" is as the national record says.

    `fees` are amounts in đồng by the fee's code; `limits` shorter spans by the case's code, as {"amount", "unit"}.
    """

    id: UUID
    code: str
    unit_id: UUID
    valid_from: date
    valid_to: date | None
    offered: bool
    online: str
    fees: Mapping[str, int]
    limits: Mapping[str, Mapping[str, str]]
    basis: str
    set_by: str


def find_service(code: str, unit_id: UUID, *, on: date | None = None, at: datetime | None = None) -> ServiceInfo | None:
    """Return what an agency set for a procedure: for a moment, or a whole day (now when both are left out).

    None when it follows its level. What was set later that day does not speak for the moment.
    """
    moment = at or clock.now()
    said = _LATER if on is not None else moment
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [code, unit_id, on or local_day(moment), said])
        row = cursor.fetchone()
    if row is None:
        return None
    service_id, valid_from, valid_to, offered, online, fees, limits, basis, set_by = row
    return ServiceInfo(
        id=service_id,
        code=code,
        unit_id=unit_id,
        valid_from=valid_from,
        valid_to=valid_to,
        offered=offered,
        online=online,
        fees=json.loads(fees),
        limits=json.loads(limits),
        basis=basis,
        set_by=set_by,
    )


def services_of(code: str, *, on: date | None = None) -> dict[UUID, ServiceInfo]:
    """Return, by agency, what agencies set for a procedure on a day (today when left out), in one query."""
    rows = _speaking(on or clock.today()).filter(procedure__code=code).order_by("unit_id", "-valid_from")
    return {row.unit_id: _info(row) for row in rows.distinct("unit_id").select_related("procedure")[:2000]}


def _speaking(on: date) -> "QuerySet[Service]":
    """Return the settings that may speak for a day; of one agency's, the newest does."""
    return Service.objects.filter(valid_from__lte=on)


def list_services(code: str) -> list[ServiceInfo]:
    """Return every setting of a procedure, the newest first (at most 500)."""
    rows = Service.objects.filter(procedure__code=code).select_related("procedure").order_by("-valid_from", "unit_id")
    return [_info(row) for row in rows[:500]]


def offered_otherwise(unit_id: UUID, on: date) -> dict[str, bool]:
    """Return, by code, whether an agency offers procedures it made a setting for."""
    rows = _speaking(on).filter(unit_id=unit_id).order_by("procedure_id", "-valid_from")
    return dict(rows.distinct("procedure_id").values_list("procedure__code", "offered")[:2000])


def at_agency(
    version: ProcedureVersion, unit_id: UUID, *, on: date | None = None, at: datetime | None = None
) -> ProcedureVersion:
    """Return a version as the agency a unit belongs to offers it: at a moment, or on a day (now when left out).

    The agency's amount stands in place of the national one and of its tiers; what the law exempts stays exempt. Its
    span stands where it is shorter than the law's and of the same unit, never where it is longer. `info.online` says
    whether it takes dossiers on line. Raises UnitNotFound.
    """
    return as_offered(version, find_service(version.code, organisations.agency_of(unit_id).id, on=on, at=at))


def at_agencies(
    filed: Sequence[tuple[ProcedureVersion, UUID, datetime]],
) -> list[ProcedureVersion]:
    """Return what `at_agency` returns for each (version, unit, moment), in order, in one query for all of them."""
    codes = {version.code for version, _unit, _at in filed}
    settings: dict[tuple[str, UUID], list[Service]] = {}
    agencies = {organisations.agency_of(unit_id).id for _version, unit_id, _at in filed}
    rows = (
        Service.objects.filter(procedure__code__in=codes, unit_id__in=agencies)
        .select_related("procedure")
        .order_by("-valid_from")
    )
    for row in rows:
        settings.setdefault((row.procedure.code, row.unit_id), []).append(row)
    if not settings:
        return [version for version, _unit, _at in filed]
    return [as_offered(version, _newest(settings, version.code, unit_id, at)) for version, unit_id, at in filed]


def _newest(
    settings: Mapping[tuple[str, UUID], Sequence[Service]], code: str, unit_id: UUID, at: datetime
) -> ServiceInfo | None:
    rows = settings.get((code, organisations.agency_of(unit_id).id), ())
    day = local_day(at)
    return next((_info(row) for row in rows if row.valid_from <= day and row.set_at <= at), None)


def as_offered(version: ProcedureVersion, service: ServiceInfo | None) -> ProcedureVersion:
    """Return a version as one setting makes it; the version itself without one."""
    if service is None:
        return version
    info = replace(version.info, online=service.online) if service.online else version.info
    fees = tuple(_priced(fee, service.fees) for fee in version.fees)
    cases = tuple(_shortened(case, service.limits) for case in version.cases)
    return replace(version, info=info, fees=fees, cases=cases)


def _priced(fee: Fee, amounts: Mapping[str, int]) -> Fee:
    if fee.code not in amounts:
        return fee
    amount = Dong(amounts[fee.code])
    return replace(fee, amount=amount, tiers=(FeeTier(None, amount),) if fee.tiers else ())


def _shortened(case: Case, limits: Mapping[str, Mapping[str, str]]) -> Case:
    own = limits.get(case.code)
    if own is None:
        return case
    online = _shorter(case.limit_online, own) if case.limit_online else None
    return replace(case, limit=_shorter(case.limit, own), limit_online=online)


def _shorter(law: TimeLimit, own: Mapping[str, str]) -> TimeLimit:
    amount = Decimal(own["amount"])
    return replace(law, amount=amount) if own["unit"] == law.unit and amount < law.amount else law


@transaction.atomic
def set_service(  # noqa: PLR0913 - keywords of one verb
    actor: Actor,
    *,
    code: str,
    unit_id: UUID,
    valid_from: date,
    offered: bool,
    online: str = "",
    fees: Mapping[str, int] | None = None,
    limits: Mapping[str, Decimal] | None = None,
    basis: str,
    now: datetime,
) -> UUID:
    """Say how an agency offers a procedure from a day on, today at the earliest; it ends what was said before.

    `fees` are amounts in đồng by code; `limits` spans by the case's code, in the unit the package counts that case in
    and shorter than it. What is set today holds for what is filed from now on. Raises PastDay, ProcedureNotFound,
    UnitNotFound, and SettingRefused naming what is wrong: no ground, an amount or span out of bounds, a unit that is no
    agency, a day already set.
    """
    require(actor, PUBLISH)
    procedure = Procedure.objects.select_for_update().filter(code=code).first()
    if procedure is None:
        raise ProcedureNotFound
    if valid_from < local_day(now):
        raise PastDay
    law = _law(procedure, valid_from)
    wrong = _wrong(procedure, unit_id, valid_from, online, clean_line(basis)) | _wrong_amounts(
        law, fees or {}, limits or {}
    )
    if wrong:
        raise SettingRefused(fields=wrong)
    spans = {code: {"amount": str(amount), "unit": law[code].unit} for code, amount in (limits or {}).items()}
    Service.objects.filter(procedure=procedure, unit_id=unit_id, valid_from__lt=valid_from, valid_to=None).update(
        valid_to=valid_from
    )
    service = Service.objects.create(
        procedure=procedure,
        unit_id=unit_id,
        valid_from=valid_from,
        offered=offered,
        online=online,
        fees=dict(fees or {}),
        limits=spans,
        basis=clean_line(basis)[:500],
        set_by=actor.name,
        set_at=now,
    )
    audit.record(
        actor,
        verb="procedures.service_set",
        subject_kind="procedure_service",
        subject_id=service.id,
        unit_id=unit_id,
        detail={"code": code, "offered": offered, "online": online, "fees": dict(fees or {}), "limits": spans},
    )
    announce(ServiceSet(service.id, code, unit_id, valid_from), actor=actor)
    return service.id


def _law(procedure: Procedure, day: date) -> dict[str, TimeLimit]:
    """Return the span of each case as published for a day."""
    rows = PublishedVersion.objects.filter(procedure=procedure, valid_from__lte=day).order_by("-valid_from")
    package: Any = rows.values_list("package", flat=True).first()
    return {case.code: case.limit for case in build_cases(package)} if package else {}


def _wrong_amounts(
    law: Mapping[str, TimeLimit], fees: Mapping[str, int], limits: Mapping[str, Decimal]
) -> dict[str, str]:
    wrong = {}
    if any(not 0 <= amount <= MAX_AMOUNT for amount in fees.values()):
        wrong["muc_thu"] = "Nhập mức thu từ 0 đến 1.000.000.000 đồng."
    if any(code not in law or not 0 < amount < law[code].amount for code, amount in limits.items()):
        wrong["thoi_han"] = "Nhập thời hạn lớn hơn 0 và ngắn hơn thời hạn công bố; để trống nếu theo nội dung công bố."
    return wrong


def _wrong(procedure: Procedure, unit_id: UUID, day: date, online: str, basis: str) -> dict[str, str]:
    wrong = {}
    if not organisations.get_unit(unit_id).is_agency:
        wrong["don_vi"] = "Chọn một cơ quan, không chọn phòng, ban bên trong."
    elif Service.objects.filter(procedure=procedure, unit_id=unit_id, valid_from=day).exists():
        wrong["ngay"] = "Cơ quan này đã có cách cung cấp từ ngày đó. Chọn ngày khác."
    if not basis:
        wrong["can_cu"] = "Nhập văn bản làm căn cứ, ví dụ số nghị quyết của Hội đồng nhân dân tỉnh."
    if online and online not in {value.value for value in ServiceOnline}:
        wrong["truc_tuyen"] = "Chọn cách nộp trực tuyến trong danh sách."
    return wrong


def _info(row: Service) -> ServiceInfo:
    return ServiceInfo(
        id=row.id,
        code=row.procedure.code,
        unit_id=row.unit_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        offered=row.offered,
        online=row.online,
        fees=row.fees,
        limits=row.limits,
        basis=row.basis,
        set_by=row.set_by,
    )
