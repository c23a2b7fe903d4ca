"""Allowances and remaining time read the same everywhere."""

from decimal import Decimal

import pytest

from tinhso.foundation.calendar.public import Allowance, AllowanceUnit, Remaining, allowance_words, remaining_words


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("3", AllowanceUnit.WORKING_DAY, "3 ngày làm việc"),
        ("1.50", AllowanceUnit.WORKING_DAY, "1,5 ngày làm việc"),
        ("20", AllowanceUnit.CALENDAR_DAY, "20 ngày"),
        ("8", AllowanceUnit.WORKING_HOUR, "8 giờ làm việc"),
        ("2", AllowanceUnit.MONTH, "2 tháng"),
        ("1", AllowanceUnit.SAME_DAY, "Trong ngày làm việc"),
    ],
)
def test_an_allowance_in_words(amount, unit, words):
    assert allowance_words(Allowance(Decimal(amount), unit)) == words


@pytest.mark.parametrize(
    ("remaining", "words"),
    [
        (Remaining(late=False, days=2, hours=3, minutes=4), "Còn 2 ngày 3 giờ"),
        (Remaining(late=False, days=0, hours=0, minutes=15), "Còn 15 phút"),
        (Remaining(late=False, days=0, hours=0, minutes=0), "Đến hạn"),
        (Remaining(late=True, days=1, hours=0, minutes=30), "Quá hạn 1 ngày 30 phút"),
        (Remaining(late=True, days=0, hours=0, minutes=0), "Quá hạn"),
    ],
)
def test_remaining_time_in_words(remaining, words):
    assert remaining_words(remaining) == words
