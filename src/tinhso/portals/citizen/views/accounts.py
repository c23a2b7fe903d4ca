"""After signing in: everyone to their own work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix
from django.views.decorators.http import require_safe

from tinhso.kernel.http import actor_of

OFFICERS_HOME = "viec/"


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Send officers to their inbox, citizens and businesses to their own page, strangers to the front page."""
    actor = actor_of(request)
    if actor.is_officer:
        return redirect(f"{get_script_prefix()}{OFFICERS_HOME}")
    return redirect("citizen:mine" if actor.is_applicant else "citizen:home")
