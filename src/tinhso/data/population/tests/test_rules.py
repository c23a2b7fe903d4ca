"""Rules without a database: cards, partial dates, matching, patience, meanings of refusals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.data.population.data import Card, Outcome, PartialDate, Sex
from tinhso.data.population.rules import answers, dates, matching, patience
from tinhso.data.population.rules.card import read_card

CARD = "079190000017|331234560|Nguyễn Thị Ẩn|27031990|Nữ|số 17, khóm Tân Vĩnh, Phường 9, Vĩnh Long|01052022"


def test_a_card_tells_seven_things():
    assert read_card(CARD) == Card(
        number="079190000017",
        old_number="331234560",
        name="Nguyễn Thị Ẩn",
        birth=PartialDate(1990, 3, 27),
        sex=Sex.FEMALE,
        address="số 17, khóm Tân Vĩnh, Phường 9, Vĩnh Long",
        issued_on=date(2022, 5, 1),
    )


def test_a_newer_card_has_more_fields_and_says_the_same():
    assert read_card(CARD + "||Nguyễn Văn Cha|Trần Thị Mẹ|x") == read_card(CARD)


def test_a_card_without_an_old_number_has_an_empty_field():
    card = read_card("079190000017||Y Moan Niê Kđăm|1950|Nam|xã Ea Tu|01052022")
    assert card is not None
    assert (card.old_number, card.name, card.birth, card.sex) == ("", "Y Moan Niê Kđăm", PartialDate(1950), Sex.MALE)


def test_a_name_in_another_normal_form_is_the_same_name():
    import unicodedata

    card = read_card(unicodedata.normalize("NFD", CARD))
    assert card is not None and card.name == "Nguyễn Thị Ẩn"


@pytest.mark.parametrize(
    "name", ["Nguy?n Th? ?n", "Nguye^~n Thi. A?n", "Nguyễn Thị 1", "\ufffdNguyễn", "<b>An</b>", "Привет"]
)
def test_a_name_the_input_method_destroyed_is_left_out_and_the_digits_stay(name):
    card = read_card(f"079190000017||{name}|27031990|Nữ||")
    assert card == Card("079190000017", birth=PartialDate(1990, 3, 27), sex=Sex.FEMALE)


def test_a_number_alone_is_a_card_and_anything_else_is_none():
    assert read_card("079190000017") == Card("079190000017")
    for text in ("", "|", "07919000001", "0791900000170", "079190000017x", "https://example.vn", "|079190000017"):
        assert read_card(text) is None


@given(st.text(max_size=800))
def test_whatever_is_scanned_is_a_card_with_twelve_digits_or_none(text):
    card = read_card(text)
    assert card is None or (card.number.isascii() and card.number.isdigit() and len(card.number) == 12)


@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_field_after_the_number_breaks_a_card(parts):
    card = read_card("|".join(["079190000017", *parts]))
    assert card is not None
    assert card.number == "079190000017"
    assert len(card.name) <= 100 and not set(card.name) & set('<>|&"\n\u202e')
    assert card.old_number == "" or (len(card.old_number) == 9 and card.old_number.isdigit())


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_back_however_it_is_written(day):
    whole = PartialDate(day.year, day.month, day.day)
    assert dates.parse_wire(f"{day:%Y%m%d}") == dates.parse_iso(str(whole)) == dates.parse_local(whole.words) == whole
    card = read_card(f"079190000017|||{day:%d%m%Y}|||")
    assert card is not None and card.birth == whole
    assert whole.whole == day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1950", PartialDate(1950)),
        ("19500000", PartialDate(1950)),
        ("195003", PartialDate(1950, 3)),
        ("19500300", PartialDate(1950, 3)),
        ("19500027", PartialDate(1950)),
        ("19501327", None),
        ("19500231", None),
        ("0000", None),
        ("195", None),
        ("１９５０", None),
        ("", None),
    ],
)
def test_dates_of_the_source_may_be_partial(text, found):
    assert dates.parse_wire(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("27/3/1985", PartialDate(1985, 3, 27)),
        ("27 3 1985", PartialDate(1985, 3, 27)),
        ("3-1985", PartialDate(1985, 3)),
        ("1985", PartialDate(1985)),
        ("27/3/85", None),
        ("31/2/1985", None),
        ("hôm qua", None),
        ("1/2/3/1985", None),
    ],
)
def test_dates_as_people_type_them(text, found):
    assert dates.parse_local(text) == found


def test_dates_agree_as_far_as_both_say_anything():
    whole, month, year = PartialDate(1950, 3, 27), PartialDate(1950, 3), PartialDate(1950)
    assert dates.agree(whole, year) and dates.agree(month, whole) and dates.agree(year, month)
    assert not dates.agree(whole, PartialDate(1950, 4)) and not dates.agree(whole, PartialDate(1951))
    assert not dates.agree(whole, PartialDate(1950, 3, 28))


@given(st.text(max_size=30), st.text(max_size=30))
def test_names_that_are_the_same_are_so_both_ways(one, other):
    assert matching.same_name(one, other) == matching.same_name(other, one)
    assert matching.same_name(one, one.upper()) or one.casefold() != one.upper().casefold()


def test_marks_of_a_name_count():
    assert matching.same_name("NGUYỄN  THỊ ẨN", "Nguyễn Thị Ẩn")
    assert not matching.same_name("Nguyễn Thị Ân", "Nguyễn Thị Ẩn")


@pytest.mark.parametrize(
    ("code", "words", "outcome"),
    [
        ("DC_404", "", Outcome.NOT_FOUND),
        ("soapenv:Server", "Thông tin công dân không tồn tại trong CSDL", Outcome.NOT_FOUND),
        ("", "Thông tin KHÔNG KHỚP", Outcome.MISMATCH),
        ("Server.ServerProxy.AccessDenied", "", Outcome.REFUSED),
        ("Client.UnknownMember", "", Outcome.REFUSED),
        ("soapenv:Client", "", Outcome.REFUSED),
        ("SOAP-ENV:Client.BadMessage", "", Outcome.REFUSED),
        ("Server.ClientProxy.NetworkError", "", Outcome.UNAVAILABLE),
        ("Server.ServerProxy.ServiceFailed", "", Outcome.UNAVAILABLE),
        ("", "", Outcome.UNAVAILABLE),
    ],
)
def test_a_fault_means_one_of_a_few_things(code, words, outcome):
    assert answers.outcome_of_fault(code, words) is outcome


def test_pauses_grow_and_end_and_rests_are_bounded():
    pauses = [patience.pause_after(n) for n in range(1, len(patience.PAUSES) + 1)]
    assert pauses == sorted(pauses)
    assert patience.pause_after(len(patience.PAUSES) + 1) is None
    assert patience.rest_after(4) is None and patience.rest_after(5) == timedelta(seconds=30)
    assert patience.rest_after(10_000) == timedelta(minutes=5)
