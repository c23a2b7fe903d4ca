"""Archives inside packets: looked into before anybody else does, and unpacked where the field packs single files."""

import lzma
import re
import stat
import struct
import zipfile
import zlib
from typing import BinaryIO, Final

from tinhso.foundation.edxml.data import MB, Limits
from tinhso.foundation.edxml.errors import PacketRefused, Rule
from tinhso.foundation.edxml.scanning import Content
from tinhso.kernel.text import clean_line, nfc

MAGIC: Final = b"PK\x03\x04"
MAX_MEMBERS: Final = 2000
MAX_NAME: Final = 255
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
)
"""All that a damaged archive makes the reader raise (NotImplementedError is a RuntimeError)."""
_UNSAFE: Final = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')


def is_zip(stream: BinaryIO) -> bool:
    """Tell whether the bytes are a ZIP archive (an office document is one too)."""
    return stream.read(4) == MAGIC


def check_name(name: str) -> str:
    """Return the name of a file, composed. Raises PacketRefused for one with a path in it or that misleads the eye."""
    composed = nfc(name)
    if not composed or len(composed) > MAX_NAME or _UNSAFE.search(composed) or composed.strip(". ") == "":
        raise PacketRefused(Rule.NAME, clean_line(name)[:80])
    if clean_line(composed) != composed:
        raise PacketRefused(Rule.NAME, clean_line(name)[:80])
    return composed


def check(stream: BinaryIO, name: str, limits: Limits) -> list[zipfile.ZipInfo]:
    """Return what is in an archive. Refuses paths that lead out, links, passwords, and what swells when opened."""
    try:
        with zipfile.ZipFile(stream) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
    except _BROKEN:
        raise PacketRefused(Rule.ZIP, name) from None
    if len(members) > MAX_MEMBERS:
        raise PacketRefused(Rule.ZIP_BOMB, name)
    for one in members:
        _check_member(one, name, limits)
    if sum(one.file_size for one in members) > limits.attached:
        raise PacketRefused(Rule.ZIP_BOMB, name)
    return members


def _check_member(one: zipfile.ZipInfo, name: str, limits: Limits) -> None:
    parts = one.orig_filename.replace("\\", "/").split("/")
    if one.orig_filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in one.orig_filename:
        raise PacketRefused(Rule.NAME, name)
    if stat.S_ISLNK(one.external_attr >> 16):
        raise PacketRefused(Rule.NAME, name)
    if one.flag_bits & 0x1:
        raise PacketRefused(Rule.ZIP, name)
    if one.file_size > MB and one.file_size > limits.unpacked_ratio * max(one.compress_size, 1):
        raise PacketRefused(Rule.ZIP_BOMB, name)


def unpack_single(stream: BinaryIO, name: str, limits: Limits) -> Content:
    """Return the one file of an archive that was packed only for the way. Raises PacketRefused."""
    members = check(stream, name, limits)
    if len(members) != 1:
        raise PacketRefused(Rule.ZIP, name)
    content = Content(limits.attachment)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive, archive.open(members[0]) as inside:
            while data := inside.read(MB):
                content.put_bytes(data)
    except _BROKEN:
        raise PacketRefused(Rule.ZIP, name) from None
    return content
