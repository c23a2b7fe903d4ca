"""How a page of this room is made: it is about persons, so no cache keeps it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of this room, for this person alone."""
    answer = render(request, f"population/{template}", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
