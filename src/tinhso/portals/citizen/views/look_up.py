"""Pages of look up: being written."""

from django.http import Http404, HttpRequest, HttpResponse


def look_up(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def public_status(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def verify(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def verify_token(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)
