"""Pages of own: being written."""

from django.http import Http404, HttpRequest, HttpResponse


def mine(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def dossier(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def supplement(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def withdraw(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def paper(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def print_paper(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def result(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)
