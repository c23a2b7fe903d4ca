"""What the views share."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.government.casefiles.data import SEE, SEND, USE
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.http import actor_of

SAID = frozenset({Kind.INVALID, Kind.CONFLICT, Kind.TOO_MANY})


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of this room with the way to its other pages."""
    tabs = _tabs(actor_of(request), request.path)
    return render(request, f"casefiles/{template}", {"tabs": tabs, **context}, status=status)


def _tabs(actor: Actor, path: str) -> list[tuple[str, str, bool]]:
    places = (
        ("home", _("Hồ sơ"), (USE,)),
        ("lists", _("Danh mục hồ sơ"), (USE,)),
        ("slips", _("Nộp lưu"), (SEND, SEE)),
    )
    shown = [(reverse(f"casefiles:{name}"), title) for name, title, may in places if any(actor.may(one) for one in may)]
    here = max((url for url, _title in shown if path.startswith(url)), key=len, default="")
    return [(url, title, url == here) for url, title in shown]


def errors_of(refused: DomainError) -> dict[str, str]:
    """Return what a refusal says by field. Raises it again when it is not about what was typed."""
    if refused.kind not in SAID:
        raise refused
    return {str(key): str(words) for key, words in refused.fields.items()} or {"all": _(refused.sentence)}


def attached(data: bytes, name: str, media_type: str, *, inline: bool = False) -> HttpResponse:
    """Return bytes made for this very request."""
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return answer


PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
