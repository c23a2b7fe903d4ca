"""Looks at a ZIP from outside before anything of it is unpacked: how many, how big, with which names.

What the directory of the ZIP claims is believed only where unpacking is bounded by it: an entry never gives more bytes
than it declares, and no two entries may share bytes of the file.
"""

import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from tinhso.government.archive.packages.content import limit_of
from tinhso.government.archive.packages.data import Finding

_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LOCAL_HEADER: Final = 30
MAX_NAME: Final = 500


def findings_of(archive: zipfile.ZipFile) -> Iterator[Finding]:
    """Yield what refuses a ZIP as it stands; nothing is unpacked."""
    entries = archive.infolist()
    if len(entries) > limit_of("entries"):
        yield Finding("zip.too_many", _("Gói có quá %(n)d tệp. Chia thành nhiều gói.") % {"n": limit_of("entries")})
        return
    if sum(entry.file_size for entry in entries) > limit_of("bytes"):
        yield Finding("zip.too_big", _("Gói giải nén ra quá lớn. Chia thành nhiều gói."))
    if _share_bytes(entries):
        yield Finding("zip.overlap", _("Các tệp trong gói dùng chung dữ liệu nén: gói không an toàn, không nhận."))
    seen: set[str] = set()
    for entry in entries:
        yield from _of_entry(entry)
        name = entry.filename.casefold()
        if name in seen:
            yield Finding("zip.duplicate", _("Gói có hai tệp cùng tên."), entry.filename[:200])
        seen.add(name)


def _of_entry(entry: zipfile.ZipInfo) -> Iterator[Finding]:
    name = entry.filename
    if not _is_plain(name):
        yield Finding("zip.path", _("Tên tệp trong gói trỏ ra ngoài gói hoặc không hợp lệ."), name[:200])
    if stat.S_ISLNK(entry.external_attr >> 16):
        yield Finding("zip.link", _("Gói chứa liên kết tượng trưng, không nhận."), name[:200])
    if entry.flag_bits & 0x1:
        yield Finding("zip.encrypted", _("Gói đặt mật khẩu. Gửi lại gói không mã hóa."), name[:200])
    if entry.compress_type not in _METHODS:
        yield Finding("zip.method", _("Tệp nén bằng phương pháp không hỗ trợ. Nén lại bằng ZIP thường."), name[:200])
    if entry.file_size > limit_of("file_bytes") or entry.file_size > limit_of("ratio") * max(entry.compress_size, 4096):
        yield Finding("zip.bomb", _("Một tệp trong gói giải nén ra lớn bất thường, không nhận."), name[:200])


def _is_plain(name: str) -> bool:
    parts = name.rstrip("/").split("/")
    return (
        0 < len(name) <= MAX_NAME
        and "\\" not in name
        and "\0" not in name
        and not name.startswith("/")
        and not _DRIVE.match(name)
        and name.isprintable()
        and all(part not in ("", ".", "..") for part in parts)
    )


def _share_bytes(entries: Sequence[zipfile.ZipInfo]) -> bool:
    end = -1
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + _LOCAL_HEADER + entry.compress_size
    return False
