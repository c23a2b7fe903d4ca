"""Opening an account by oneself."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tinhso.foundation.identity import actions, throttle
from tinhso.foundation.identity.sessions import client_address
from tinhso.foundation.identity.web.forms import BusinessForm, CitizenForm, posted, show
from tinhso.foundation.identity.web.sign_in import next_url, status_of
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import actor_of

PER_ADDRESS = 30


@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "POST"])
def citizen(request: HttpRequest) -> HttpResponse:
    """Open a citizen's account."""
    form, status = CitizenForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_complete():
            given = form.cleaned_data
            done = _try(
                request,
                form,
                lambda: actions.register_citizen(
                    actor=actor_of(request),
                    number=given["number"],
                    name=given["name"],
                    birth_on=form.birth_on,  # type: ignore[arg-type] # complete
                    phone=given["phone"],
                    password=given["password"],
                    now=clock.now(),
                ),
            )
            if done is True:
                return _opened(request)
            status = done
    shown = {"form": form, "next": next_url(request), "boxes": form.birth_boxes(), "birth_error": form.birth_error}
    shown["errors"] = form.all_errors() if form.is_bound else None
    return render(request, "identity/register_citizen.html", shown, status=status)


@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "POST"])
def business(request: HttpRequest) -> HttpResponse:
    """Open a business's account."""
    form, status = BusinessForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {
                name: form.cleaned_data[name] for name in ("number", "name", "representative", "phone", "password")
            }
            done = _try(
                request,
                form,
                lambda: actions.register_business(actor=actor_of(request), **given, now=clock.now()),
            )
            if done is True:
                return _opened(request)
            status = done
    return show(request, "identity/register_business.html", form, status, next=next_url(request))


def _try(request: HttpRequest, form: Any, verb: Callable[[], object]) -> Any:
    """Do it, counted against the address. Return True, or the status of the refusal now written into the form."""
    try:
        throttle.count_try("register", client_address(request), limit=PER_ADDRESS, now=clock.now())
        verb()
    except DomainError as refusal:
        for name, sentence in refusal.fields.items() or {None: refusal.sentence}.items():
            form.add_error(name if name in form.fields else None, sentence)
        return status_of(refusal)
    return True


def _opened(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Đã mở tài khoản. Đăng nhập để tiếp tục."))
    from urllib.parse import urlencode

    from django.urls import reverse

    return redirect(f"{reverse('identity:sign_in')}?{urlencode({'next': next_url(request)})}")
