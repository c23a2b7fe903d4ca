"""Asking a time-stamp authority for the time (RFC 3161 over HTTP, section 3.4)."""

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyhanko.sign.timestamps.api import TimeStamper

from tinhso.foundation.signing.errors import TimeStampUnavailable
from tinhso.foundation.signing.formats.profiles import source_address

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo
    from asn1crypto.tsp import TimeStampReq, TimeStampResp

TIME_OUT: Final = 10.0
MAX_ANSWER: Final = 64 * 1024
TOKEN_ROOM: Final = 6 * 1024
"""Bytes left for a token before one was ever seen; afterwards the largest one seen, and a little more."""
SPARE: Final = 256


def time_stamper() -> "HttpTimeStamper":
    """Return the client of the time-stamp authority. Raises TimeStampUnavailable when none is connected."""
    address = source_address()
    if not address:
        raise TimeStampUnavailable
    return _client(address)


class HttpTimeStamper(TimeStamper):
    """Asks one authority: ten seconds at most, 64 KB at most, a nonce each time, no rehearsals."""

    def __init__(self, address: str) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]  # pyHanko gives no types
        self.address = address
        self.room = TOKEN_ROOM

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> "ContentInfo":
        """Return a token over `message_digest`. A token over anything else is none (RFC 3161, 2.2)."""
        token = await super().async_timestamp(message_digest, md_algorithm)
        imprint = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]
        if imprint["hashed_message"].native != message_digest:
            raise TimeStampUnavailable
        return token

    async def async_request_tsa_response(self, req: "TimeStampReq") -> "TimeStampResp":
        """Send one request. Raises TimeStampUnavailable for anything but a good answer of reasonable size."""
        from asn1crypto.tsp import TimeStampResp

        body = _post(self.address, req.dump())
        try:
            answer = TimeStampResp.load(body)
            granted = answer["status"]["status"].native in ("granted", "granted_with_mods")
        except (ValueError, TypeError, KeyError):
            raise TimeStampUnavailable from None
        if not granted:
            raise TimeStampUnavailable
        self.room = max(len(body) + SPARE, self.room if self.room != TOKEN_ROOM else 0)
        return answer


@lru_cache(maxsize=4)
def _client(address: str) -> HttpTimeStamper:
    return HttpTimeStamper(address)


def _post(address: str, request: bytes) -> bytes:
    import httpx

    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        with httpx.stream("POST", address, content=request, headers=headers, timeout=TIME_OUT) as answer:
            if answer.status_code != httpx.codes.OK:
                raise TimeStampUnavailable
            body = b""
            for part in answer.iter_bytes():
                body += part
                if len(body) > MAX_ANSWER:
                    raise TimeStampUnavailable
            return body
    except httpx.HTTPError:
        raise TimeStampUnavailable from None
