"""The public list: what was reported and what was answered, without personal data."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.foundation.files import public as files
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.data import KIND_TITLES
from tinhso.government.petitions.public import Kind, PublicPetition
from tinhso.government.petitions.web import places
from tinhso.government.petitions.web import words as wording


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List and search what is published."""
    said, kind = request.GET.get("tim", "")[:100], request.GET.get("loai", "")
    page = petitions.list_public(
        words=said, kind=Kind(kind) if kind in set(Kind) else None, cursor=request.GET.get("cursor", "")[:200]
    )
    context = {
        "rows": [_row(one) for one in page.items],
        "next_cursor": page.next_cursor,
        "words": said,
        "kind": kind,
        "kinds": wording.kinds(with_complaint=False),
    }
    return render(request, "petitions/public.html", context)


@require_safe
def one(request: HttpRequest, petition_code: str) -> HttpResponse:
    """Show one published petition."""
    found = petitions.get_public(petition_code)
    numbers = range(1, len(found.photos) + 1)
    context = {"row": _row(found), "numbers": numbers, "sheet": places.of_public(found)}
    return render(request, "petitions/public_one.html", context)


@require_safe
def photo(request: HttpRequest, petition_code: str, number: int) -> HttpResponseBase:
    """Give the public copy of a photograph."""
    return files.respond(petitions.public_photo(petition_code, number), inline=True, request=request)


def _row(found: PublicPetition) -> dict[str, object]:
    return {
        "one": found,
        "kind": _(KIND_TITLES[found.kind]),
        "vote": wording.vote_words(found.vote.value) if found.vote else "",
    }
