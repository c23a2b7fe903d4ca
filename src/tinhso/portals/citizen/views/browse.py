"""Pages of browse: being written."""

from django.http import Http404, HttpRequest, HttpResponse


def home(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def procedures_list(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def procedure(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)
