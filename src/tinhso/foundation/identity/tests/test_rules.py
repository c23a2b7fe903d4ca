"""Numbers, names and telephone numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.vn import mst

from tinhso.foundation.identity.rules import contact, personal_number, tax_code
from tinhso.foundation.identity.rules.personal_number import BadPersonalNumber, Sex


def test_a_personal_number_tells_place_sex_and_year():
    found = personal_number.check("001 087 123 456")

    assert (found.registered_in, found.sex, found.birth_year) == ("001", Sex.MALE, 1987)


@given(
    place=st.sampled_from(sorted(personal_number.PROVINCES)),
    year=st.integers(1900, 2299),
    sex=st.sampled_from(list(Sex)),
    rest=st.integers(0, 999_999),
)
def test_every_number_of_the_decree_is_read_back(place, year, sex, rest):
    mark = (year // 100 - 19) * 2 + (sex is Sex.FEMALE)

    found = personal_number.check(f"{place}{mark}{year % 100:02d}{rest:06d}", birth_on=date(year, 6, 1), sex=sex)

    assert (found.registered_in, found.birth_year, found.sex) == (place, year, sex)


@pytest.mark.parametrize("number", ["", "08619000012", "0861900001234", "08619000012x", "003190000123", "٠٨٦١٩٠٠٠٠١٢٣"])
def test_what_is_no_personal_number_is_refused(number):
    with pytest.raises(BadPersonalNumber):
        personal_number.check(number)


def test_a_number_from_the_future_is_refused():
    with pytest.raises(BadPersonalNumber, match="tương lai"):
        personal_number.check("086290000123", on=date(2026, 1, 1))


def test_a_number_of_the_other_sex_is_refused():
    with pytest.raises(BadPersonalNumber, match="giới tính"):
        personal_number.check("086190000123", sex=Sex.MALE)


def test_a_birth_registered_abroad_is_plausible():
    assert personal_number.check("134190000123").registered_in == "134"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0100109106", "0100109106"),
        ("0100047516", "0100047516"),
        ("0100109106 - 001", "0100109106-001"),
        ("086190000123", "086190000123"),
    ],
)
def test_tax_codes_of_ten_thirteen_and_twelve_digits_are_taken(typed, kept):
    assert tax_code.check(typed) == kept


@pytest.mark.parametrize("typed", ["", "0100109107", "0100109106-000", "003190000123", "01001091060", "abc"])
def test_what_is_no_tax_code_is_refused(typed):
    with pytest.raises(tax_code.BadTaxCode):
        tax_code.check(typed)


@given(stem=st.integers(1, 9_999_999), place=st.integers(1, 99), wrong=st.integers(0, 9))
def test_one_wrong_check_digit_is_always_caught(stem, place, wrong):
    start = f"{place:02d}{stem:07d}"
    right = mst.calc_check_digit(start)
    if str(wrong) != right:
        with pytest.raises(tax_code.BadTaxCode):
            tax_code.check(f"{start}{wrong}")


@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh", "A", "Y Ê-ban", "K'Bông", "H’Hen Niê", "Nguyê\u0303n Văn A"])
def test_names_of_every_people_are_taken(name):
    import unicodedata

    kept = contact.check_name(name)

    assert unicodedata.is_normalized("NFC", kept)
    assert "’" not in kept


@pytest.mark.parametrize("name", ["", "   ", "Nguyễn 5", "<b>An</b>", "A" * 101, "---", "An@"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(contact.BadName):
        contact.check_name(name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912 345 678", "0912345678"),
        ("+84912345678", "0912345678"),
        ("84 912 345 678", "0912345678"),
        ("0270.3823.456", "02703823456"),
    ],
)
def test_telephone_numbers_are_taken_as_people_type_them(typed, kept):
    assert contact.check_phone(typed) == kept


@pytest.mark.parametrize("typed", ["", "113", "0112345678", "091234567", "09123456789", "+1 202 555 0100"])
def test_what_is_no_vietnamese_telephone_number_is_refused(typed):
    with pytest.raises(contact.BadPhone):
        contact.check_phone(typed)
