"""Names as papers write them (Nghị định 30/2020/NĐ-CP, Phụ lục I): the issuing body, the place."""

from typing import Final

from tinhso.foundation.organisations.data import UnitInfo, UnitKind

_KINDS: Final = ("Thành phố", "Thị xã", "Thị trấn", "Huyện", "Phường", "Xã", "Tỉnh", "Đặc khu")
_COUNCILS: Final = frozenset({UnitKind.COMMUNE, UnitKind.DISTRICT, UnitKind.PROVINCE})


def issuer(unit: UnitInfo) -> str:
    """Return the body that issues: «Ủy ban nhân dân phường 1»; a department issues under its own name."""
    if unit.kind not in _COUNCILS:
        return unit.name
    kind, proper = _split(unit.name)
    return f"Ủy ban nhân dân {kind.lower()} {proper}".replace("  ", " ")


def place(unit: UnitInfo) -> str:
    """Return the place a paper is dated at: the unit's own name; a number keeps its kind («Phường 1»)."""
    kind, proper = _split(unit.name)
    return unit.name if not kind or proper.isdigit() else proper


def _split(name: str) -> tuple[str, str]:
    for kind in _KINDS:
        if name.startswith(kind + " "):
            return kind, name[len(kind) + 1 :]
    return "", name
