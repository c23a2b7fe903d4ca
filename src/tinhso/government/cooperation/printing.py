"""The record of handing work over, as paper."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.foundation.signing import public as signing
from tinhso.government.cooperation.models import HandOver
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError

MAX_ROWS = 490


def record(actor: Actor, record: HandOver, *, titles: tuple[str, str], now: datetime) -> UUID:
    """Render the record, sign it with the head's key when there is one, keep it and return the file."""
    pdf = prints.render_pdf("ket_qua", paper(actor, record, titles=titles, now=now))
    signed = _signed(actor, pdf, now=now)
    name = f"Biên bản bàn giao {record.number.replace('/', '-')}.pdf"
    return files.keep_made(signed, pages=prints.pages_of(pdf), name=name, actor=actor, now=now).id


def _signed(actor: Actor, pdf: bytes, *, now: datetime) -> bytes:
    keys = signing.keys_of(actor.account_id, usable_only=True) if actor.account_id else []
    if not keys:
        return pdf
    try:
        return signing.sign_pdf(
            pdf,
            key_ref=keys[0].ref,
            appearance=signing.Appearance(anchor="leader", name=actor.name, location=""),
            reason="Xác nhận bàn giao công việc",
            holder_id=actor.account_id,
            now=now,
        ).data
    except DomainError:
        return pdf  # a key that cannot sign now does not keep the work from passing on


def paper(actor: Actor, record: HandOver, *, titles: tuple[str, str], now: datetime) -> dict[str, Any]:
    """Return the data of the print."""
    unit = organisations.get_unit(record.unit_id)
    rows = [
        [str(place), line["code"], line["title"], "Đã bàn giao" if line["done"] else f"Chưa bàn giao: {line['words']}"]
        for place, line in enumerate(record.lines[:MAX_ROWS], 1)
    ]
    table = {"header": ["STT", "Mã hồ sơ", "Việc", "Kết quả"], "rows": rows or [["", "", "Không có việc đang mở", ""]]}
    return {
        "letterhead": {
            "agency": unit.name,
            "number": record.number,
            "place": unit.short_name or unit.name,
            "date": local_day(now).isoformat(),
        },
        "kind": "Biên bản",
        "subject": "Bàn giao công việc đang giải quyết",
        "blocks": [
            {
                "paragraphs": [
                    f"Bên giao: {record.from_name}, {titles[0]}.",
                    f"Bên nhận: {record.to_name}, {titles[1]}.",
                    f"Lý do: {record.reason}",
                    "Hai bên bàn giao các việc sau:",
                ]
            },
            {"table": table},
        ],
        "parties": [
            {"role": "Bên giao", "name": record.from_name},
            {"role": "Bên nhận", "name": record.to_name},
        ],
        "signature": {"authority": ["NGƯỜI CHỨNG KIẾN"], "name": actor.name},
    }
