"""A calendar file (iCalendar, RFC 5545) with the time zone of Vietnam written out, so that every program agrees."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from tinhso.foundation.notifications.data import CalendarEvent
from tinhso.kernel.clock import LOCAL_ZONE

if TYPE_CHECKING:
    from icalendar import Event, Timezone


def calendar_file(event: CalendarEvent, *, now: datetime) -> bytes:
    """Return an event as an .ics file: METHOD PUBLISH, or CANCEL; times in Asia/Ho_Chi_Minh with its VTIMEZONE."""
    return _written([event], method="CANCEL" if event.cancelled else "PUBLISH", now=now)


def calendar_feed(events: Sequence[CalendarEvent], *, now: datetime) -> bytes:
    """Return many events as one calendar that a program reads again and again; what is off says so."""
    return _written(events, method="PUBLISH", now=now)


def _written(events: Sequence[CalendarEvent], *, method: str, now: datetime) -> bytes:
    from icalendar import Calendar

    domain = str(settings.PUBLIC_URL).partition("://")[2].partition("/")[0].partition(":")[0]
    whole = Calendar()
    whole.add("prodid", "-//Tinh So//vi")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", method)
    whole.add_component(_zone())
    for event in events:
        whole.add_component(_entry(event, domain, now))
    return bytes(whole.to_ical())


def _entry(event: CalendarEvent, domain: str, now: datetime) -> "Event":
    from icalendar import Event as Entry

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
    return entry


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
