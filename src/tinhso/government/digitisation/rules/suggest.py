"""Reads number, day, issuer and type off the text of a scan. Suggestions only: a person confirms each.

The head of an administrative document is laid out as Decree 30/2020/NĐ-CP, Annex I, says: the agency at the top left,
"Số: …" below, place and day on the right.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from tinhso.government.digitisation.data import Suggestions
from tinhso.kernel.text import fold, nfc

MAX_TEXT: Final = 20_000
_NUMBER: Final = re.compile(r"\bS[ốôóoò6]\s*[:.;]\s*([0-9][0-9A-Za-zĐđƯưÂâ./\-]{0,60})")
_DAY: Final = re.compile(r"ng[àaá]y\s+(\d{1,2})\s+th[áaà]ng\s+(\d{1,2})\s+n[ăaâ]m\s+(\d{4})", re.IGNORECASE)
_SLASHED: Final = re.compile(r"\b(\d{1,2})[/\-.](\d{1,2})[/\-.]((?:19|20)\d{2})\b")
_ISSUERS: Final = (
    "ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "SỞ ", "CÔNG AN", "BỘ ", "CHI CỤC", "CỤC ", "VĂN PHÒNG", "TRƯỜNG", "TÒA ÁN",
)  # fmt: skip
_NOT_ISSUERS: Final = ("CỘNG HÒA", "CỘNG HOÀ", "ĐỘC LẬP")
HEAD_LINES: Final = 14


def suggest(text: str, *, types: Mapping[str, str], accepts: tuple[str, ...] = (), today: date) -> Suggestions:
    """Return what the text seems to say. `types` are names by code; `accepts` the types the component takes.

    Nothing where the text does not say it plainly; never a day after `today` or before 1945.
    """
    bounded = nfc(text[:MAX_TEXT])
    found = _NUMBER.search(bounded)
    return Suggestions(
        number=found[1].rstrip(".,-/") if found else "",
        issued_on=_day(bounded, today),
        issuer_name=_issuer(bounded),
        paper_type=_type(bounded, types, accepts),
    )


def _day(text: str, today: date) -> date | None:
    for found in [*_DAY.finditer(text), *_SLASHED.finditer(text)]:
        try:
            day = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            continue
        if date(1945, 9, 2) <= day <= today:
            return day
    return None


def _issuer(text: str) -> str:
    """Return the agency named at the head; its own line and one that goes on with the place («PHƯỜNG 1»)."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:HEAD_LINES]
    for place, line in enumerate(lines):
        own = re.split(r"\s{3,}|CỘNG H", line)[0].strip(" -–—*")
        if own.startswith(_NOT_ISSUERS) or not own.startswith(_ISSUERS):
            continue
        after = (
            re.split(r"\s{3,}|Độc lập|ĐỘC LẬP", lines[place + 1])[0].strip(" -–—*") if place + 1 < len(lines) else ""
        )
        goes_on = after.isupper() and not after.startswith(_NOT_ISSUERS) and len(after.split()) <= 6
        return f"{own} {after}".strip()[:200] if goes_on else own[:200]
    return ""


def _type(text: str, types: Mapping[str, str], accepts: tuple[str, ...]) -> str:
    """Return the type whose name stands in the text, the longest name first; else the only one the component takes."""
    folded = " ".join(fold(text).split())
    named = sorted((fold(name), code) for code, name in types.items())
    hits = [code for name, code in sorted(named, key=lambda one: -len(one[0])) if name and name in folded]
    if hits:
        return next((code for code in hits if code in accepts), hits[0])
    return accepts[0] if len(accepts) == 1 else ""
