"""The door of schedules."""

from tinhso.government.schedules.actions import call_off, change, enter, publish, renew_feed
from tinhso.government.schedules.data import Clash, Day, EntryInfo, Plan, State
from tinhso.government.schedules.errors import BadEntry, EntryMissing, EntryMoved, EntryOff, FeedMissing
from tinhso.government.schedules.queries import bounds_of, clashes, feed, get_entry, has_feed, monday_of, week

__all__ = [
    "BadEntry",
    "Clash",
    "Day",
    "EntryInfo",
    "EntryMissing",
    "EntryMoved",
    "EntryOff",
    "FeedMissing",
    "Plan",
    "State",
    "bounds_of",
    "call_off",
    "change",
    "clashes",
    "enter",
    "feed",
    "get_entry",
    "has_feed",
    "monday_of",
    "publish",
    "renew_feed",
    "week",
]
