"""The client of the population service through the national exchange (NDXP, X-Road style).

One question is one connection: rare enough, and nothing is shared between threads. The whole exchange has one deadline;
an answer that comes in drops is left when it is over. Redirects are not followed, compressed answers not accepted.
"""

import base64
import hashlib
import ssl
import time
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import structlog

from tinhso.data.population.adapters import envelope, reading
from tinhso.data.population.adapters.reading import MAX_BYTES, Said, Unreadable
from tinhso.data.population.data import Operation, Outcome, Person
from tinhso.data.population.ports import Answer, Question
from tinhso.data.population.rules import answers, matching
from tinhso.kernel import clock

log = structlog.get_logger(__name__)
LEAST: Final = 0.05


@dataclass(frozen=True, slots=True)
class Connection:
    """How the service is reached. `client` is the X-Road-Client, `service` MaDVC, `integration` MaTichHop."""

    url: str
    auth_url: str
    user: str
    secret: str
    api_key: str
    client: str
    service: str
    integration: str

    def at(self, url: str) -> "Connection":
        """Return the same at another address."""
        return replace(self, url=url)

    def headers(self, timestamp: int) -> dict[str, str]:
        """Return the headers of a call at `timestamp` (milliseconds since 1970).

        Authorization is Basic of the user and, as password, the lower-case hexadecimal SHA-256 of authentication
        address, user, timestamp and secret in a row.
        """
        digest = hashlib.sha256(f"{self.auth_url}{self.user}{timestamp}{self.secret}".encode()).hexdigest()
        return {
            "Timestamp": str(timestamp),
            "Authorization": "Basic " + base64.b64encode(f"{self.user}:{digest}".encode()).decode(),
            "X-Road-Client": self.client,
            "ApiKey": self.api_key,
            "SOAPAction": '""',
            "Content-Type": "application/xml",
            "Accept-Encoding": "identity",
        }


@cache
def _trust() -> ssl.SSLContext:
    """Return whom we trust, loaded once: it takes as long as a quick answer."""
    return ssl.create_default_context()


class _TooLate(Exception):
    """The deadline is over while the answer is still coming."""


@dataclass(frozen=True, slots=True)
class SoapSource:
    """Asks the service at a connection."""

    connection: Connection

    def ask(self, question: Question) -> Answer:
        """Ask once, within the time the question allows; what loading the client takes counts too."""
        begun = time.monotonic()
        import httpx

        body = envelope.build(question, service=self.connection.service, integration=self.connection.integration)
        base = Answer(
            Outcome.UNAVAILABLE, request_bytes=len(body), request_hash=hashlib.sha256(body).hexdigest(), code="timeout"
        )
        try:
            status, data = self._exchange(body, deadline=begun + question.within.total_seconds())
        except (_TooLate, httpx.TimeoutException):
            return _timed(base, begun)
        except (Unreadable, httpx.DecodingError) as error:
            return _timed(replace(base, outcome=Outcome.UNREADABLE, code=str(error)[: answers.MAX_CODE]), begun)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            log.warning("population.no_answer", request=question.id.hex, error=type(error).__name__)
            return _timed(replace(base, code=type(error).__name__), begun)
        heard = replace(
            base, http_status=status, response_bytes=len(data), response_hash=hashlib.sha256(data).hexdigest(), code=""
        )
        return _timed(_judge(heard, question, status, data), begun)

    def _exchange(self, body: bytes, *, deadline: float) -> tuple[int, bytes]:
        """Send, and return status and body. Raises httpx's errors, _TooLate, and Unreadable for what is too large."""
        import httpx

        headers = self.connection.headers(int(clock.now().timestamp() * 1000))
        data = bytearray()
        with (
            httpx.Client(verify=_trust(), follow_redirects=False, trust_env=False) as client,
            client.stream(
                "POST",
                self.connection.url,
                content=body,
                headers=headers,
                timeout=max(deadline - time.monotonic(), LEAST),
            ) as answer,
        ):
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise Unreadable("compressed")
            for part in answer.iter_raw():
                data += part
                if len(data) > MAX_BYTES:
                    raise Unreadable("too large")
                if time.monotonic() > deadline:
                    raise _TooLate
            return answer.status_code, bytes(data)


def _timed(answer: Answer, begun: float) -> Answer:
    return replace(answer, latency_ms=int((time.monotonic() - begun) * 1000))


def _judge(heard: Answer, question: Question, status: int, data: bytes) -> Answer:
    """Return what an answer means for the question."""
    try:
        said = reading.read(data, now=clock.now())
    except Unreadable as error:
        outcome = Outcome.UNREADABLE if status == 200 else answers.outcome_of_status(status)
        return replace(heard, outcome=outcome, code=str(error))
    if said.is_fault:
        code = said.fault_code[: answers.MAX_CODE]
        return replace(heard, outcome=answers.outcome_of_fault(code, said.words), code=code)
    if status != 200:
        return replace(heard, outcome=answers.outcome_of_status(status), code=said.code)
    found = _verified(said) if question.operation is Operation.VERIFY else _looked_up(said, question)
    return replace(heard, code=said.code[: answers.MAX_CODE], **found)


def _verified(said: Said) -> dict[str, Any]:
    if said.exists is None and not said.code:
        return {"outcome": Outcome.UNREADABLE}
    return {"outcome": Outcome.MATCHED if said.exists else _nobody(said)}


def _looked_up(said: Said, question: Question) -> dict[str, Any]:
    """Return the one person found, compared once more with what was asked."""
    if len(said.persons) > 1 or (not said.is_collection and not said.code):
        return {"outcome": Outcome.UNREADABLE}
    if not said.persons:
        return {"outcome": _nobody(said)}
    person = said.persons[0]
    if question.number not in _numbers(person):
        return {"outcome": Outcome.UNREADABLE}
    other = matching.differing(name=question.name, birth=question.birth, said_name=person.name, said_birth=person.birth)
    return (
        {"outcome": Outcome.MISMATCH, "differing": other} if other else {"outcome": Outcome.MATCHED, "person": person}
    )


def _numbers(person: Person) -> tuple[str, ...]:
    return tuple(number for number in (person.number, person.old_number) if number)


def _nobody(said: Said) -> Outcome:
    """Return what finding nobody means. Without a reason: these three do not belong together."""
    return answers.outcome_of_reason(said.code, said.words) or Outcome.MISMATCH
