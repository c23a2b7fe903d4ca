"""What the views share: how a page of this room is made, the file sent, what a refusal says by field."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.government.retention.access import EXPORT, HOLD, SEE, STANDING
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.http import actor_of

SAID = frozenset({Kind.INVALID, Kind.CONFLICT, Kind.TOO_MANY})


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of this room; for officers with the way to its other pages."""
    actor = actor_of(request)
    tabs = _tabs(actor, request.path) if actor.is_officer else ()
    return render(request, f"retention/{template}", {"tabs": tabs, **context}, status=status)


def _tabs(actor: Actor, path: str) -> list[tuple[str, str, bool]]:
    """Return (address, title, whether it is this one) of the pages this officer may open."""
    places = (
        ("home", _("Đến hạn"), (SEE,)),
        ("disposals", _("Danh mục hủy"), (SEE,)),
        ("holds", _("Phong tỏa"), (HOLD,)),
        ("terms", _("Bảng thời hạn"), (SEE, EXPORT)),
        ("standing", _("Dọn dẹp"), (SEE, STANDING)),
        ("exports", _("Cung cấp dữ liệu"), (EXPORT,)),
    )
    shown = [(reverse(f"retention:{name}"), title) for name, title, may in places if any(actor.may(one) for one in may)]
    here = max((url for url, _title in shown if path.startswith(url)), key=len, default="")
    return [(url, title, url == here) for url, title in shown]


def uploaded(actor: Actor, request: HttpRequest, name: str, errors: dict[str, str]) -> UUID | None:
    """Keep the file sent under a name and return its id; None for none. What is wrong with it goes into `errors`."""
    sent = request.FILES.get(name)
    if sent is None:
        return None
    try:
        return files.save(actor, stream=sent, name=sent.name or name, now=now()).id
    except DomainError as refused:
        errors[name] = refused.sentence
        return None


def errors_of(refused: DomainError) -> dict[str, str]:
    """Return what a refusal says by field. Raises it again when it is not about what was typed."""
    if refused.kind not in SAID:
        raise refused
    return {str(key): str(words) for key, words in refused.fields.items()} or {"all": refused.sentence}
