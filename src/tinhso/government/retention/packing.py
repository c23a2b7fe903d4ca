"""Writes the one ZIP: a page to begin with, JSON for each room, the files the person gave and got."""

import html
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.government.retention.collecting import Told, rooms, told_by
from tinhso.government.retention.content import label_of, left_out
from tinhso.kernel.clock import to_local
from tinhso.kernel.errors import DomainError
from tinhso.kernel.holdings import Person
from tinhso.kernel.modules import Module
from tinhso.kernel.text import fold

SCHEMA: Final = "tinhso.du-lieu-ca-nhan/1"
MAX_FILES: Final = 5000
MAX_BYTES: Final = 4 * 1024**3
INNER: Final = re.compile(r"^id$|_id$|^sha256$")
"""Columns only a machine reads: they stand in the JSON files."""
KEY: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHOWN: Final = 200
"""Rows of a table the page shows; all of them stand in the JSON file."""
BLOCK: Final = 256 * 1024


@dataclass
class Packed:
    """What went in: rows by room and table, files, and files that could not be told."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    missing: int = 0
    bytes: int = 0
    known: set[UUID] = field(default_factory=set)


def pack(path: Path, *, person: Person, name: str, now: datetime) -> Packed:
    """Write everything about a person into a ZIP at `path`. Reads row by row, file by file: memory stays small.

    Files that are gone (destroyed by a decision) or held for safety are named in the page, not given.
    """
    packed = Packed()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        wanted: list[UUID] = []
        sections = [_write_room(archive, module, person, packed, wanted) for module in rooms()]
        listed = _write_files(archive, wanted, packed)
        archive.writestr("index.html", _page(name, person, now, sections, listed))
        archive.writestr("doc-truoc.txt", _read_me(name, now, packed))
    return packed


def _write_room(archive: zipfile.ZipFile, module: Module, person: Person, packed: Packed, wanted: list[UUID]) -> str:
    """Write one room's JSON as it is read; return its part of the page."""
    tables: dict[str, list[Told]] = {}
    counts: dict[str, int] = {}
    with archive.open(f"du-lieu/{module.name}.json", "w", force_zip64=True) as out:
        head = json.dumps({"schema": SCHEMA, "room": module.name, "title": _(module.title)}, ensure_ascii=False)
        _put(out, head[:-1] + ', "rows": [')
        for number, told in enumerate(told_by(module, person)):
            row = json.dumps({"table": told.model, "values": told.values}, ensure_ascii=False)
            _put(out, ("," if number else "") + "\n" + row)
            counts[told.model] = counts.get(told.model, 0) + 1
            shown = tables.setdefault(told.model, [])
            if len(shown) < SHOWN:
                shown.append(told)
            wanted += told.files
        _put(out, "\n]}\n")
    packed.rows |= counts
    return _section(module, tables, counts)


def _put(out: IO[bytes], text: str) -> None:
    out.write(text.encode())


def _write_files(archive: zipfile.ZipFile, wanted: Sequence[UUID], packed: Packed) -> list[str]:
    ids = list(dict.fromkeys(wanted))[:MAX_FILES]
    lines: list[str] = []
    for info in _infos(ids):
        name = f"tep/{str(info.id)[-12:]}-{_safe(info.name)}"
        if info.media_type == files.MediaType.ZIP:
            continue
        if info.is_disposed or info.is_unsafe or packed.bytes + info.size > MAX_BYTES:
            packed.missing += 1
            why = _("đã hủy theo quyết định") if info.is_disposed else _("không đưa vào tệp này")
            lines.append(f"<li>{html.escape(info.name)}: {html.escape(why)}</li>")
            continue
        try:
            _copy(archive, info, name)
        except DomainError as refused:
            packed.missing += 1
            lines.append(f"<li>{html.escape(info.name)}: {html.escape(refused.sentence)}</li>")
            continue
        packed.files += 1
        packed.bytes += info.size
        lines.append(f'<li><a href="{html.escape(name)}">{html.escape(info.name)}</a></li>')
    return lines


def _infos(ids: Sequence[UUID]) -> Iterator[files.FileInfo]:
    for place in range(0, len(ids), 200):
        yield from files.list_infos(ids[place : place + 200])


def _copy(archive: zipfile.ZipFile, info: files.FileInfo, name: str) -> None:
    with closing(files.open_file(info.id)) as source, archive.open(name, "w", force_zip64=True) as out:
        while block := source.read(BLOCK):
            out.write(block)


def _safe(name: str) -> str:
    """Return a file's name in plain letters, so that every program unpacks it."""
    kept = "".join(letter if letter.isalnum() or letter in ".-_" else "-" for letter in fold(name))
    return kept.encode("ascii", "ignore").decode()[-80:].lstrip(".-") or "tep"


def _section(module: Module, tables: dict[str, list[Told]], counts: dict[str, int]) -> str:
    parts = [f"<section><h2>{html.escape(_(module.title))}</h2>"]
    if not tables:
        parts.append(f"<p>{html.escape(_('Không có dữ liệu về Ông/Bà.'))}</p>")
    for model, rows in tables.items():
        more = counts[model] - len(rows)
        parts.append(f"<details><summary>{html.escape(rows[0].title)} ({counts[model]})</summary>")
        parts += [_row(told) for told in rows]
        if more:
            parts.append(f"<p>{html.escape(_('Còn %(n)d dòng trong tệp JSON.') % {'n': more})}</p>")
        parts.append("</details>")
    link = f"du-lieu/{module.name}.json"
    parts.append(f'<p><a href="{link}">{html.escape(_("Tệp dữ liệu máy đọc được (JSON)"))}</a></p></section>')
    return "\n".join(parts)


def _row(told: Told) -> str:
    cells = "".join(
        f"<dt>{html.escape(label_of(name))}</dt><dd>{html.escape(_words(value))}</dd>"
        for name, value in told.values.items()
        if value not in (None, "", [], {}) and not INNER.search(name) and not _is_key(value)
    )
    return f"<dl>{cells}</dl>"


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)


_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:auto;padding:1rem}"
    "dl{display:grid;grid-template-columns:minmax(8rem,16rem) 1fr;gap:.2rem 1rem;"
    "border-top:1px solid #888;padding:.5rem 0}"
    "dt{color:#555;overflow-wrap:anywhere}dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}"
    "summary{cursor:pointer;padding:.4rem 0}"
    "@media(prefers-color-scheme:dark){body{background:#111;color:#eee}dt{color:#aaa}a{color:#8cf}}"
)


def _page(name: str, person: Person, now: datetime, sections: Sequence[str], listed: Sequence[str]) -> str:
    """Return the page: everything the person can read without a program, without scripts or anything from outside."""
    title = html.escape(_("Dữ liệu của %(name)s") % {"name": name})
    made = html.escape(
        _("Lập lúc %(when)s cho số định danh %(number)s.") % {"when": _moment(now), "number": person.number}
    )
    outside = "".join(f"<li>{html.escape(table)}: {html.escape(why)}</li>" for table, why in left_out())
    files_ = "".join(listed) or f"<li>{html.escape(_('Không có tệp nào.'))}</li>"
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1><p>{made}</p>"
        + "\n".join(sections)
        + f"<section><h2>{html.escape(_('Tệp đã nộp và đã nhận'))}</h2><ul>{files_}</ul></section>"
        + f"<section><h2>{html.escape(_('Không có trong tệp này'))}</h2><ul>{outside}</ul></section></html>"
    )


def _read_me(name: str, now: datetime, packed: Packed) -> str:
    return "\n".join(
        [
            _("Dữ liệu của %(name)s") % {"name": name},
            _("Lập lúc %(when)s.") % {"when": _moment(now)},
            _("Mở tệp index.html để đọc; thư mục du-lieu chứa tệp JSON (lược đồ %(schema)s).") % {"schema": SCHEMA},
            _("%(rows)d dòng dữ liệu, %(files)d tệp đính kèm.")
            % {"rows": sum(packed.rows.values()), "files": packed.files},
            _("Tệp này chứa dữ liệu cá nhân. Giữ cẩn thận, xóa khi không dùng nữa."),
            "",
        ]
    )


def _moment(moment: datetime) -> str:
    return f"{to_local(moment):%H:%M %d/%m/%Y}"
