"""One pass over a packet: a small tree of its words, its attachments into temporary files, its signature apart.

Nothing is built for what a stranger may blow up: no document type, no entity, no processing instruction, bounded
depth, elements, text and files; an attachment is decoded while it comes and lies on disk from its first megabyte on.
"""

import base64
import binascii
import hashlib
import io
import tempfile
import weakref
from collections.abc import Callable, Mapping
from typing import IO, TYPE_CHECKING, BinaryIO, Final, cast
from xml.parsers import expat

from tinhso.foundation.edxml.canonical import EXCLUSIVE, INCLUSIVE, XML, Canonical, scope_of, split
from tinhso.foundation.edxml.data import DSIG, MB, NAMESPACE, Limits
from tinhso.foundation.edxml.errors import PacketRefused, Rule

if TYPE_CHECKING:
    from typing_extensions import Buffer

CHUNK: Final = MB
MAX_TOKEN: Final = 8 * MB
"""A start tag, with its attributes, or a comment is held whole by the parser: at most this much is read of one."""
SIGNATURE_AT: Final = ("edXML", "edXMLEnvelope", "edXMLHeader", "Signature")
CONTENT_AT: Final = ("edXML", "AttachmentEncoded", "Attachment", "ContentTransferEncoded")
_UTF8: Final = frozenset({"", "utf-8", "utf8", "us-ascii"})


class Node:
    """An element: its local name, its text, its attributes by local name, its children."""

    __slots__ = ("attributes", "children", "content", "length", "name", "pieces")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Node] = []
        self.pieces: list[str] = []
        self.content: Content | None = None
        self.length = 0

    @property
    def text(self) -> str:
        """All of its own text."""
        return "".join(self.pieces)

    def all(self, name: str) -> "list[Node]":
        """Return the children of a name."""
        return [one for one in self.children if one.name == name]

    def find(self, *path: str) -> "Node | None":
        """Return what lies at the end of a path of names, the first at each step. More than one is nobody's choice."""
        at: Node | None = self
        for name in path:
            found = at.all(name) if at else []
            if len(found) > 1:
                raise PacketRefused(Rule.STRUCTURE, name)
            at = found[0] if found else None
        return at

    def words(self, *path: str) -> str:
        """Return the text at the end of a path, "" when there is none."""
        found = self.find(*path)
        return found.text if found else ""


class Content:
    """The bytes of one attachment while they come, and afterwards."""

    def __init__(self, limit: int) -> None:
        self.size, self._limit, self._rest = 0, limit, ""
        self._digest = hashlib.sha256()
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=MB)  # noqa: SIM115 - lives as long as the packet
        weakref.finalize(self, self.file.close)

    def feed(self, text: str) -> None:
        """Take a piece of Base64, white space and all."""
        joined = self._rest + "".join(text.split())
        whole = len(joined) - len(joined) % 4
        self._rest = joined[whole:]
        self._put(joined[:whole])

    def close(self) -> None:
        """Say that all has come."""
        if self._rest:
            raise PacketRefused(Rule.BASE64)

    def put_bytes(self, data: bytes) -> None:
        """Take bytes as they are."""
        self.size += len(data)
        if self.size > self._limit:
            raise PacketRefused(Rule.ATTACHMENT_TOO_LARGE)
        self._digest.update(data)
        self.file.write(data)

    def _put(self, text: str) -> None:
        try:
            self.put_bytes(base64.b64decode(text, validate=True))
        except (binascii.Error, ValueError):
            raise PacketRefused(Rule.BASE64) from None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return self._digest.hexdigest()

    def open(self) -> BinaryIO:
        """Return the bytes from the start; as many readers as wanted, in one thread."""
        return cast("BinaryIO", Reader(self))


class Reader(io.RawIOBase):
    """Reads the bytes of an attachment at its own pace, and keeps them alive that long."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self._content, self._at = content, 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "Buffer") -> int:
        """Fill the buffer with what comes next."""
        self._content.file.seek(self._at)
        view = memoryview(buffer).cast("B")
        data = self._content.file.read(len(view))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._content.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        """Say where it is."""
        return self._at


class Scan:
    """What one pass finds: the root, and of the signature its nodes and the canonical forms of what it signs."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.root: Node | None = None
        self.signature: Node | None = None
        self.signed_info: dict[str, bytearray] = {}
        self._nodes: list[Node] = []
        self._path: list[str] = []
        self._scopes: list[Mapping[str, str]] = [{"": "", "xml": XML}]
        self._forms: list[Canonical] = []
        self._elements = self._header = self._attached = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        self._elements += 1
        if self._elements > self._limits.elements:
            raise PacketRefused(Rule.ELEMENTS)
        if len(self._path) >= self._limits.depth:
            raise PacketRefused(Rule.DEPTH)
        scope = scope_of(self._scopes[-1], attributes)
        local = self._local(name, scope)
        self._path.append(local)
        self._count(sum(len(one) + len(value) for one, value in attributes.items()))
        for one in attributes:
            prefix = split(one)[0]
            if prefix not in ("", "xmlns") and prefix not in scope:
                raise PacketRefused(Rule.NAMESPACE, local)
        node = Node(local, {split(one)[1]: value for one, value in attributes.items() if not one.startswith("xmlns")})
        self._place(node)
        self._canonical_start(name, attributes)
        self._scopes.append(scope)

    def _local(self, name: str, scope: Mapping[str, str]) -> str:
        prefix, local = split(name)
        space = scope.get(prefix)
        in_signature = self.signature is not None and tuple(self._path[:4]) == SIGNATURE_AT
        allowed = (NAMESPACE, DSIG) if in_signature or local == "Signature" else (NAMESPACE,)
        if space not in allowed:
            raise PacketRefused(Rule.NAMESPACE, local)
        return local

    def _place(self, node: Node) -> None:
        if self._nodes:
            self._nodes[-1].children.append(node)
        elif self.root is None and node.name == "edXML":
            self.root = node
        else:
            raise PacketRefused(Rule.STRUCTURE, node.name)
        path = tuple(self._path)
        if node.name == "Signature":
            if path != SIGNATURE_AT or self.signature is not None:
                raise PacketRefused(Rule.STRUCTURE, node.name)
            self.signature = node
        if path == CONTENT_AT:
            self._attached += 1
            if self._attached > self._limits.attachments:
                raise PacketRefused(Rule.ATTACHMENTS)
            node.content = Content(self._limits.attachment)
        self._nodes.append(node)

    def _canonical_start(self, name: str, attributes: Mapping[str, str]) -> None:
        if tuple(self._path) == (*SIGNATURE_AT, "SignedInfo") and not self.signed_info:
            for uri in (INCLUSIVE, EXCLUSIVE):
                out = self.signed_info[uri] = bytearray()
                self._forms.append(Canonical(out.extend, is_exclusive=uri == EXCLUSIVE, scope=self._scopes[-1]))
        for one in self._forms:
            one.start(name, attributes)

    def end(self, name: str) -> None:
        """End an element."""
        node = self._nodes.pop()
        if node.content is not None:
            node.content.close()
        for one in self._forms:
            one.end(name)
        if node.name == "SignedInfo":
            self._forms = []
        self._path.pop()
        self._scopes.pop()

    def text(self, data: str) -> None:
        """Take text."""
        if not self._nodes:
            return
        node = self._nodes[-1]
        if node.content is not None:
            node.content.feed(data)
            return
        self._count(len(data))
        node.pieces.append(data)
        node.length += len(data)
        if node.length > self._limits.text:
            raise PacketRefused(Rule.TEXT, node.name)
        for one in self._forms:
            one.text(data)

    def _count(self, length: int) -> None:
        self._header += length
        if self._header > self._limits.header:
            raise PacketRefused(Rule.TEXT)


def refuse_type(*_what: object) -> None:
    """Refuse a document type declaration: nothing in it is needed, everything in it can harm."""
    raise PacketRefused(Rule.DTD)


def _refuse_instruction(*_what: object) -> None:
    raise PacketRefused(Rule.INSTRUCTION)


def _check_declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    if (encoding or "").lower() not in _UTF8:
        raise PacketRefused(Rule.ENCODING, encoding or "")


def parse(
    stream: BinaryIO,
    *,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
    limit: int,
) -> None:
    """Read `stream` to its end, at most `limit` bytes, and call back. Refuses what no packet needs, and bad XML."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.buffer_size = CHUNK
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse_type
    parser.ProcessingInstructionHandler = _refuse_instruction
    parser.XmlDeclHandler = _check_declaration
    total = known = 0

    def follow(call: Callable[..., None]) -> Callable[..., None]:
        def called(*given: object) -> None:
            nonlocal known
            known = total
            call(*given)

        return called

    parser.StartElementHandler, parser.EndElementHandler = follow(start), follow(end)
    parser.CharacterDataHandler, parser.CommentHandler = follow(text), follow(lambda _words: None)
    try:
        while data := stream.read(CHUNK):
            total += len(data)
            if total > limit:
                raise PacketRefused(Rule.TOO_LARGE)
            if total - known > MAX_TOKEN:
                raise PacketRefused(Rule.TEXT)
            parser.Parse(data, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise PacketRefused(Rule.XML, f"{error.lineno}:{error.offset}") from None


def scan(stream: BinaryIO, limits: Limits) -> Scan:
    """Return what is in a packet. Raises PacketRefused."""
    found = Scan(limits)
    parse(stream, start=found.start, end=found.end, text=found.text, limit=limits.packet)
    if found.root is None:
        raise PacketRefused(Rule.XML)
    return found
