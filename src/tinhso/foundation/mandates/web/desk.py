"""The desk checks what parents and guardians have declared against the papers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.mandates import queries
from tinhso.foundation.mandates.data import ROLE_TITLES
from tinhso.foundation.mandates.web.forms import DeskForm
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.http import ActorRequest, actor_of


@require_safe
def check(request: ActorRequest) -> HttpResponse:
    """Find what the person at the desk has declared, by their number; the look is on record."""
    actor = actor_of(request)
    number = request.GET.get("so", "")[:30]
    found = mandates.list_to_check(actor, number=number, now=clock.now())
    rows = [(one, _(ROLE_TITLES[one.role])) for one in found]
    return render(request, "mandates/check.html", {"number": number, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: ActorRequest, declared_id: UUID) -> HttpResponse:
    """Say which paper shows it, or that none does."""
    actor, form = actor_of(request), DeskForm(request.POST if request.method == "POST" else None)
    one = queries.get_to_check(actor, mandate_id=declared_id)
    if request.method == "POST" and form.is_valid():
        is_shown = request.POST.get("ket_qua") == "khop"
        try:
            mandates.check_at_desk(
                actor,
                mandate_id=declared_id,
                document=form.cleaned_data["document"],
                is_shown=is_shown,
                now=clock.now(),
            )
            said = _("Đã xác nhận quan hệ.") if is_shown else _("Đã ghi nhận giấy tờ không khớp.")
            messages.success(request, said)
            return redirect("mandates:check")
        except DomainError as refusal:
            if refusal.kind is not Kind.INVALID:
                raise
            form.refuse(refusal)
    context = {"one": one, "role": _(ROLE_TITLES[one.role]), "form": form, "errors": form if form.errors else None}
    return render(request, "mandates/decide.html", context, status=422 if form.errors else 200)
