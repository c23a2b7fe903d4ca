"""Addresses of the counter without the network: its page, its worker, what it takes along and what it brings back."""

import hashlib
import json
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from tinhso.foundation.numbering import public as numbering
from tinhso.kernel import clock
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.portals.officer import intake, offline, shell
from tinhso.ui.parse import iso_day_of, uuid_of
from tinhso.ui.people import officer_of

MAX_BODY: Final = 512 * 1024
MAX_KEPT: Final = 200
ASSETS: Final = (
    "ui/css/tokens.css",
    "ui/css/base.css",
    "ui/css/layout.css",
    "ui/css/components.css",
    "ui/css/utilities.css",
    "ui/css/print.css",
    "ui/js/theme.js",
    "ui/favicon.svg",
    "vendor/lucide/sprite.svg",
    "vendor/inter/inter-latin-wght-normal.woff2",
    "vendor/inter/inter-vietnamese-wght-normal.woff2",
    "forms/forms.css",
    "officer/offline.js",
)
"""All the page needs; the address of each carries the hash of what it holds."""


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the counter's page for work without the network: the same for everybody, nothing of anybody on it."""
    actor = officer_of(request)
    offline.require_desk(actor)
    if not offline.is_on():
        return redirect("officer:counter")
    return render(request, "officer/offline.html", {})


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Give the worker that keeps the page and its files, under a name made of their hashes; or the one that forgets.

    It is the same for everybody and asked for without a session too, so that a desk can always be told to forget.
    """
    if offline.is_on():
        kept = [reverse("officer:offline"), *(static(asset) for asset in ASSETS)]
        version = hashlib.sha256("\n".join([*kept, _template_hash()]).encode()).hexdigest()[:16]
        context = {"kept": json.dumps(kept), "page": json.dumps(kept[0]), "name": f"tinhso-quay-{version}"}
        body = render(request, "officer/offline_worker.js", context).content
    else:
        body = render(request, "officer/offline_forget.js", {}).content
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _template_hash() -> str:
    from django.template.loader import get_template

    source: Any = get_template("officer/offline.html")
    return hashlib.sha256(source.template.source.encode()).hexdigest()


@require_GET
@ensure_csrf_cookie
def provisions(request: HttpRequest) -> HttpResponse:
    """Give a desk what it takes along."""
    actor = officer_of(request)
    offline.require_desk(actor)
    if not offline.is_on():
        raise NotFound
    return _plain(offline.provisions(actor, now=clock.now()))


@require_POST
def take_block(request: HttpRequest) -> HttpResponse:
    """Give a desk its next temporary numbers."""
    actor = officer_of(request)
    offline.require_desk(actor)
    return _plain(offline.take_block(actor, place=request.POST.get("quay", ""), now=clock.now()))


@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    """Take in one dossier a desk received alone; sent again it answers the same."""
    actor = officer_of(request)
    offline.require_desk(actor)
    brought = offline.read_brought(_json(request))
    if brought is None:
        return _plain({"sentence": _("Nội dung gửi về không đọc được. Tải lại trang quầy ngoại tuyến.")}, status=400)
    try:
        info, was_there = offline.bring_in(actor, brought, now=clock.now())
    except DomainError as refused:
        return _plain(
            {
                "code": refused.code,
                "sentence": _(refused.sentence),
                "fields": {name: str(said) for name, said in intake.errors_by_id(refused.fields).items()},
            },
            status=refused.status,
        )
    return _plain({"code": info.code, "url": reverse("officer:dossier", args=[info.id]), "was_there": was_there})


@require_POST
def return_block(request: HttpRequest) -> HttpResponse:
    """Give the numbers not used back; those in `giu` stand on papers people hold and are kept."""
    actor = officer_of(request)
    offline.require_desk(actor)
    kept = frozenset(int(n) for n in request.POST.getlist("giu")[:MAX_KEPT] if n.isascii() and n.isdigit())
    block_id = uuid_of(request.POST.get("dai", "")) or UUID(int=0)
    void = numbering.return_block(
        actor, block_id=block_id, reason=_("Quầy trả số chưa dùng"), keep=kept, now=clock.now()
    )
    if "trang" in request.POST:
        messages.success(request, _("Đã hủy %(n)s số chưa dùng.") % {"n": void})
        return redirect("officer:blocks")
    return _plain({"void": void})


@require_GET
def blocks(request: HttpRequest) -> HttpResponse:
    """Show the day's blocks of the unit: every number used, void or still with its desk."""
    actor = officer_of(request)
    unit_id = offline.require_desk(actor)
    day = iso_day_of(request.GET.get("ngay", "")) or local_day(clock.now())
    found = numbering.list_blocks(unit_ids=frozenset({unit_id}), on=day)
    rows = [(block, len(block.used), len(block.void), len(block.open)) for block in found]
    return shell.page(request, "blocks.html", {"rows": rows, "day": day})


def _json(request: HttpRequest) -> Any:
    if len(request.body) > MAX_BODY:
        return None
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def _plain(data: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = JsonResponse(data, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
