"""«Chia sẻ»: giving leave to see one paper, ending it, and what a receiver sees."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.government.papers.actions import share as verbs
from tinhso.government.papers.data import PaperInfo, ShareInfo, ShareKind, ShareScope
from tinhso.government.papers.errors import BadShare
from tinhso.government.papers.queries import shares, store
from tinhso.government.papers.web.views._common import applicant_of, page
from tinhso.government.papers.web.views.mine import facts_of
from tinhso.kernel.clock import now
from tinhso.kernel.http import actor_of
from tinhso.ui.parse import uuid_of, whole_of

SIZE: Final = 20
FIELDS: Final = {
    "unit": "co_quan",
    "receiver_number": "so_nguoi_nhan",
    "purpose": "muc_dich",
    "days": "so_ngay",
    "consent": "dong_y",
}


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, own_paper_id: UUID) -> HttpResponse:
    """Share one paper: with whom, what for, how long; nothing is chosen beforehand. A link is shown once."""
    actor, moment, post = applicant_of(request), now(), request.POST
    paper = store.get_paper(actor, paper_id=own_paper_id, now=moment)
    errors: dict[str, str] = {}
    kind = next((one for one in ShareKind if one.value == post.get("voi_ai", "")), None)
    if request.method == "POST" and kind is None:
        errors["voi_ai"] = _("Chọn người nhận")
    if request.method == "POST" and kind is not None:
        try:
            given = verbs.share_paper(
                actor,
                paper_id=paper.id,
                kind=kind,
                unit_id=uuid_of(post.get("co_quan", "")),
                receiver_number=post.get("so_nguoi_nhan", ""),
                purpose=post.get("muc_dich", ""),
                days=whole_of(post.get("so_ngay", "")),
                scope=ShareScope.FILE if post.get("pham_vi") == "file" else ShareScope.FACTS,
                consent="dong_y" in post,
                now=moment,
            )
            return _given(request, paper, given)
        except BadShare as refused:
            errors = {FIELDS[name]: said for name, said in refused.fields.items()}
    context = {
        "paper": paper,
        "typed": post,
        "units": _agencies(),
        "consent": verbs.CONSENT,
        "errors": errors or None,
        "said": errors,
    }
    return page(request, "share.html", context, status=422 if errors else 200)


def _agencies() -> list[tuple[UUID, str]]:
    return [(unit.id, unit.name) for unit in organisations.list_units() if unit.is_agency]


def _given(request: HttpRequest, paper: PaperInfo, given: ShareInfo) -> HttpResponse:
    """Show the link, this once; other shares need no link."""
    if not given.token:
        messages.success(request, _("Đã chia sẻ. Ông/Bà chấm dứt bất cứ lúc nào ở trang Chia sẻ."))
        return redirect("papers:shares")
    address = f"{settings.PUBLIC_URL}{reverse('papers:link', args=[given.token])}"
    answer = page(request, "shared.html", {"paper": paper, "given": given, "address": address})
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def shares_list(request: HttpRequest) -> HttpResponse:
    """List what one shared, and what is shared with oneself."""
    actor, moment = applicant_of(request), now()
    found = shares.list_shares(actor, cursor=request.GET.get("cursor", ""), size=SIZE)
    looks = shares.list_looks(actor, share_ids=[one.id for one in found.items])
    context = {
        "found": found,
        "rows": [(one, one.is_open(moment), looks.get(one.id, [])) for one in found.items],
        "received": shares.list_received(actor, now=moment, size=SIZE),
    }
    return page(request, "shares.html", context)


@require_POST
def end(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """End a share at once."""
    verbs.end_share(applicant_of(request), share_id=share_id, now=now())
    messages.success(request, _("Đã chấm dứt chia sẻ. Người nhận không xem được nữa."))
    return redirect("papers:shares")


@require_safe
def received(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """Show what somebody shared with this person."""
    found = verbs.open_share(applicant_of(request), share_id=share_id, what=ShareScope.FACTS, now=now())
    return seen(request, *found, file_url=reverse("papers:received_file", args=[share_id]))


@require_safe
def received_file(request: HttpRequest, share_id: UUID) -> HttpResponseBase:
    """Open the file somebody shared with this person."""
    paper, _how = verbs.open_share(applicant_of(request), share_id=share_id, what=ShareScope.FILE, now=now())
    return files.respond(paper.file_id, inline=True, request=request)


@require_safe
def link(request: HttpRequest, share_token: str) -> HttpResponse:
    """Show what is shared by this link, to whoever holds it."""
    found = verbs.open_link(actor_of(request), token=share_token, what=ShareScope.FACTS, now=now())
    answer = seen(request, *found, file_url=reverse("papers:link_file", args=[share_token]))
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def link_file(request: HttpRequest, share_token: str) -> HttpResponseBase:
    """Open the file shared by this link."""
    paper, _how = verbs.open_link(actor_of(request), token=share_token, what=ShareScope.FILE, now=now())
    return files.respond(paper.file_id, inline=True, request=request)


def seen(
    request: HttpRequest, paper: PaperInfo, how: ShareInfo, *, file_url: str, base: str = "ui/citizen.html"
) -> HttpResponse:
    """Show a shared paper: that one and nothing else of its owner; never their number."""
    context = {
        "base": base,
        "paper": paper,
        "how": how,
        "rows": facts_of(paper, with_owner=True),
        "file_url": file_url if how.scope is ShareScope.FILE else "",
    }
    answer = page(request, "seen.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer
