"""What the agency's online editor tells of itself: where it edits Word files, and the keys it proves its requests with.

WOPI discovery, [MS-WOPI] 3.1.5.1: `<wopi-discovery>` with `action` elements and a `proof-key`. Nothing of it is asked
while a transaction is open; the answer is kept in the process for an hour, and asked anew when a proof fails (keys
change), at most once a minute.
"""

import base64
import binascii
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from tinhso.government.drafting.errors import EditorUnavailable

if TYPE_CHECKING:
    import httpx

MAX_BYTES: Final = 1024 * 1024
CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 10.0
FRESH_SECONDS: Final = 3600.0
AGAIN_SECONDS: Final = 60.0
_ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+")
_PLACEHOLDER: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor: the address that edits a .docx, its origin, and its keys as (modulus, exponent), the current first."""

    address: str
    origin: str
    keys: tuple[tuple[int, int], ...]


_kept: dict[str, tuple[float, Editor]] = {}


def editor(*, again: bool = False) -> Editor:
    """Return the editor the settings name; with `again` asked anew unless that was done within a minute.

    Raises EditorUnavailable when it does not answer as discovery asks, or edits no Word file.
    """
    where: str = settings.EDITOR_DISCOVERY
    asked, found = _kept.get(where, (0.0, None))
    age = time.monotonic() - asked
    if found is not None and age < (AGAIN_SECONDS if again else FRESH_SECONDS):
        return found
    made = _read(_ask(where))
    _kept[where] = (time.monotonic(), made)
    return made


def forget() -> None:
    """Forget what was told (tests, changed settings)."""
    _kept.clear()


def _ask(where: str) -> bytes:
    import httpx

    timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", where) as answer,
        ):
            answer.raise_for_status()
            return _bounded(answer)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise EditorUnavailable(why=type(error).__name__) from error


def _bounded(answer: "httpx.Response") -> bytes:
    taken = bytearray()
    for part in answer.iter_bytes():
        taken += part
        if len(taken) > MAX_BYTES:
            raise EditorUnavailable(why="too long")
    return bytes(taken)


def _read(data: bytes) -> Editor:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise EditorUnavailable(why="not XML") from error
    actions = root.iterfind(".//action[@ext='docx']")
    address = next((one.get("urlsrc", "") for one in actions if one.get("name") == "edit"), "")
    address = _PLACEHOLDER.sub("", address)
    place = urlsplit(address)
    origin = f"{place.scheme}://{place.netloc}"
    if not _ORIGIN.fullmatch(origin):
        raise EditorUnavailable(why="no action")
    return Editor(address, origin, _keys(root.find(".//proof-key")))


def _keys(element: Any) -> tuple[tuple[int, int], ...]:
    if element is None:
        return ()
    pairs = [(element.get(f"{age}modulus"), element.get(f"{age}exponent")) for age in ("", "old")]
    try:
        return tuple((_number(modulus), _number(exponent)) for modulus, exponent in pairs if modulus and exponent)
    except (ValueError, binascii.Error) as error:
        raise EditorUnavailable(why="bad key") from error


def _number(text: str) -> int:
    return int.from_bytes(base64.b64decode(text, validate=True), "big")
