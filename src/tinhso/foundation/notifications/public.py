"""The door of notifications."""

from tinhso.foundation.notifications.actions import mark_read, notify, set_preferences
from tinhso.foundation.notifications.data import Channel, FailedDelivery, Group, Language, Notice, Preferences
from tinhso.foundation.notifications.errors import BadPreference, DeliveryNotFailed, DeliveryNotFound, NoticeNotFound
from tinhso.foundation.notifications.queries import count_unread, get_notice, list_failed, list_notices, preferences
from tinhso.foundation.notifications.sending import retry

__all__ = [
    "BadPreference",
    "Channel",
    "DeliveryNotFailed",
    "DeliveryNotFound",
    "FailedDelivery",
    "Group",
    "Language",
    "Notice",
    "NoticeNotFound",
    "Preferences",
    "count_unread",
    "get_notice",
    "list_failed",
    "list_notices",
    "mark_read",
    "notify",
    "preferences",
    "retry",
    "set_preferences",
]
