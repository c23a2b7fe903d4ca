"""The agency's own online editor (Collabora, OnlyOffice) opens a draft: a host of WOPI, and the page that frames it.

[MS-WOPI]: CheckFileInfo, GetFile, PutFile, Lock, GetLock, RefreshLock, Unlock, UnlockAndRelock. The access token is
signed, names link and rights, ends after four hours and opens one draft for one person; the answer is 401 without one,
500 without the editor's proof, 404 for a draft that is not (or no longer) this person's to write, 409 with the lock in
force when another is held.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.government.drafting import access, discovery, office
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.actions import _turns
from tinhso.government.drafting.actions import editor as sessions
from tinhso.government.drafting.actions.links import EDITOR_LASTS, OpenLink, find_editor_link, make_editor_link
from tinhso.government.drafting.actions.word_files import word_file
from tinhso.government.drafting.errors import BadDraft, BadOfficeFile, EditorUnavailable
from tinhso.government.drafting.rules.proof import is_proven
from tinhso.government.drafting.web import views
from tinhso.government.drafting.web.typed import errors_of, reader
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError

SALT: Final = "tinhso.drafting.wopi"
EDIT: Final = "edit"
MAX_LOCK: Final = 1024
MAX_TOKEN: Final = 2000
LOCK_HEADER: Final = "X-WOPI-Lock"
POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "frame-src {origin}; form-action 'self' {origin}"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the editor that was let in."""

    request: HttpRequest
    link: OpenLink
    may_edit: bool

    @property
    def lock(self) -> str:
        """The words of the lock it names."""
        return self.request.headers.get(LOCK_HEADER, "")


def token_for(link_id: UUID, *, right: str = EDIT) -> str:
    """Return the access token of a link: what it says is signed, and it ends with the link."""
    return signing.TimestampSigner(salt=SALT, sep=".").sign_object({"link": link_id.hex, "right": right})


@require_POST
def editor(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Open the draft in the agency's editor, framed in a page of ours; `nhan` ends what holds it there."""
    actor = reader(request)
    if not settings.EDITOR_DISCOVERY:
        raise Http404
    detail, moment = drafting.get_draft(actor, draft_id=drafted_id, now=now()), now()
    try:
        named = discovery.editor()
        if "nhan" in request.POST:
            sessions.take_over(actor, draft_id=drafted_id, now=moment)
        link_id = make_editor_link(actor, draft_id=drafted_id, now=moment)
    except DomainError as refused:
        return views.show(request, actor, drafted_id, errors=errors_of(refused))
    held = sessions.current(access.access_draft(actor, draft_id=drafted_id), now=moment)
    source = request.build_absolute_uri(reverse("drafting:wopi_file", args=[drafted_id]))
    joint = "" if named.address.endswith(("?", "&")) else "&" if "?" in named.address else "?"
    context = {
        "info": detail.info,
        "place": f"{named.address}{joint}WOPISrc={quote(source, safe='')}",
        "token": token_for(link_id),
        "ends": int((moment + EDITOR_LASTS).timestamp() * 1000),
        "other": held.writer_name if held is not None and held.writer_id != actor.account_id else "",
    }
    answer = render(request, "drafting/editor.html", context)
    answer["Content-Security-Policy"] = POLICY.format(origin=named.origin)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _host(do: Callable[[Asked], HttpResponse]) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """Let in the editor with a token in force and a proof that it is the editor; answer as WOPI does."""

    def answer(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
        if not settings.EDITOR_DISCOVERY:
            raise Http404
        token = request.GET.get("access_token", "")[:MAX_TOKEN]
        found = _opened(token)
        if found is None:
            return HttpResponse(status=401)
        if not _is_editor(request, token):
            return HttpResponse(status=500)
        link, may_edit = found
        if link.draft_id != drafted_id:
            return HttpResponse(status=404)
        try:
            return do(Asked(request, link, may_edit))
        except (BadOfficeFile, BadDraft):
            return HttpResponse(status=400)
        except DomainError:  # the draft has gone on to somebody else
            return HttpResponse(status=404)

    return answer


def _opened(token: str) -> tuple[OpenLink, bool] | None:
    try:
        told = signing.TimestampSigner(salt=SALT, sep=".").unsign_object(token, max_age=EDITOR_LASTS)
        link = find_editor_link(UUID(hex=told["link"]), now=now())
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return None
    return (link, told.get("right") == EDIT) if link else None


def _is_editor(request: HttpRequest, token: str) -> bool:
    """Tell whether the editor of the settings asks; its keys are read anew when they do not fit."""
    address = request.build_absolute_uri()
    for again in (False, True):
        try:
            keys = discovery.editor(again=again).keys
        except EditorUnavailable:
            return False
        if is_proven(request.headers, token=token, address=address, keys=keys, now=now()):
            return True
    return False


@csrf_exempt  # the editor has no cookie of ours: token and proof let it in
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Say what the file is (GET: CheckFileInfo), or hold it and give it back (POST, named by X-WOPI-Override)."""
    return _host(_info if request.method == "GET" else _locks)(request, drafted_id)


@csrf_exempt  # as above
@require_http_methods(["GET", "POST"])
def contents(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Give the file (GetFile), or take it as a version (POST: PutFile)."""
    return _host(_get if request.method == "GET" else _put)(request, drafted_id)


def _given(asked: Asked) -> tuple[drafting.DraftInfo, int, bytes, bool]:
    draft = access.access_draft(asked.link.actor, draft_id=asked.link.draft_id)
    number = sessions.version_given(draft, now=now())
    may_write = asked.may_edit and _turns.may_write(asked.link.actor, draft)
    return draft.to_info(kind_title=""), number, word_file(draft, number), may_write


def _info(asked: Asked) -> HttpResponse:
    info, number, data, may_write = _given(asked)
    return JsonResponse(
        {
            "BaseFileName": f"{info.kind}.docx",
            "OwnerId": info.author_id.hex,
            "Size": len(data),
            "UserId": (asked.link.actor.account_id or asked.link.id).hex,
            "UserFriendlyName": asked.link.actor.name,
            "Version": str(number),
            "LastModifiedTime": info.changed_at.isoformat(),
            "UserCanWrite": may_write,
            "ReadOnly": not may_write,
            "UserCanNotWriteRelative": True,
            "SupportsLocks": True,
            "SupportsGetLock": True,
            "SupportsExtendedLockLength": True,
            "SupportsUpdate": True,
        }
    )


def _get(asked: Asked) -> HttpResponse:
    _draft, number, data, _may = _given(asked)
    most = asked.request.headers.get("X-WOPI-MaxExpectedSize", "")
    if most.isascii() and most.isdigit() and len(data) > int(most[:20]):
        return HttpResponse(status=412)
    sessions.note_read(asked.link, number)
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["X-WOPI-ItemVersion"] = str(number)
    return answer


def _put(asked: Asked) -> HttpResponse:
    request = asked.request
    if request.headers.get("X-WOPI-Override") != "PUT":
        return HttpResponse(status=501)
    if not asked.may_edit:
        return HttpResponse(status=401)
    data = request.read(office.MAX_BYTES + 1)
    if len(data) > office.MAX_BYTES:
        return HttpResponse(status=413)
    held, number = sessions.save(asked.link, words=asked.lock, data=data, now=now())
    answer = _said(held)
    if held.is_done:
        answer["X-WOPI-ItemVersion"] = str(number)
    return answer


def _locks(asked: Asked) -> HttpResponse:
    verb, words, moment = asked.request.headers.get("X-WOPI-Override", ""), asked.lock, now()
    if verb == "GET_LOCK":
        draft = access.access_draft(asked.link.actor, draft_id=asked.link.draft_id)
        held = sessions.current(draft, now=moment)
        return HttpResponse(headers={LOCK_HEADER: held.lock if held else ""})
    verbs = {"LOCK": sessions.lock, "REFRESH_LOCK": sessions.refresh, "UNLOCK": sessions.unlock}
    if verb not in verbs:
        return HttpResponse(status=501)
    old = asked.request.headers.get("X-WOPI-OldLock", "")
    if not _is_lock(words) or (old and not _is_lock(old)):
        return HttpResponse(status=400)
    if not asked.may_edit:
        return HttpResponse(status=401)
    if verb == "LOCK" and old:
        return _said(sessions.relock(asked.link, old=old, words=words, now=moment))
    return _said(verbs[verb](asked.link, words=words, now=moment))


def _is_lock(words: str) -> bool:
    return 0 < len(words) <= MAX_LOCK and words.isascii() and words.isprintable()


def _said(held: sessions.Held) -> HttpResponse:
    """Return 200, or 409 with the lock in force."""
    return HttpResponse() if held.is_done else HttpResponse(status=409, headers={LOCK_HEADER: held.lock})
