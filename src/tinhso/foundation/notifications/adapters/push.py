"""Hands messages to the browsers' push services, encrypted for the browser (RFC 8291), under our VAPID key."""

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from tinhso.foundation.notifications.data import Channel
from tinhso.foundation.notifications.models import PushDevice
from tinhso.foundation.notifications.ports import Letter, NotDelivered, Refused, Unreachable
from tinhso.foundation.notifications.push import is_known_service, vapid_file
from tinhso.kernel import clock

TIMEOUT: Final = 10
KEEP: Final = 24 * 3600
GONE: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class PushCarrier:
    """One POST for each browser of an account. A browser that is gone is ended; one that took it is enough."""

    @property
    def channel(self) -> Channel:
        """Web push."""
        return Channel.PUSH

    def deliver(self, letter: Letter) -> str:
        """Hand one message to every browser; refused for good when none is left."""
        devices = list(PushDevice.objects.filter(account_id=UUID(letter.address), ended_at=None)[:10])
        words = {"title": letter.title, "tag": str(letter.id), "link": "/thong-bao/"}
        answers = [_send(device, json.dumps(words, ensure_ascii=False)) for device in devices]
        if any(200 <= status < 300 for status in answers):
            return ""
        if all(status in GONE for status in answers):
            raise Refused("Không còn trình duyệt nào nhận tin đẩy.")
        if all(status == 0 for status in answers if status not in GONE):
            raise Unreachable("Dịch vụ tin đẩy không trả lời.")
        raise NotDelivered(f"Dịch vụ tin đẩy trả lời {', '.join(map(str, answers))}.")


def _send(device: PushDevice, data: str) -> int:
    """Send to one browser; return the service's status, 0 when it did not answer. A browser that is gone is ended."""
    status = _post(device, data) if is_known_service(device.endpoint) else 410
    if status in GONE:
        PushDevice.objects.filter(id=device.id).update(ended_at=clock.now())
    return status


def _post(device: PushDevice, data: str) -> int:
    import requests
    from pywebpush import WebPushException, webpush

    keys: dict[str, Any] = {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}}
    parts = urlsplit(device.endpoint)
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    try:
        answer = webpush(
            keys,
            data=data,
            vapid_private_key=str(vapid_file()),
            vapid_claims={
                "sub": f"mailto:{settings.DEFAULT_FROM_EMAIL}",
                "aud": f"{parts.scheme}://{parts.netloc}",
                "exp": int(clock.now().timestamp()) + 3600,
            },
            ttl=KEEP,
            timeout=TIMEOUT,
            requests_session=session,
        )
    except WebPushException as error:
        return error.response.status_code if error.response is not None else 0
    except requests.RequestException:
        return 0
    return int(answer.status_code)
