"""Sends a file to a browser so that nothing in it can act: no sniffing, no scripts, no shared caches."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from tinhso.foundation.files.data import FileInfo, MediaType
from tinhso.foundation.files.ports import Readable
from tinhso.foundation.files.queries import get_info, require_safe
from tinhso.foundation.files.rules.ranges import wanted
from tinhso.foundation.files.stores import get_store
from tinhso.kernel.text import fold

BLOCK: Final = 64 * 1024
_SHOWN_BY_BROWSERS: Final = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.PDF})
_IMAGE_POLICY: Final = "default-src 'none'; frame-ancestors 'self'; sandbox"
_PDF_POLICY: Final = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def respond(file_id: UUID, *, inline: bool = False, request: HttpRequest | None = None) -> HttpResponseBase:
    """Return the answer that streams a file the caller has already let this actor read.

    `inline` lets the browser show it (images and PDF; HEIC is always a download). With the `request` at hand, answers
    304 to a matching If-None-Match, 206 to one byte range, 416 to a range outside the file. Raises FileMissing and,
    for one found unsafe, FileHeld.
    """
    info = require_safe(get_info(file_id))
    etag = f'"{info.sha256}"'
    asked = request.headers if request is not None else {}
    response: HttpResponseBase
    if etag in [tag.strip().removeprefix("W/") for tag in asked.get("If-None-Match", "").split(",")]:
        response = HttpResponse(status=304)
    else:
        fresh = asked.get("If-Range", etag) == etag
        response = _content(info, asked.get("Range", "") if fresh else "")
    _protect(response, info, inline=inline and info.media_type in _SHOWN_BY_BROWSERS)
    response["ETag"] = etag
    return response


def _content(info: FileInfo, range_header: str) -> HttpResponseBase:
    try:
        part = wanted(range_header, info.size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{info.size}"})
    start, length = part or (0, info.size)
    response = StreamingHttpResponse(
        _Blocks(get_store().open(info.sha256, start=start, length=length)), status=206 if part else 200
    )
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "bytes"
    if part:
        response["Content-Range"] = f"bytes {start}-{start + length - 1}/{info.size}"
    return response


class _Blocks:
    """The bytes in blocks; let go after the last one, or with the response when the browser goes away."""

    def __init__(self, file: Readable) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        try:
            while block := self._file.read(BLOCK):
                yield block
        finally:
            self.close()

    def close(self) -> None:
        self._file.close()


def _protect(response: HttpResponseBase, info: FileInfo, *, inline: bool) -> None:
    response["Content-Type"] = info.media_type
    response["Content-Disposition"] = disposition(info.name, inline=inline)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _PDF_POLICY if info.media_type == MediaType.PDF and inline else _IMAGE_POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"


def disposition(name: str, *, inline: bool) -> str:
    """Return the Content-Disposition of a name: plain letters for old programs, UTF-8 beside (RFC 6266, RFC 5987)."""
    plain = "".join(letter if letter.isascii() and letter.isprintable() else "_" for letter in fold(name))
    plain = plain.replace('"', "_").replace("\\", "_").replace("%", "_")
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
