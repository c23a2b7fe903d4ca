"""What the views share."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.government.archive.data import LEND, SEE
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.http import actor_of

SAID: Final = frozenset({Kind.INVALID, Kind.CONFLICT, Kind.TOO_MANY})


def errors_of(refused: DomainError) -> dict[str, str]:
    """Return what a refusal says by field. Raises it again when it is not about what was typed."""
    if refused.kind not in SAID:
        raise refused
    return {str(key): str(words) for key, words in refused.fields.items()} or {"all": _(refused.sentence)}


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of this room; for those who keep the archive with the way to its other pages."""
    actor = actor_of(request)
    base = "ui/officer.html" if actor.is_officer else "ui/citizen.html"
    shown = {"base": base, "tabs": _tabs(actor, request.path), **context}
    return render(request, f"archive/{template}", shown, status=status)


def _tabs(actor: Actor, path: str) -> list[tuple[str, str, bool]]:
    places = (
        ("home", _("Gói đang bảo quản"), SEE),
        ("receipts", _("Gói từ nơi khác"), SEE),
        ("requests", _("Yêu cầu khai thác"), LEND),
        ("checks", _("Kiểm tra kho"), SEE),
    )
    shown = [(reverse(f"archive:{name}"), title) for name, title, ability in places if actor.may(ability)]
    here = max((url for url, _title in shown if path.startswith(url)), key=len, default="")
    return [(url, title, url == here) for url, title in shown]
