"""What tells who somebody is, is found whatever way it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.petitions.rules.redaction import MARK, find_personal, masked


@pytest.mark.parametrize(
    "piece",
    [
        "0912345678",
        "0912 345 678",
        "+84 912 345 678",
        "086190000123",
        "086 190 000 123",
        "an.nguyen@vi.du",
        "64A-123.45",
    ],
)
def test_numbers_mail_and_plates_are_found(piece):
    assert find_personal(f"Gọi cho tôi: {piece} nhé.") == [piece]


def test_a_name_is_found_whatever_its_case_and_marks():
    assert find_personal("Tôi là NGUYEN THI AN, ở khóm 2", names=["Nguyễn Thị An"]) == ["NGUYEN THI AN"]
    assert find_personal("Ấp An Bình", names=["Nguyễn Thị An"]) == []


def test_dates_and_amounts_stay():
    assert find_personal("Ngày 18/11/2026, phí 1.250.000 đồng, quyết định số 766/QĐ-TTg, 2 tuần.") == []


@given(st.integers(min_value=0, max_value=10**8 - 1), st.text(max_size=30))
def test_what_is_masked_holds_no_telephone_any_more(tail, around):
    number = f"09{tail:08d}"
    text = masked(f"{around} {number} {around}")
    assert number not in text
    assert MARK in text
