"""The officers' pages: the unit's petitions, and one with the acts its state allows."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.access import public as access
from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.access import ANSWER, APPROVE, PUBLISH, RECEIVE, in_scope
from tinhso.government.petitions.data import STATUS_TITLES, Detail
from tinhso.government.petitions.public import Counted, Kind, PetitionInfo, Status
from tinhso.government.petitions.rules.redaction import masked
from tinhso.government.petitions.web import places
from tinhso.government.petitions.web import words as wording
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.kernel.errors import Kind as Refusal
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.ui.parse import uuid_of, version_of

SIDE = 1200
Act = Callable[[HttpRequest, Actor, UUID], PetitionInfo]


@require_safe
def listed(request: ActorRequest) -> HttpResponse:
    """List the petitions of the officer's units, or those given to them."""
    actor, status = actor_of(request), request.GET.get("tinh-trang", "")
    page = petitions.list_petitions(
        actor, status=Status(status) if status in set(Status) else None, cursor=request.GET.get("cursor", "")[:200]
    )
    numbered = [(str(number), info) for number, info in enumerate(page.items, 1)]
    context = {
        "rows": [{**wording.row(info), "number": number} for number, info in numbered],
        "sheet": places.of_list(numbered),
        "next_cursor": page.next_cursor,
        "status": status,
        "statuses": [(s.value, _(STATUS_TITLES[s])) for s in Status if s not in (Status.UNVERIFIED, Status.LAPSED)],
    }
    return render(request, "petitions/list.html", context)


@require_safe
def counted(request: ActorRequest) -> HttpResponse:
    """List exactly the petitions a figure counts: of a unit with what is below it, filed in some days."""
    actor, asked = actor_of(request), request.GET
    in_scope(actor)
    which, unit = asked.get("dem", ""), _unit(asked.get("don_vi", "")[:40])
    first, last = _day(asked.get("tu", "")), _day(asked.get("den", ""))
    if which not in set(Counted) or last < first:
        raise NotFound
    page, whole, hidden = petitions.list_counted(
        actor,
        unit_ids=None if unit is None else access.reach_of(unit.id) | {unit.id},
        first=first,
        last=last,
        counted=Counted(which),
        cursor=asked.get("cursor", "")[:200],
        now=clock.now(),
    )
    context = {
        "rows": [wording.row(info) for info in page.items],
        "next_cursor": page.next_cursor,
        "title": wording.counted_words(Counted(which)),
        "unit": unit,
        "first": first,
        "last": last,
        "whole": whole,
        "hidden": hidden,
    }
    return render(request, "petitions/counted.html", context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:20])
    except ValueError:
        raise NotFound from None


def _unit(text: str) -> organisations.UnitInfo | None:
    if not text:
        return None
    try:
        return organisations.get_unit(UUID(text))
    except (ValueError, organisations.UnitNotFound):
        raise NotFound from None


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
    context = {**_shown(request, actor, detail), "errors": errors or None}
    return render(request, "petitions/one.html", context, status=422 if errors else 200)


def _shown(request: HttpRequest, actor: Actor, detail: Detail) -> dict[str, Any]:
    info, unit = detail.info, detail.info.unit_id
    is_handler = info.handler_id == actor.account_id
    names = [detail.contact.name, detail.contact.phone]
    may_publish = info.status is Status.ANSWERED and not info.is_published and actor.may(PUBLISH, unit)
    return {
        "detail": detail,
        "row": wording.row(info),
        "sheet": places.of_one(info),
        "near": places.near_words(info),
        "may_tell_point": info.kind is Kind.SCENE and info.place.latitude is not None,
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
    return version_of(request.POST.get("phien_ban", ""))


def _accept(request: HttpRequest, actor: Actor, petition_id: UUID) -> PetitionInfo:
    kind = request.POST.get("kind", "")
    handler = uuid_of(request.POST.get("handler", "")[:40])
    if handler is None:
        sentence = _("Chọn người xử lý trong danh sách của đơn vị.")
        raise petitions.BadPetition(sentence, fields={"handler": sentence})
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
        with_point=post.get("vi_tri") == "1",
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
