"""Pages of papers: being written."""

from django.http import Http404, HttpRequest, HttpResponse


def papers(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)


def paper(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)
