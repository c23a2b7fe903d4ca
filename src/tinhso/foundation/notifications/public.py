"""The door of notifications."""

from tinhso.foundation.notifications.actions import mark_read, notify, notify_all, set_preferences, tell_phone
from tinhso.foundation.notifications.calendar_file import calendar_feed, calendar_file
from tinhso.foundation.notifications.data import (
    CalendarEvent,
    Channel,
    FailedDelivery,
    Group,
    Language,
    Matter,
    Notice,
    Preferences,
    Telling,
)
from tinhso.foundation.notifications.errors import BadPreference, DeliveryNotFailed, DeliveryNotFound, NoticeNotFound
from tinhso.foundation.notifications.queries import count_unread, get_notice, list_failed, list_notices, preferences
from tinhso.foundation.notifications.rules.phones import BadPhone, clean_phone
from tinhso.foundation.notifications.rules.templates import Value
from tinhso.foundation.notifications.sending import retry

__all__ = [
    "BadPhone",
    "BadPreference",
    "CalendarEvent",
    "Channel",
    "DeliveryNotFailed",
    "DeliveryNotFound",
    "FailedDelivery",
    "Group",
    "Language",
    "Matter",
    "Notice",
    "NoticeNotFound",
    "Preferences",
    "Telling",
    "Value",
    "calendar_feed",
    "calendar_file",
    "clean_phone",
    "count_unread",
    "get_notice",
    "list_failed",
    "list_notices",
    "mark_read",
    "notify",
    "notify_all",
    "preferences",
    "retry",
    "set_preferences",
    "tell_phone",
]
