"""Writing and reading dates, money and spans."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.money import Dong
from tinhso.ui import format as fmt
from tinhso.ui import parse

DAYS = st.dates(min_value=date(parse.FIRST_YEAR, 1, 1), max_value=date(parse.LAST_YEAR, 12, 31))
AMOUNTS = st.integers(min_value=0, max_value=fmt.MAX_AMOUNT)


@dataclass(frozen=True)
class Span:
    days: int = 0
    hours: int = 0
    minutes: int = 0
    late: bool = False


@given(DAYS)
def test_a_date_we_write_is_a_date_we_read(day):
    assert parse.parse_date(fmt.date_vi(day)) == day


@given(
    DAYS,
    st.sampled_from(
        ["{0.day}-{0.month}-{0.year}", "{0.day}.{0.month}.{0.year}", "{0.day} {0.month} {0.year}", "{0:%d%m}{0.year}"]
    ),
)
def test_every_way_of_typing_a_date_is_read(day, pattern):
    assert parse.parse_date(pattern.format(day)) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "29/02/2025",
        "31/4/2026",
        "5/3/26",
        "13/13/2026",
        "2026-03-05",
        "1/1/1",
        "aa/bb/cccc",
        "٠١/٠١/٢٠٢٦",
        "01/01/2026" + " " * 5 + "x",
        "00/01/2026",
    ],
)
def test_what_is_no_date_is_refused_with_an_example(typed):
    with pytest.raises(parse.BadDate, match="27/03/1985"):
        parse.parse_date(typed)


def test_an_elderly_person_may_know_only_the_year_of_birth():
    assert parse.parse_partial_date("1948") == parse.PartialDate(1948)
    assert str(parse.parse_partial_date("3/1948")) == "03/1948"
    assert parse.parse_boxes("", "", "1948") == parse.PartialDate(1948)
    assert parse.parse_boxes(" ", "", "") is None
    assert parse.parse_boxes("27", "3", "1985") == parse.PartialDate(1985, 3, 27)
    assert parse.parse_partial_date("27/3/1985").exact() == date(1985, 3, 27)


@pytest.mark.parametrize(
    "boxes",
    [
        ("27", "", "1985"),
        ("27", "3", ""),
        ("0", "3", "1985"),
        ("1", "0", "1985"),
        ("x", "3", "1985"),
        ("-1", "3", "1985"),
    ],
)
def test_three_boxes_that_are_no_date_are_refused(boxes):
    with pytest.raises(parse.BadDate):
        parse.parse_boxes(*boxes)


@given(AMOUNTS)
def test_money_we_write_is_money_we_read(amount):
    written = fmt.money_vi(amount)
    assert parse.parse_money(written) == amount
    assert parse.parse_money(written.replace(".", " ")) == amount
    assert parse.parse_money(str(amount)) == amount


@pytest.mark.parametrize(
    "typed", ["", "-5", "1,5", "1,234,567", "1.23", "12.3456", "1.234 567", "1e6", "٣", "1" * 16, "0x10"]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(parse.BadMoney):
        parse.parse_money(typed)


def read_words(text):
    """Read an amount in words: the other way round, by addition, written apart from the writer."""
    digits = {
        "không": 0,
        "một": 1,
        "mốt": 1,
        "hai": 2,
        "ba": 3,
        "bốn": 4,
        "tư": 4,
        "năm": 5,
        "lăm": 5,
        "sáu": 6,
        "bảy": 7,
        "tám": 8,
        "chín": 9,
    }
    total = part = group = digit = 0
    for word in text.lower().removesuffix(" đồng").split():
        if word in digits:
            digit = digits[word]
            group += digit
        elif word == "mười":
            group += 10
        elif word in {"mươi", "trăm"}:
            group += digit * ((10 if word == "mươi" else 100) - 1)
        elif word in {"nghìn", "triệu"}:
            part, group = part + group * (1000 if word == "nghìn" else 10**6), 0
        elif word == "tỷ":
            total, part, group = total + (part + group) * 10**9, 0, 0
    return total + part + group


@given(AMOUNTS)
def test_money_in_words_says_the_same_amount(amount):
    assert read_words(fmt.money_words(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (8_000, "Tám nghìn đồng"),
        (0, "Không đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (105, "Một trăm linh năm đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (1_234_567, "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng"),
        (1_000_000_000, "Một tỷ đồng"),
    ],
)
def test_money_in_words_reads_as_on_a_receipt(amount, words):
    assert fmt.money_words(amount) == words


def test_a_moment_is_shown_on_the_clock_of_vietnam():
    late_evening_utc = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)
    assert fmt.moment_vi(late_evening_utc) == "01:05 22/11/2026"
    assert fmt.date_vi(late_evening_utc) == "22/11/2026"
    assert fmt.moment_en(late_evening_utc) == "01:05, 22 November 2026"
    with pytest.raises(ValueError, match="zone"):
        fmt.moment_vi(datetime(2026, 1, 1, 8, 0))  # noqa: DTZ001 - refused on purpose


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 2, 15), "ngày 15 tháng 02 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_a_date_in_words_follows_decree_30(day, words):
    assert fmt.date_words(day) == words


def test_numbers_have_a_full_stop_between_thousands_and_a_comma_before_decimals():
    assert fmt.money_vi(Dong(1_234_567)) == "1.234.567\u00a0₫"
    assert fmt.number_vi(1234567) == "1.234.567"
    assert fmt.number_vi(97.8) == "97,8"
    assert fmt.number_vi(1234.5, 2) == "1.234,50"
    assert fmt.number_en(1234.5, 2) == "1,234.50"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(1, 3, 20), "còn 1 ngày 3 giờ làm việc"),
        (Span(0, 3, 20), "còn 3 giờ 20 phút làm việc"),
        (Span(2, 0, 20), "còn 2 ngày làm việc"),
        (Span(), "còn dưới 1 phút làm việc"),
        (Span(0, 2, 0, late=True), "quá hạn 2 giờ làm việc"),
    ],
)
def test_the_time_left_is_said_in_two_parts_at_most(span, words):
    assert fmt.remaining_words(span) == words


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0912345678", "0912 345 678"),
        ("+84 912 345 678", "0912 345 678"),
        ("84912345678", "0912 345 678"),
        ("02838251234", "028 3825 1234"),
        ("02703822001", "0270 382 2001"),
        ("19001234", "1900 1234"),
        ("1022", "1022"),
        ("máy lẻ 5", "máy lẻ 5"),
    ],
)
def test_telephone_numbers_are_grouped(typed, shown):
    assert fmt.phone_vi(typed) == shown


@given(st.integers(min_value=0, max_value=10**12))
def test_a_file_size_is_never_in_exponents(size):
    shown = fmt.file_size_vi(size)
    assert shown.rsplit("\u00a0", 1)[1] in {"byte", "KB", "MB", "GB"}
    assert "e" not in shown.rsplit("\u00a0", 1)[0]
