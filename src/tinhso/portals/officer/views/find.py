"""Find anything from one box: a dossier by its code, people's dossiers, procedures, and places to go."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import fold
from tinhso.portals.officer import shell
from tinhso.ui.menu import menu_of
from tinhso.ui.people import officer_of

SIZE: Final = 8
LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: what it is, what it says, and where it opens."""

    title: str
    more: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    title: str
    found: list[Found]


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Show what `q` finds; with `mo` a single dossier opens at once, with `manh` only the results are given."""
    actor = officer_of(request)
    words = request.GET.get("q", "").strip()[:100]
    groups = _groups(actor, words, request.path) if len(words) >= LEAST else _places_only(actor, words)
    context = {"q": words, "groups": [group for group in groups if group.found]}
    if "manh" in request.GET:
        response = render(request, "officer/_found.html", context)
        response["Cache-Control"] = "private, no-store"
        return response
    first = context["groups"][0] if context["groups"] else None
    if "mo" in request.GET and isinstance(first, Group) and first.title == _("Hồ sơ") and len(first.found) == 1:
        return redirect(first.found[0].url)
    return shell.page(request, "find.html", context)


def _groups(actor: Actor, words: str, _path: str) -> list[Group]:
    return [
        Group(_("Hồ sơ"), _dossiers(actor, words)),
        Group(_("Thủ tục"), _procedures(actor, words)),
        Group(_("Đi đến"), _places(actor, words)),
    ]


def _places_only(actor: Actor, words: str) -> list[Group]:
    return [Group(_("Đi đến"), _places(actor, words))]


def _dossiers(actor: Actor, words: str) -> list[Found]:
    wanted = dossiers.DossierFilter(words=words)
    page = dossiers.list_dossiers(actor, wanted=wanted, now=clock.now(), size=SIZE)
    return [
        Found(
            f"{info.applicant.name} · {info.code}",
            f"{procedures.name_here(info.procedure_code, info.procedure_name)} · {info.title}",
            reverse("officer:dossier", args=[info.id]),
        )
        for info in page.items
    ]


def _procedures(actor: Actor, words: str) -> list[Found]:
    found = procedures.search(words, size=SIZE)
    receives = actor.may("dossiers.receive")
    name = "officer:counter" if receives else "officer:dossiers"
    return [
        Found(f"{one.short_code} {one.name}", one.field_name, f"{reverse(name)}?thu_tuc={one.code}") for one in found
    ]


def _places(actor: Actor, words: str) -> list[Found]:
    asked = fold(words)
    items = [(item.title, item.url) for item in menu_of(actor, "")]
    items += [(_("Bộ lọc đã lưu"), reverse("officer:kept")), (_("Hồ sơ"), reverse("officer:dossiers"))]
    return [Found(title, "", url) for title, url in items if asked in fold(title)][:SIZE]
