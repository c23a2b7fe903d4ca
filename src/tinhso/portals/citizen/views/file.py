"""Pages of file: being written."""

from django.http import Http404, HttpRequest, HttpResponse


def resume(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def question(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def discard(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)
