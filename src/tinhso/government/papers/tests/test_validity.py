"""Whether a paper counts on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.papers import kinds
from tinhso.government.papers.data import PaperState
from tinhso.government.papers.rules.owner import owner_number
from tinhso.government.papers.rules.sheet import csv_lines, disarmed
from tinhso.government.papers.rules.validity import end_of, is_usable, state_on
from tinhso.government.papers.rules.wording import authority, issuer, place

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
STATES = st.sampled_from([PaperState.IN_FORCE, PaperState.REPLACED, PaperState.REVOKED])


@given(STATES, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_a_paper_is_usable_only_between_its_days_and_only_while_nothing_was_decided_against_it(
    stored, until, issued, on
):
    expected = stored is PaperState.IN_FORCE and (until is None or on <= until) and (issued is None or issued <= on)

    assert is_usable(stored, until, issued, on) is expected


@given(DAYS, DAYS)
def test_once_expired_a_paper_never_counts_again(until, on):
    if state_on(PaperState.IN_FORCE, until, on) is PaperState.EXPIRED:
        assert state_on(PaperState.IN_FORCE, until, on + timedelta(days=1)) is PaperState.EXPIRED


@given(DAYS, st.integers(1, 240))
def test_the_end_lies_in_the_right_month_on_the_same_day_or_the_months_last(issued, months):
    end = end_of(issued, months)

    assert end is not None
    assert (end.year * 12 + end.month) - (issued.year * 12 + issued.month) == months
    assert end.day == issued.day or (end.day < issued.day and (end + timedelta(days=1)).day == 1)


def test_a_certificate_of_marital_status_counts_six_months_from_its_day():
    assert end_of(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert end_of(None, 6) is end_of(date(2026, 8, 31), None) is None


def test_every_type_has_a_name_a_basis_and_a_mark():
    found = kinds.all_types().values()

    assert {one.mark for one in found} <= {"known", "found", "unsure"}
    assert all(one.name and one.name_en and one.basis for one in found)
    assert kinds.type_of_result("1.004873.000.00.00.H61").code == "XNHN"
    assert kinds.type_of_result("9.999999").code == kinds.OTHER
    assert kinds.type_named("gone").code == kinds.OTHER


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("086 190 000 123", "086190000123"),
        ("0100109106-001", "0100109106-001"),
        ("123456789", "123456789"),
        ("12345678", ""),
        ("08619000012x", ""),
        ("٠٨٦١٩٠٠٠٠١٢٣", ""),
        ("", ""),
    ],
)
def test_an_owners_number_is_taken_as_typed_or_not_at_all(typed, kept):
    assert owner_number(typed) == kept


@given(st.text())
def test_no_text_becomes_a_formula(text):
    shown = str(disarmed(text))

    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert shown.endswith(text)


def test_numbers_stay_numbers_and_quotes_are_doubled():
    assert disarmed(-5) == -5
    assert list(csv_lines([["a", 'b"c', "=1+1"]]))[1] == '"a","b""c","\'=1+1"\r\n'


def test_papers_write_the_body_the_place_and_the_office():
    assert issuer("Phường 1") == "Ủy ban nhân dân phường 1"
    assert issuer("Sở Tư pháp") == "Sở Tư pháp"
    assert (place("Phường 1"), place("Xã An Bình")) == ("Phường 1", "An Bình")
    assert authority("Chủ tịch Ủy ban nhân dân") == ("CHỦ TỊCH",)
    assert authority("Phó Chủ tịch Ủy ban nhân dân") == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
