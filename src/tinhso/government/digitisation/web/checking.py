"""The paper check of a dossier, filled in by keyboard alone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.government.digitisation import content, queries
from tinhso.government.digitisation.access import SCAN, SEE
from tinhso.government.digitisation.actions import check as verbs
from tinhso.government.digitisation.data import LineInput
from tinhso.government.digitisation.errors import BadCheck
from tinhso.government.digitisation.web._common import page
from tinhso.kernel.clock import now
from tinhso.ui.parse import whole_of
from tinhso.ui.people import officer_of

COUNTS = ("originals", "certified", "photos", "pages")


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show the check; a post saves it and goes on to the pages when `tiep` is pressed."""
    actor = officer_of(request, SEE)
    info = verbs.open_check(actor, dossier_id=dossier_id, now=now())
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            verbs.save_check(
                actor,
                dossier_id=dossier_id,
                lines=[_line(request, one.component) for one in info.lines],
                revision=whole_of(request.POST.get("phien_ban", ""), -1, empty=0),
                now=now(),
            )
        except BadCheck as refused:
            faults = refused.fields
        else:
            messages.success(request, _("Đã lưu phiếu kiểm tra giấy tờ."))
            return redirect("digitisation:pages" if "tiep" in request.POST else "digitisation:check", dossier_id)
    context = {
        "check": info,
        "rows": [_row(request, one, faults) for one in info.lines],
        "errors": {_id(*key.split(".", 1)): words for key, words in faults.items()} or None,
        "exemptions": [(code, content.exemption_title(code)) for code in content.exemptions()],
        "made": queries.list_digitised(actor, dossier_id=dossier_id),
        "may_scan": actor.may(SCAN, info.unit_id),
    }
    return page(request, "check.html", context, status=422 if faults else 200)


def _id(component: str, name: str) -> str:
    return f"{name}-{component}"


def _line(request: HttpRequest, component: str) -> LineInput:
    counts = {name: whole_of(request.POST.get(_id(component, name), ""), -1, empty=0) for name in COUNTS}
    return LineInput(
        component,
        note=request.POST.get(_id(component, "note"), "")[:1000],
        exemption=request.POST.get(_id(component, "exemption"), ""),
        **counts,
    )


def _row(request: HttpRequest, line: Any, faults: dict[str, str]) -> dict[str, Any]:
    """Return a line with its cells: what was typed when something is wrong, what is kept otherwise."""
    typed = request.POST if faults else {}
    cells = [
        {
            "id": _id(line.component, name),
            "value": typed.get(_id(line.component, name), str(getattr(line, name) or "")),
            "label": title,
            "error": faults.get(f"{line.component}.{name}", ""),
        }
        for name, title in zip(
            COUNTS, (_("Bản chính"), _("Bản chứng thực"), _("Bản photo"), _("Số trang")), strict=True
        )
    ]
    return {
        "line": line,
        "cells": cells,
        "note": {"id": _id(line.component, "note"), "value": typed.get(_id(line.component, "note"), line.note)},
        "why": {
            "id": _id(line.component, "exemption"),
            "value": typed.get(_id(line.component, "exemption"), line.exemption.value),
            "sentence": content.exemptions()[line.exemption.value]["sentence"] if line.exemption else "",
        },
    }
