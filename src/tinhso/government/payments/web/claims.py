"""What people owe since their bank took back money that had been refunded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.government.payments import actions
from tinhso.government.payments.access import APPROVE, RECONCILE, SEE
from tinhso.government.payments.data import NoticeStatus
from tinhso.government.payments.errors import OtherAmount
from tinhso.government.payments.queries import inbox
from tinhso.government.payments.web import looks
from tinhso.government.payments.web.shell import attempt, officer, page
from tinhso.government.payments.words import CLAIM
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.ui.parse import uuid_of


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """List claims, the newest first."""
    actor = officer(request, SEE)
    wanted = request.GET.get("trang_thai", "")[:20]
    found = inbox.list_claims(actor, status=wanted, cursor=request.GET.get("cursor", "")[:200])
    looks.note_notices(actor, found.items, place="payments.claims")
    context = {
        "rows": [(one, *CLAIM[one.status]) for one in found.items],
        "next_cursor": found.next_cursor,
        "statuses": [(one.value, CLAIM[one][0], one.value == wanted) for one in CLAIM],
    }
    return page(request, "claims.html", context)


@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Show a claim; settle it by money that came in, or give it up."""
    actor = officer(request, SEE)
    info, claimed_by = inbox.get_claim(actor, claim_id=claim_id)
    waits = info.status is NoticeStatus.CLAIMED
    found = inbox.repayments(actor, info) if waits else ()
    looks.note_notices(actor, [info, *found], place="payments.claim")
    title, tone = CLAIM[info.status]
    context: dict[str, Any] = {
        "claim": info,
        "unit_name": inbox.unit_name(info.unit_id),
        "status_title": title,
        "status_tone": tone.value,
        "found": found,
        "may_give_up": waits and actor.may(APPROVE, info.unit_id) and claimed_by != actor.account_id,
        "errors": {},
    }
    if request.method != "POST":
        return page(request, "claim.html", context)
    officer(request, APPROVE if "xoa" in request.POST else RECONCILE)
    done, refused = attempt(lambda: _settled(request, actor, claim_id))
    if done is None:
        named = "ly_do" if "xoa" in request.POST else "noi-dung"
        context["errors"] = {named: refused.sentence if refused else ""}
        return page(request, "claim.html", context, status=refused.status if refused else 422)
    messages.success(request, _("Đã ghi nhận."))
    return redirect("payments:claim", claim_id)


def _settled(request: HttpRequest, actor: Actor, claim_id: UUID) -> Any:
    now = clock.now()
    if "xoa" in request.POST:
        decision, reason = request.POST.get("quyet_dinh", "")[:100], request.POST.get("ly_do", "")[:600]
        return actions.write_off_claim(actor, claim_id=claim_id, decision=decision, reason=reason, now=now)
    credit_id = uuid_of(request.POST.get("giao_dich", ""))
    if credit_id is None:
        raise OtherAmount
    return actions.repay_claim(actor, claim_id=claim_id, credit_id=credit_id, now=now)
