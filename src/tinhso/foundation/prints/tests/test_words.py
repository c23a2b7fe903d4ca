"""Numbers and days in Vietnamese words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.prints.public import date_in_words, number_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (30, "ba mươi"),
        (55, "năm mươi lăm"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (1900, "một nghìn chín trăm"),
        (1971, "một nghìn chín trăm bảy mươi mốt"),
        (2000, "hai nghìn"),
        (2005, "hai nghìn không trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
    ],
)
def test_a_number_reads_as_it_is_spoken(number, words):
    assert number_in_words(number) == words


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_two_numbers_never_read_the_same(one, other):
    assert (number_in_words(one) == number_in_words(other)) == (one == other)


@pytest.mark.parametrize("number", [-1, 10_000])
def test_numbers_no_date_has_are_refused(number):
    with pytest.raises(ValueError, match="between"):
        number_in_words(number)


def test_april_is_the_fourth_month_in_its_own_word():
    assert date_in_words(date(1998, 4, 30)) == "Ngày ba mươi, tháng tư, năm một nghìn chín trăm chín mươi tám"
