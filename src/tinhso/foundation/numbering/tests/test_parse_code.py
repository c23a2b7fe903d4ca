"""A dossier code is read however people type it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.numbering.public import BadCode, DossierCode, Period, Series, parse_code

DOSSIER = Series("dossier", Period.DAY, "{owner}-{on:%y%m%d}-{n:04d}")


@pytest.mark.parametrize(
    ("text", "owner", "on", "n"),
    [
        ("H61.12-261122-0001", "H61.12", date(2026, 11, 22), 1),
        ("000.16.46.H61-211005-0001", "000.16.46.H61", date(2021, 10, 5), 1),
        ("H15.50.05.13-261008-0975", "H15.50.05.13", date(2026, 10, 8), 975),
        ("G09.20-20260609-0092637", "G09.20", date(2026, 6, 9), 92637),
        ("G09.20-260609-090012", "G09.20", date(2026, 6, 9), 90012),
        (" h61.12 – 261122 – 0001 ", "H61.12", date(2026, 11, 22), 1),
    ],
)
def test_known_shapes_are_read(text, owner, on, n):
    assert parse_code(text) == DossierCode(owner, on, n)


@pytest.mark.parametrize(
    "text", ["", "H61.12", "H61.12-261322-0001", "H61.12-260229-0001", "H61.12-261122-001", "H61-261122-٠٠٠١", "9" * 99]
)
def test_anything_else_is_refused_with_what_to_do(text):
    with pytest.raises(BadCode) as refusal:
        parse_code(text)
    assert "Giấy tiếp nhận" in refusal.value.sentence


@given(
    owner=st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{1,3}){0,3}", fullmatch=True),
    days=st.integers(0, 73 * 365),
    n=st.integers(1, 10**9),
)
def test_what_we_write_we_read(owner, days, n):
    on = date(2026, 1, 1) + timedelta(days)
    assert parse_code(DOSSIER.write(owner=owner, on=on, n=n)) == DossierCode(owner, on, n)
