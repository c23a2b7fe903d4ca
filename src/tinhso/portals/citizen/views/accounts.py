"""Pages of accounts: being written."""

from django.http import Http404, HttpRequest, HttpResponse


def landing(request: HttpRequest, **_where: object) -> HttpResponse:
    """Answer once this page is written."""
    raise Http404(request.path)
