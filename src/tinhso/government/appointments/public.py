"""The door of appointments."""

from tinhso.government.appointments.actions.book import book, cancel_booking, move_booking
from tinhso.government.appointments.actions.rules import renew_kiosk_key, set_desk_rule
from tinhso.government.appointments.actions.serve import (
    call_next,
    close_desk,
    finish,
    mark_no_show,
    open_desk,
    recall,
    transfer,
)
from tinhso.government.appointments.actions.tickets import (
    check_in_at_desk,
    check_in_at_kiosk,
    take_ticket_at_desk,
    take_ticket_at_kiosk,
)
from tinhso.government.appointments.data import (
    BookingInfo,
    BookingState,
    DeskRuleInfo,
    Forecast,
    QueueView,
    Sitting,
    SlotInfo,
    TicketInfo,
    TicketState,
    TicketStatus,
)
from tinhso.government.appointments.queries.bookings import find_token, get_booking, list_day, list_own_bookings
from tinhso.government.appointments.queries.queue import (
    count_waiting,
    forecast_at,
    get_queue,
    get_sitting,
    get_status,
    list_calls,
    ticket_of_call,
)
from tinhso.government.appointments.queries.slots import get_open_unit, get_rule, list_days, list_open_units, list_slots

__all__ = [
    "BookingInfo",
    "BookingState",
    "DeskRuleInfo",
    "Forecast",
    "QueueView",
    "Sitting",
    "SlotInfo",
    "TicketInfo",
    "TicketState",
    "TicketStatus",
    "book",
    "call_next",
    "cancel_booking",
    "check_in_at_desk",
    "check_in_at_kiosk",
    "close_desk",
    "count_waiting",
    "find_token",
    "finish",
    "forecast_at",
    "get_booking",
    "get_open_unit",
    "get_queue",
    "get_rule",
    "get_sitting",
    "get_status",
    "list_calls",
    "list_day",
    "list_days",
    "list_open_units",
    "list_own_bookings",
    "list_slots",
    "mark_no_show",
    "move_booking",
    "open_desk",
    "recall",
    "renew_kiosk_key",
    "set_desk_rule",
    "take_ticket_at_desk",
    "take_ticket_at_kiosk",
    "ticket_of_call",
    "transfer",
]
