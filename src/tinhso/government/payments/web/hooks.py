"""Where banks tell of money: signed, bounded, answered only when it is in the books."""

import json
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tinhso.government.payments import actions
from tinhso.government.payments.adapters.connections import secrets_of
from tinhso.government.payments.errors import BadNotice, BadSignature
from tinhso.government.payments.rules.signature import is_signed
from tinhso.government.payments.rules.wire import read_notice
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import problem

log = structlog.get_logger(__name__)

MAX_BODY: Final = 16 * 1024


@csrf_exempt  # a bank has no cookie of ours: its signature is the proof
@require_POST
def notice(request: HttpRequest, bank: str) -> HttpResponse:
    """Book one notice; 200 only after the commit, the same answer however often it is sent.

    401 for a wrong or old signature and for banks nobody set up, 422 for what is malformed, 409 for a transaction
    number told before with other facts. A bank sends again on everything but 200.
    """
    try:
        return JsonResponse(_booked(request, bank))
    except DomainError as refused:
        log.warning("payments.notice_refused", bank=bank, why=refused.code)
        return problem(refused)


def _booked(request: HttpRequest, bank: str) -> dict[str, Any]:
    body = _body(request)
    now = clock.now()
    signed = is_signed(
        secrets_of(bank),
        timestamp=request.headers.get("X-Timestamp", ""),
        signature=request.headers.get("X-Signature", "")[:200],
        body=body,
        now=now,
    )
    if not signed:
        raise BadSignature
    booked = actions.book_notice(read_notice(bank, _json(body)), source="webhook", now=now)
    return {
        "id": str(booked.id),
        "transaction_id": booked.transaction_id,
        "received_at": booked.received_at.isoformat(),
    }


def _body(request: HttpRequest) -> bytes:
    """Return the body, read up to its bound. Raises BadNotice beyond."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
        raise BadNotice
    body = request.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise BadNotice
    return body


def _json(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadNotice from None


def _refuse(_word: str) -> None:
    raise BadNotice
