"""Names as papers write them (Nghị định 30/2020/NĐ-CP, Phụ lục I): the issuing body, the place, the office."""

from typing import Final

_KINDS: Final = ("Thành phố", "Thị xã", "Thị trấn", "Huyện", "Phường", "Xã", "Tỉnh", "Đặc khu")
_HEADS: Final = ("Chủ tịch", "Giám đốc", "Trưởng phòng")


def issuer(unit_name: str) -> str:
    """Return the body that certifies: «Ủy ban nhân dân phường 1»; other bodies certify under their own name."""
    kind, proper = _split(unit_name)
    return f"Ủy ban nhân dân {kind.lower()} {proper}" if kind else unit_name


def place(unit_name: str) -> str:
    """Return the place a paper is dated at: the unit's own name; a number keeps its kind («Phường 1»)."""
    kind, proper = _split(unit_name)
    return unit_name if not kind or proper.isdigit() else proper


def authority(title: str) -> tuple[str, ...]:
    """Return the lines over a signature: «CHỦ TỊCH»; a deputy signs for the head: «KT. CHỦ TỊCH», «PHÓ CHỦ TỊCH»."""
    for head in _HEADS:
        if title.startswith(f"Phó {head}"):
            return (f"KT. {head.upper()}", f"PHÓ {head.upper()}")
        if title.startswith(head):
            return (head.upper(),)
    return (title.upper() or "NGƯỜI THỰC HIỆN CHỨNG THỰC",)


def _split(name: str) -> tuple[str, str]:
    kind = next((one for one in _KINDS if name.startswith(one + " ")), "")
    return kind, name[len(kind) :].strip()
