"""Drafts in a list; one draft with its chain, remarks, opinions and versions; its papers."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.foundation.files import public as files
from tinhso.government.documents import public as documents
from tinhso.government.drafting import layouts, paper
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.actions import papers
from tinhso.government.drafting.data import STANCE_TITLES, WRITE, CommentInfo, Detail
from tinhso.government.drafting.rules.markup import paragraphs_of
from tinhso.government.drafting.web.typed import POLICY, reader
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now

BOXES: Final = {"cua-toi": "mine", "cho-toi": "waiting", "phat-hanh": "to_issue", "da-xong": "done", "tat-ca": ""}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the drafts one takes part in (`hop`: one's own, before one, to issue, done, all)."""
    actor = reader(request)
    box = request.GET.get("hop", "")
    box = box if box in BOXES else "cua-toi"
    page = drafting.list_drafts(actor, box=BOXES[box], cursor=request.GET.get("cursor", "")[:200])
    tabs = [
        ("cua-toi", _("Đang soạn")),
        ("cho-toi", _("Chờ tôi")),
        ("phat-hanh", _("Chờ phát hành")),
        ("da-xong", _("Đã xong")),
        ("tat-ca", _("Tất cả")),
    ]
    signable = drafting.signable(actor, page.items) if box == "cho-toi" else set()
    context = {"page": page, "box": box, "tabs": tabs, "may_write": actor.may(WRITE), "signable": signable}
    return render(request, "drafting/list.html", context)


@require_safe
def draft(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Show one draft to whoever takes part in it."""
    return show(request, reader(request), drafted_id, errors={})


def show(request: HttpRequest, actor: Actor, drafted_id: UUID, *, errors: dict[str, str]) -> HttpResponse:
    """Show one draft, with what an act on it was refused for."""
    detail = drafting.get_draft(actor, draft_id=drafted_id, now=now())
    context = context_of(actor, detail) | {"errors": errors, "typed": request.POST}
    return render(request, "drafting/draft.html", context, status=422 if errors else 200)


def _answered(actor: Actor, detail: Detail) -> documents.DocumentInfo | None:
    """Return the incoming document a draft answers, to whoever may open it."""
    found = documents.list_documents_by_id(actor, [detail.info.answers_id] if detail.info.answers_id else [])
    return found[0] if found else None


def context_of(actor: Actor, detail: Detail) -> dict[str, Any]:
    """Return what the page of a draft shows."""
    lines = paragraphs_of(detail.content.body)
    mine = [one for one in detail.opinions if one.adviser_id == actor.account_id]
    source = detail.info.copies_id
    current = [one for one in detail.steps if one.round == detail.info.round]
    return {
        "detail": detail,
        "info": detail.info,
        "answered": _answered(actor, detail),
        "may": dict.fromkeys(detail.may, True),
        "paragraphs": [(place, line) for place, line in enumerate(lines, start=1)],
        "comments": [(one, _place_now(one, lines)) for one in detail.comments if one.settled_at is None],
        "settled": [one for one in detail.comments if one.settled_at is not None],
        "my_opinion": next((one for one in mine if one.stance is None), mine[-1] if mine else None),
        "stances": [(one.value, _(title)) for one, title in STANCE_TITLES.items()],
        "steps": current,
        "earlier": [one for one in detail.steps if one.round != detail.info.round],
        "sides": [one for one in detail.versions if one.is_open_side],
        "options": list(enumerate(detail.slip.options)) if detail.slip else [],
        "is_author": detail.info.author_id == actor.account_id,
        "seen": max((one.version or 0 for one in current if one.reviewer_id == actor.account_id), default=0),
        "moment": now(),
        "has_body": layouts.layout_of(detail.info.kind).has_body,
        "paper_mark": papers.mark_in(detail.paper),
        "has_editor": bool(settings.EDITOR_DISCOVERY),
        "copied": next(iter(documents.list_documents_by_id(actor, [source])), None) if source else None,
    }


def _place_now(comment: CommentInfo, lines: list[str]) -> int:
    """Return where the paragraph a remark is about stands now, 0 for one that was rewritten or taken out."""
    quoted = [place for place, line in enumerate(lines, start=1) if line[:300] == comment.quote]
    return quoted[0] if quoted else 0


@require_safe
def signing_state(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Say how far the signing is, for the page that shows it; once it is over that page is loaded anew.

    `?thay=` names what the page shows already: nothing new is no content, so that nobody is read the same twice.
    """
    signing = drafting.find_signing(reader(request), draft_id=drafted_id)
    if signing is not None and request.GET.get("thay") == signing.mark:
        return HttpResponse(status=204)
    if signing is not None:
        return render(request, "drafting/_signing.html", {"signing": signing, "drafted_id": drafted_id})
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect("drafting:draft", drafted_id)


@require_safe
def version_pdf(request: HttpRequest, drafted_id: UUID, version_number: int) -> HttpResponse:
    """Give one version as PDF: its Word file's own, or what the system lays out, marked as a draft."""
    found, content = drafting.version_content(reader(request), draft_id=drafted_id, number=version_number)
    made = papers.pdf_of(found, version_number) or paper.render(found, content, is_draft=True, now=now())
    return pdf_answer(made, f"du-thao-{version_number}.pdf")


def pdf_answer(data: bytes, name: str) -> HttpResponse:
    """Return a PDF that a page of ours may show in itself."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Content-Security-Policy"] = POLICY
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@require_safe
def signed(request: HttpRequest, drafted_id: UUID, signature_id: UUID) -> HttpResponseBase:
    """Give a signed paper; once its signature was voided, the one that says so."""
    file_id = drafting.signed_file(reader(request), draft_id=drafted_id, signature_id=signature_id)
    answer = files.respond(file_id, inline=True, request=request)
    answer["Content-Security-Policy"] = POLICY
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer
