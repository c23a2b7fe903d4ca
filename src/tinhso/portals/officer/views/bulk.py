"""Acts on several rows of the inbox: each in its own transaction, each with its own line in the report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError
from tinhso.portals.officer import shell
from tinhso.portals.officer.reading import uuid_of, version_of
from tinhso.portals.officer.views.acts import people_for

MAX_ITEMS: Final = 100


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one item; `refused` is the sentence of the refusal, "" when it is done."""

    code: str
    who: str
    refused: str = ""


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Take, give or sign the chosen rows."""
    actor = shell.require_officer(request)
    back = shell.way_back(request, reverse("officer:inbox"))
    items, gone = _chosen(actor, request)
    if not items and not gone:
        messages.error(request, _("Chọn ít nhất một việc trong danh sách rồi bấm lại."))
        return redirect(back)
    what = request.POST.get("lam", "")
    if what == "ky":
        return _sign_page(request, actor, items, back)
    if what == "giao":
        return _assign(request, actor, items, back)
    lines = [_line(item, partial(work.claim, actor, item_id=item.id)) for item in items]
    return _report(request, lines + gone, back, _("Nhận việc"))


def _chosen(actor: Actor, request: HttpRequest) -> tuple[list[work.WorkItemInfo], list[Line]]:
    """Return the items ticked that this actor may see, and a line for each that is no longer theirs to see."""
    found, gone = [], []
    for text in dict.fromkeys(request.POST.getlist("viec")[:MAX_ITEMS]):
        item_id = uuid_of(text)
        try:
            found.append(work.get_item(actor, item_id=item_id or UUID(int=0)))
        except DomainError as refused:
            gone.append(Line("", _("Việc đã chọn"), _(refused.sentence)))
    ids = [item.subject_id for item in found if item.kind.startswith("dossiers.")]
    dossiers.note_names_shown(actor, dossier_ids=ids, place="inbox")
    return found, gone


def _line(item: work.WorkItemInfo, verb: Callable[[], object]) -> Line:
    who = str(item.facts.get("applicant") or item.title)
    try:
        verb()
    except DomainError as refused:
        return Line(item.code, who, refused.sentence)
    return Line(item.code, who)


def _assign(request: HttpRequest, actor: Actor, items: list[work.WorkItemInfo], back: str) -> HttpResponse:
    people = people_for(actor, items)
    chosen = request.POST.get("nguoi")
    if chosen is None or chosen not in dict(people):
        errors = {} if chosen is None else {"nguoi": _("Chọn người nhận việc")}
        context = {"items": items, "people": people, "back": back, "errors": errors}
        return shell.page(request, "bulk_assign.html", context, status=422 if errors else 200)
    assignee = UUID(chosen)
    lines = [_line(item, partial(work.assign, actor, item_id=item.id, assignee_id=assignee)) for item in items]
    return _report(request, lines, back, _("Giao việc cho %(name)s") % {"name": dict(people)[chosen]})


def _sign_page(request: HttpRequest, actor: Actor, items: list[work.WorkItemInfo], back: str) -> HttpResponse:
    """Show what would be signed, each with its paper and at its present version, before anything is signed."""
    ready = [item for item in items if item.facts.get("act") == "sign"]
    if not ready:
        messages.error(request, _("Các việc đã chọn không có việc nào chờ ký."))
        return redirect(back)
    versions = dossiers.versions_of(actor, dossier_ids=[item.subject_id for item in ready])
    rows = [(item, versions.get(item.subject_id, "")) for item in ready]
    return shell.page(request, "sign_many.html", {"rows": rows, "back": back, "left_out": len(items) - len(ready)})


@require_POST
def sign_many(request: HttpRequest) -> HttpResponse:
    """Sign the listed results as they were shown, each in its own transaction, and report each.

    A dossier somebody acted on since the page was drawn is left unsigned and reported with who acted.
    """
    actor = shell.require_officer(request)
    back = shell.way_back(request, reverse("officer:inbox"))
    items, gone = _chosen(actor, request)
    lines = [_line(item, partial(_sign, actor, item, request.POST)) for item in items]
    return _report(request, lines + gone, back, _("Ký kết quả"))


def _sign(actor: Actor, item: work.WorkItemInfo, post: Mapping[str, str]) -> object:
    seen = version_of(post.get(f"phien_ban_{item.id}", ""))
    return dossiers.sign_result(actor, dossier_id=item.subject_id, expected_version=seen, now=clock.now())


def _report(request: HttpRequest, lines: list[Line], back: str, title: str) -> HttpResponse:
    """Say how many were done; when one was refused, list each with its reason."""
    good = [line for line in lines if not line.refused]
    said = ngettext("%(title)s: xong %(n)d việc.", "%(title)s: xong %(n)d việc.", len(good)) % {
        "title": title,
        "n": len(good),
    }
    if len(good) == len(lines):
        messages.success(request, said)
        return redirect(back)
    context = {"title": title, "said": said, "good": good, "bad": [x for x in lines if x.refused], "back": back}
    return shell.page(request, "report.html", context)
