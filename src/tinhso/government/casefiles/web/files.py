"""Files: those one may open, one of them, everything that is done with it."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.government.casefiles import content, printing
from tinhso.government.casefiles import public as casefiles
from tinhso.government.casefiles.access import may
from tinhso.government.casefiles.data import FILE_TITLES, HOLD, SEE, SEND, USE, FileState
from tinhso.government.casefiles.web._common import PDF, attached, errors_of, page
from tinhso.government.documents import public as documents
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.kernel.text import fold
from tinhso.ui.parse import uuid_of, version_of, whole_of
from tinhso.ui.people import officer_of

FIELDS: Final = ("notation", "title", "maintenance", "mode", "keyword", "description", "paper_code")
OFFERED: Final = 30


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """List the files one may open (`tinh_trang`, `tim`, `cua`); POST opens one by need."""
    actor = officer_of(request, USE)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = casefiles.open_file(actor, values=_values(request.POST), now=now())
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            messages.success(request, _("Đã mở hồ sơ %(code)s.") % {"code": made.code})
            return redirect("casefiles:file", case_file_id=made.id)
    asked, counts = request.GET.get("tinh_trang", ""), casefiles.count_files(actor)
    state = next((one for one in FileState if one.value == asked), None)
    words, mine = request.GET.get("tim", "")[:200], request.GET.get("cua", "") == "toi"
    found = casefiles.list_files(actor, state=state, words=words, mine=mine, cursor=request.GET.get("cursor", ""))
    context = {
        "found": found,
        "words": words,
        "mine": mine,
        "sees_all": actor.may(SEE),
        "states": [(one.value, _(FILE_TITLES[one]), counts.get(one, 0)) for one in FileState],
        "state": state.value if state else "",
        "choices": _choices(),
        "typed": request.POST,
        "errors": errors,
    }
    return page(request, "home.html", context, status=422 if errors else 200)


@require_safe
def file(request: HttpRequest, case_file_id: UUID) -> HttpResponse:
    """Show one file (`tim` looks for documents to put in)."""
    return _page(request, case_file_id, {})


@require_POST
def act(request: HttpRequest, case_file_id: UUID) -> HttpResponse:
    """Do one thing with a file: `lam` says which."""
    actor = officer_of(request, USE)
    casefiles.get_file(actor, file_id=case_file_id)
    verb = _ACTS.get(request.POST.get("lam", ""))
    if verb is None:
        raise NotFound
    try:
        said = verb(actor, case_file_id, request.POST)
    except DomainError as refused:
        return _page(request, case_file_id, errors_of(refused))
    messages.success(request, said)
    return redirect("casefiles:file", case_file_id=case_file_id)


@require_safe
def paper_list(request: HttpRequest, case_file_id: UUID) -> HttpResponse:
    """Give the list of papers as PDF."""
    actor = officer_of(request, USE)
    return attached(printing.file_list(actor, file_id=case_file_id, now=now()), "muc-luc-van-ban.pdf", PDF, inline=True)


def _add_documents(actor: Actor, file_id: UUID, post: QueryDict) -> str:
    chosen = [key for text in post.getlist("van_ban")[:200] if (key := uuid_of(text))]
    n = casefiles.add_documents(actor, file_id=file_id, document_ids=chosen, now=now())
    return _("Đã thêm %(n)d văn bản vào hồ sơ.") % {"n": n}


def _add_dossier(actor: Actor, file_id: UUID, post: QueryDict) -> str:
    casefiles.add_dossier(actor, file_id=file_id, code=post.get("ma", "")[:60], now=now())
    return _("Đã thêm hồ sơ thủ tục.")


def _remove(actor: Actor, file_id: UUID, post: QueryDict) -> str:
    item = _item_of(post)
    casefiles.remove_item(actor, file_id=file_id, item_id=item, reason=post.get(f"ly_do_{item}", ""), now=now())
    return _("Đã đưa tài liệu ra khỏi hồ sơ.")


def _remark(actor: Actor, file_id: UUID, post: QueryDict) -> str:
    item = _item_of(post)
    pages = whole_of(post.get("so_trang", "")) or 0
    casefiles.note_item(actor, file_id=file_id, item_id=item, note=post.get("ghi_chu", ""), pages=pages, now=now())
    return _("Đã ghi chú cho tài liệu.")


def _describe(actor: Actor, file_id: UUID, post: QueryDict) -> str:
    version = version_of(post.get("version", "")) or 0
    casefiles.describe_file(actor, file_id=file_id, values=_values(post), version=version, now=now())
    return _("Đã lưu thông tin hồ sơ.")


def _close(actor: Actor, file_id: UUID, _post: QueryDict) -> str:
    closed = casefiles.close_file(actor, file_id=file_id, now=now())
    due = f"{closed.due_on:%d/%m/%Y}" if closed.due_on else ""
    return _("Đã kết thúc hồ sơ. Hạn nộp lưu: %(due)s.") % {"due": due}


def _reopen(actor: Actor, file_id: UUID, post: QueryDict) -> str:
    casefiles.reopen_file(actor, file_id=file_id, reason=post.get("ly_do", ""), now=now())
    return _("Đã mở lại hồ sơ.")


def _hold(actor: Actor, file_id: UUID, post: QueryDict) -> str:
    casefiles.place_hold(
        actor, file_id=file_id, reason=post.get("ly_do", ""), document=post.get("can_cu", ""), now=now()
    )
    return _("Đã phong tỏa hồ sơ.")


def _lift(actor: Actor, file_id: UUID, post: QueryDict) -> str:
    casefiles.lift_hold(actor, file_id=file_id, reason=post.get("ly_do", ""), now=now())
    return _("Đã gỡ phong tỏa.")


def _item_of(post: QueryDict) -> UUID:
    item = uuid_of(post.get("muc", ""))
    if item is None:
        raise NotFound
    return item


_ACTS: Final[Mapping[str, Callable[[Actor, UUID, QueryDict], str]]] = {
    "them_van_ban": _add_documents,
    "them_ho_so": _add_dossier,
    "bo": _remove,
    "ghi_chu": _remark,
    "sua": _describe,
    "ket_thuc": _close,
    "mo_lai": _reopen,
    "phong_toa": _hold,
    "go": _lift,
}


def _page(request: HttpRequest, file_id: UUID, errors: Mapping[str, str]) -> HttpResponse:
    actor = officer_of(request, USE)
    info = casefiles.get_file(actor, file_id=file_id)
    changes = casefiles.may_change(actor, file_id=file_id)
    items = casefiles.list_items(actor, file_id=file_id)
    is_open = info.state is FileState.OPEN
    words = request.GET.get("tim", "")[:200]
    context: dict[str, Any] = {
        "file": info,
        "items": items,
        "flags": casefiles.list_flags(actor, file_id=file_id) if is_open and changes else (),
        "holds": casefiles.list_holds(actor, file_id=file_id),
        "story": casefiles.list_story(actor, file_id=file_id),
        "changes": changes,
        "edits": changes and is_open,
        "may_reopen": changes and info.state is FileState.CLOSED,
        "may_send": info.state is FileState.CLOSED and may(actor, SEND, info.unit_id),
        "may_hold": may(actor, HOLD, info.unit_id),
        "words": words,
        "offered": _offered(actor, words, {one.document_id for one in items}) if changes and is_open else (),
        "choices": _choices(),
        "typed": request.POST if request.POST.get("lam") == "sua" else None,
        "reason": request.POST.get("ly_do", ""),
        "errors": errors,
    }
    return page(request, "file.html", context, status=422 if errors else 200)


def _offered(actor: Actor, words: str, here: set[UUID | None]) -> list[documents.DocumentInfo]:
    """Return documents this actor may open, the newest first: what is looked for, or the latest."""
    rows = documents.visible(actor).filter(number__isnull=False)
    for word in fold(words).split()[:6]:
        rows = rows.filter(search_words__contains=word)
    keys = list(rows.order_by("-id").values_list("id", flat=True)[:OFFERED])
    return [one for one in documents.list_documents_by_id(actor, keys) if one.id not in here]


def _values(post: QueryDict) -> dict[str, str]:
    return {name: post.get(name, "") for name in FIELDS}


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "maintenance": list(content.maintenance_codes().items()),
        "mode": [(code, _(title)) for code, title in content.modes().items()],
    }
