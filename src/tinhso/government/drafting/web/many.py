"""Several drafts signed with one consent: each by itself, so that one that cannot be signed holds up no other.

The queue signs them one after another; with a key that asks its holder they wait together, to be consented to at once.
"""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.web.typed import errors_of, reader
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.ui.parse import uuid_of, whole_of

MOST: Final = 100


@require_POST
def sign_many(request: HttpRequest) -> HttpResponse:
    """Sign the ticked drafts, each in the version that was shown (`ky`, id:version), and say of each how it went."""
    actor = reader(request)
    wanted = [pair for text in request.POST.getlist("ky")[:MOST] if (pair := _shown(text))]
    back = redirect(f"{reverse('drafting:list')}?hop=cho-toi")
    if not wanted or request.POST.get("dong_y") != "1":
        messages.error(request, _("Chọn dự thảo và đánh dấu đã xem, đồng ý ký rồi bấm lại."))
        return back
    done = 0
    for drafted_id, head in wanted:
        refused = _sign(actor, drafted_id, head)
        done += not refused
        if refused:
            messages.error(request, refused)
    if done:
        words = _("Đã nhận lệnh ký %(n)d dự thảo. Ký số xong, dự thảo tự chuyển văn thư cấp số, phát hành.")
        messages.success(request, words % {"n": done})
    if any(one.awaits_holder for drafted_id, _head in wanted if (one := _under_way(actor, drafted_id))):
        messages.info(request, _("Xác nhận ký bằng thiết bị hoặc mã PIN của Ông/Bà tại trang này."))
        return redirect("signing:waiting")
    return back


def _under_way(actor: Actor, drafted_id: UUID) -> drafting.SigningInfo | None:
    try:
        return drafting.find_signing(actor, draft_id=drafted_id)
    except NotFound:
        return None


def _shown(text: str) -> tuple[UUID, int] | None:
    key, _colon, head = text.partition(":")
    drafted_id = uuid_of(key)
    return (drafted_id, whole_of(head, 0)) if drafted_id else None


def _sign(actor: Actor, drafted_id: UUID, head: int) -> str:
    """Have one signed; return the sentence of what was refused, with the name of the draft, "" when nothing was."""
    try:
        found = drafting.get_draft(actor, draft_id=drafted_id, now=now()).info
    except NotFound as missing:
        return _(missing.sentence)
    try:
        drafting.sign(actor, draft_id=drafted_id, head=head, now=now())
    except DomainError as refused:
        words = "; ".join(errors_of(refused).values())
        return _("%(title)s: chưa ký được. %(why)s") % {"title": found.title, "why": words}
    return ""
