from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.portals.operator.scrub import MAX_SHOWN, ids_in, scrub

ID = "0197a2b4-1111-7222-8333-123456789012"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("KeyError: 'Nguyễn Văn Bình'", "KeyError: …"),
        ("Key (number)=(086190000123) already exists.", "Key (number)… already exists."),
        ("no account for an@example.vn", "no account for …"),
        ("call 0912 345 678 now", "call … now"),
        ("of Trần Thị Hoa here", "of … here"),
        (f"dossier {ID} is gone", f"dossier {ID} is gone"),
        ("OperationalError: connection refused", "OperationalError: connection refused"),
    ],
)
def test_the_words_of_a_fault_stay_and_the_values_go(said, shown):
    assert scrub(said) == shown


@given(st.text(max_size=3000))
def test_whatever_a_fault_says_is_bounded(text):
    assert len(scrub(text)) <= MAX_SHOWN


@given(st.from_regex(r"[0-9]{9,12}", fullmatch=True), st.sampled_from(["{}", "x{}", "({})", "={};", "'{}"]))
def test_no_number_of_a_person_is_left(number, around):
    assert number not in scrub(around.format(number))


@given(st.dictionaries(st.text(max_size=5), st.one_of(st.text(), st.integers(), st.uuids().map(str))))
def test_only_ids_and_small_numbers_are_shown_of_an_event(data):
    for value in ids_in(data).values():
        assert UUID(value) if "-" in value[1:] or len(value) > 7 else abs(int(value)) < 10**6
