"""Indexes are scored by the formulas of their content."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.figures.data import PublicRow
from tinhso.government.figures.errors import BadIndex
from tinhso.government.figures.open_figures import COLUMNS, FEW, guarded
from tinhso.government.figures.rules.index import read_index, score
from tinhso.government.figures.scores import indexes


def one_indicator(**changed):
    written = {
        "code": "1", "title": "Một", "max_points": 6, "kind": "linear", "mark": "sourced", "zero": "unknown",
        "numerator": ["early"], "denominator": ["solved"], **changed,
    }  # fmt: skip
    return read_index(
        {"code": "x", "title": "X", "basis": "Y", "groups": [
            {"code": "A", "title": "A", "max_points": written["max_points"], "indicators": [written]}]}
    )  # fmt: skip


def points(index, **sums):
    (group,) = score(index, {f"{name}.trong": n for name, n in sums.items()}).groups
    return group.indicators[0].points


def test_both_indexes_of_the_content_can_be_reckoned():
    assert set(indexes()) == {"766", "chin-tieu-chi"}
    national = indexes()["766"]
    assert sum(group.max_points for group in national.groups) == 100
    assert sum(group.max_points for group in indexes()["chin-tieu-chi"].groups) == 18


@pytest.mark.parametrize(
    ("changed", "early", "solved", "told"),
    [
        ({}, 9, 10, "5.40"),
        ({}, 10, 10, "6.00"),
        ({"kind": "capped", "target_pct": 80, "max_points": 2}, 4, 10, "1.00"),
        ({"kind": "capped", "target_pct": 80, "max_points": 2}, 9, 10, "2.00"),
        ({"zero": "none"}, 0, 0, "0"),
        ({"zero": "max"}, 0, 0, "6"),
    ],
)
def test_points_follow_the_formula(changed, early, solved, told):
    assert points(one_indicator(**changed), early=early, solved=solved) == Decimal(told)


def test_nothing_to_divide_by_is_said_and_not_scored():
    assert points(one_indicator(), early=0, solved=0) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "guess"}, {"numerator": ["nothing"]}, {"numerator": ["open"]}, {"numerator": ["early@cuoi"]},
        {"denominator": []}, {"kind": "outside", "why": ""}, {"target_pct": 0}, {"mark": "sure"},
    ],
)  # fmt: skip
def test_a_formula_that_cannot_be_reckoned_is_refused(changed):
    with pytest.raises(BadIndex):
        one_indicator(**changed)


rows = st.lists(
    st.tuples(*[st.integers(0, 40)] * 4, st.integers(0, 40)).map(
        lambda n: PublicRow(None, "x", n[0], n[1], n[2], n[3] + n[4], n[4])
    ),
    max_size=8,
)


@given(rows)
def test_no_small_number_is_told_nor_can_one_be_subtracted_from_the_whole(given_rows):
    told = guarded(given_rows)
    for name in COLUMNS:
        hidden = [place for place, row in enumerate(told) if getattr(row, name) is None]
        assert all(getattr(row, name) is None or not 0 < getattr(row, name) < FEW for row in told)
        assert len(hidden) != 1 or len(told) == 1
