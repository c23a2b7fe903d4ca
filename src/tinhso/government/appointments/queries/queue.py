"""The queue of a unit today: who waits, who is called, how long it takes."""

from datetime import date, datetime, timedelta
from statistics import median
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.foundation.organisations import public as organisations
from tinhso.government.appointments import content
from tinhso.government.appointments.access import access_desk, access_rule, access_ticket, account_of
from tinhso.government.appointments.data import (
    Forecast,
    QueueView,
    Sitting,
    TicketInfo,
    TicketState,
    TicketStatus,
)
from tinhso.government.appointments.models import DeskRule, DeskSitting, Ticket
from tinhso.government.appointments.rules import order
from tinhso.government.appointments.rules.forecast import forecast
from tinhso.government.appointments.rules.order import Waiting
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day, to_local

MAX_WAITING: Final = 500
SAMPLE: Final = 30
LEARNT_FROM: Final = 400
ON_SCREEN: Final = 8


def waiting_of(
    unit_id: UUID, *, day: date, desk: int | None = None, letters: str = "", lock: bool = False
) -> dict[Waiting, Ticket]:
    """Return the tickets that wait, at most 500, as the rule of order sees them; with `desk`, those it may call."""
    rows: QuerySet[Ticket] = Ticket.objects.filter(unit_id=unit_id, day=day, state=TicketState.WAITING)
    if desk is not None:
        mine = Q(for_desk=desk)
        free = Q(for_desk=None, letter__in=list(letters)) if letters else Q(for_desk=None)
        rows = rows.filter(mine | free)
    if lock:
        rows = rows.select_for_update()
    return {_as_waiting(row, desk): row for row in rows.order_by("id")[:MAX_WAITING]}


def _as_waiting(row: Ticket, desk: int | None) -> Waiting:
    return Waiting(
        key=str(row.id),
        issued_at=row.issued_at,
        due_at=row.due_at,
        by_law=bool(row.precedence),
        sent_here=row.for_desk is not None and (desk is None or row.for_desk == desk),
    )


def get_queue(actor: Actor, *, now: datetime) -> QueueView:
    """Return the queue of the actor's unit today, in calling order, without names. Raises Forbidden, DesksClosed."""
    unit_id = access_desk(actor)
    rule = access_rule(unit_id, closed=True)
    day = local_day(now)
    waiting = waiting_of(unit_id, day=day)
    ordered = order.in_order(list(waiting), now=now, favoured=rule.favoured)
    today = Ticket.objects.filter(unit_id=unit_id, day=day)
    seconds = _sample(unit_id, now)
    return QueueView(
        waiting=tuple(waiting[one].to_info() for one in ordered),
        called=tuple(t.to_info() for t in today.filter(state=TicketState.CALLED).order_by("desk")[:50]),
        sittings=tuple(s.to_info() for s in _open_sittings(unit_id)),
        done=today.filter(state=TicketState.DONE)[:10_000].count(),
        no_show=today.filter(state=TicketState.NO_SHOW)[:10_000].count(),
        median_seconds=int(median(seconds)) if seconds else None,
    )


def ticket_of_call(actor: Actor) -> TicketInfo | None:
    """Return the ticket the actor's desk has in hand, with whose account and draft it is; None when there is none.

    The door for the counter: it opens the owner's draft prefilled. Raises Unauthenticated, Forbidden.
    """
    unit_id = access_desk(actor)
    row = Ticket.objects.filter(
        unit_id=unit_id, state=TicketState.CALLED, sitting__account_id=account_of(actor), sitting__closed_at=None
    ).first()
    return row.to_info() if row else None


def get_sitting(actor: Actor) -> Sitting | None:
    """Return the desk the actor sits at, None when they have opened none."""
    unit_id = access_desk(actor)
    row = DeskSitting.objects.filter(unit_id=unit_id, account_id=account_of(actor), closed_at=None).first()
    return row.to_info() if row else None


def list_calls(unit_id: UUID, *, now: datetime) -> list[TicketInfo]:
    """Return what the calling screen shows: tickets at desks now, the latest call first, at most 8, without names."""
    rows = Ticket.objects.filter(unit_id=unit_id, day=local_day(now), state=TicketState.CALLED)
    return [row.to_info() for row in rows.order_by("-called_at")[:ON_SCREEN]]


def count_waiting(unit_id: UUID, *, now: datetime) -> int:
    """Return how many wait at a unit, counted up to 500."""
    rows = Ticket.objects.filter(unit_id=unit_id, day=local_day(now), state=TicketState.WAITING)
    return rows[:MAX_WAITING].count()


def forecast_at(unit_id: UUID, *, now: datetime) -> Forecast | None:
    """Return how long somebody who takes an ordinary number now will wait; None while no desk is open."""
    access_rule(unit_id)
    return _forecast(unit_id, count_waiting(unit_id, now=now), "", now)


def get_status(token: str, *, now: datetime) -> TicketStatus:
    """Return a ticket as its holder sees it: how many are before it and how long that takes. Raises TicketNotFound."""
    ticket = access_ticket(token)
    name = organisations.get_unit(ticket.unit_id).name
    if ticket.state != TicketState.WAITING or ticket.day != local_day(now):
        return TicketStatus(ticket.to_info(), name, 0, None)
    rule = DeskRule.objects.get(unit_id=ticket.unit_id)
    waiting = waiting_of(ticket.unit_id, day=ticket.day)
    ordered = order.in_order(list(waiting), now=now, favoured=rule.favoured)
    before = next((n for n, one in enumerate(ordered) if one.key == str(ticket.id)), len(ordered))
    return TicketStatus(ticket.to_info(), name, before, _forecast(ticket.unit_id, before, ticket.letter, now))


def _forecast(unit_id: UUID, before: int, letter: str, now: datetime) -> Forecast | None:
    desks = sum(1 for one in _open_sittings(unit_id) if not one.letters or not letter or letter in one.letters)
    usual = content.desks().defaults["usual_minutes"]
    return forecast(before=before, desks=desks, seconds=_sample(unit_id, now), usual_minutes=usual)


def _sample(unit_id: UUID, now: datetime) -> list[int]:
    """Return the last 30 service times at this unit around this hour of the day (an hour before and after)."""
    rows = Ticket.objects.filter(
        unit_id=unit_id, state=TicketState.DONE, finished_at__gt=now - timedelta(days=28), finished_at__lte=now
    )
    hour = to_local(now).hour
    latest = rows.order_by("-finished_at").values_list("finished_at", "service_seconds")[:LEARNT_FROM]
    near = [seconds for at, seconds in latest if at and abs(to_local(at).hour - hour) <= 1]
    return [seconds for seconds in near if seconds is not None][:SAMPLE]


def _open_sittings(unit_id: UUID) -> list[DeskSitting]:
    return list(DeskSitting.objects.filter(unit_id=unit_id, closed_at=None).order_by("desk")[:50])
