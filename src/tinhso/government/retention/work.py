"""What the worker does: decisions are carried out, bytes removed, exports made and ended, leftovers cleaned."""

from tinhso.government.retention.actions.carry import carry_out, remove_contents
from tinhso.government.retention.actions.exports import end_exports
from tinhso.government.retention.actions.standing import clean
from tinhso.government.retention.making import make_next
from tinhso.kernel import clock


def run_once() -> bool:
    """Do one bounded part of everything; say whether there was anything to do."""
    now = clock.now()
    made = make_next(now=now)
    return any([made, carry_out(now=now), remove_contents(now=now), end_exports(now=now)])


def clean_daily() -> int:
    """Clean under the standing decisions in force; return how many rows and files went."""
    return sum(clean(now=clock.now()).values())
