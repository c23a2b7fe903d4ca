"""Names as papers write them (Nghị định 30/2020/NĐ-CP, Phụ lục I): the issuing body, the place."""

from collections.abc import Sequence
from typing import Final

from tinhso.foundation.organisations.data import UnitInfo, UnitKind

_KINDS: Final = ("Thành phố", "Thị xã", "Thị trấn", "Huyện", "Phường", "Xã", "Tỉnh", "Đặc khu")
_COUNCILS: Final = frozenset({UnitKind.COMMUNE, UnitKind.DISTRICT, UnitKind.PROVINCE})

_HEADS: Final = ("Chủ tịch", "Giám đốc", "Cục trưởng", "Trưởng ban", "Trưởng phòng")


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


def seat(unit: UnitInfo, above: Sequence[UnitInfo]) -> str:
    """Return the body and where it is: «Ủy ban nhân dân phường 1, thành phố Vĩnh Long, tỉnh Vĩnh Long»."""
    if unit.kind not in _COUNCILS:
        return unit.name
    return ", ".join([issuer(unit), *(_low(one.name) for one in above)])


def _low(name: str) -> str:
    kind, proper = _split(name)
    return f"{kind.lower()} {proper}" if kind else name


def authority(title: str) -> tuple[str, ...]:
    """Return the lines over a signature (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7).

    The body's name is in the letterhead, so the office alone is written: «CHỦ TỊCH»; a deputy signs for the head:
    «KT. CHỦ TỊCH», «PHÓ CHỦ TỊCH».
    """
    for head in _HEADS:
        if title.startswith(f"Phó {head}"):
            return (f"KT. {head.upper()}", f"PHÓ {head.upper()}")
        if title.startswith(head):
            return (head.upper(),)
    return (title.upper(),)
