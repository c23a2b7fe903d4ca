"""Reads of the queue."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.signing.errors import RequestNotFound
from tinhso.foundation.signing.models import SignatureRequest
from tinhso.foundation.signing.queue.data import OPEN, RequestInfo, RequestState
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.modules import Health, HealthReport
from tinhso.kernel.paging import Page, bounded, decode_cursor, encode_cursor

LONG: Final = timedelta(minutes=10)


def get_request(actor: Actor, *, request_id: UUID) -> RequestInfo:
    """Return one request of this actor's own. Raises RequestNotFound."""
    row = SignatureRequest.objects.filter(id=request_id, asked_by_id=actor.account_id).first()
    if row is None or actor.account_id is None:
        raise RequestNotFound
    return row.to_info()


def requests_of(subject_id: UUID) -> list[RequestInfo]:
    """Return the requests about a subject, newest first, at most 50. The room that asks says who may see them."""
    return [row.to_info() for row in SignatureRequest.objects.filter(subject_id=subject_id).order_by("-id")[:50]]


def list_requests(
    actor: Actor, *, states: Sequence[RequestState] = (), cursor: str = "", size: int = 50
) -> Page[RequestInfo]:
    """Return a page of what this actor asked for, newest first."""
    size = bounded(size)
    rows = SignatureRequest.objects.filter(asked_by_id=actor.account_id).order_by("-id")
    if states:
        rows = rows.filter(state__in=[one.value for one in states])
    if cursor:
        rows = rows.filter(id__lt=UUID(str(decode_cursor(cursor, length=1)[0])))
    found = list(rows[: size + 1]) if actor.account_id else []
    following = encode_cursor(str(found[size - 1].id)) if len(found) > size else ""
    return Page([row.to_info() for row in found[:size]], following)


def check_queue() -> HealthReport:
    """Tell the operator how many signatures wait, since when, and what keeps the oldest."""
    waiting = SignatureRequest.objects.filter(state__in=OPEN)
    oldest = waiting.order_by("asked_at").first()
    if oldest is None:
        return HealthReport("signing.queue", Health.OK, _("Không có chữ ký nào đang chờ."))
    late = clock.now() - oldest.asked_at > LONG
    said = _("%(count)d chữ ký đang chờ, lâu nhất từ %(when)s. %(why)s") % {
        "count": waiting.count(),
        "when": f"{clock.to_local(oldest.asked_at):%H:%M %d/%m/%Y}",
        "why": _(oldest.problem) if oldest.problem else "",
    }
    return HealthReport("signing.queue", Health.SLOW if late else Health.OK, said.strip())
