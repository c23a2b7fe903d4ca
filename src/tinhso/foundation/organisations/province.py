"""The folder of a province: who the installation is, and its units on the day it begins with."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

from tinhso.foundation.organisations import rules
from tinhso.foundation.organisations.data import Level, UnitKind
from tinhso.kernel.errors import DomainError
from tinhso.kernel.text import clean_line

ONE_STOP_NAME: Final = "Bộ phận Tiếp nhận và Trả kết quả"
ONE_STOP_SHORT: Final = "Bộ phận Một cửa"
ONE_STOP_SUFFIX: Final = ".00"
MAX_ROWS: Final = 20_000


class BadProvince(DomainError):
    """The folder cannot be loaded."""

    code = "organisations.bad_province"
    sentence = "Thư mục dữ liệu của tỉnh chưa đúng. Kiểm tra province.yaml và units.csv."


@dataclass(frozen=True, slots=True)
class ProvinceProfile:
    """Who the installation works for, as `province.yaml` says. Hours are local, "HH:MM-HH:MM"."""

    name: str
    code: str
    gso_code: str
    effective_on: date
    portal_name: str
    authority_name: str
    hotline: str
    morning: str
    afternoon: str
    demo_communes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of `units.csv`."""

    code: str
    name: str
    short_name: str
    kind: UnitKind
    level: Level
    gso_code: str
    parent_code: str


def default_folder() -> Path:
    """Return the folder that the settings name: a name under content/provinces, or a path."""
    named: Path = Path(settings.CONTENT_DIR) / "provinces" / settings.PROVINCE
    return named if named.is_dir() else Path(settings.PROVINCE)


def province_profile() -> ProvinceProfile:
    """Return who this installation works for; read once. Raises BadProvince."""
    return read_profile(default_folder())


@lru_cache(maxsize=8)
def read_profile(folder: Path) -> ProvinceProfile:
    """Read `province.yaml`. Raises BadProvince with what is wrong."""
    try:
        raw: dict[str, Any] = yaml.safe_load((folder / "province.yaml").read_text(encoding="utf-8"))
        hours, demo = raw.get("working_hours") or {}, raw.get("demo") or {}
        return ProvinceProfile(
            name=clean_line(raw["name"]),
            code=rules.check_code(raw["code"]),
            gso_code=str(raw.get("gso_code", "")),
            effective_on=date.fromisoformat(str(raw["effective_on"])),
            portal_name=clean_line(raw["portal_name"]),
            authority_name=clean_line(raw["authority_name"]),
            hotline=str(raw.get("hotline", "")),
            morning=str(hours.get("morning", "07:30-11:30")),
            afternoon=str(hours.get("afternoon", "13:30-17:00")),
            demo_communes=tuple(str(code) for code in demo.get("communes", ())),
        )
    except (OSError, KeyError, ValueError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise BadProvince(f"Không đọc được {folder / 'province.yaml'}: {error}") from error


def read_units(folder: Path) -> list[UnitRow]:
    """Read `units.csv`, parents before children, one-stop sections added. Raises BadProvince with the row's number."""
    found: dict[str, UnitRow] = {}
    try:
        with (folder / "units.csv").open(encoding="utf-8", newline="") as lines:
            for number, raw in enumerate(csv.DictReader(lines), 2):
                for row in _rows(raw, number):
                    _check_place(row, found, number)
                    found[row.code] = row
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise BadProvince(f"Không đọc được {folder / 'units.csv'}: {error}") from error
    return list(found.values())


def _rows(raw: dict[str, str], number: int) -> Iterator[UnitRow]:
    try:
        row = UnitRow(
            code=rules.check_code(raw["code"]),
            name=rules.check_name(raw["name"]),
            short_name=clean_line(raw["short_name"]),
            kind=UnitKind(raw["kind"]),
            level=Level(raw["level"]),
            gso_code=raw["gso_code"].strip(),
            parent_code=raw["parent_code"].strip(),
        )
    except (KeyError, ValueError, AttributeError, TypeError, DomainError) as error:
        raise BadProvince(f"units.csv, dòng {number}: {error}") from error
    yield row
    if raw.get("one_stop") == "yes":
        code = row.code + ONE_STOP_SUFFIX
        yield UnitRow(code, ONE_STOP_NAME, ONE_STOP_SHORT, UnitKind.ONE_STOP, row.level, "", row.code)


def _check_place(row: UnitRow, found: dict[str, UnitRow], number: int) -> None:
    if row.code in found:
        raise BadProvince(f"units.csv, dòng {number}: mã {row.code} bị lặp. Sửa mã rồi nạp lại.")
    if row.parent_code not in found and (row.parent_code or found):
        raise BadProvince(f"units.csv, dòng {number}: đơn vị cấp trên {row.parent_code!r} phải đứng trước.")
    if len(found) > MAX_ROWS:
        raise BadProvince(f"units.csv có quá {MAX_ROWS} dòng. Chia thành nhiều thư mục.")
