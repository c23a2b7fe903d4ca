"""How this archive names things, from content/archive/store.yaml, and how what is kept becomes fields of a package."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.government.archive.packages import Kind, codes_of, field_list
from tinhso.government.archive.packages.content import folder
from tinhso.government.casefiles import public as casefiles

OTHER_KIND = "32"


@cache
def _read(path: Path) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def value(name: str) -> Any:
    """Return a value of the store's content."""
    return _read(folder() / "store.yaml")[name]["value"]


def arc_code(file_code: str) -> str:
    """Return mã hồ sơ lưu trữ: the archive's code and the file's."""
    return f"{value('archive_code')}.{file_code}"[:100]


def fonds_of(unit_code: str) -> str:
    """Return mã phông of an agency."""
    return str(value("fonds")).format(unit=unit_code)


def type_code(title: str) -> str:
    """Return the code of a kind of document by its title, «Khác» for one the circular does not name."""
    wanted = title.casefold()
    return next((code for code, name in codes_of("typeName").items() if name.casefold() == wanted), OTHER_KIND)


def file_fields(
    info: casefiles.FileInfo, *, documents: int, restricted: bool, scanned: tuple[bool, bool]
) -> dict[str, str]:
    """Return the 18 fields of an AIP_hoso; `scanned`: whether some, and whether all, of its documents were paper."""
    some, every = scanned
    return {
        "arcFileCode": arc_code(info.code),
        "title": info.title,
        "maintenance": info.maintenance,
        "mode": "02" if restricted else info.mode,
        "language": info.language or "01",
        "startDate": f"{info.start_on:%d/%m/%Y}" if info.start_on else "",
        "endDate": f"{info.end_on:%d/%m/%Y}" if info.end_on else "",
        "keyword": info.keyword,
        "totalDoc": str(documents),
        "numberOfPage": str(info.pages) if info.pages else "",
        "confidenceLevel": "02" if every else "03" if some else "01",
        "paperFileCode": info.paper_code or (info.code if every else ""),
        "description": f"Người lập hồ sơ: {info.keeper_name}. {info.description}".strip()[:2000],
    }


def paper_fields(info: casefiles.FileInfo, paper: casefiles.PackedPaper, *, note: str = "") -> dict[str, str]:
    """Return the 19 fields of a document in an AIP_hoso."""
    number, _slash, notation = paper.code.partition("/")
    day = paper.issued_on or info.end_on
    return {
        "arcFileCode": arc_code(info.code),
        "mode": "02" if paper.is_restricted else "01",
        "language": "01",
        "numberOfPage": str(paper.pages) if 0 < paper.pages < 10_000 else "",
        "confidenceLevel": "02" if paper.is_scan else "01",
        "description": note[:500],
        "docCode": f"{info.code}.{paper.ordinal:07d}"[:100],
        "docOrdinal": str(paper.ordinal),
        "typeName": type_code(paper.kind_title),
        "codeNumber": number[:11] if notation else "",
        "codeNotation": (notation or number)[:30],
        "issuedDate": f"{day:%d/%m/%Y}" if day else "",
        "organName": (paper.organ or info.unit_name)[:200],
        "subject": (paper.subject or paper.kind_title or info.title)[:500],
        "process": "" if paper.is_scan else "0",
    }


def as_preserved(kind: Kind, shape: str, given: Mapping[str, str], *, code: str, place: int) -> dict[str, str]:
    """Return a submitted document's fields as the preserved package of that kind has them: some go, some come."""
    names = {one.name for one in field_list(kind, shape)}
    own = {
        "arcFileCode": arc_code(code),
        "docOrdinal": str(place),
        "arcDocCode": arc_code(given.get("docCode") or f"{code}.{place:07d}"),
    }
    kept = {name: text for name, text in given.items() if name in names}
    return {**kept, **{name: text for name, text in own.items() if name in names}}


def as_preserved_file(kind: Kind, given: Mapping[str, str]) -> dict[str, str]:
    """Return a submitted package's fields as the preserved one has them: fileCode becomes arcFileCode."""
    names = {one.name for one in field_list(kind)}
    moved = {**given, "arcFileCode": arc_code(given.get("fileCode", ""))}
    return {name: text for name, text in moved.items() if name in names}


def as_read(shape: str, given: Mapping[str, str], *, key: str, maintenance: str) -> dict[str, str]:
    """Return a preserved document's fields as a reader's package has them; `key` names it within the request."""
    names = {one.name for one in field_list(Kind.DIP, shape)}
    own = {
        "docId": key[:25],
        "arcDocCode": given.get("arcDocCode") or arc_code(given.get("docCode") or key),
        "maintenance": given.get("maintenance") or maintenance,
        "language": given.get("language") or "01",
        "mode": given.get("mode") or "01",
    }
    merged = {**given, **own}
    return {name: text for name, text in merged.items() if name in names and text}
