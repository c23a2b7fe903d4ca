"""Layer two of a procedure: what each agency makes of it, and from when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import public as organisations
from tinhso.government.procedures.access import PUBLISH, require
from tinhso.government.procedures.data import Fee, FeeTier, ProcedureVersion, ServiceOnline
from tinhso.government.procedures.errors import PastDay, ProcedureNotFound, SettingRefused
from tinhso.government.procedures.events import ServiceSet
from tinhso.government.procedures.models import Procedure, Service
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.money import Dong
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

MAX_AMOUNT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """How one agency offers a procedure from a day on. `online` "" is as the national record says."""

    id: UUID
    code: str
    unit_id: UUID
    valid_from: date
    valid_to: date | None
    offered: bool
    online: str
    fees: Mapping[str, int]
    basis: str
    set_by: str


def find_service(code: str, unit_id: UUID, *, on: date | None = None) -> ServiceInfo | None:
    """Return what an agency set for a procedure on a day (today when left out); None when it follows its level."""
    day = on or clock.today()
    rows = Service.objects.filter(procedure__code=code, unit_id=unit_id, valid_from__lte=day)
    row = rows.order_by("-valid_from").select_related("procedure").first()
    return _info(row) if row is not None and (row.valid_to is None or row.valid_to > day) else None


def list_services(code: str) -> list[ServiceInfo]:
    """Return every setting of a procedure, the newest first (at most 500)."""
    rows = Service.objects.filter(procedure__code=code).select_related("procedure").order_by("-valid_from", "unit_id")
    return [_info(row) for row in rows[:500]]


def offered_otherwise(unit_id: UUID, on: date) -> dict[str, bool]:
    """Return, by code, whether an agency offers procedures it made a setting for."""
    rows = Service.objects.filter(unit_id=unit_id, valid_from__lte=on).order_by("procedure_id", "-valid_from")
    newest = rows.distinct("procedure_id").values_list("procedure__code", "offered", "valid_to")
    return {code: offered for code, offered, end in newest[:2000] if end is None or end > on}


def at_agency(version: ProcedureVersion, unit_id: UUID, *, on: date | None = None) -> ProcedureVersion:
    """Return a version as an agency offers it on a day: with its amounts of fees, and closed on line where it is.

    The agency's amount stands in place of the national one and of its tiers; what the law exempts stays exempt.
    """
    found = find_service(version.code, organisations.agency_of(unit_id).id, on=on)
    if found is None:
        return version
    info = replace(version.info, online=found.online) if found.online else version.info
    return replace(version, info=info, fees=tuple(_priced(fee, found.fees) for fee in version.fees))


def _priced(fee: Fee, amounts: Mapping[str, int]) -> Fee:
    if fee.code not in amounts:
        return fee
    amount = Dong(amounts[fee.code])
    return replace(fee, amount=amount, tiers=(FeeTier(None, amount),) if fee.tiers else ())


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
    basis: str,
    now: datetime,
) -> UUID:
    """Say how an agency offers a procedure from a day on, today at the earliest; it ends what was said before.

    `fees` are amounts in đồng by code. Raises PastDay, ProcedureNotFound, UnitNotFound, and SettingRefused naming what
    is wrong: no ground, an amount out of bounds, a unit that is no agency, a day already set.
    """
    require(actor, PUBLISH)
    procedure = Procedure.objects.select_for_update().filter(code=code).first()
    if procedure is None:
        raise ProcedureNotFound
    if valid_from < local_day(now):
        raise PastDay
    wrong = _wrong(procedure, unit_id, valid_from, online, fees or {}, clean_line(basis))
    if wrong:
        raise SettingRefused(fields=wrong)
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
        detail={"code": code, "offered": offered, "online": online, "fees": dict(fees or {})},
    )
    announce(ServiceSet(service.id, code, unit_id, valid_from), actor=actor)
    return service.id


def _wrong(
    procedure: Procedure, unit_id: UUID, day: date, online: str, fees: Mapping[str, int], basis: str
) -> dict[str, str]:
    wrong = {}
    if not organisations.get_unit(unit_id).is_agency:
        wrong["don_vi"] = "Chọn một cơ quan, không chọn phòng, ban bên trong."
    elif Service.objects.filter(procedure=procedure, unit_id=unit_id, valid_from=day).exists():
        wrong["ngay"] = "Cơ quan này đã có cách cung cấp từ ngày đó. Chọn ngày khác."
    if not basis:
        wrong["can_cu"] = "Nhập văn bản làm căn cứ, ví dụ số nghị quyết của Hội đồng nhân dân tỉnh."
    if online and online not in {value.value for value in ServiceOnline}:
        wrong["truc_tuyen"] = "Chọn cách nộp trực tuyến trong danh sách."
    if any(not 0 <= amount <= MAX_AMOUNT for amount in fees.values()):
        wrong["muc_thu"] = "Nhập mức thu từ 0 đến 1.000.000.000 đồng."
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
        basis=row.basis,
        set_by=row.set_by,
    )
