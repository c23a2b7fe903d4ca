"""One minute to rate, without JavaScript; for officers the words without names."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.access import public as access
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.ratings import actions
from tinhso.government.ratings import public as ratings
from tinhso.government.ratings.access import SETTLE, SHOW
from tinhso.government.ratings.data import Level, RatingInfo, Reason
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError, Kind, Unauthenticated
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.ui.templatetags.ui import status_tag

GUESSES: Final = 60
FINE: Final = frozenset({Kind.INVALID, Kind.CONFLICT})


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, rating_token: str) -> HttpResponse:
    """Ask how it went: three levels, a checklist, a few words; the same page thanks, and can be changed for a day."""
    address, now = identity.client_address(request), clock.now()
    identity.count_try("ratings.sheet", address, limit=GUESSES, now=now)
    found = ratings.get_sheet(rating_token, now=now)
    identity.take_back("ratings.sheet", address)
    refusals: dict[str, str] = {}
    if request.method == "POST":
        try:
            ratings.rate(
                actor_of(request),
                token=rating_token,
                level=_level(request.POST.get("level", "")),
                reasons=request.POST.getlist("reasons")[:20],
                words=request.POST.get("words", ""),
                now=now,
            )
            messages.success(request, _("Đã ghi nhận đánh giá. Cảm ơn Ông/Bà."))
            return redirect("ratings:sheet", rating_token)
        except DomainError as refusal:
            if refusal.kind not in FINE:
                raise
            field = "words" if refusal.code == "ratings.words_too_long" else "level"
            refusals = {f"id_{field}": _(refusal.sentence)}
    context = {
        "sheet": found,
        "is_open": found.is_open(now),
        "levels": [
            (level, level_words(level), _chosen(request, found.level) == level.value) for level in reversed(Level)
        ],
        "reasons": [
            (reason, reason_words(reason), reason.value in _ticked(request, found.reasons)) for reason in Reason
        ],
        "words": request.POST.get("words", found.words)[:4000],
        "errors": refusals or None,
        "level_error": refusals.get("id_level", ""),
        "words_error": refusals.get("id_words", ""),
    }
    return render(request, "ratings/sheet.html", context, status=422 if refusals else 200)


def _chosen(request: HttpRequest, kept: Level | None) -> int:
    posted = _level(request.POST.get("level", ""))
    return (posted or kept or 0) if request.method == "POST" else (kept or 0)


def _ticked(request: HttpRequest, kept: tuple[Reason, ...]) -> set[str]:
    return set(request.POST.getlist("reasons")) if request.method == "POST" else {reason.value for reason in kept}


@require_safe
def listed(request: ActorRequest) -> HttpResponse:
    """List what people said of the units the actor oversees; `?muc=1` shows the dissatisfied alone."""
    actor = actor_of(request)
    level = _level(request.GET.get("muc", ""))
    page = ratings.list_ratings(actor, level=level, cursor=request.GET.get("cursor", ""))
    context = {
        "rows": [_row(one) for one in page.items],
        "next_cursor": page.next_cursor,
        "level": level,
        "levels": [(one.value, level_words(one)) for one in reversed(Level)],
    }
    return render(request, "ratings/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, rating_id: UUID) -> HttpResponse:
    """Show one rating to the unit; a POST says that the unit has dealt with it."""
    actor = actor_of(request)
    rating = ratings.get_rating(actor, rating_id)
    if request.method == "POST":
        ratings.settle(actor, rating_id=rating_id, now=clock.now())
        messages.success(request, _("Đã ghi nhận việc khắc phục."))
        return redirect("ratings:one", rating_id=rating_id)
    items = [item for item in work.list_of_subject(actor, subject_id=rating_id) if item.kind == actions.COMPLAINT]
    context = {
        "row": _row(rating),
        "rating": rating,
        "open": bool(items) and actor.may(SETTLE, rating.unit_id),
    }
    return render(request, "ratings/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def at_desk(request: ActorRequest, dossier_id: UUID) -> HttpResponse:
    """Invite the applicant at the desk to rate; a POST shows where: a QR code for their telephone, a link for a tablet.

    Opening the page makes nothing; the address made by the POST is good once and for half an hour.
    """
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    info = dossiers.get_dossier(actor, dossier_id=dossier_id).info
    access.ability_required(actor, SHOW, info.unit_id)
    context: dict[str, Any] = {"info": info, "is_rated": ratings.is_rated(info.id)}
    if request.method == "POST":
        token = actions.show_at_desk(actor, info, now=clock.now())
        path = reverse("ratings:sheet", args=[token])
        context |= {"path": path, "qr": prints.qr_svg(f"{settings.PUBLIC_URL}{path}")}
    return render(request, "ratings/at_desk.html", context)


def level_words(level: Level) -> str:
    """Return how a level is called."""
    return {
        Level.VERY_SATISFIED: _("Rất hài lòng"),
        Level.SATISFIED: _("Hài lòng"),
        Level.DISSATISFIED: _("Không hài lòng"),
    }[level]


def reason_words(reason: Reason) -> str:
    """Return how a reason is called: the matter, whether it was good or bad."""
    return {
        Reason.LATE: _("Thời gian giải quyết"),
        Reason.ATTITUDE: _("Thái độ phục vụ"),
        Reason.GUIDANCE: _("Việc hướng dẫn"),
        Reason.PAPERS: _("Giấy tờ phải nộp"),
        Reason.VISITS: _("Số lần phải đi lại"),
        Reason.FEES: _("Phí, lệ phí"),
        Reason.ONLINE: _("Cổng dịch vụ trực tuyến"),
        Reason.OTHER: _("Việc khác"),
    }[reason]


def _row(rating: RatingInfo) -> dict[str, Any]:
    tones = {Level.VERY_SATISFIED: "ok", Level.SATISFIED: "new", Level.DISSATISFIED: "late"}
    return {
        "id": rating.id,
        "on": rating.rated_on,
        "unit": organisations.get_unit(rating.unit_id).name,
        "tag": status_tag(level_words(rating.level), tones[rating.level]),
        "reasons": ", ".join(reason_words(reason) for reason in rating.reasons),
        "words": rating.words,
    }


def _level(text: str) -> Level | None:
    return Level(int(text)) if text in {"1", "2", "3"} else None
