"""Indexes are scored by the formulas of their content."""

from decimal import Decimal

import pytest

from tinhso.government.figures.errors import BadIndex
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
