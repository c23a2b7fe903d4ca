"""Builders for tests of this room and of those above."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from tinhso.foundation.work.actions import open_item
from tinhso.kernel.actors import Actor, ActorKind, Scope
from tinhso.kernel.ids import uuid7

MONDAY: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""09:00 in Vietnam."""


def make_item(
    unit_id: UUID,
    *,
    role: str = "specialist",
    kind: str = "dossiers.step",
    subject_id: UUID | None = None,
    title: str = "Đăng ký khai sinh",
    code: str = "",
    due_at: datetime | None = MONDAY + timedelta(days=10),
    warn_at: datetime | None = None,
    assignee_id: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
    now: datetime = MONDAY,
) -> UUID:
    """Open one item and return its id."""
    return open_item(
        kind=kind,
        subject_id=subject_id or uuid7(),
        title=title,
        code=code,
        unit_id=unit_id,
        role=role,
        due_at=due_at,
        warn_at=warn_at,
        assignee_id=assignee_id,
        facts=facts,
        now=now,
    )


def make_officer(
    *units: UUID, roles: tuple[str, ...] = ("specialist",), name: str = "Cán bộ", oversees: bool = False
) -> Actor:
    """Return an officer who holds the roles over the units, without any account or post in the database."""
    abilities = {f"work.{role}": Scope(units=frozenset(units)) for role in roles}
    if oversees:
        abilities["work.oversee"] = Scope(units=frozenset(units))
    return Actor(ActorKind.OFFICER, account_id=uuid7(), name=name, abilities=abilities)
