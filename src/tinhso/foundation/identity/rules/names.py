"""Pure: when two written names are one name."""

from tinhso.kernel.text import clean_line, fold, sort_key


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two names are the same, whatever the capitals and where the tone mark stands (Họa, Hoạ)."""
    return sort_key(clean_line(one)) == sort_key(clean_line(other))


def is_same_without_marks(one: str, other: str) -> bool:
    """Tell whether two names are the same but for marks and capitals: what people type in a hurry (Nguyen Van Hoa).

    Enough only where something stronger, a number, says who is meant.
    """
    return fold(clean_line(one)) == fold(clean_line(other))
