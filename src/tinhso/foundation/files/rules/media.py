"""What a file is, told by its first bytes; a name or a declared type is never believed.

Signatures: JPEG ISO/IEC 10918-1, PNG RFC 2083, PDF ISO 32000-2 (header within the first 1,024 bytes), HEIF
ISO/IEC 23008-12 (brands of the `ftyp` box).
"""

from typing import Final

from tinhso.foundation.files.data import MediaType

HEAD: Final = 8192
_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_NEVER_PDF: Final = (b"<", b"MZ", b"PK", b"GIF8", b"\x7fELF", b"#!", b"RIFF")

_NAMES: Final = {
    "application/msword": "tệp Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "tệp Word",
    "application/vnd.oasis.opendocument.text": "tệp văn bản OpenDocument",
    "application/vnd.ms-excel": "tệp Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "tệp Excel",
    "application/vnd.ms-powerpoint": "tệp PowerPoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "tệp PowerPoint",
    "application/rtf": "tệp RTF",
    "application/zip": "tệp nén ZIP",
    "application/x-rar-compressed": "tệp nén RAR",
    "application/x-7z-compressed": "tệp nén 7z",
    "application/gzip": "tệp nén GZIP",
    "image/gif": "ảnh GIF",
    "image/webp": "ảnh WebP",
    "image/tiff": "ảnh TIFF",
    "image/bmp": "ảnh BMP",
    "image/avif": "ảnh AVIF",
    "image/vnd.adobe.photoshop": "ảnh Photoshop",
}
_GROUPS: Final = {"video": "video", "audio": "tệp âm thanh", "font": "phông chữ", "image": "ảnh loại khác"}


def sniff(head: bytes) -> MediaType | None:
    """Return the type the first bytes (up to HEAD of them) show, None when the house does not keep that type."""
    if head.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if head[4:8] == b"ftyp" and _HEIF_BRANDS.intersection(_brands(head)) and head[8:12] != b"avif":
        return MediaType.HEIC
    if b"%PDF-" in head[:1024] and not head.lstrip().startswith(_NEVER_PDF):
        return MediaType.PDF
    return None


def _brands(head: bytes) -> set[bytes]:
    """Return the major and compatible brands of an ISO base media file."""
    size = min(int.from_bytes(head[:4], "big"), 256, len(head))
    return {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}


def describe(head: bytes) -> str:
    """Return in Vietnamese what the first bytes look like, for the person who chose the wrong file."""
    import filetype

    guess = filetype.guess(head)
    mime = guess.mime if guess else ""
    if mime in _NAMES:
        return _NAMES[mime]
    group = _GROUPS.get(mime.partition("/")[0])
    if group:
        return group
    if head.startswith((b"MZ", b"\x7fELF", b"#!")):
        return "chương trình máy tính"
    if head.lstrip()[:1] == b"<":
        return "trang web hoặc tệp XML"
    return "tệp văn bản" if _is_text(head) else "tệp không rõ loại"


def _is_text(head: bytes) -> bool:
    try:
        text = head[: HEAD - 4].decode()
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter in "\r\n\t\ufeff" for letter in text)
