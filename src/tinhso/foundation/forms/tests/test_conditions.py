"""Conditions: a small closed language that says what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.forms.public import BadCondition, condition_holds, parse_condition

A, B = {"field": "/a", "equals": 1}, {"field": "/b/c", "in": ["x", "y"]}


def holds(raw, data) -> bool:
    return condition_holds(parse_condition(raw), data)


def test_no_condition_always_holds():
    assert holds(None, {})


@pytest.mark.parametrize(
    ("raw", "data", "expected"),
    [
        (A, {"a": 1}, True),
        (A, {"a": 1.0}, True),
        (A, {"a": True}, False),
        (A, {}, False),
        ({"not": A}, {"a": 2}, True),
        ({"not": A}, {}, False),
        (B, {"b": {"c": "y"}}, True),
        (B, {"b": "y"}, False),
        ({"all": [A, B]}, {"a": 1, "b": {"c": "x"}}, True),
        ({"all": [A, B]}, {"a": 1}, False),
        ({"any": [A, B]}, {"a": 1}, True),
        ({"not": {"any": [A, B]}}, {"a": 2}, False),
        ({"not": {"all": [A, B]}}, {"a": 2}, True),
        ({"field": "/a", "exists": True}, {"a": False}, True),
        ({"field": "/a", "exists": True}, {"a": ""}, False),
        ({"field": "/a", "exists": False}, {}, True),
        ({"not": {"field": "/a", "exists": True}}, {}, True),
        ({"field": "/a", "contains": "x"}, {"a": ["x", "z"]}, True),
        ({"field": "/a", "contains": "x"}, {"a": "x"}, False),
    ],
)
def test_a_condition_means_what_it_says(raw, data, expected):
    assert holds(raw, data) is expected


@pytest.mark.parametrize(
    "raw",
    [
        7,
        [],
        {},
        {"field": "/a"},
        {"field": "a", "equals": 1},
        {"field": "/a", "equals": 1, "in": [1]},
        {"all": []},
        {"any": A},
        {"field": "/a", "in": "x"},
        {"field": "/a", "exists": 1},
        {"not": None},
        {"eval": "1"},
    ],
)
def test_anything_else_is_refused(raw):
    with pytest.raises(BadCondition):
        parse_condition(raw)


tests = st.builds(lambda f, v: {"field": f"/{f}", "equals": v}, st.sampled_from("ab"), st.integers(0, 2))
conditions = st.recursive(
    tests,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | inner.map(lambda part: {"not": part})
    ),
    max_leaves=8,
)
answered = st.fixed_dictionaries({"a": st.integers(0, 2), "b": st.integers(0, 2)})


def plainly(raw, data) -> bool:
    """Decide as one would by hand, when everything is answered."""
    if "field" in raw:
        return bool(data[raw["field"][1:]] == raw["equals"])
    if "not" in raw:
        return not plainly(raw["not"], data)
    return (
        all(plainly(part, data) for part in raw["all"])
        if "all" in raw
        else any(plainly(part, data) for part in raw["any"])
    )


@given(conditions, answered)
def test_when_everything_is_answered_it_is_plain_logic(raw, data):
    assert holds(raw, data) is plainly(raw, data)


@given(conditions, answered)
def test_what_holds_with_an_answer_missing_holds_whatever_the_answer(raw, data):
    if holds(raw, {"a": data["a"]}):
        assert all(holds(raw, {"a": data["a"], "b": b}) for b in range(3))
