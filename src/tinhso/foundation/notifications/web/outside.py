"""Where machines call: the gateway's receipts, a browser that wants push messages, its service worker."""

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from tinhso.foundation.notifications import push, receipts
from tinhso.foundation.notifications.access import own_account_id
from tinhso.foundation.notifications.adapters import gateway_address, gateway_key
from tinhso.foundation.notifications.adapters.signing import is_signed
from tinhso.foundation.notifications.errors import BadDevice, BadReceipt, UnsignedReceipt
from tinhso.kernel import clock
from tinhso.kernel.http import ActorRequest, actor_of

MAX_BODY: Final = 16_384


@csrf_exempt
@require_POST
def receipt(request: HttpRequest) -> HttpResponse:
    """Take one receipt of the gateway (docs/gateways.md): 204, also for one that is known already."""
    if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
        raise BadReceipt
    body, now = request.body, clock.now()
    moment, signature = request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")
    if not gateway_address() or not is_signed(body, key=gateway_key(), moment=moment, signature=signature, now=now):
        raise UnsignedReceipt
    receipts.take_receipt(_object(body, BadReceipt), now=now)
    return HttpResponse(status=204)


@require_POST
def device(request: ActorRequest) -> HttpResponse:
    """Turn push on in this browser (its subscription as JSON), or off when `keys` is missing."""
    actor = actor_of(request)
    own_account_id(actor)
    if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
        raise BadDevice
    given = _object(request.body, BadDevice)
    keys = given.get("keys")
    endpoint = str(given.get("endpoint") or "")
    if isinstance(keys, dict):
        p256dh, auth = str(keys.get("p256dh") or ""), str(keys.get("auth") or "")
        push.add_device(actor, endpoint=endpoint, p256dh=p256dh, auth=auth, now=clock.now())
    else:
        push.remove_devices(actor, endpoint=endpoint, now=clock.now())
    return HttpResponse(status=204)


@require_GET
@cache_control(max_age=0, must_revalidate=True)
def service_worker(_request: HttpRequest) -> HttpResponse:
    """Give the script that shows push messages. It caches nothing and sees no page of ours."""
    script = render_to_string("notifications/sw.js")
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def _object(body: bytes, refusal: type[BadReceipt] | type[BadDevice]) -> dict[str, Any]:
    try:
        found = json.loads(body or b"null")
    except ValueError:
        raise refusal from None
    if not isinstance(found, dict):
        raise refusal
    return found
