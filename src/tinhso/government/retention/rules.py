"""Pure decisions: when a term is over, and what a refusal says."""

from datetime import date, datetime, time, timedelta

from tinhso.kernel.clock import LOCAL_ZONE


def due_on(closed_on: date, years: int) -> date:
    """Return the day from which what was closed on a day may be proposed: that many years later, to the day.

    From 29 February it is 1 March where the year has none.
    """
    try:
        return closed_on.replace(year=closed_on.year + years)
    except ValueError:
        return date(closed_on.year + years, 3, 1)


def closed_before(today: date, years: int) -> datetime:
    """Return the moment before which something must have closed for its term to be over on a day.

    It is a bound for looking things up and may be a day wide of the mark around 29 February; `due_on` decides.
    """
    try:
        day = today.replace(year=today.year - years)
    except ValueError:
        day = date(today.year - years, 3, 1)
    return datetime.combine(day + timedelta(days=1), time(), LOCAL_ZONE)
