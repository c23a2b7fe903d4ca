"""Which characters the carried fonts can print: their `cmap` tables (OpenType 1.9, formats 4 and 12)."""

import struct
from functools import cache
from pathlib import Path


@cache
def printable(folder: Path) -> frozenset[int]:
    """Return the code points that every font in `folder` can draw."""
    found = [coverage(path.read_bytes()) for path in sorted(folder.glob("*.ttf"))]
    return frozenset.intersection(*found) if found else frozenset()


def coverage(font: bytes) -> frozenset[int]:
    """Return the code points a TrueType font maps to a glyph. Raises ValueError when it has no Unicode map."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for place in range(tables):
        tag, _checksum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * place)
        if tag == b"cmap":
            return _read_cmap(font, offset)
    raise ValueError("the font has no cmap table")


def _read_cmap(font: bytes, start: int) -> frozenset[int]:
    _version, count = struct.unpack_from(">HH", font, start)
    found: frozenset[int] = frozenset()
    for place in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * place)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if platform in (0, 3) and kind == 12:
            found |= _format_12(font, start + offset)
        elif platform in (0, 3) and kind == 4:
            found |= _format_4(font, start + offset)
    if not found:
        raise ValueError("the font has no Unicode character map")
    return found


def _format_12(font: bytes, at: int) -> frozenset[int]:
    (groups,) = struct.unpack_from(">L", font, at + 12)
    points: set[int] = set()
    for place in range(groups):
        first, last, _glyph = struct.unpack_from(">LLL", font, at + 16 + 12 * place)
        points.update(range(first, last + 1))
    return frozenset(points)


def _format_4(font: bytes, at: int) -> frozenset[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    ends_at, starts_at = at + 14, at + 16 + doubled
    points: set[int] = set()
    for place in range(0, doubled, 2):
        (last,) = struct.unpack_from(">H", font, ends_at + place)
        (first,) = struct.unpack_from(">H", font, starts_at + place)
        points.update(code for code in range(first, last + 1) if _glyph_4(font, starts_at + place, doubled, code))
    points.discard(0xFFFF)
    return frozenset(points)


def _glyph_4(font: bytes, start_at: int, doubled: int, code: int) -> int:
    """Return the glyph number of `code` in one segment of a format 4 map; 0 is none."""
    (first,) = struct.unpack_from(">H", font, start_at)
    delta: int = struct.unpack_from(">h", font, start_at + doubled)[0]
    range_at = start_at + 2 * doubled
    (offset,) = struct.unpack_from(">H", font, range_at)
    if offset == 0:
        return (code + delta) & 0xFFFF
    glyph: int = struct.unpack_from(">H", font, range_at + offset + 2 * (code - first))[0]
    return (glyph + delta) & 0xFFFF if glyph else 0
