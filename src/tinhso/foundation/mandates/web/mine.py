"""One's own mandates: give, answer, end, and choose for whom one works now."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.identity import public as identity
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.mandates import queries
from tinhso.foundation.mandates.access import access_business, access_self
from tinhso.foundation.mandates.data import LIVE, PROOF_TITLES, ROLE_TITLES, STATE_TITLES, MandateInfo, Role, State
from tinhso.foundation.mandates.subjects import all_subjects
from tinhso.foundation.mandates.web.forms import AuthoriseForm, ChildForm, InviteForm, PersonForm
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Forbidden, Kind
from tinhso.kernel.http import ActorRequest, actor_of

FINE = frozenset({Kind.INVALID, Kind.CONFLICT, Kind.TOO_MANY})
TONES = {State.IN_FORCE: "ok", State.INVITED: "hold", State.DECLARED: "hold"}


@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """List whom one acts for, who acts for one, what waits for an answer, and what has ended."""
    actor = actor_of(request)
    own, today = access_self(actor), clock.today()
    page = mandates.list_mandates(actor, cursor=request.GET.get("cursor", "")[:200])
    rows = [_row(one, own.id, actor) for one in page.items]
    context = {
        "principals": mandates.list_principals(actor, on=today),
        "given": [row for row in rows if row["is_principal"]],
        "held": [row for row in rows if not row["is_principal"]],
        "next_cursor": page.next_cursor,
        "is_person": own.kind is identity.AccountKind.CITIZEN and actor.behalf is None,
        "may_invite": _may_invite(actor),
    }
    return render(request, "mandates/mine.html", context)


def _may_invite(actor: Actor) -> bool:
    try:
        access_business(actor)
    except Forbidden:
        return False
    return True


def _row(one: MandateInfo, own_id: UUID, actor: Actor) -> dict[str, Any]:
    known = all_subjects()
    titles = dict(known.procedures) | dict(known.fields)
    is_principal = one.principal_id in (own_id, actor.on_behalf_of) and one.agent_id != own_id
    lapsed = one.state is State.IN_FORCE and one.valid_to is not None and one.valid_to < clock.today()
    return {
        "one": one,
        "is_principal": is_principal,
        "other": one.agent_name if is_principal else one.principal_name,
        "role": _(ROLE_TITLES[one.role]),
        "state": _("Đã hết hạn") if lapsed else _(STATE_TITLES[one.state]),
        "tone": "end" if lapsed else TONES.get(one.state, "end"),
        "proof": _(PROOF_TITLES[one.proof]),
        "subjects": list(dict.fromkeys(titles.get(code, code) for code in (*one.fields, *one.codes))),
        "may_answer": one.state is State.INVITED and not is_principal,
        "may_end": one.state in LIVE and not lapsed and (is_principal or one.agent_id == own_id),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def authorise(request: ActorRequest) -> HttpResponse:
    """Authorise another person; the password is asked again first, so that an open screen gives nothing away."""
    actor = actor_of(request)
    own = access_self(actor)
    if own.kind is not identity.AccountKind.CITIZEN or actor.behalf is not None:
        raise Forbidden
    if not identity.is_fresh(request, now=clock.now()):
        return redirect(f"{reverse('identity:confirm')}?{urlencode({'next': reverse('mandates:authorise')})}")
    form = AuthoriseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "agreed"}
        try:
            mandates.authorise(actor, **given, is_confirmed=True, now=clock.now())
            messages.success(request, _("Đã lập ủy quyền. Ủy quyền có hiệu lực khi người được ủy quyền đồng ý."))
            return redirect("mandates:mine")
        except DomainError as refusal:
            _refuse(form, refusal)
    picked = (set(request.POST.getlist("fields")), set(request.POST.getlist("codes")))
    known = all_subjects()
    return _page(
        request,
        "mandates/authorise.html",
        form,
        fields=[(codes[0], title, codes[0] in picked[0]) for title, codes in known.fields_by_title().items()],
        codes=[(code, title, code in picked[1]) for code, title in known.procedures],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ActorRequest) -> HttpResponse:
    """Invite somebody to act for the business."""
    actor = actor_of(request)
    business = access_business(actor)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            mandates.invite(
                actor, role=Role(given["role"]), number=given["number"], name=given["name"], now=clock.now()
            )
            messages.success(request, _("Đã mời. Người được mời đăng nhập và đồng ý thì vai trò có hiệu lực."))
            return redirect("mandates:mine")
        except DomainError as refusal:
            _refuse(form, refusal)
    return _page(request, "mandates/invite.html", form, business=business)


@require_http_methods(["GET", "HEAD", "POST"])
def child(request: ActorRequest) -> HttpResponse:
    """Declare a child under 18."""
    actor = actor_of(request)
    own = access_self(actor)
    if own.kind is not identity.AccountKind.CITIZEN or actor.behalf is not None:
        raise Forbidden
    form = ChildForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        try:
            made = mandates.declare_child(actor, **given, now=clock.now())
        except DomainError as refusal:
            _refuse(form, refusal)
        else:
            done = _("Đã ghi nhận. Ông/Bà có thể nộp hồ sơ thay con.")
            wait = _("Đã ghi nhận. Mang giấy khai sinh hoặc giấy tờ về giám hộ đến Bộ phận Một cửa để đối chiếu.")
            messages.success(request, done if made.state is State.IN_FORCE else wait)
            return redirect("mandates:mine")
    return _page(request, "mandates/child.html", form)


@require_POST
def answer(request: ActorRequest, mandate_id: UUID) -> HttpResponse:
    """Agree to act for somebody, or refuse."""
    actor = actor_of(request)
    if request.POST.get("tra_loi") == "dong-y":
        mandates.accept(actor, mandate_id=mandate_id, now=clock.now())
        messages.success(request, _("Đã đồng ý. Chọn «Làm việc cho» để bắt đầu."))
    else:
        mandates.decline(actor, mandate_id=mandate_id, now=clock.now())
        messages.success(request, _("Đã từ chối."))
    return redirect("mandates:mine")


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ActorRequest, mandate_id: UUID) -> HttpResponse:
    """Ask once more, then end a mandate at once."""
    actor = actor_of(request)
    one = queries.get_mandate(actor, mandate_id=mandate_id)
    if request.method == "POST":
        mandates.end(actor, mandate_id=mandate_id, now=clock.now())
        messages.success(request, _("Đã chấm dứt. Việc này có hiệu lực ngay, kể cả ở phiên đang đăng nhập."))
        return redirect("mandates:mine")
    row = _row(one, access_self(actor).id, actor)
    return render(request, "mandates/end.html", {"row": row})


def _refuse(form: PersonForm, refusal: DomainError) -> None:
    if refusal.kind not in FINE:
        raise refusal
    form.refuse(refusal)


def _page(request: HttpRequest, template: str, form: PersonForm, **more: Any) -> HttpResponse:
    context = {"form": form, "errors": form if form.errors else None, **more}
    return render(request, template, context, status=422 if form.errors else 200)
