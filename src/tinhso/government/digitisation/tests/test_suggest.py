"""Suggestions come from what stands on the paper, or not at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.digitisation.rules.suggest import suggest

TODAY = date(2026, 11, 16)
TYPES = {"GXNKT": "Giấy xác nhận khuyết tật", "HN": "Giấy chứng nhận hộ nghèo", "GKS": "Giấy khai sinh"}


def read(text, accepts=()):
    return suggest(text, types=TYPES, accepts=accepts, today=TODAY)


def test_the_head_of_an_administrative_document_is_read():
    text = (
        "ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "XÃ BÌNH MINH           Độc lập - Tự do - Hạnh phúc\n"
        "Số: 125/QĐ-UBND        Bình Minh, ngày 02 tháng 9 năm 2025\n"
        "GIẤY XÁC NHẬN KHUYẾT TẬT\n"
    )
    found = read(text)
    assert found.number == "125/QĐ-UBND"
    assert found.issued_on == date(2025, 9, 2)
    assert found.issuer_name == "ỦY BAN NHÂN DÂN XÃ BÌNH MINH"
    assert found.paper_type == "GXNKT"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ngày 31 tháng 02 năm 2024 ... ngày 1 tháng 3 năm 2024", date(2024, 3, 1)),
        ("cấp 05/06/2019", date(2019, 6, 5)),
        ("ngày 1 tháng 1 năm 2027", None),
        ("ngày 1 tháng 1 năm 1900", None),
    ],
)
def test_only_a_day_that_can_be_is_suggested(text, day):
    assert read(text).issued_on == day


def test_the_only_type_a_component_takes_is_suggested_when_the_text_names_none():
    assert read("mờ", accepts=("GKS",)).paper_type == "GKS"
    assert read("mờ", accepts=("GKS", "HN")).paper_type == ""
    assert read("GIẤY CHỨNG NHẬN HỘ NGHÈO", accepts=("GKS",)).paper_type == "HN"


@given(st.text(max_size=400))
def test_no_text_breaks_the_reading_and_no_suggestion_is_longer_than_its_field(text):
    found = read(text)
    assert len(found.number) <= 80
    assert len(found.issuer_name) <= 200
    assert found.issued_on is None or date(1945, 9, 2) <= found.issued_on <= TODAY
