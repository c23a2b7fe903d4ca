"""What is told of small numbers leaves open who they were, to somebody who knows how we keep them back."""

from collections import defaultdict
from itertools import product
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.government.figures.open_figures import COLUMNS, DISSATISFIED, tell_month
from tinhso.government.figures.rules.guard import FEW, is_small, kept_back, total

counted = st.tuples(*[st.integers(0, 40)] * 5).map(
    lambda n: {
        "received": n[0],
        "on_time": n[1],
        "late": n[2],
        "rated": n[3] + n[4],
        "satisfied": n[3],
        DISSATISFIED: n[4],
    }
)
months = st.lists(counted, min_size=1, max_size=8).map(lambda rows: {UUID(int=n): row for n, row in enumerate(rows)})


def told(values):
    """Return what everybody reads of one column: each place and the whole."""
    column = dict(enumerate(values))
    hidden = kept_back([column])
    return tuple(None if place in hidden else value for place, value in column.items()), total([column])


@pytest.mark.parametrize(("places", "most"), [(1, 30), (2, 24), (3, 14), (4, 7)])
def test_every_small_number_could_be_another_for_who_reads_all_that_is_told(places, most):
    readings = defaultdict(list)
    for values in product(range(most + 1), repeat=places):
        readings[told(values)].append(values)
    for (cells, whole), possible in readings.items():
        if whole is None or whole > most:
            continue  # not told; or made of numbers beyond those tried
        for place in range(places):
            if cells[place] is None and any(is_small(values[place]) for values in possible):
                assert len({values[place] for values in possible}) > 1, (cells, whole)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(months)
def test_no_small_number_is_told_nor_one_left_alone_to_subtract(month):
    shown = tell_month(month)
    for name in COLUMNS:
        column = {place: shown[place][name] for place in month}
        assert not any(is_small(value) for value in column.values() if value is not None)
        if shown[None][name] is not None:
            assert sum(value is None for value in column.values()) != 1
            assert not is_small(shown[None][name])
    for place, row in month.items():
        both = shown[place]["rated"], shown[place]["satisfied"]
        assert None in both or row["rated"] - row["satisfied"] not in range(1, FEW)
