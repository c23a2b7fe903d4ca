"""Filing a group, its one payment, its receipt, and what its QR shows to anybody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tinhso.foundation.identity import public as identity
from tinhso.government.dossiers.data import CITIZEN_TITLES
from tinhso.government.groups import public as groups
from tinhso.government.groups.web._common import errors_of, someone
from tinhso.government.groups.web.pages import back_to, show
from tinhso.government.procedures import public as procedures
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.kernel.text import mask_name


@require_POST
def file_group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """File the members; what one request does not finish goes on with the next press of the button."""
    actor, moment = someone(request), now()
    try:
        groups.begin_filing(actor, group_id=group_id, now=moment)
    except groups.GroupIncomplete as refused:
        return show(request, actor, groups.get_group(actor, group_id=group_id), errors=errors_of(refused))
    except groups.GroupClosed:
        return redirect(back_to(group_id))  # a second press, a moment later
    done = groups.file_members(actor, group_id=group_id, now=moment)
    said = ngettext("Đã nộp %(n)d hồ sơ.", "Đã nộp %(n)d hồ sơ.", done.done) % {"n": done.done}
    if done.left:
        messages.error(
            request,
            said + " " + _("Còn %(n)d hồ sơ chưa nộp; xem lý do ở danh sách rồi bấm «Nộp tiếp».") % {"n": done.left},
        )
    else:
        messages.success(request, said)
    return redirect(back_to(group_id))


@require_POST
def ask_fee(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Ask once for all that the members wait for, and go to the page where it is paid."""
    actor = someone(request)
    try:
        made = groups.ask_together(actor, group_id=group_id, now=now())
    except groups.NothingToPay as refused:
        messages.error(request, _(refused.sentence))
        return redirect(back_to(group_id))
    return redirect("groups:group", group_id=group_id) if actor.is_officer else redirect("payments:pay", made.token)


@require_safe
def receipt(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Give the receipt that lists every member, as PDF."""
    actor = someone(request)
    try:
        made = groups.receipt(actor, group_id=group_id, now=now())
    except groups.GroupIncomplete:
        raise groups.GroupMissing from None
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="giay-tiep-nhan-nhom.pdf"'
    return answer


@require_safe
def public(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the QR on a group's receipt leads to: codes and states, names masked."""
    try:
        info, found, stands = groups.look_up_throttled(token[:40], address=identity.client_address(request), now=now())
    except DomainError as refused:
        return render(request, "groups/unknown.html", {"sentence": _(refused.sentence)}, status=refused.status)
    context = {
        "group": info,
        "procedure_name": procedures.name_here(info.procedure_code, info.procedure_name),
        "representative": mask_name(info.representative.name),
        "standing": stands,
        "members": [
            (place, one, mask_name(one.applicant.name), _(CITIZEN_TITLES[one.status]))
            for place, one in enumerate(found, 1)
        ],
    }
    return render(request, "groups/public.html", context)
