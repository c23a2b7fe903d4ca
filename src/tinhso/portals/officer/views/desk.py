"""To be filled: screens of this room."""

from typing import Any

from django.http import HttpResponse

from tinhso.kernel.errors import NotFound
from tinhso.kernel.http import ActorRequest


def refuse(request: ActorRequest, **kept: Any) -> HttpResponse:
    """Not open yet."""
    raise NotFound(path=request.path, **kept)


def ask_supplement(request: ActorRequest, **kept: Any) -> HttpResponse:
    """Not open yet."""
    raise NotFound(path=request.path, **kept)


def supplement(request: ActorRequest, **kept: Any) -> HttpResponse:
    """Not open yet."""
    raise NotFound(path=request.path, **kept)


def stop(request: ActorRequest, **kept: Any) -> HttpResponse:
    """Not open yet."""
    raise NotFound(path=request.path, **kept)
