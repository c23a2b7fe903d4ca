"""Packages for tests: small, whole, of every kind."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from tinhso.government.archive import public as archive
from tinhso.government.archive.packages import Built, Item, Kind, Order, Profile, build, field_list
from tinhso.government.casefiles import public as casefiles
from tinhso.government.casefiles.testing import MORNING, make_closed
from tinhso.kernel.actors import Actor

MADE_AT: Final = datetime(2026, 6, 12, 4, 45, 37, 690000, tzinfo=UTC)
PDF: Final = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_VALUES: Final[Mapping[str, str]] = {
    "fileCode": "H61.2025.12.QLDD",
    "arcFileCode": "LTVL.H61.2025.12.QLDD",
    "title": "Hồ sơ về quản lý đất đai năm 2025",
    "maintenance": "01",
    "mode": "01",
    "language": "01",
    "startDate": "05/01/2025",
    "endDate": "20/12/2025",
    "source": "0",
    "confidenceLevel": "01",
    "process": "1",
    "requestID": "YC-000001",
    "requestDate": "12/06/2026",
    "purpose": "01",
    "purposeContent": "Nghiên cứu lịch sử địa phương",
    "typeName": "02",
    "codeNumber": "15",
    "codeNotation": "QĐ-UBND",
    "issuedDate": "05/01/2025",
    "organName": "UBND tỉnh Vĩnh Long",
    "subject": "Về việc ban hành kế hoạch sử dụng đất",
    "numberOfPage": "2",
    "typePic": "02",
    "imageTitle": "Lễ khởi công",
    "typeMedia": "02",
    "movieTitle": "Phiên họp",
}


def make_item(kind: Kind, place: int, data: bytes = PDF, *, name: str = "", shape: str = "doc", **values: str) -> Item:
    """Return a document whose fields fit its annex."""
    base = "H61.2025.12.QLDD"
    own = {
        "docId": f"{base}.{place}",
        "docCode": f"{base}.{place:07d}",
        "arcDocCode": f"LTVL.{base}.{place:07d}",
        "docOrdinal": str(place),
    }
    names = {one.name for one in field_list(kind, shape, Profile.TEXT)}
    fields = {key: value for key, value in {**_VALUES, **own, **values}.items() if key in names}
    fields.pop("title", None)
    return Item(name or f"van-ban-{place}.pdf", fields, partial(io.BytesIO, data), shape=shape)


def make_order(kind: Kind, *items: Item, profile: Profile = Profile.PRACTICE, **values: str) -> Order:
    """Return an order for a package of this kind with two documents, or those given."""
    given = items or (make_item(kind, 1), make_item(kind, 2, PDF + b"%2"))
    names = {one.name for one in field_list(kind)}
    fields = {key: value for key, value in {**_VALUES, **values}.items() if key in names}
    if "totalDoc" in names:
        fields.setdefault("totalDoc", str(len(given)))
    return Order(
        kind=kind,
        uuid=UUID("0f203b84-6641-4cda-9f52-daae55fef6b1"),
        fonds="P_UBND",
        fields=fields,
        items=tuple(given),
        created_at=MADE_AT,
        creator="vanthu01",
        agency="UBND tỉnh Vĩnh Long",
        software="TinhSo 1.0",
        profile=profile,
    )


def write_package(order: Order, folder: Path, name: str = "goi.zip") -> tuple[Path, Built]:
    """Write the package into a folder and return where it lies."""
    path = folder / name
    with path.open("wb") as out:
        built = build(order, out)
    return path, built


def of_kind(order: Order, profile: Profile) -> Order:
    """Return the same order written the other way."""
    return replace(order, profile=profile)


def keep_files(
    clerk: Actor, unit_id: UUID, *, papers: int = 2, now: datetime = MORNING, **values: str
) -> list[archive.PackageInfo]:
    """Close a file, hand it over, take it and make its package; return what is kept, the newest first."""
    closed = make_closed(clerk, unit_id, papers=papers, now=now, **values)
    slip = casefiles.send(clerk, file_ids=[closed.id], now=now)
    archive.take_slip(clerk, slip_id=slip.id, returned={}, now=now)
    while archive.make_next(now=now):
        pass
    return list(archive.search(clerk).items)
