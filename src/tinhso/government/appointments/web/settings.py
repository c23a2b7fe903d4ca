"""`/quay/thiet-lap/`: how the unit's desks take people, and which machines give numbers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.foundation.organisations import public as organisations
from tinhso.government.appointments import content
from tinhso.government.appointments import public as appointments
from tinhso.government.appointments.access import MANAGE, access_desk
from tinhso.government.appointments.actions.rules import BOUNDS
from tinhso.government.appointments.models import DeskRule
from tinhso.government.appointments.web.forms import RuleForm
from tinhso.government.appointments.web.hall import COOKIE, COOKIE_AGE
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import ActorRequest, actor_of


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: ActorRequest) -> HttpResponse:
    """Show and keep the unit's desk rule."""
    actor = actor_of(request)
    unit_id = access_desk(actor, MANAGE)
    rule = DeskRule.objects.filter(unit_id=unit_id).first()
    if request.method == "POST":
        form = RuleForm(request.POST)
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in BOUNDS}
            appointments.set_desk_rule(actor, is_open=form.cleaned_data["is_open"], values=values, now=clock.now())
            messages.success(request, _("Đã lưu thiết lập quầy."))
            return redirect("appointments:settings")
    else:
        known = {name: getattr(rule, name) if rule else content.desks().defaults[name] for name in BOUNDS}
        form = RuleForm(initial={**known, "is_open": rule.is_open if rule else True})
    context = {
        "form": form,
        "fields": [form[name] for name in BOUNDS],
        "errors": form if form.errors else None,
        "rule": rule,
        "unit": organisations.get_unit(unit_id),
        "is_kiosk": bool(rule and request.COOKIES.get(COOKIE) == rule.kiosk_key),
        "precedences": content.precedences(),
    }
    return render(request, "appointments/settings.html", context, status=422 if form.errors else 200)


@require_POST
def kiosk(request: ActorRequest) -> HttpResponse:
    """Make this browser a machine that gives numbers, or take that from all machines of the unit (`lam=thu_hoi`)."""
    actor = actor_of(request)
    unit_id = access_desk(actor, MANAGE)
    answer = redirect("appointments:settings")
    if request.POST.get("lam") == "thu_hoi":
        try:
            appointments.renew_kiosk_key(actor, now=clock.now())
            messages.success(request, _("Mọi máy lấy số đã bị thu hồi. Đăng ký lại từng máy."))
        except DomainError as refusal:
            messages.warning(request, _(refusal.sentence))
        return answer
    rule = DeskRule.objects.filter(unit_id=unit_id).first()
    if rule is None:
        messages.warning(request, _("Lưu thiết lập quầy trước, rồi đăng ký máy lấy số."))
        return answer
    answer.set_cookie(
        COOKIE,
        rule.kiosk_key,
        max_age=COOKIE_AGE,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=request.is_secure(),
    )
    messages.success(request, _("Trình duyệt này đã là máy lấy số. Mở trang lấy số rồi đăng xuất."))
    return answer
