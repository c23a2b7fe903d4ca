"""Support, accessibility and privacy: what every public site owes its visitors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def support(request: HttpRequest) -> HttpResponse:
    """Where to ask a person, and answers to what is asked most."""
    return render(request, "citizen/support.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site keeps to (Thông tư 26/2020/TT-BTTTT, WCAG 2.2) and how to tell of a barrier."""
    return render(request, "citizen/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data are kept, why, how long, and one's rights."""
    return render(request, "citizen/privacy.html")
