"""Names as papers write them (Nghị định 30/2020/NĐ-CP, Phụ lục I): the issuing body, the place."""

from collections.abc import Sequence
from typing import Final

from tinhso.foundation.organisations.data import COUNCILS, UnitInfo, split_name

_HEADS: Final = ("Chủ tịch", "Giám đốc", "Cục trưởng", "Trưởng ban", "Trưởng phòng")


def issuer(unit: UnitInfo) -> str:
    """Return the body that issues, as organisations names it."""
    return unit.issuer


def place(unit: UnitInfo) -> str:
    """Return the place a paper is dated at, as organisations names it."""
    return unit.place


def seat(unit: UnitInfo, above: Sequence[UnitInfo]) -> str:
    """Return the body and where it is: «Ủy ban nhân dân phường 1, thành phố Vĩnh Long, tỉnh Vĩnh Long»."""
    if unit.kind not in COUNCILS:
        return unit.name
    return ", ".join([issuer(unit), *(_low(one.name) for one in above)])


def _low(name: str) -> str:
    kind, proper = split_name(name)
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
