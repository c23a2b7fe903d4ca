"""What the views share: how a page of this room is made, the files sent, what a refusal says by field."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tinhso.foundation.files import public as files
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE, now
from tinhso.kernel.errors import DomainError, Kind

SAID = frozenset({Kind.INVALID, Kind.CONFLICT})


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of this room."""
    return render(request, f"cooperation/{template}", context, status=status)


def end_of(day: date) -> datetime:
    """Return the end of a working day in Vietnam: 17:00."""
    return datetime.combine(day, time(17), LOCAL_ZONE)


def uploaded(actor: Actor, request: HttpRequest, name: str) -> list[UUID]:
    """Keep the files sent under a name, at most 20, and return their ids."""
    return [
        files.save(actor, stream=one, name=one.name or name, now=now()).id for one in request.FILES.getlist(name)[:20]
    ]


def errors_of(refused: DomainError) -> dict[str, str]:
    """Return what a refusal says by field. Raises it again when it is not about what was typed."""
    if refused.kind not in SAID:
        raise refused
    return {str(key): str(words) for key, words in refused.fields.items()} or {"all": refused.sentence}
