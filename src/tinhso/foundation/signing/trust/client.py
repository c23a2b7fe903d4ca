"""Asking responders and fetching lists over HTTP: bounded in time and size, never redirected, by no proxy of ours.

What certificates say is asked only when a trusted authority vouches for them: an address in a stranger's certificate
would let the stranger choose whom this machine talks to.
"""

import atexit
import secrets
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tinhso.foundation.signing.trust.revocation import NotBelieved

if TYPE_CHECKING:
    import httpx
    from cryptography.x509 import Certificate

MAX_OCSP: Final = 64 * 1024
MAX_LIST: Final = 20 * 1024 * 1024
OCSP_SECONDS: Final = 2.0
LIST_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A list as it came; `content` is None when it is still the one of that entity tag."""

    content: bytes | None
    etag: str


@cache
def _client() -> "httpx.Client":
    """Return the client of this process: connections are kept, threads may share it."""
    import httpx

    limits = httpx.Limits(max_connections=16, max_keepalive_connections=8, keepalive_expiry=30)
    headers = {"Accept-Encoding": "identity", "User-Agent": "tinhso"}
    client = httpx.Client(follow_redirects=False, trust_env=False, limits=limits, headers=headers)
    atexit.register(client.close)
    return client


def ask_responder(url: str, certificate: "Certificate", issuer: "Certificate") -> tuple[bytes, bytes]:
    """Return a responder's answer and the nonce it was asked with. Raises NotBelieved when none came."""
    request, nonce = build_request(certificate, issuer)
    headers = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}
    _status, answer, _etag = _exchange("POST", url, request, headers, limit=MAX_OCSP, seconds=OCSP_SECONDS)
    return answer, nonce


def build_request(certificate: "Certificate", issuer: "Certificate") -> tuple[bytes, bytes]:
    """Return a question about a certificate in DER, and its nonce (32 bytes, RFC 9654).

    The digest names the issuer, it proves nothing: SHA-1 is what every responder reads (RFC 5019, 2.1.1).
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import ocsp

    nonce = secrets.token_bytes(32)
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303 - a name
    built = builder.add_extension(x509.OCSPNonce(nonce), critical=False).build()
    return built.public_bytes(Encoding.DER), nonce


def fetch_list(url: str, *, etag: str = "") -> Fetched:
    """Return a list, or that it has not changed. Raises NotBelieved when none came."""
    headers = {"If-None-Match": etag} if etag else {}
    status, content, fresh = _exchange("GET", url, None, headers, limit=MAX_LIST, seconds=LIST_SECONDS)
    return Fetched(None, etag) if status == 304 else Fetched(content, fresh[:200])


def _exchange(
    method: str, url: str, body: bytes | None, headers: dict[str, str], *, limit: int, seconds: float
) -> tuple[int, bytes, str]:
    """Return status (200 or 304), body and entity tag, all within the seconds. Raises NotBelieved."""
    import httpx

    if not url.startswith(("http://", "https://")):
        raise NotBelieved("no http address")
    until = time.monotonic() + seconds
    data = bytearray()
    try:
        with _client().stream(method, url, content=body, headers=headers, timeout=seconds) as answer:
            if answer.status_code not in (200, 304):
                raise NotBelieved(f"http {answer.status_code}")
            for part in answer.iter_raw():
                data += part
                if len(data) > limit:
                    raise NotBelieved("too large")
                if time.monotonic() > until:
                    raise NotBelieved("too slow")
            return answer.status_code, bytes(data), answer.headers.get("etag", "")
    except httpx.TimeoutException:
        raise NotBelieved("too slow") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise NotBelieved(type(error).__name__) from None
