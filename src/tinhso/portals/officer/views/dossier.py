"""To be filled: screens of this room."""

from typing import Any

from django.http import HttpResponse

from tinhso.kernel.errors import NotFound
from tinhso.kernel.http import ActorRequest


def dossier(request: ActorRequest, **kept: Any) -> HttpResponse:
    """Not open yet."""
    raise NotFound(path=request.path, **kept)


def print_paper(request: ActorRequest, **kept: Any) -> HttpResponse:
    """Not open yet."""
    raise NotFound(path=request.path, **kept)


def paper(request: ActorRequest, **kept: Any) -> HttpResponse:
    """Not open yet."""
    raise NotFound(path=request.path, **kept)


def result(request: ActorRequest, **kept: Any) -> HttpResponse:
    """Not open yet."""
    raise NotFound(path=request.path, **kept)
