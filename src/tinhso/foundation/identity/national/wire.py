"""HTTP to the provider: short time-outs, no redirects, an answer of bounded size, never inside a transaction."""

import atexit
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tinhso.foundation.identity.errors import ProviderUnavailable

if TYPE_CHECKING:
    import httpx

MAX_ANSWER: Final = 65_536
CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 5.0
TRIES: Final = 2
SEATS: Final = 2
WAIT: Final = 0.5
_seats: Final = threading.BoundedSemaphore(SEATS)


@contextmanager
def seat() -> Iterator[None]:
    """Let at most two threads of a process wait for the provider at a time, so that a slow one cannot take them all.

    Everybody else's pages, and the password, go on. Raises ProviderUnavailable when no seat is free in half a second.
    """
    if not _seats.acquire(timeout=WAIT):
        raise ProviderUnavailable
    try:
        yield
    finally:
        _seats.release()


class AnsweredNo(Exception):
    """The provider understood and said no; `error` is its word for it (RFC 6749, section 5.2)."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(f"{status} {error}")
        self.status, self.error = status, error


@cache
def _client() -> "httpx.Client":
    import httpx

    timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS, pool=CONNECT_SECONDS)
    client = httpx.Client(timeout=timeout, follow_redirects=False, limits=httpx.Limits(max_connections=32))
    atexit.register(client.close)
    return client


def ask(
    method: str, url: str, *, form: Mapping[str, str] | None = None, bearer: str = "", may_repeat: bool = False
) -> dict[str, Any]:
    """Ask and return the JSON object answered.

    Raises ProviderUnavailable when there is no answer in time, a fault of theirs, or an answer too large or not JSON;
    AnsweredNo for 4xx. Only what `may_repeat` is tried once more, and only when no connection came about.
    """
    import httpx

    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {bearer}"} if bearer else {})}
    for left in range(TRIES if may_repeat else 1, 0, -1):
        try:
            with _client().stream(method, url, data=form, headers=headers) as answer:
                return _read(answer, _bounded(answer))
        except (httpx.ConnectError, httpx.RemoteProtocolError) as error:
            if left == 1:
                raise ProviderUnavailable from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProviderUnavailable from error
    raise ProviderUnavailable


def _bounded(answer: "httpx.Response") -> bytes:
    found = bytearray()
    for part in answer.iter_bytes():
        found += part
        if len(found) > MAX_ANSWER:
            raise ProviderUnavailable
    return bytes(found)


def _read(answer: "httpx.Response", body: bytes) -> dict[str, Any]:
    if answer.status_code >= 500 or 300 <= answer.status_code < 400:
        raise ProviderUnavailable
    try:
        read = json.loads(body)
    except ValueError:
        read = None
    if answer.status_code >= 400:
        raise AnsweredNo(answer.status_code, str(read.get("error", ""))[:60] if isinstance(read, dict) else "")
    if not isinstance(read, dict):
        raise ProviderUnavailable
    return read
