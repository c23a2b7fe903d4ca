"""Hands SMS and Zalo messages in at a gateway by the protocol of docs/gateways.md: JSON over HTTPS, signed."""

import atexit
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from tinhso.foundation.notifications import adapters
from tinhso.foundation.notifications.adapters.signing import sign
from tinhso.foundation.notifications.data import Channel
from tinhso.foundation.notifications.ports import Letter, NotDelivered, Refused, Unreachable
from tinhso.foundation.notifications.rules import sms
from tinhso.foundation.notifications.rules.phones import can_get_messages, international
from tinhso.kernel import clock

if TYPE_CHECKING:
    import httpx

TIMEOUT: Final = 10.0
MAX_ANSWER: Final = 16_384
FINAL: Final = frozenset({400, 404, 410, 413, 422})
"""Answers about this message; everything else (401, 403, 409, 429, 5xx) is somebody's to mend, so the message waits."""


@dataclass(frozen=True, slots=True)
class GatewayCarrier:
    """One POST a message. The letter's id is the idempotency key: a gateway that got it before answers as before."""

    channel: Channel

    def deliver(self, letter: Letter) -> str:
        """Hand one message in; return the gateway's id of it."""
        if not can_get_messages(letter.address):
            raise Refused("Số điện thoại không nhận được tin nhắn.")
        address = adapters.gateway_address()
        if not address:
            raise NotDelivered("Chưa khai báo cổng tin nhắn. Đặt TINHSO_MESSAGES_URL.")
        body = json.dumps(self._message(letter), ensure_ascii=False, separators=(",", ":")).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": str(letter.id),
            **sign(body, key=adapters.gateway_key(), at=clock.now()),
        }
        status, answer = _post(f"{address}/v1/messages", body, headers)
        if status in FINAL:
            raise Refused(f"{status} {_said(answer)}")
        if status not in {200, 201, 202}:
            raise NotDelivered(f"{status} {_said(answer)}")
        return str(answer.get("message_id") or "")

    def _message(self, letter: Letter) -> dict[str, Any]:
        text = letter.text
        if self.channel is Channel.SMS and not settings.SMS_ACCENTS:
            text = sms.plain(text)
        size = sms.measure(text)
        message: dict[str, Any] = {
            "id": str(letter.id),
            "channel": self.channel.value,
            "to": international(letter.address),
            "language": letter.language.value,
            "template": letter.template,
            "params": dict(letter.params),
            "text": text,
            "receipt_url": f"{settings.PUBLIC_URL}/thong-bao/bien-nhan/",
        }
        if self.channel is Channel.SMS:
            message |= {"coding": size.coding, "parts": size.parts}
        return message


def _post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """POST once, follow no redirect, read at most 16 KiB. Raises Unreachable when there is no answer."""
    import httpx

    try:
        with _client().stream("POST", url, content=body, headers=headers) as answer:
            data = b""
            for part in answer.iter_bytes():
                data += part
                if len(data) > MAX_ANSWER:
                    break
            return answer.status_code, _json(data[:MAX_ANSWER])
    except (httpx.HTTPError, OSError) as error:
        raise Unreachable(f"Cổng tin nhắn không trả lời: {type(error).__name__}.") from None


@cache
def _client() -> "httpx.Client":
    """Return the one client of this process: making one reads every root certificate, longer than a message takes."""
    import httpx

    client = httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)
    atexit.register(client.close)
    return client


def _json(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _said(answer: dict[str, Any]) -> str:
    return str(answer.get("error") or "")[:200]
