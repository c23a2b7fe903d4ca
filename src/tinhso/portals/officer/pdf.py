"""Prints in the browser: shown, framed by our own pages only, kept nowhere."""

from typing import Final

from django.http import HttpResponse

POLICY: Final = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def pdf_response(pdf: bytes, *, name: str) -> HttpResponse:
    """Return a PDF the caller has already let this actor read."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "private, no-store"
    return response
