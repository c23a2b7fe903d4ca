"""From what the source says when it does not answer, to the few outcomes we know.

Fault codes of X-Road are those of its message protocol ("Server.ServerProxy.AccessDenied"); codes of the population
service itself are not published: the table holds what is seen in the field and is to be completed at connection time
(unsure). What is in no table is decided by SOAP 1.1, 4.4.1: Client faults are ours, all others are the source's.
"""

from typing import Final

from tinhso.data.population.data import Outcome
from tinhso.kernel.text import fold

_BY_CODE: Final = {"DC_404": Outcome.NOT_FOUND, "DC_409": Outcome.MISMATCH}
_BY_WORDS: Final = (
    ("khong ton tai trong csdl", Outcome.NOT_FOUND),
    ("khong tim thay", Outcome.NOT_FOUND),
    ("khong khop", Outcome.MISMATCH),
    ("khong trung khop", Outcome.MISMATCH),
)
_REFUSED: Final = ("AccessDenied", "AuthenticationFailed", "UnknownMember", "UnknownService", "UnknownSubsystem")
MAX_CODE: Final = 80


def outcome_of_reason(code: str, words: str) -> Outcome | None:
    """Return what a reason inside an answer means; None when nobody knows."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    plain = fold(words)
    return next((outcome for said, outcome in _BY_WORDS if said in plain), None)


def outcome_of_fault(code: str, words: str) -> Outcome:
    """Return what a SOAP fault means."""
    known = outcome_of_reason(code, words)
    if known is not None:
        return known
    if any(code.endswith(end) for end in _REFUSED):
        return Outcome.REFUSED
    parts = code.rpartition(":")[2].split(".")
    return Outcome.REFUSED if parts[0] == "Client" and "ClientProxy" not in code else Outcome.UNAVAILABLE


def outcome_of_status(status: int) -> Outcome:
    """Return what an HTTP status without a SOAP fault means."""
    return Outcome.REFUSED if status in (400, 401, 403, 404, 405, 415) else Outcome.UNAVAILABLE
