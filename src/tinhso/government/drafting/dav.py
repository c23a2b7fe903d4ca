"""WebDAV (RFC 4918) over drafts, by wsgidav: one address holds one Word file; every PUT is a version.

An address is its own key and opens one draft for one person; it shows one folder with one file. Holds (LOCK) are kept
in the database, so that any process answers for them; they bind the programs of one person alone, so nobody locks
anybody else out: what two people save at once stands side by side.

While a program holds the file, and until what it saved beside the head was put together with it, its address gives the
version it works on: whatever else reads there meanwhile, what it saves next is made from that.
"""

import io
from collections.abc import Callable, Iterator, MutableMapping
from contextvars import ContextVar
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from tinhso.government.drafting import access, office
from tinhso.government.drafting.actions.links import OpenLink, note_base
from tinhso.government.drafting.actions.word_files import word_file
from tinhso.government.drafting.actions.writing import save_version
from tinhso.government.drafting.data import Source
from tinhso.government.drafting.models import Draft, LinkProperty
from tinhso.government.drafting.queries import content_of
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError

if TYPE_CHECKING:
    from wsgidav.wsgidav_app import WsgiDAVApp

MAX_PROPERTIES: Final = 200
_current: ContextVar[OpenLink] = ContextVar("drafting_link")
_mount: ContextVar[str] = ContextVar("drafting_mount", default="")


def file_name(draft: Draft) -> str:
    """Return what the draft's file is called."""
    return f"{draft.kind}.docx"


def version_given(draft: Draft, *, is_held: bool) -> int:
    """Return the number of the version the address in use gives now."""
    base = draft.links.get(pk=_current.get().id).base
    is_beside = draft.version_rows.filter(number=base, is_side=True, merged_into=None).exists()
    return base if is_beside or (is_held and base) else draft.head


class Shelf(MutableMapping[str, Any]):
    """What wsgidav keeps (holds, a program's own notes), as rows of the address in use; `kind` parts them."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __getitem__(self, name: str) -> Any:
        row = self._rows().filter(name=self._kind + name).first()
        if row is None:
            raise KeyError(name)
        return {**row.value, "owner": _bytes(row.value.get("owner"))} if isinstance(row.value, dict) else row.value

    def __setitem__(self, name: str, value: Any) -> None:
        if LinkProperty.objects.filter(link_id=_current.get().id).count() >= MAX_PROPERTIES:
            raise _too_much()
        plain = {key: _text(one) for key, one in value.items()} if isinstance(value, dict) else value
        LinkProperty.objects.update_or_create(
            link_id=_current.get().id, name=(self._kind + name)[:300], defaults={"value": plain}
        )

    def __delitem__(self, name: str) -> None:
        self._rows().filter(name=self._kind + name).delete()

    def __iter__(self) -> Iterator[str]:
        return (name.removeprefix(self._kind) for name in self._rows().values_list("name", flat=True))

    def __len__(self) -> int:
        return int(self._rows().count())

    def _rows(self) -> Any:
        return LinkProperty.objects.filter(link_id=_current.get().id, name__startswith=self._kind)


def _too_much() -> Exception:
    from wsgidav.dav_error import DAVError

    refused: Exception = DAVError(HTTPStatus.INSUFFICIENT_STORAGE)
    return refused


def _bytes(value: Any) -> Any:
    """Return what an owner wrote as XML: a parser takes text with a declaration as bytes alone."""
    return value.encode() if isinstance(value, str) else value


def _text(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


def answer(link: OpenLink, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer one request at an address."""
    token, mounted = _current.set(link), _mount.set(environ["SCRIPT_NAME"])
    try:
        return [part for part in application()(environ, start_response) if part]
    finally:
        _mount.reset(mounted)
        _current.reset(token)


class Mounted:
    """Makes a provider of wsgidav answer under the address in use: each address is a place of its own."""

    @property
    def mount_path(self) -> str:
        """The address in use, for what is named in answers and compared with a Destination."""
        return _mount.get()

    @mount_path.setter
    def mount_path(self, _path: str) -> None:
        """Leave it: wsgidav knows one place for all requests."""


@cache
def application() -> "WsgiDAVApp":
    """Return the WebDAV program of this process."""
    from wsgidav.error_printer import ErrorPrinter
    from wsgidav.http_authenticator import HTTPAuthenticator
    from wsgidav.lock_man.lock_storage import LockStorageDict
    from wsgidav.prop_man.property_manager import PropertyManager
    from wsgidav.request_resolver import RequestResolver
    from wsgidav.wsgidav_app import WsgiDAVApp

    class Holds(LockStorageDict):  # type: ignore[misc]  # wsgidav gives no types
        """Holds in the database."""

        def open(self) -> None:
            self._dict = Shelf("hold ")

        def create(self, path: str, lock: dict[str, Any]) -> Any:
            """Keep a hold, from which on the program works on the version that is given now."""
            link, made = _current.get(), super().create(path, lock)
            draft = access.access_draft(link.actor, draft_id=link.draft_id)
            note_base(link.id, version_given(draft, is_held=False))
            return made

    class Notes(PropertyManager):  # type: ignore[misc]  # as above
        """What a program notes about the file (dead properties), in the database."""

        def _lazy_open(self) -> None:
            self._dict, self._loaded = Shelf("note "), True

    return WsgiDAVApp(
        {
            "provider_mapping": {"/": _provider()},
            "http_authenticator": {"domain_controller": None, "accept_basic": False, "accept_digest": False},
            "simple_dc": {"user_mapping": {"*": True}},  # the address itself is the key
            "lock_storage": Holds(),
            "property_manager": Notes(),
            "middleware_stack": [ErrorPrinter, HTTPAuthenticator, RequestResolver],
            "logging": {"enable": False, "enable_loggers": []},
            "verbose": 0,
        }
    )


def _provider() -> Any:  # noqa: C901 - two small classes that need wsgidav loaded
    from wsgidav.dav_error import HTTP_BAD_REQUEST, HTTP_CONFLICT, HTTP_FORBIDDEN, DAVError
    from wsgidav.dav_provider import DAVCollection, DAVNonCollection, DAVProvider

    class Incoming(io.BytesIO):
        """What a program sends, up to the bound of a Word file."""

        def write(self, data: Any) -> int:
            if self.tell() + len(data) > office.MAX_BYTES:
                raise DAVError(HTTP_FORBIDDEN)
            return super().write(data)

        def close(self) -> None:
            """Keep what came: wsgidav closes it before it says that all has come."""

    class WordFile(DAVNonCollection):  # type: ignore[misc]  # wsgidav gives no types
        """The draft as a Word file."""

        def __init__(self, path: str, environ: dict[str, Any], draft: Draft) -> None:
            super().__init__(path, environ)
            self.draft = draft
            is_held = self.provider.lock_manager.is_url_locked(self.get_ref_url())
            self.number = version_given(draft, is_held=is_held)
            self.bytes: bytes | None = None
            self.incoming = Incoming()

        def _data(self) -> bytes:
            if self.bytes is None:
                self.bytes = word_file(self.draft, self.number)
            return self.bytes

        def get_content_length(self) -> int:
            return len(self._data())

        def get_content_type(self) -> str:
            return office.MEDIA_TYPE

        def get_creation_date(self) -> float:
            return self.draft.created_at.timestamp()

        def get_last_modified(self) -> float:
            return self.draft.changed_at.timestamp()

        def get_display_name(self) -> str:
            return str(self.name)

        def get_etag(self) -> str:
            return f"{self.draft.id.hex}-{self.number}"

        def support_etag(self) -> bool:
            return True

        def support_ranges(self) -> bool:
            return False

        def get_content(self) -> io.BytesIO:
            note_base(_current.get().id, self.number)
            return io.BytesIO(self._data())

        def begin_write(self, *, content_type: str | None = None) -> Incoming:
            del content_type  # told by content
            return self.incoming

        def end_write(self, *, with_errors: bool) -> None:
            data = self.incoming.getvalue()
            if with_errors or not data:
                return
            try:
                _keep(self.draft, data)
            except DomainError as refused:
                status = HTTP_CONFLICT if refused.status == HTTP_CONFLICT else HTTP_BAD_REQUEST
                raise DAVError(status, refused.sentence) from None

        def delete(self) -> None:
            raise DAVError(HTTP_FORBIDDEN)

        def handle_delete(self) -> bool:
            raise DAVError(HTTP_FORBIDDEN)

    class Folder(DAVCollection):  # type: ignore[misc]  # wsgidav gives no types
        """The folder with the one file."""

        def __init__(self, path: str, environ: dict[str, Any], draft: Draft) -> None:
            super().__init__(path, environ)
            self.draft = draft

        def get_member_names(self) -> list[str]:
            return [file_name(self.draft)]

        def get_member(self, name: str) -> Any:
            if name != file_name(self.draft):
                return None
            return WordFile(f"/{name}", self.environ, self.draft)

    class Drafts(Mounted, DAVProvider):  # type: ignore[misc]  # wsgidav gives no types
        """What the address in use opens."""

        def get_resource_inst(self, path: str, environ: dict[str, Any]) -> Any:
            link = _current.get()
            draft = access.access_draft(link.actor, draft_id=link.draft_id)
            folder = Folder("/", environ, draft)
            return folder if path in ("", "/") else folder.get_member(path.strip("/"))

    return Drafts()


def _keep(draft: Draft, data: bytes) -> None:
    """Make a version of what a program saved, from the version it had read."""
    link = _current.get()
    base = access.access_draft(link.actor, draft_id=draft.id).links.get(pk=link.id).base
    found = office.read(data, before=content_of(draft, base))
    saved = save_version(
        link.actor, draft_id=draft.id, content=found.content, base=base, source=Source.WEBDAV, word=data, now=now()
    )
    note_base(link.id, saved.number)
