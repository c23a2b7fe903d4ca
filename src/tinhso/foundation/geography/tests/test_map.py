"""The map shows where units are, leads back to degrees, and reads the operator's boundaries."""

import json
from datetime import date
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.foundation.geography import content, rules
from tinhso.foundation.geography.data import Pin, Point, Territory
from tinhso.foundation.geography.errors import BadBoundaries
from tinhso.foundation.geography.health import boundaries_readable
from tinhso.foundation.geography.public import sheet, unit_at
from tinhso.foundation.organisations import public as organisations
from tinhso.kernel.ids import uuid7
from tinhso.kernel.modules import Health

degrees = st.tuples(st.floats(8.5, 23.5), st.floats(102.5, 109.5)).map(lambda pair: Point(*pair))
AN_BINH = Point(10.28, 105.97)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(degrees, min_size=1, max_size=6), degrees)
def test_a_place_on_the_sheet_leads_back_to_its_degrees(held, point):
    frame = rules.frame_of(held)
    assert all(frame.holds(one) for one in held)
    x, y = frame.place(point)
    latitude = frame.north - y / frame.scale
    longitude = frame.west + x / (frame.scale * frame.squeeze)
    metre = 0.06 / frame.scale
    assert abs(latitude - point.latitude) <= metre
    assert abs(longitude - point.longitude) * frame.squeeze <= metre


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(degrees, st.text("aăâ ", min_size=1, max_size=12)), min_size=1, max_size=8))
def test_names_shown_at_a_zoom_never_lie_on_each_other(held):
    known = [Territory(uuid7(), name, point) for point, name in held]
    frame = rules.frame_of([one.point for one in known])
    zooms = rules.name_zooms(frame, known)
    for zoom in rules.ZOOMS:
        shown = [one for one, at in zip(known, zooms, strict=True) if at <= zoom]
        for one, other in combinations(shown, 2):
            (ax, ay), (bx, by) = frame.place(one.point), frame.place(other.point)
            half = rules.LETTER * (len(one.name) + len(other.name)) / 2 / zoom
            assert abs(ax - bx) > half or abs(ay - by) > rules.LINE / zoom


@given(st.lists(degrees, min_size=2, max_size=4))
def test_a_few_round_lines_cross_the_sheet(held):
    frame = rules.frame_of(held)
    step = rules.grid_step(frame)
    for low, high in ((frame.south, frame.north), (frame.west, frame.east)):
        lines = rules.lines_between(low, high, step)
        assert len(lines) <= 6 or step == rules.STEPS[-1]
        assert all(low <= line <= high for line in lines)


@given(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5))
def test_inside_a_square_is_inside(x, y):
    ring = [Point(0, 0), Point(0, 1), Point(1, 1), Point(1, 0), Point(0, 0)]
    inside = 0 < x < 1 and 0 < y < 1
    on_edge = {x, y} & {0.0, 1.0}
    assert on_edge or rules.is_inside(Point(y, x), ring) is inside


def test_a_point_holds_from_its_day_on():
    since = [row for row in content._points().values() if len(row) > 1]
    assert since
    old, new = since[0][-1][1], since[0][0][1]
    code = next(code for code, row in content._points().items() if row is since[0])
    assert content.point_on(code, date(2020, 1, 1)) == old
    assert content.point_on(code, date(2026, 1, 1)) == new
    assert content.point_on("99999", date(2026, 1, 1)) is None


@pytest.fixture
def boundary(tmp_path, settings, units):
    """A square around An Bình (commune B), as an operator would bring it."""
    square = [[105.94, 10.25], [106.0, 10.25], [106.0, 10.31], [105.94, 10.31], [105.94, 10.25]]
    code = organisations.get_unit(units.commune_b.id).gso_code
    feature = {"type": "Feature", "properties": {"gso_code": code}}
    feature["geometry"] = {"type": "MultiPolygon", "coordinates": [[square]]}
    file = tmp_path / "ranh-gioi.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    settings.BOUNDARIES = str(file)
    yield file
    content.read_boundaries.cache_clear()


def test_without_boundaries_the_map_has_dots_and_the_nearest_commune_is_told(units):
    drawn = sheet("Bản đồ", pins=[Pin(AN_BINH, "1", "Đèn hỏng", "/x/"), Pin(Point(21, 105.8), "2", "Hà Nội")])
    assert drawn.shapes == []
    assert [place.name for place in drawn.places] == [units.commune_b.name]
    assert [pin.label for pin in drawn.pins] == ["1"]  # what lies off the sheet stands in the list alone
    unit_id, name, far = unit_at(AN_BINH)
    assert (unit_id, name) == (units.commune_b.id, units.commune_b.name)
    assert 0 < far < 10


def test_with_boundaries_a_point_lies_in_its_commune(units, boundary):
    drawn = sheet("Bản đồ", focus=[AN_BINH])
    (shape,) = drawn.shapes
    assert shape.name == units.commune_b.name
    assert shape.path.startswith("M")
    assert shape.path.endswith("z")
    assert unit_at(AN_BINH)[2] == 0.0
    assert unit_at(Point(10.4, 106.2))[2] > 10
    assert boundaries_readable().health is Health.OK


TURNED = {"type": "Polygon", "coordinates": [[[10.2, 105.9], [10.3, 105.9], [10.3, 106]]]}
FILES = (
    "",
    "{}",
    '{"features": [{"properties": {}}]}',
    json.dumps({"features": [{"properties": {"gso_code": "1"}, "geometry": TURNED}]}),
    "[" * 100_000,
)


@pytest.mark.parametrize("text", FILES)
def test_a_file_that_is_none_is_said_to_be_and_the_map_goes_on(text, boundary, units):
    boundary.write_text(text)
    with pytest.raises(BadBoundaries):
        content.read_boundaries(str(boundary))
    assert boundaries_readable().health is Health.SLOW
    assert sheet("Bản đồ").shapes == []
