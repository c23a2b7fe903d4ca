"""What one request did, found by the id that every answer carries and every fault page shows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.kernel.actors import Actor
from tinhso.portals.operator.gate import console_required

REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the record without who and why."""

    at: datetime
    verb: str
    actor_kind: str
    subject_kind: str
    subject_id: UUID | None


def read_request_id(text: str) -> str:
    """Return the request id that was typed, "" when it is none."""
    typed = text.strip()
    return typed if REQUEST_ID.fullmatch(typed) else ""


def list_lines(actor: Actor, *, request_id: str) -> Sequence[Line]:
    """Return what a request wrote into the record, newest first, at most 50. The look is on record.

    Raises Forbidden for all but operators.
    """
    console_required(actor)
    found = audit.list_of_request(request_id, size=SHOWN).items
    if found:
        with transaction.atomic():
            audit.record(actor, verb="operator.request_traced", subject_kind="request", detail={"request": request_id})
    return [Line(one.at, one.verb, one.actor_kind, one.subject_kind, one.subject_id) for one in found]
