"""Loading a province: units, names, places and the catalogue of posts, in a few bulk statements, as often as wanted."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import demo as demo_staff
from tinhso.foundation.organisations import tree
from tinhso.foundation.organisations.models import Position, Unit, UnitName, UnitPlace
from tinhso.foundation.organisations.province import BadProvince, UnitRow, default_folder, read_profile, read_units
from tinhso.kernel.actors import SYSTEM


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many rows the load added; all 0 when everything was there."""

    units: int
    officers: int


def load_configured() -> LoadReport:
    """Load the province that the settings name, without demo staff (run at every start)."""
    return load_province(default_folder(), demo=False)


def load_configured_demo() -> LoadReport:
    """Load the province that the settings name, with demo staff."""
    return load_province(default_folder(), demo=True)


@transaction.atomic
def load_province(folder: Path, *, demo: bool) -> LoadReport:
    """Add what the folder lists and the database lacks; never change what is there, for later acts may have moved it.

    With `demo`, every unit also gets staff, marked as demo data. Raises BadProvince for a folder that cannot be read,
    and for another province than the one already here.
    """
    profile = read_profile(folder)
    load_positions(Path(settings.CONTENT_DIR) / "reference" / "units_positions.csv")
    rows = read_units(folder)
    kept = dict(Unit.objects.values_list("code", "id"))
    if kept and rows[0].code not in kept:
        raise BadProvince("Cơ sở dữ liệu này đang dùng cho tỉnh khác. Dùng một cơ sở dữ liệu riêng cho mỗi tỉnh.")
    fresh = [row for row in rows if row.code not in kept]
    document = f"{folder.name}/units.csv"
    units = {row.code: _unit(row, folder) for row in fresh}
    ids = {**kept, **{code: unit.id for code, unit in units.items()}}
    Unit.objects.bulk_create(units.values(), batch_size=1000)
    start = profile.effective_on
    UnitName.objects.bulk_create(
        (
            UnitName(unit_id=ids[r.code], name=r.name, short_name=r.short_name, valid_from=start, document=document)
            for r in fresh
        ),
        batch_size=1000,
    )
    UnitPlace.objects.bulk_create(
        (
            UnitPlace(unit_id=ids[r.code], parent_id=ids.get(r.parent_code), valid_from=start, document=document)
            for r in fresh
        ),
        batch_size=1000,
    )
    if fresh:
        tree.bump()
        audit.record(SYSTEM, verb="organisations.province_loaded", detail={"folder": folder.name, "units": len(fresh)})
    officers = demo_staff.load_staff(profile.effective_on) if demo else 0
    return LoadReport(units=len(fresh), officers=officers)


def _unit(row: UnitRow, folder: Path) -> Unit:
    return Unit(
        code=row.code,
        gso_code=row.gso_code,
        kind=row.kind,
        level=row.level,
        valid_from=read_profile(folder).effective_on,
    )


def load_positions(path: Path) -> None:
    """Bring the catalogue of posts up to the file (columns code, title, rank)."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [Position(code=r["code"], title=r["title"], rank=int(r["rank"])) for r in csv.DictReader(lines)]
    Position.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=["title", "rank"])
