"""At the desk: open it, call, call again, pass on, finish (gọi số)."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from tinhso.foundation.audit import public as audit
from tinhso.government.appointments.access import access_called, access_desk, access_rule, access_sitting, account_of
from tinhso.government.appointments.data import Sitting, TicketInfo, TicketState
from tinhso.government.appointments.errors import DeskTaken, NobodyWaits, NoSuchDesk, StillServing
from tinhso.government.appointments.events import VisitorServed
from tinhso.government.appointments.models import DeskRule, DeskSitting, Ticket
from tinhso.government.appointments.queries.queue import waiting_of
from tinhso.government.appointments.rules import order
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.outbox import announce

LONGEST = timedelta(hours=4)
"""A service that seems longer was forgotten, not long: it is kept as this."""


@transaction.atomic
def open_desk(actor: Actor, *, desk: int, letters: str = "", now: datetime) -> Sitting:
    """Sit down at a desk of one's unit (mở quầy). Opening the one already sat at changes its services.

    Raises NoSuchDesk past the unit's number of desks, DeskTaken when somebody sits there, StillServing when one
    changes desks with a ticket in hand.
    """
    unit_id = access_desk(actor)
    rule = access_rule(unit_id, lock=True, closed=True)
    if not 1 <= desk <= rule.desks:
        raise NoSuchDesk
    mine = DeskSitting.objects.filter(account_id=account_of(actor), closed_at=None).first()
    kept = "".join(sorted(set(letters)))[:26]
    if mine is not None and (mine.unit_id, mine.desk) == (unit_id, desk):
        mine.letters = kept
        mine.save(update_fields=["letters"])
        return mine.to_info()
    if mine is not None:
        _stand_up(mine, now)
    try:
        with transaction.atomic():
            sitting = DeskSitting.objects.create(
                unit_id=unit_id, desk=desk, letters=kept, account_id=account_of(actor), opened_at=now
            )
    except IntegrityError:
        raise DeskTaken from None
    _record(actor, sitting, "appointments.desk_opened")
    return sitting.to_info()


@transaction.atomic
def close_desk(actor: Actor, *, now: datetime) -> None:
    """Stand up (đóng quầy). Raises NotSitting, StillServing with a ticket in hand."""
    sitting = access_sitting(actor)
    _stand_up(sitting, now)
    _record(actor, sitting, "appointments.desk_closed")


@transaction.atomic
def call_next(actor: Actor, *, now: datetime) -> TicketInfo:
    """Call whose turn it is to the actor's desk (gọi số tiếp theo). Two desks at once call two people.

    The order is `rules.order`'s, among the services this desk takes. Raises NotSitting, StillServing, NobodyWaits.
    """
    sitting = access_sitting(actor)
    if Ticket.objects.filter(sitting=sitting, state=TicketState.CALLED).exists():
        raise StillServing
    rule = DeskRule.objects.get(unit_id=sitting.unit_id)
    waiting = waiting_of(sitting.unit_id, day=local_day(now), desk=sitting.desk, letters=sitting.letters)
    if not waiting:
        raise NobodyWaits
    one = order.pick(list(waiting), now=now, favoured=rule.favoured)
    rule.favoured = min(order.streak_after(one, now=now, favoured=rule.favoured), 1000)
    rule.save(update_fields=["favoured"])
    ticket = waiting[one]
    ticket.state, ticket.sitting, ticket.desk, ticket.for_desk = TicketState.CALLED.value, sitting, sitting.desk, None
    ticket.calls, ticket.called_at, ticket.first_called_at = 1, now, now
    ticket.save(update_fields=["state", "sitting", "desk", "for_desk", "calls", "called_at", "first_called_at"])
    _record(actor, sitting, "appointments.called", ticket)
    return ticket.to_info()


@transaction.atomic
def recall(actor: Actor, *, now: datetime) -> TicketInfo:
    """Call the ticket in hand once more (gọi lại). Raises NotSitting, NothingCalled."""
    ticket = access_called(access_sitting(actor))
    ticket.calls, ticket.called_at = min(ticket.calls + 1, 1000), now
    ticket.save(update_fields=["calls", "called_at"])
    return ticket.to_info()


@transaction.atomic
def mark_no_show(actor: Actor, *, now: datetime) -> TicketInfo:
    """Nobody came to the ticket in hand (không có mặt). Raises NotSitting, NothingCalled."""
    sitting = access_sitting(actor)
    ticket = access_called(sitting)
    ticket.state, ticket.finished_at = TicketState.NO_SHOW.value, now
    ticket.save(update_fields=["state", "finished_at"])
    _record(actor, sitting, "appointments.no_show", ticket)
    return ticket.to_info()


@transaction.atomic
def transfer(actor: Actor, *, desk: int, now: datetime) -> TicketInfo:
    """Send the person in hand to another open desk, where they are next (chuyển quầy).

    Raises NotSitting, NothingCalled, NoSuchDesk when nobody sits at that desk or it is one's own.
    """
    del now  # the moment is the audit entry's
    sitting = access_sitting(actor)
    ticket = access_called(sitting)
    there = DeskSitting.objects.filter(unit_id=sitting.unit_id, desk=desk, closed_at=None).exclude(id=sitting.id)
    if not there.exists():
        raise NoSuchDesk
    ticket.state, ticket.for_desk, ticket.sitting, ticket.desk = TicketState.WAITING.value, desk, None, None
    ticket.save(update_fields=["state", "for_desk", "sitting", "desk"])
    _record(actor, sitting, "appointments.transferred", ticket)
    return ticket.to_info()


@transaction.atomic
def finish(actor: Actor, *, now: datetime) -> TicketInfo:
    """Finish with the ticket in hand and note how long the service took, in whole seconds from its first call here.

    Raises NotSitting, NothingCalled.
    """
    sitting = access_sitting(actor)
    ticket = access_called(sitting)
    began = ticket.first_called_at or now
    ticket.state, ticket.finished_at = TicketState.DONE.value, now
    ticket.service_seconds = int(min(max(now - began, timedelta(0)), LONGEST).total_seconds())
    ticket.save(update_fields=["state", "finished_at", "service_seconds"])
    _record(actor, sitting, "appointments.served", ticket)
    announce(VisitorServed(ticket.id, ticket.unit_id, ticket.service_seconds), actor=actor)
    return ticket.to_info()


@transaction.atomic
def close_forgotten(*, now: datetime) -> int:
    """Close desks nobody closed yesterday, and give up the tickets they still held; return how many desks."""
    old = list(DeskSitting.objects.select_for_update(skip_locked=True).filter(closed_at=None)[:500])
    left = [one for one in old if local_day(one.opened_at) < local_day(now)]
    ids = [one.id for one in left]
    Ticket.objects.filter(sitting_id__in=ids, state=TicketState.CALLED).update(
        state=TicketState.NO_SHOW, finished_at=now
    )
    return DeskSitting.objects.filter(id__in=ids).update(closed_at=now)


def _stand_up(sitting: DeskSitting, now: datetime) -> None:
    """Close a sitting; tickets sent to this desk go back to everybody."""
    if Ticket.objects.filter(sitting=sitting, state=TicketState.CALLED).exists():
        raise StillServing
    sitting.closed_at = now
    sitting.save(update_fields=["closed_at"])
    Ticket.objects.filter(
        unit_id=sitting.unit_id, day=local_day(now), state=TicketState.WAITING, for_desk=sitting.desk
    ).update(for_desk=None)


def _record(actor: Actor, sitting: DeskSitting, verb: str, ticket: Ticket | None = None) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="ticket" if ticket else "desk",
        subject_id=ticket.id if ticket else sitting.id,
        unit_id=sitting.unit_id,
        person_id=ticket.account_id if ticket else None,
        detail={"desk": sitting.desk},
    )
