"""To be filled: screens of this room."""

from typing import Any

from django.http import HttpResponse

from tinhso.kernel.errors import NotFound
from tinhso.kernel.http import ActorRequest


def draft(request: ActorRequest, **kept: Any) -> HttpResponse:
    """Not open yet."""
    raise NotFound(path=request.path, **kept)


def sign(request: ActorRequest, **kept: Any) -> HttpResponse:
    """Not open yet."""
    raise NotFound(path=request.path, **kept)


def hand_over(request: ActorRequest, **kept: Any) -> HttpResponse:
    """Not open yet."""
    raise NotFound(path=request.path, **kept)
