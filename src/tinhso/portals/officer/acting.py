"""The way of every act: fetch, show the form, call one verb, say what happened, go back to where the work is.

A refusal never costs what was typed: the form comes back as it was, with the refusal's sentence, its status, and the
dossier's present version, so that pressing the button again is a decision and not a mistake.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Kind
from tinhso.portals.officer import presenting, shell
from tinhso.portals.officer.boxes import BOXES
from tinhso.ui.parse import version_of
from tinhso.ui.people import officer_of


@dataclass(frozen=True, slots=True)
class Scene:
    """One act about to happen: who, on which dossier, and where to go afterwards."""

    request: HttpRequest
    actor: Actor
    detail: dossiers.DossierDetail
    back: str

    @property
    def info(self) -> dossiers.DossierInfo:
        """The dossier."""
        return self.detail.info

    @property
    def expected_version(self) -> int | None:
        """The version of the page the officer looked at."""
        return version_of(self.request.POST.get("phien_ban", ""))


def scene(request: HttpRequest, dossier_id: UUID) -> Scene:
    """Return the scene of an act. Raises DossierNotFound for what this officer may not see."""
    actor = officer_of(request)
    detail = dossiers.get_dossier(actor, dossier_id=dossier_id)
    return Scene(request, actor, detail, shell.way_back(request, reverse("officer:dossier", args=[dossier_id])))


def show(
    at: Scene,
    template: str,
    context: Mapping[str, Any],
    *,
    refused: DomainError | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Show the form of an act; after a refusal with its sentence, its status and what was typed."""
    said = dict(errors or {})
    status = 422 if said else 200
    if refused is not None:
        status = refused.status
        said = said or {"": refused.sentence}
    shown = {
        "info": at.info,
        "version_number": at.info.version,
        "back": at.back,
        "errors": said,
        "conflict": refused if refused is not None and refused.kind is Kind.CONFLICT else None,
        "last_acts": presenting.hops(at.detail.timeline[-2:]),
        **context,
    }
    return shell.page(at.request, template, shown, status=status)


def attempt(verb: Callable[[], dossiers.DossierInfo]) -> tuple[dossiers.DossierInfo | None, DomainError | None]:
    """Call one verb; return what came out, or what was refused. What may not be seen stays an error of the page."""
    try:
        return verb(), None
    except DomainError as refused:
        if refused.kind is Kind.NOT_FOUND:
            raise
        return None, refused


def done(at: Scene, sentence: str) -> HttpResponse:
    """Say what was done and how much is left in the box the officer came from; go back there."""
    left = _left(at)
    messages.success(at.request, f"{sentence} {left}".strip())
    return redirect(at.back)


def _left(at: Scene) -> str:
    address = urlsplit(at.back)
    if address.path != reverse("officer:inbox"):
        return ""
    name = parse_qs(address.query).get("hop", ["toi"])[0]
    if name not in BOXES:
        return ""
    count = work.count_boxes(at.actor)[BOXES[name][0]]
    return _("Còn %(count)s.") % {"count": count}
