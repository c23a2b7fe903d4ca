"""Words and shapes about mandates to sign that others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop


class Holding(StrEnum):
    """Whether a mandate holds on a day."""

    COMING = "coming"
    IN_FORCE = "in_force"
    OVER = "over"
    REVOKED = "revoked"

    @property
    def words(self) -> str:
        """It in words."""
        return gettext(HOLDING_TITLES[self])

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return {Holding.COMING: "new", Holding.IN_FORCE: "ok", Holding.OVER: "end", Holding.REVOKED: "late"}[self]

    @property
    def is_open(self) -> bool:
        """Tell whether it may still be revoked."""
        return self in (Holding.COMING, Holding.IN_FORCE)


HOLDING_TITLES: Final[Mapping[Holding, str]] = {
    Holding.COMING: gettext_noop("Chưa đến hạn"),
    Holding.IN_FORCE: gettext_noop("Còn hiệu lực"),
    Holding.OVER: gettext_noop("Hết hiệu lực"),
    Holding.REVOKED: gettext_noop("Đã thu hồi"),
}


@dataclass(frozen=True, slots=True)
class MandateInfo:
    """A mandate in writing to sign for an agency's head. `valid_to` is the first day it no longer holds."""

    id: UUID
    unit_id: UUID
    mandated_id: UUID
    mandated_name: str
    giver_name: str
    document: str
    scope: str
    kinds: tuple[str, ...]
    valid_from: date
    valid_to: date
    revoked_at: datetime | None = None
    revoked_by: str = ""
    revoke_reason: str = ""

    @property
    def last_day(self) -> date:
        """The last day it holds."""
        return self.valid_to - timedelta(days=1)

    def standing(self, on: date) -> Holding:
        """Return whether it holds on a day."""
        if self.revoked_at is not None:
            return Holding.REVOKED
        if on >= self.valid_to:
            return Holding.OVER
        return Holding.IN_FORCE if on >= self.valid_from else Holding.COMING
