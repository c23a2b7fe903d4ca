"""What every verb ends with: the row, the audit, the event."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.mandates.data import MandateInfo, State
from tinhso.foundation.mandates.errors import AlreadyHeld
from tinhso.foundation.mandates.events import MandateBegun, MandateEnded
from tinhso.foundation.mandates.models import Mandate
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce


def insert(mandate: Mandate) -> None:
    """Write a new mandate. Raises AlreadyHeld when the same person holds the same role of the same principal."""
    try:
        with transaction.atomic():
            mandate.save(force_insert=True)
    except IntegrityError:
        raise AlreadyHeld from None


def note(actor: Actor, mandate: Mandate, verb: str) -> MandateInfo:
    """Write the act down, in the principal's record too; return the mandate."""
    audit.record(
        actor,
        verb=f"mandates.{verb}",
        subject_kind="mandate",
        subject_id=mandate.id,
        person_id=mandate.principal_id,
        detail={"role": mandate.role, "proof": mandate.proof, "agent_id": str(mandate.agent_id or "")},
    )
    return mandate.to_info()


def begin(actor: Actor, mandate: Mandate, *, now: datetime) -> None:
    """Put a mandate in force and announce it; the caller saves it."""
    mandate.state, mandate.begun_at = State.IN_FORCE.value, now
    if mandate.principal_id and mandate.agent_id:
        announce(MandateBegun(mandate.id, mandate.principal_id, mandate.agent_id, mandate.role), actor=actor)


def close(actor: Actor, mandate: Mandate, state: State, *, now: datetime) -> None:
    """End a mandate, with who and when, and announce it."""
    mandate.state, mandate.ended_at, mandate.ended_by = state.value, now, actor.name[:200]
    mandate.save(update_fields=["state", "ended_at", "ended_by"])
    if mandate.principal_id:
        announce(MandateEnded(mandate.id, mandate.principal_id, mandate.agent_id, mandate.role), actor=actor)
