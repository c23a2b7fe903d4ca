"""Agencies outside this house that do a part of a linked procedure."""

from datetime import datetime
from typing import Protocol

from tinhso.government.cooperation.models import LinkedPart


class OutsideAgency(Protocol):
    """Passes a part on. What the agency answers comes back through `actions.outside`, whoever carries it."""

    def send(self, part: LinkedPart, *, now: datetime) -> None:
        """Pass the facts of a part on, inside the transaction that opens it: queue, never call the network here."""

    def cancel(self, part: LinkedPart, *, now: datetime) -> None:
        """Take a part back."""


def agency_for(part: LinkedPart) -> OutsideAgency:
    """Return how a part reaches its agency: today always the desk that carries it by hand (liên thông thủ công).

    A connection to the police's or the social insurance's system is another adapter, chosen here by `part.agency`.
    """
    from tinhso.government.cooperation.adapters.desk import Desk

    del part
    return Desk()
