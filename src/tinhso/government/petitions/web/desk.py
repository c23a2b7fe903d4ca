"""The officers' pages: the unit's petitions, and one with the acts its state allows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.access import ANSWER, APPROVE, PUBLISH, RECEIVE
from tinhso.government.petitions.data import STATUS_TITLES, Detail
from tinhso.government.petitions.public import Kind, PetitionInfo, Status
from tinhso.government.petitions.rules.redaction import masked
from tinhso.government.petitions.web import words as wording
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.kernel.errors import Kind as Refusal
from tinhso.kernel.http import ActorRequest, actor_of

SIDE = 1200
Act = Callable[[HttpRequest, Actor, UUID], PetitionInfo]


@require_safe
def listed(request: ActorRequest) -> HttpResponse:
    """List the petitions of the officer's units, or those given to them."""
    actor, status = actor_of(request), request.GET.get("tinh-trang", "")
    page = petitions.list_petitions(
        actor, status=Status(status) if status in set(Status) else None, cursor=request.GET.get("cursor", "")[:200]
    )
    context = {
        **wording.officer_shell(actor),
        "rows": [wording.row(info) for info in page.items],
        "next_cursor": page.next_cursor,
        "status": status,
        "statuses": [(s.value, _(STATUS_TITLES[s])) for s in Status if s not in (Status.UNVERIFIED, Status.LAPSED)],
    }
    return render(request, "petitions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, petition_id: UUID) -> HttpResponse:
    """Show one petition; a POST does the act named by `lam`, and comes back with a refusal when it is refused."""
    actor, errors = actor_of(request), {}
    detail = petitions.get_petition(actor, petition_id=petition_id)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("lam", ""))
        if act is None:
            raise NotFound
        try:
            act(request, actor, petition_id)
            messages.success(request, _("Đã ghi nhận."))
            return redirect("petitions:list")
        except DomainError as refusal:
            if refusal.kind not in (Refusal.INVALID, Refusal.CONFLICT):
                raise
            found = ", ".join(f"«{piece}»" for piece in refusal.detail.get("found", ()))
            errors = {f"id_{next(iter(refusal.fields), 'words')}": " ".join(filter(None, (_(refusal.sentence), found)))}
    context = {**wording.officer_shell(actor), **_shown(request, actor, detail), "errors": errors or None}
    return render(request, "petitions/one.html", context, status=422 if errors else 200)


def _shown(request: HttpRequest, actor: Actor, detail: Detail) -> dict[str, Any]:
    info, unit = detail.info, detail.info.unit_id
    is_handler = info.handler_id == actor.account_id
    names = [detail.contact.name, detail.contact.phone]
    may_publish = info.status is Status.ANSWERED and not info.is_published and actor.may(PUBLISH, unit)
    return {
        "detail": detail,
        "row": wording.row(info),
        "unit": organisations.get_unit(unit),
        "story": wording.story(detail.story, with_inside=True),
        "kinds": wording.kinds(with_complaint=False),
        "may_receive": info.status in (Status.NEW, Status.PROCESSING) and actor.may(RECEIVE, unit),
        "may_refuse": info.status in (Status.NEW, Status.WAITING) and actor.may(RECEIVE, unit),
        "may_ask": info.status in (Status.NEW, Status.PROCESSING) and (actor.may(RECEIVE, unit) or is_handler),
        "may_answer": info.status is Status.PROCESSING and is_handler and actor.may(ANSWER, unit),
        "may_approve": info.status is Status.DRAFTED and actor.may(APPROVE, unit),
        "may_publish": may_publish,
        "handlers": petitions.list_handlers(unit) if actor.may(RECEIVE, unit) else [],
        "numbers": range(1, len(detail.photos) + 1),
        "typed": {key: request.POST.get(key, "")[:8000] for key in ("words", "answer", "title", "public", "reply")},
        "proposed": {
            "title": masked(info.title, names=names),
            "words": masked(info.words, names=names),
            "answer": masked(info.answer, names=names),
        }
        if may_publish
        else {},
    }


@require_safe
def photo(request: ActorRequest, petition_id: UUID, number: int) -> HttpResponse:
    """Show a photograph to who handles the petition: a smaller copy, as the camera's format may be any."""
    detail = petitions.get_petition(actor_of(request), petition_id=petition_id)
    if not 1 <= number <= len(detail.photos):
        raise NotFound
    picture = files.preview(detail.photos[number - 1], side=SIDE)
    if picture is None:
        raise NotFound
    return HttpResponse(picture, content_type="image/jpeg")


def _version(request: HttpRequest) -> int | None:
    typed = request.POST.get("phien_ban", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None


def _accept(request: HttpRequest, actor: Actor, petition_id: UUID) -> PetitionInfo:
    kind = request.POST.get("kind", "")
    try:
        handler = UUID(request.POST.get("handler", "")[:40])
    except ValueError:
        sentence = _("Chọn người xử lý trong danh sách của đơn vị.")
        raise petitions.BadPetition(sentence, fields={"handler": sentence}) from None
    return petitions.accept(
        actor,
        petition_id=petition_id,
        kind=Kind(kind) if kind in set(Kind) else Kind.OTHER,
        handler_id=handler,
        expected_version=_version(request),
        now=clock.now(),
    )


def _publish(request: HttpRequest, actor: Actor, petition_id: UUID) -> PetitionInfo:
    post, detail = request.POST, petitions.get_petition(actor, petition_id=petition_id)
    picked = {int(n) for n in post.getlist("anh")[:10] if n.isascii() and n.isdigit() and len(n) < 3}
    return petitions.publish(
        actor,
        petition_id=petition_id,
        title=post.get("title", "")[:1000],
        words=post.get("public", "")[:20000],
        answer=post.get("reply", "")[:20000],
        photos=[file_id for place, file_id in enumerate(detail.photos, 1) if place in picked],
        expected_version=_version(request),
        now=clock.now(),
    )


def _with_words(verb: Callable[..., PetitionInfo], name: str, post_name: str = "words") -> Act:
    def act(request: HttpRequest, actor: Actor, petition_id: UUID) -> PetitionInfo:
        given: dict[str, Any] = {name: request.POST.get(post_name, "")[:20000]} if name else {}
        return verb(actor, petition_id=petition_id, **given, expected_version=_version(request), now=clock.now())

    return act


def _withhold(request: HttpRequest, actor: Actor, petition_id: UUID) -> PetitionInfo:
    return petitions.withhold(
        actor, petition_id=petition_id, reason=request.POST.get("words", "")[:4000], now=clock.now()
    )


ACTS: dict[str, Act] = {
    "tiep-nhan": _accept,
    "tu-choi": _with_words(petitions.refuse, "reason"),
    "khieu-nai": _with_words(petitions.redirect, ""),
    "bo-sung": _with_words(petitions.ask_more, "words"),
    "trinh": _with_words(petitions.draft_answer, "answer", "answer"),
    "tra-lai": _with_words(petitions.send_back, "words"),
    "duyet": _with_words(petitions.approve, ""),
    "cong-khai": _publish,
    "khong-cong-khai": _withhold,
}
