"""Builders for tests of this room and of those that build on it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from tinhso.foundation.files import public as files
from tinhso.government.documents.actions.issue import issue
from tinhso.government.documents.actions.register import register_arrival, register_incoming
from tinhso.government.documents.data import (
    Arrival,
    DocumentInfo,
    NewFile,
    Outgoing,
    Recipient,
    Signer,
    Way,
)
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.ids import uuid7
from tinhso.testing.cast import officer_actor

MORNING: Final = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def make_clerk(unit_id: UUID, *, code: str = "A-VT", name: str = "Mai Thị Sen") -> Actor:
    """Make the clerk (văn thư) of an agency."""
    return officer_actor(code=code, name=name, unit_id=unit_id, roles=("clerk",), title="Văn thư")


def make_pdf(text: str = "") -> bytes:
    """Return a small PDF of one page with a line of (ASCII) text on it."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": text or str(uuid7())})
    import io

    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def make_file(
    actor: Actor = SYSTEM, *, name: str = "van-ban.pdf", data: bytes | None = None, now: datetime = MORNING
) -> NewFile:
    """Keep a small PDF; return it as a file to attach."""
    return NewFile(files.save_bytes(data or make_pdf(), name=name, actor=actor, now=now).id)


def an_arrival(unit_id: UUID, **changes: Any) -> Arrival:
    """Return a letter of the Department of Justice to a unit, as the clerk types it."""
    base = Arrival(
        unit_id=unit_id,
        way=Way.HAND,
        code="125/STP-HCTP",
        kind="cong_van",
        subject="Về việc rà soát, chuẩn hóa dữ liệu hộ tịch",
        issued_on=date(2026, 11, 20),
        issuer_name="Sở Tư pháp",
        signer=Signer("Nguyễn Văn Mẫu", "PHÓ GIÁM ĐỐC", "KT."),
        no_secret=True,
    )
    return replace(base, **changes)


def an_outgoing(unit_id: UUID, **changes: Any) -> Outgoing:
    """Return a decision of a unit, signed, with one file; the file is kept first."""
    files_ = changes.pop("files", None) or (make_file(),)
    base = Outgoing(
        unit_id=unit_id,
        kind="quyet_dinh",
        subject="Ban hành Quy chế làm việc của Ủy ban nhân dân Phường 1",
        files=files_,
        recipients=(Recipient("Sở Tư pháp"),),
        signer=Signer("Lê Kim Chi", "CHỦ TỊCH", "TM."),
        no_secret=True,
    )
    return replace(base, **changes)


def make_incoming(clerk: Actor, unit_id: UUID, *, now: datetime = MORNING, **changes: Any) -> DocumentInfo:
    """Register a letter that came by hand."""
    return register_incoming(clerk, arrival=an_arrival(unit_id, **changes), now=now)


def make_arrived(unit_id: UUID, *, now: datetime = MORNING, **changes: Any) -> DocumentInfo:
    """Put a letter before the clerk as correspondence does."""
    given = {"way": Way.EXCHANGE, "delivery_id": uuid7(), **changes}
    return register_arrival(SYSTEM, arrival=an_arrival(unit_id, **given), now=now)


def make_issued(clerk: Actor, unit_id: UUID, *, now: datetime = MORNING, **changes: Any) -> DocumentInfo:
    """Issue a decision."""
    return issue(clerk, outgoing=an_outgoing(unit_id, **changes), now=now)


__all__ = [
    "MORNING",
    "an_arrival",
    "an_outgoing",
    "make_arrived",
    "make_clerk",
    "make_file",
    "make_incoming",
    "make_issued",
    "make_pdf",
]
