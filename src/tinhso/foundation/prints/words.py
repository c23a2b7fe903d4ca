"""Days of the calendar in Vietnamese words, as certificates of civil status write them."""

from datetime import date
from typing import Final

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def number_in_words(number: int) -> str:
    """Return 0 to 9999 in words: 2026 is «hai nghìn không trăm hai mươi sáu». Refuses others with ValueError."""
    if not 0 <= number <= 9999:
        raise ValueError(f"{number} is not between 0 and 9999")
    thousands, rest = divmod(number, 1000)
    hundreds, tail = divmod(rest, 100)
    words = [_DIGITS[thousands], "nghìn"] if thousands else []
    if hundreds or (thousands and tail):
        words += [_DIGITS[hundreds], "trăm"]
    if tail or not words:
        words += _below_hundred(tail, after_hundreds=bool(words))
    return " ".join(words)


def date_in_words(day: date) -> str:
    """Return «Ngày năm, tháng mười một, năm hai nghìn không trăm hai mươi sáu», as the civil-status forms write it."""
    month = "tư" if day.month == 4 else number_in_words(day.month)
    return f"Ngày {number_in_words(day.day)}, tháng {month}, năm {number_in_words(day.year)}"


def _below_hundred(number: int, *, after_hundreds: bool) -> list[str]:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return (["linh"] if after_hundreds else []) + [_DIGITS[ones]]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones:
        words.append(_ones_after_tens(tens, ones))
    return words


def _ones_after_tens(tens: int, ones: int) -> str:
    """Return the last digit as it sounds after tens: mốt after 20 and on, lăm after any."""
    if ones == 5:
        return "lăm"
    if ones == 1 and tens > 1:
        return "mốt"
    return _DIGITS[ones]
