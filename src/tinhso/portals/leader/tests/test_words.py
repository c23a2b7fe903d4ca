from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.dossiers.public import UnitCounts
from tinhso.portals.leader import figures
from tinhso.portals.leader.board import _plain
from tinhso.portals.leader.period import CUSTOM, PRESETS, of_preset, read

DAYS = st.dates(date(2000, 3, 1), date(2100, 12, 31))
TODAY = date(2026, 11, 23)


def row(name="Phường 1", **counts):
    counts.setdefault("waiting", counts.get("overdue", 0))
    return UnitCounts(unit_id=uuid4(), unit_name=name, **counts)


def test_the_conclusion_names_the_worst_unit_and_the_share_of_the_first_three():
    rows = [row("Phường Ước Lễ", overdue=14), row("Xã Bình An", overdue=8), row("C", overdue=3), row("D", overdue=16)]
    assert figures.conclusion(rows) == ("41 hồ sơ quá hạn, nhiều nhất ở D (16 hồ sơ); 3 đơn vị đứng đầu chiếm 92,7%.")


def test_the_conclusion_says_when_all_is_well_and_when_there_is_nothing():
    assert figures.conclusion([]) == "Chưa có hồ sơ nào trong kỳ và phạm vi này."
    assert figures.conclusion([row(waiting=2)]) == "Không có hồ sơ quá hạn."
    assert figures.conclusion([row(received=3, on_time=2, late=1)]) == (
        "Không có hồ sơ quá hạn; 66,7% hồ sơ đã giải quyết xong là đúng hạn."
    )


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_share_lies_between_nothing_and_all(on_time, late):
    share = figures.on_time_share(row(on_time=on_time, late=late))
    assert (share is None) == (on_time + late == 0)
    assert share is None or 0 <= share <= Decimal(100)


@given(st.sampled_from(list(PRESETS)), DAYS)
def test_every_preset_is_a_span_that_has_begun_and_the_span_before_ends_before_it(preset, today):
    period = of_preset(preset, today)
    assert period.first <= period.last <= today
    assert period.before.first <= period.before.last < period.first


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_typed_gives_a_span(preset, first, last):
    asked = read({"ky": preset, "tu": first, "den": last}, TODAY)
    assert asked.period.first <= asked.period.last


def test_two_days_typed_are_the_span():
    asked = read({"ky": CUSTOM, "tu": "01/10/2026", "den": "31/10/2026"}, TODAY)
    assert (asked.period.first, asked.period.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert asked.errors == {}


def test_the_same_days_of_last_month_are_compared_with_this_month():
    before = of_preset("thang-nay", TODAY).before
    assert (before.first, before.last) == (date(2026, 10, 1), date(2026, 10, 23))
    march = of_preset("thang-nay", date(2026, 3, 31)).before
    assert (march.first, march.last) == (date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@a"])
def test_no_cell_is_a_formula(text):
    assert _plain(text) == f"'{text}"
