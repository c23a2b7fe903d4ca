"""The circuit breaker before the source: one row for all processes, written only when something changes."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from tinhso.data.population.data import Outcome
from tinhso.data.population.models import SourceLine
from tinhso.data.population.ports import Answer
from tinhso.data.population.rules import patience

PROBE: Final = timedelta(seconds=20)
REMEMBER_OK: Final = timedelta(minutes=1)
_BAD: Final = frozenset({Outcome.UNAVAILABLE, Outcome.UNREADABLE})


def line() -> SourceLine:
    """Return how the line is; a fresh one when nothing has happened yet."""
    return SourceLine.objects.filter(id=1).first() or SourceLine()


def may_ask(now: datetime) -> bool:
    """Tell whether a question may go out. After a rest one asks first, and the others wait for what comes of it."""
    row = line()
    if not patience.may_ask(now, open_until=row.open_until, paused=row.paused):
        return False
    if row.open_until is None:
        return True
    return bool(SourceLine.objects.filter(id=1, open_until=row.open_until).update(open_until=now + PROBE))


@transaction.atomic
def note(answer: Answer, *, now: datetime) -> None:
    """Count what came of a question: failures in a row open the breaker, an answer of any kind shuts it."""
    row = line()
    if answer.outcome in _BAD:
        _note_failure(answer, now)
    elif row.failures or row.open_until or row.last_ok_at is None or now - row.last_ok_at > REMEMBER_OK:
        refused = answer.code or answer.outcome.value if answer.outcome is Outcome.REFUSED else ""
        SourceLine.objects.update_or_create(
            id=1, defaults={"failures": 0, "open_until": None, "last_ok_at": now, "last_error": refused[:80]}
        )
    elif answer.outcome is Outcome.REFUSED:
        SourceLine.objects.filter(id=1).update(last_error=(answer.code or "refused")[:80])


def _note_failure(answer: Answer, now: datetime) -> None:
    SourceLine.objects.get_or_create(id=1)
    row = SourceLine.objects.select_for_update().get(id=1)
    row.failures += 1
    rest = patience.rest_after(row.failures)
    row.open_until = now + rest if rest else None
    row.last_error = (answer.code or answer.outcome.value)[:80]
    row.save(update_fields=["failures", "open_until", "last_error"])


def set_paused(*, paused: bool) -> None:
    """Hold every question back, or let them go again."""
    SourceLine.objects.update_or_create(id=1, defaults={"paused": paused, "open_until": None, "failures": 0})
