"""Builders for the tests of this room and of those above: they walk the real road."""

import io
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_jpeg
from tinhso.government.digitisation import public as digitisation
from tinhso.government.digitisation.data import DigitisedInfo, LineInput, PageInput, PaperDescription
from tinhso.government.digitisation.work import run_once
from tinhso.government.dossiers.testing import MONDAY
from tinhso.kernel.actors import Actor

FINE: Final = (1654, 2339)
"""Pixels of an A4 page at 200 dpi."""

LETTER: Final = (
    "ỦY BAN NHÂN DÂN",
    "PHƯỜNG 1",
    "Số: 15/GXN-UBND",
    "Phường 1, ngày 05 tháng 3 năm 2026",
    "GIẤY XÁC NHẬN KHUYẾT TẬT",
)


def make_letter(*lines: str) -> bytes:
    """Return a scan of a printed page at 200 dpi as JPEG, with these lines on it."""
    from django.conf import settings
    from PIL import Image, ImageDraw, ImageFont

    font_file = next((settings.CONTENT_DIR / "prints" / "fonts").rglob("*.ttf"))
    page = Image.new("RGB", FINE, "white")
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(font_file), 44)
    for number, line in enumerate(lines or LETTER):
        pen.text((180, 220 + 90 * number), line, fill="black", font=font)
    kept = io.BytesIO()
    page.save(kept, "JPEG", quality=90, dpi=(200, 200))
    return kept.getvalue()


def scan(
    desk: Actor, dossier_id: UUID, data: bytes | None = None, *, component: str = "GT", now: datetime = MONDAY
) -> int:
    """Let an officer scan one file for a dossier's component."""
    kept = files.save_bytes(data or make_jpeg(*FINE), name="quet.jpg", actor=desk, now=now)
    return digitisation.add_scan(desk, dossier_id=dossier_id, file_id=kept.id, component=component, now=now)


def check_paper(desk: Actor, dossier_id: UUID, *, now: datetime = MONDAY, component: str = "GT", **counts: Any) -> None:
    """Let an officer write down one original of one page."""
    there = digitisation.open_check(desk, dossier_id=dossier_id, now=now)
    line = LineInput(component, **({"originals": 1, "pages": 1} | counts))
    digitisation.save_check(desk, dossier_id=dossier_id, lines=[line], revision=there.revision, now=now)


def assign_all(desk: Actor, dossier_id: UUID, *, component: str = "GT", now: datetime = MONDAY) -> None:
    """Give every free page to one component."""
    there = digitisation.get_check(desk, dossier_id=dossier_id)
    pages = [
        PageInput(page.id, page.position, page.turn, component)
        for page in digitisation.list_pages(desk, dossier_id=dossier_id)
    ]
    digitisation.arrange(desk, dossier_id=dossier_id, pages=pages, revision=there.revision, now=now)


def make_ready(desk: Actor, dossier_id: UUID, *, now: datetime = MONDAY) -> DigitisedInfo:
    """Bring one scanned original to where it waits for its description."""
    check_paper(desk, dossier_id, now=now)
    scan(desk, dossier_id, now=now)
    (made,) = digitisation.prepare(desk, dossier_id=dossier_id, now=now)
    run_once()
    return digitisation.get_digitised(desk, digitised_id=made.id)


def make_kept(desk: Actor, dossier_id: UUID, *, now: datetime = MONDAY, **said: Any) -> DigitisedInfo:
    """Bring one scanned original into the store, signed."""
    ready = make_ready(desk, dossier_id, now=now)
    description = PaperDescription(
        **({"paper_type": "GXNKT", "number": "15/GXN-UBND", "issuer_name": "Phường 1"} | said)
    )
    return digitisation.keep_digitised(desk, digitised_id=ready.id, description=description, now=now)
