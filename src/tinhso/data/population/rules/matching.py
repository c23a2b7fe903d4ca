"""Three things that must fit together: number, name, birth date.

The source is asked with all three, and its answer is compared with them once more: a record of somebody else is never
handed on.
"""

from typing import Final

from tinhso.data.population.data import PartialDate
from tinhso.data.population.rules import dates
from tinhso.kernel.text import clean_line

NAME: Final = "name"
BIRTH: Final = "birth"


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are the same: in NFC, without regard to case and spaces. Marks count: Ẩn is not Ân."""
    return clean_line(one).casefold() == clean_line(other).casefold()


def differing(*, name: str, birth: PartialDate, said_name: str, said_birth: PartialDate) -> tuple[str, ...]:
    """Return which of name and birth date differ from what the source says of this number."""
    found = [] if same_name(name, said_name) else [NAME]
    if not dates.agree(birth, said_birth):
        found.append(BIRTH)
    return tuple(found)
