"""A load client: one process a client, one persistent connection each, over a raw socket.

It costs about 0.1 ms of processor a request and runs on the same machine as the server; how much is said with the
figures (`Result.cpu`).
"""

import http.client
import json
import multiprocessing
import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

from benchmarks.figures import percentile


@dataclass
class Answer:
    """What came back."""

    status: int
    head: bytes
    body: bytes

    def json(self) -> Any:
        """Return the body as data."""
        return json.loads(self.body)


class Client:
    """One signed-in person with one connection."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()
        self.socket: socket.socket | None = None

    def sign_in(self, number: str, password: str) -> "Client":
        """Sign in through the form. Raises RuntimeError when that is refused."""
        self.ask("GET", "/dang-nhap/")
        form = urlencode(
            {"number": number, "password": password, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        )
        answer = self.ask("POST", "/dang-nhap/", form.encode(), "application/x-www-form-urlencoded")
        if answer.status != 302 or "sessionid" not in self.cookies:
            raise RuntimeError(f"cannot sign in as {number}: {answer.status}")
        return self

    def send(self, method: str, path: str, data: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """Ask with JSON."""
        body = json.dumps(data).encode() if data is not None else b""
        return self.ask(method, path, body, "application/json", headers)

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "", headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask and wait for the whole answer; a connection the server closed is opened again, once."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method != "GET":
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
            lines += [f"X-CSRFToken: {self.cookies['csrftoken']}"] if "csrftoken" in self.cookies else []
        raw = "\r\n".join([*lines, "", ""]).encode() + body
        reused = self.socket is not None
        try:
            return self._exchange(raw)
        except OSError:
            self.close()
            if not reused or method != "GET":
                raise
            return self._exchange(raw)

    def close(self) -> None:
        """Let the connection go."""
        if self.socket:
            self.socket.close()
        self.socket = None

    def _exchange(self, raw: bytes) -> Answer:
        if self.socket is None:
            self.socket = socket.create_connection(("localhost", self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(raw)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        body = self._rest(head.lower(), body)
        for name, value in re.findall(rb"\r\nset-cookie: *([^=]+)=([^;\r]*)", head, re.IGNORECASE):
            self.cookies[name.decode()] = value.decode()
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return Answer(int(head.split(b" ", 2)[1]), head, body)

    def _rest(self, head: bytes, body: bytes) -> bytes:
        length = re.search(rb"\r\ncontent-length: *(\d+)", head)
        if length:
            while len(body) < int(length[1]):
                body += self._more()
        elif b"chunked" in head:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
        return body

    def _more(self) -> bytes:
        chunk = self.socket.recv(262_144) if self.socket else b""
        if not chunk:
            raise ConnectionResetError("the server closed the connection")
        return chunk


@dataclass
class Result:
    """What several clients saw. `cpu`: their own processor time, as a share of all cores' time."""

    seconds: float
    latencies: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Rounds a second."""
        return len(self.latencies) / self.seconds

    def milliseconds(self, share: float) -> float:
        """Return a percentile of the rounds."""
        return percentile(self.latencies, share) * 1000


Round = Callable[[int], None]
Script = Callable[[int], Round]
"""Called with the number of the client, in its process; returns what one round does (given the round's number)."""


def drive(script: Script, *, clients: int, seconds: float) -> Result:
    """Let clients run their rounds side by side for some seconds; the time of signing in is not counted."""
    context = multiprocessing.get_context("fork")
    barrier, queue = context.Barrier(clients), context.Queue()
    people = [context.Process(target=_one, args=(script, at, barrier, queue, seconds)) for at in range(clients)]
    for person in people:
        person.start()
    result = Result(seconds)
    cpu = 0.0
    for _ in people:
        latencies, failures, used = queue.get()
        result.latencies += latencies
        result.failures += failures
        cpu += used
    for person in people:
        person.join()
    result.cpu = cpu / (seconds * multiprocessing.cpu_count())
    return result


def _one(script: Script, at: int, barrier: Any, queue: Any, seconds: float) -> None:
    latencies: list[float] = []
    failures: list[str] = []
    used = 0.0
    try:
        act = script(at)
        act(0)
        barrier.wait(120)
        began, used = time.perf_counter(), time.process_time()
        for number in _until(began + seconds):
            start = time.perf_counter()
            try:
                act(number)
                latencies.append(time.perf_counter() - start)
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                failures.append(f"{type(error).__name__}: {error}"[:300])
        used = time.process_time() - used
    except Exception as error:  # noqa: BLE001 - a client that cannot begin must not let the others wait
        barrier.abort()
        failures.append(f"{type(error).__name__}: {error}"[:300])
    queue.put((latencies, failures, used))


def _until(end: float) -> Iterator[int]:
    for number in count(1):
        if time.perf_counter() >= end:
            return
        yield number
