"""Cursors: what we made is read back, everything else is refused and never a fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.ids import uuid7
from tinhso.kernel.paging import BadCursor, decode_cursor, encode_cursor, uuid_in

BESIDE = "01a20000-0000-7000-8000-000000000000"
"""An id that stands in a cursor beside something else; a fixed one: tests have the same names in every process."""


def test_the_id_in_a_cursor_is_the_one_put_there():
    key = uuid7()
    assert uuid_in(decode_cursor(encode_cursor(str(key)), length=1)[0]) == key


@pytest.mark.parametrize(
    "cursor",
    ["x", "", encode_cursor("1"), encode_cursor(1), encode_cursor(BESIDE, 1), encode_cursor(None), "é", "W10"],
)
def test_a_cursor_without_one_id_is_refused(cursor):
    with pytest.raises(BadCursor):
        uuid_in(decode_cursor(cursor, length=1)[0])


def test_text_that_no_database_takes_is_refused():
    with pytest.raises(BadCursor):
        decode_cursor(encode_cursor("a\0b"), length=1)


@given(st.text(max_size=60))
def test_whatever_is_typed_as_a_cursor_is_read_or_refused(typed):
    try:
        found = decode_cursor(typed, length=2)
    except BadCursor:
        return
    assert len(found) == 2
