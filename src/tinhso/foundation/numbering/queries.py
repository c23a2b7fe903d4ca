"""Looking at a counter without touching it."""

from datetime import date

from tinhso.foundation.numbering.data import Series
from tinhso.foundation.numbering.models import Counter


def last_number(series: Series, *, owner: str, on: date) -> int:
    """Return the last number given in that period, 0 when none was. Somebody may take the next at any moment."""
    found = Counter.objects.filter(series=series.code, owner=owner, period=series.period.key(on))
    return found.values_list("value", flat=True).first() or 0
