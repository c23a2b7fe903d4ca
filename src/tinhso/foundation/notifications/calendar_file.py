"""A calendar file (iCalendar, RFC 5545) with the time zone of Vietnam written out, so that every program agrees."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from tinhso.foundation.notifications.data import CalendarEvent
from tinhso.kernel.clock import LOCAL_ZONE

if TYPE_CHECKING:
    from icalendar import Timezone


def calendar_file(event: CalendarEvent, *, now: datetime) -> bytes:
    """Return an event as an .ics file: METHOD PUBLISH, or CANCEL; times in Asia/Ho_Chi_Minh with its VTIMEZONE."""
    from icalendar import Calendar
    from icalendar import Event as Entry

    domain = str(settings.PUBLIC_URL).partition("://")[2].partition("/")[0].partition(":")[0]
    entry = Entry()
    entry.add("uid", f"{event.uid}@{domain}")
    entry.add("dtstamp", now)
    entry.add("dtstart", event.starts_at.astimezone(LOCAL_ZONE))
    entry.add("dtend", event.ends_at.astimezone(LOCAL_ZONE))
    entry.add("summary", event.summary)
    entry.add("sequence", event.sequence)
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if event.location:
        entry.add("location", event.location)
    whole = Calendar()
    whole.add("prodid", "-//Tinh So//vi")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "CANCEL" if event.cancelled else "PUBLISH")
    whole.add_component(_zone())
    whole.add_component(entry)
    return bytes(whole.to_ical())


def _zone() -> "Timezone":
    """Return VTIMEZONE: UTC+7 since 13 June 1975 (IANA: Asia/Ho_Chi_Minh), no summer time."""
    from datetime import timedelta

    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - local by definition (RFC 5545, 3.6.5)
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", "Asia/Ho_Chi_Minh")
    zone.add_component(standard)
    return zone
