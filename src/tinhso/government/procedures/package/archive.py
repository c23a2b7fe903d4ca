"""A package as a zip file: what an official hands on, and what comes in from outside and is trusted in nothing.

The files lie at the top or in one chain of folders (`1.004873/2020-07-16/…`). Names are compared with a short list, so
no path can lead out; sizes are counted while unpacking, never believed from the directory (CWE-409, CWE-22).
"""

import io
import re
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from django.utils.translation import gettext as _

from tinhso.government.procedures.package.reading import FILES, MAX_FILE, PRINTS, template_files
from tinhso.kernel.errors import DomainError

MAX_ARCHIVE: Final = 2 * 1024 * 1024
MAX_ENTRIES: Final = 40
_TEMPLATE: Final = re.compile(r"[a-z][a-z0-9_]{0,59}\.typ", re.ASCII)
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BORN: Final = (1980, 1, 1, 0, 0, 0)


class ArchiveRefused(DomainError):
    """The zip file is no package, or tries something a package never needs."""

    code = "archive_refused"
    sentence = "Không đọc được gói thủ tục. Chọn tệp .zip do mục “Tải gói về” tạo ra."


@dataclass(frozen=True, slots=True)
class Archive:
    """What came out: texts by file name, and sources of print templates by template name."""

    texts: Mapping[str, str]
    prints: Mapping[str, str] = field(default_factory=dict)


def read_archive(data: bytes) -> Archive:
    """Return the files of a zip. Raises ArchiveRefused, saying which entry is wrong and what to do."""
    if len(data) > MAX_ARCHIVE:
        raise ArchiveRefused(_("Tệp .zip lớn hơn 2 MB. Bỏ những tệp không thuộc gói thủ tục."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _sorted_out({_known(info): _text(archive, info) for info in _entries(archive)})
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise ArchiveRefused from error


def write_archive(texts: Mapping[str, str], prints: Mapping[str, str], *, place: str) -> bytes:
    """Return the zip of a package under `place` (code/version): the same files always give the same bytes."""
    files = {name: texts[name] for name in FILES if name in texts}
    files |= template_files(prints)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(f"{place}/{name}", _BORN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, text.encode())
    return buffer.getvalue()


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if not 1 <= len(infos) <= MAX_ENTRIES:
        raise ArchiveRefused(_("Gói thủ tục có từ 1 đến 40 tệp. Kiểm tra lại tệp .zip."))
    names = [_known(info) for info in infos]
    if len(set(names)) != len(names):
        raise ArchiveRefused(_("Tệp .zip có hai tệp cùng tên. Giữ lại một phiên bản của gói."))
    return infos


def _known(info: zipfile.ZipInfo) -> str:
    """Return the name a package knows the entry by. Raises ArchiveRefused for any other name or kind of entry."""
    path = PurePosixPath(info.filename)
    odd = "\\" in info.orig_filename or "\0" in info.orig_filename or path.is_absolute() or ".." in path.parts
    kind = stat.S_IFMT(info.external_attr >> 16)
    if odd or kind not in (0, stat.S_IFREG) or info.flag_bits & 1 or info.compress_type not in _METHODS:
        raise ArchiveRefused(_("Tệp .zip có mục không an toàn (đường dẫn lạ, liên kết hoặc mật khẩu). Nén lại gói."))
    if path.name in FILES and PRINTS not in path.parts:
        return path.name
    if path.parent.name == PRINTS and _TEMPLATE.fullmatch(path.name):
        return f"{PRINTS}/{path.name}"
    raise ArchiveRefused(
        _("Tệp “%(name)s” không thuộc gói thủ tục. Bỏ tệp này rồi nén lại.") % {"name": str(path)[:100]}
    )


def _text(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    with archive.open(info) as stream:
        data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise ArchiveRefused(_("Một tệp trong gói lớn hơn 1 MB. Rút gọn nội dung."))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ArchiveRefused(_("Tệp trong gói không ở bảng mã UTF-8. Lưu lại bằng UTF-8 rồi nén lại.")) from None


def _sorted_out(files: Mapping[str, str]) -> Archive:
    missing = [name for name in FILES if name not in files]
    if missing:
        raise ArchiveRefused(_("Gói thiếu tệp %(names)s. Thêm vào rồi nén lại.") % {"names": ", ".join(missing)})
    prints = {PurePosixPath(name).stem: text for name, text in files.items() if name.startswith(f"{PRINTS}/")}
    return Archive({name: files[name] for name in FILES}, prints)
