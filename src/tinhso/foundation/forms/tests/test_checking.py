"""Checking answers: the same for the citizen's pages, the counter and the API."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from tinhso.foundation.forms.public import AnswersTooLarge, check, check_page, load_form, prefill
from tinhso.foundation.forms.testing import good_answers, raw_form
from tinhso.kernel.clock import frozen

FORM = load_form(raw_form())


def one_field(schema: dict[str, Any], *, required: bool = True, kind: str | None = None) -> dict[str, Any]:
    """Return a form of one field `/x`."""
    x = {"title": "Ô thử", "error": "Nhập ô thử", **schema}
    if kind:
        x["kind"] = kind
    return {
        "title": "Thử",
        "type": "object",
        "pages": [{"key": "p", "title": "Trang", "fields": ["/x"]}],
        "properties": {"x": x},
        "required": ["x"] if required else [],
    }


def error_of(schema: dict[str, Any], value, **kwargs) -> str | None:
    return check(load_form(one_field(schema, **kwargs)), {"x": value}).errors.get("/x")


# Agreement with the jsonschema library. Only values that cleaning leaves as they are, so that both see the same.
tidy = st.text(st.sampled_from("abcđêĩ09-"), min_size=1, max_size=12)
numbers = st.integers(-50, 50) | st.floats(-50, 50, allow_nan=False) | st.sampled_from([1.0, 2.0, -3.0])
values = tidy | numbers | st.booleans()


def bounds(low: str, high: str, of: st.SearchStrategy):
    return st.tuples(st.none() | of, st.none() | of).map(
        lambda pair: {
            key: value
            for key, value in zip((low, high), sorted(pair, key=lambda x: (x is None, x or 0)), strict=True)
            if value is not None
        }
    )


strings = st.builds(
    lambda length, pattern: {"type": "string", "maxLength": 300, **length, **pattern},
    bounds("minLength", "maxLength", st.integers(0, 12)),
    st.sampled_from([{}, {"pattern": "^[a-z]+$"}, {"pattern": "đ"}, {"pattern": "[0-9]{2}"}]),
)
numeric = st.builds(
    lambda kind, span: {"type": kind, **span},
    st.sampled_from(["integer", "number"]),
    bounds("minimum", "maximum", st.integers(-20, 20)),
)
choices = st.lists(st.sampled_from(["a", "b", "đ", "0", "c"]), min_size=1, unique=True).map(
    lambda listed: {"type": "string", "enum": listed, "titles": {one: one for one in listed}}
)
several = st.builds(
    lambda listed, span: {
        "type": "array",
        "items": {"type": "string", "enum": listed},
        "titles": {one: one for one in listed},
        **span,
    },
    st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, unique=True),
    bounds("minItems", "maxItems", st.integers(1, 4)),
)
dates = st.just({"type": "string", "format": "date", "maxLength": 10})
date_values = st.dates().map(str) | st.sampled_from(["2025-02-30", "2025-13-01", "25-1-1", "2025-1-01", "0000-01-01"])


@given(schema=strings | numeric | choices, value=values)
def test_plain_keywords_mean_what_json_schema_says(schema, value):
    mine = check(load_form(one_field(schema)), {"x": value})

    assert mine.is_valid == Draft202012Validator(schema).is_valid(value)


@given(schema=several, value=st.lists(st.sampled_from(["a", "b", "c", "d", "x"]), min_size=1, max_size=6, unique=True))
def test_lists_of_choices_mean_what_json_schema_says(schema, value):
    assert check(load_form(one_field(schema)), {"x": value}).is_valid == Draft202012Validator(schema).is_valid(value)


@given(schema=dates, value=date_values)
def test_dates_mean_what_json_schema_says(schema, value):
    reference = Draft202012Validator(schema, format_checker=FormatChecker())

    assert check(load_form(one_field(schema)), {"x": value}).is_valid == reference.is_valid(value)


answers = st.dictionaries(
    st.sampled_from(["name", "number", "phone", "birth_on"]),
    st.sampled_from(["Nguyễn Thị An", "086190000123", "0912345678", "1985-03-27", "x", 7]),
)


@given(
    data=st.fixed_dictionaries(
        {},
        optional={
            "applicant": answers,
            "request": st.dictionaries(
                st.sampled_from(["subject", "copies", "urgent", "strange"]), st.sampled_from(["x", 3, 0, True])
            ),
        },
    )
)
def test_clean_answers_without_errors_are_valid_json_schema(data):
    checked = check(FORM, data)

    if checked.is_valid:
        Draft202012Validator(raw_form()).validate(checked.data)
        assert check(FORM, checked.data).data == checked.data


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["applicant", "request", "name", "address", "copies", "x"]), inner, max_size=5
            )
        ),
        max_leaves=20,
    )
)
def test_whatever_a_machine_sends_gets_an_answer(data):
    checked = check(FORM, data if isinstance(data, dict) else {"applicant": data})

    assert set(checked.data) <= {"applicant", "request"}
    assert all(pointer.startswith("/") and words for pointer, words in checked.errors.items())


def test_an_empty_form_is_asked_question_by_question_with_the_forms_own_words():
    assert check(FORM, {}).errors == {
        "/applicant/name": "Nhập họ, chữ đệm, tên",
        "/applicant/number": "Nhập số định danh cá nhân gồm 12 chữ số",
        "/request/subject": "Nhập nội dung yêu cầu",
    }


def test_answers_are_composed_trimmed_and_phones_normalised():
    typed = {
        "applicant": {
            "name": "  Nguye\u0302\u0303n\u200b  Thi\u0323 An ",
            "phone": "+84 912.345.678",
            "number": "086 190 000 123",
        }
    }

    applicant = check(FORM, typed).data["applicant"]

    assert applicant == {"name": "Nguyễn Thị An", "phone": "0912345678", "number": "086190000123"}


def test_an_icelandic_eth_is_pointed_out():
    data = good_answers()
    data["applicant"]["name"] = "Ðặng Văn ðồng"

    checked = check(FORM, data)

    assert checked.is_valid
    assert checked.suggestions == {"/applicant/name": "Đặng Văn đồng"}


@pytest.mark.parametrize(
    ("value", "good"),
    [("1950", True), ("1950-03", True), ("1950-03-27", True), ("1950-13", False), ("195", False), ("/3/1950", False)],
)
def test_an_old_person_may_know_only_the_year_of_birth(value, good):
    assert (error_of({"type": "string", "format": "date", "partial": True}, value, kind="date") is None) is good


def test_a_date_in_the_future_is_refused_with_the_day():
    schema = {"type": "string", "format": "date", "not_after": "today"}
    with frozen(datetime(2026, 11, 22, 20, tzinfo=UTC)):
        assert error_of(schema, "2026-11-23", kind="date") is None
        assert error_of(schema, "2026-11-24", kind="date") == "Ô thử không được sau ngày 23/11/2026. Kiểm tra lại"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("phone", ["0912345678", "02703822222"], ["912345678", "0112345678", "09123456789012"]),
        ("person_number", ["086190000123"], ["186190000123", "08619000012", "abc"]),
        ("tax_code", ["0100233488", "0100233488-001", "086190000123"], ["0100233489", "123"]),
        ("email", ["an@example.com"], ["an@", "an example@x.vn", "an@x"]),
        ("time", ["07:30", "16:30:00"], ["7:30", "24:00", "7 giờ"]),
    ],
)
def test_each_kind_takes_what_it_should(kind, good, bad):
    for value in good:
        assert error_of({"type": "string"}, value, kind=kind) is None, value
    for value in bad:
        assert error_of({"type": "string"}, value, kind=kind), value


def test_a_sentence_says_what_to_do():
    assert error_of({"type": "integer", "minimum": 1}, 0) == "Nhập ô thử từ 1 trở lên"
    assert error_of({"type": "integer"}, "hai") == "Nhập ô thử bằng số nguyên, ví dụ 2"
    assert error_of({"type": "string", "maxLength": 3}, "abcd") == "Ô thử dài quá 3 ký tự. Rút gọn lại"
    assert error_of({"type": "string", "pattern": "^A"}, "b") == "Nhập ô thử"
    assert (
        error_of({"type": "string", "pattern": "^A", "errors": {"pattern": "Bắt đầu bằng A"}}, "b") == "Bắt đầu bằng A"
    )


def test_answers_that_are_too_long_are_refused_whole():
    data = good_answers()
    data["request"]["subject"] = "x" * (300 * 1024)

    with pytest.raises(AnswersTooLarge):
        check(FORM, data)


def conditional() -> dict[str, Any]:
    status = {
        "type": "string",
        "enum": ["single", "married"],
        "titles": {"single": "Độc thân", "married": "Đã kết hôn"},
        "title": "Tình trạng",
        "error": "Chọn tình trạng",
    }
    return {
        "title": "Thử",
        "type": "object",
        "pages": [
            {"key": "a", "title": "Một", "fields": ["/status", "/spouse", "/since"]},
            {"key": "b", "title": "Hai", "fields": ["/children"], "when": {"field": "/status", "equals": "married"}},
        ],
        "properties": {
            "status": status,
            "spouse": {
                "type": "string",
                "kind": "name",
                "title": "Tên vợ, chồng",
                "error": "Nhập tên vợ, chồng",
                "when": {"not": {"field": "/status", "equals": "single"}},
            },
            "since": {
                "type": "string",
                "kind": "text",
                "title": "Từ năm",
                "error": "Nhập năm",
                "when": {"field": "/spouse", "exists": True},
            },
            "children": {
                "type": "array",
                "title": "Con",
                "maxItems": 3,
                "items": {
                    "type": "object",
                    "required": ["name", "school"],
                    "properties": {
                        "name": {"type": "string", "kind": "name", "title": "Tên con", "error": "Nhập tên con"},
                        "at_school": {"type": "boolean", "title": "Đi học"},
                        "school": {
                            "type": "string",
                            "kind": "text",
                            "title": "Trường",
                            "error": "Nhập tên trường",
                            "when": {"field": "/children/*/at_school", "equals": True},
                        },
                    },
                },
            },
        },
        "required": ["status", "spouse", "since"],
    }


def test_a_hidden_question_is_never_required_and_its_answer_is_dropped():
    form = load_form(conditional())

    checked = check(
        form, {"status": "single", "spouse": "Trần Thị Bình", "since": "2010", "children": [{"name": "An"}]}
    )

    assert checked.errors == {}
    assert checked.data == {"status": "single"}


def test_a_question_is_asked_only_once_what_it_depends_on_is_answered():
    form = load_form(conditional())

    assert list(check(form, {}).errors) == ["/status"]
    assert list(check(form, {"status": "married"}).errors) == ["/spouse"]
    assert list(check(form, {"status": "married", "spouse": "Bình"}).errors) == ["/since"]


def test_rows_keep_their_places_in_errors_and_empty_rows_are_dropped():
    form = load_form(conditional())
    rows = [{}, {"name": "An", "at_school": True}, {"name": "Bình"}]

    checked = check(form, {"status": "married", "spouse": "Chi", "since": "2010", "children": rows})

    assert checked.errors == {"/children/1/school": "Nhập tên trường"}
    assert [row["name"] for row in checked.data["children"]] == ["An", "Bình"]


def test_more_rows_than_allowed_are_refused():
    form = load_form(conditional())

    checked = check(form, {"status": "married", "spouse": "Chi", "since": "2010", "children": [{"name": "An"}] * 4})

    assert checked.errors == {"/children": "Con: không quá 3 mục. Bỏ bớt"}


def test_a_page_is_checked_alone_and_what_was_hidden_is_kept_while_one_may_change_back():
    form = load_form(conditional())
    so_far = {"status": "married", "spouse": "Chi", "since": "2010", "children": [{"name": "An"}]}

    checked = check_page(form, "a", {"status": "single", "spouse": "Chi", "since": "2010"}, so_far=so_far)

    assert checked.is_valid
    assert checked.data["children"] == [{"name": "An"}]
    assert check(form, checked.data).data == {"status": "single"}


def test_what_the_account_says_is_not_asked_again():
    known = {"applicant.name": "Nguyễn Thị An", "applicant.phone": "", "applicant.number": "086190000123"}

    assert prefill(FORM, known) == {"applicant": {"name": "Nguyễn Thị An", "number": "086190000123"}}


def test_a_form_of_thirty_fields_is_checked_two_thousand_times_a_second():
    properties = {
        f"f{n}": {
            "type": "string",
            "kind": "text",
            "title": f"Ô {n}",
            "maxLength": 100,
            "error": "Nhập",
            **({"when": {"field": "/f0", "equals": "có"}} if n > 25 else {}),
        }
        for n in range(30)
    }
    raw = {
        "title": "Thử",
        "type": "object",
        "pages": [{"key": "p", "title": "Trang", "fields": [f"/f{n}" for n in range(30)]}],
        "properties": properties,
        "required": list(properties),
    }
    form, data = load_form(raw), {f"f{n}": "Đường Trưng Nữ Vương" for n in range(30)} | {"f0": "có"}
    json.dumps(data)

    best = min(_time_of(form, data) for _ in range(5))

    assert best < 0.1, f"{200 / best:.0f} checks a second"


def _time_of(form, data) -> float:
    start = time.perf_counter()
    for _ in range(200):
        assert check(form, data).is_valid
    return time.perf_counter() - start
