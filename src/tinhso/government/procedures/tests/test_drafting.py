"""The draft of a result: prefilled from the answers, corrected by the officer, put into its paper."""

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.forms.testing import raw_form
from tinhso.government.procedures.package.lint import judge
from tinhso.government.procedures.rules import drafting
from tinhso.government.procedures.testing import make_package, raw_examples, raw_package

DRAFT: dict[str, Any] = {
    "fields": [
        {"key": "name", "title": "Họ tên", "from": "/applicant/name", "as": "upper", "required": True},
        {"key": "born", "title": "Ngày sinh", "from": "/applicant/birth_on", "kind": "date"},
        {"key": "note", "title": "Ghi chú", "default": "Không"},
        {"key": "urgent", "title": "Lý do", "kind": "textarea", "when": {"field": "/request/urgent", "equals": True}},
    ],
    "document": {
        "kind": "Giấy xác nhận",
        "blocks": [
            {"rows": [[{"label": "Họ tên", "value": "$name"}], [{"when": "born", "label": "Sinh", "value": "$born"}]]},
            {"paragraphs": ["Số $number, ghi chú: $note.", "$urgent"]},
        ],
    },
}


def kept(**texts: str) -> dict[str, str]:
    return {"name": "AN", "born": "", "note": "Không", **texts}


def paper(draft: dict[str, Any] = DRAFT, **texts: str) -> dict[str, Any]:
    office = drafting.Office(
        "UBND Phường 1", "", "Phường 1", date(2026, 11, 23), "15", "A", ("CHỦ TỊCH",), "", "", "", "", demo=False
    )
    return drafting.document(draft, kept(**texts), office, template="ket_qua")


def test_a_text_is_prefilled_from_the_answer_or_its_default():
    found = drafting.fields_of(DRAFT, {"/applicant/name": "Nguyễn Thị An"}, None, data={})
    assert [(one.key, one.value) for one in found] == [("name", "NGUYỄN THỊ AN"), ("born", ""), ("note", "Không")]


def test_what_the_officer_wrote_comes_back_instead_of_the_answer():
    (first, *_) = drafting.fields_of(DRAFT, {"/applicant/name": "An"}, {"name": "ANH"}, data={})
    assert first.value == "ANH"


def test_several_answers_are_joined_and_put_into_words():
    raw = {"key": "x", "title": "x", "from": ["/a", "/b", "/c"], "join": ", ", "words": "Tại $value"}
    assert drafting.prefilled(raw, {"/a": "Bệnh viện", "/c": "Phường 4"}) == "Tại Bệnh viện, Phường 4"
    assert drafting.prefilled(raw, {}) == ""


def test_each_row_of_a_repeated_group_becomes_a_line_in_its_order():
    raw = {"key": "x", "title": "x", "from": "/lines", "each": "$name (mã $code)", "join": "\n"}
    answers = {f"/lines/{n}/name": f"Ngành {n}" for n in range(11)} | {
        "/lines/10/code": "5610",
        "/linesman/0/name": "x",
    }
    lines = drafting.prefilled(raw, answers).split("\n")
    assert lines[0] == "Ngành 0 (mã )"
    assert lines[10] == "Ngành 10 (mã 5610)"
    assert len(lines) == 11


def test_of_texts_with_one_key_the_first_whose_condition_holds_is_asked():
    draft = {
        "fields": [
            {"key": "act", "title": "x", "default": "Hưởng", "when": {"field": "/what", "equals": "start"}},
            {"key": "act", "title": "x", "default": "Thôi hưởng"},
        ]
    }
    assert [one.value for one in drafting.fields_of(draft, {}, None, data={"what": "start"})] == ["Hưởng"]
    assert [one.value for one in drafting.fields_of(draft, {}, None, data={"what": "stop"})] == ["Thôi hưởng"]


def test_a_missing_text_and_a_day_that_does_not_exist_are_told():
    cleaned, errors = drafting.clean(DRAFT, {"born": "31/02/2020", "strange": "x"}, data={})
    assert errors == {
        "name": "Nhập họ tên",
        "born": "Nhập ngày sinh gồm ngày, tháng, năm, ví dụ 05/04/1995",
    }
    assert "strange" not in cleaned


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_written_either_way_is_kept_the_vietnamese_way_and_printed_as_iso(day):
    for written in (day.isoformat(), f"{day:%d/%m/%Y}", f" {day.day}/{day.month}/{day.year:04d} "):
        cleaned, errors = drafting.clean(DRAFT, {"name": "An", "born": written}, data={})
        assert errors == {}
        assert cleaned["born"] == f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
        assert drafting.to_iso(cleaned["born"]) == day.isoformat()


def test_a_part_without_its_text_is_left_out_of_the_paper():
    rows, words = paper()["blocks"]
    assert rows["rows"] == [[{"label": "Họ tên", "value": "AN"}]]
    assert words["paragraphs"] == ["Số 15, ghi chú: Không."]
    assert paper(born="01/02/1990")["blocks"][0]["rows"][1] == [{"label": "Sinh", "value": "01/02/1990"}]


def test_a_paper_nobody_has_signed_says_that_it_is_a_draft():
    assert paper()["draft"] is True


def test_every_line_the_officer_wrote_is_a_paragraph():
    assert paper(urgent="Một\nHai")["blocks"][1]["paragraphs"][1:] == ["Một", "Hai"]


@given(st.text(max_size=60))
def test_what_an_officer_writes_is_printed_as_it_is_never_read_as_a_name(text):
    (cleaned, _) = drafting.clean(DRAFT, {"name": text}, data={})
    assert paper(name=cleaned["name"])["blocks"][0]["rows"][0][0]["value"] == cleaned["name"].strip()


def judged(change: Any = None, *, examples: Any = None) -> set[str]:
    """Return the codes of the faults of the small package with this draft, changed."""
    raw = copy.deepcopy(raw_package())
    raw["results"][0]["draft"] = copy.deepcopy(DRAFT)
    if change:
        change(raw["results"][0]["draft"])
    package = make_package(package=raw, form=raw_form(), examples=examples)
    package.prints = frozenset({"ket_qua", "to_khai"})
    return {problem.code for problem in judge(package)}


def test_the_small_draft_is_sound():
    assert judged() == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d["fields"][0].update({"from": "/applicant/nothing"}), "draft_pointer"),
        (lambda d: d["fields"][0].update({"from": "/applicant"}), "draft_pointer"),
        (lambda d: d["fields"][0].update(each="$name"), "draft_each"),
        (lambda d: d["fields"][0].update(words="$valeu"), "draft_name"),
        (lambda d: d["fields"][0].update({"as": "loud"}), "schema_enum"),
        (lambda d: d["fields"][0].update(colour="red"), "schema_additionalProperties"),
        (lambda d: d["fields"][0].update(key="unit"), "draft_key"),
        (lambda d: d["fields"][3].update(when={"field": "/nothing", "equals": 1}), "unknown_field"),
        (lambda d: d["fields"][3].update(when={"field": "/request/urgent"}), "bad_condition"),
        (lambda d: d["fields"].append(dict(d["fields"][0])), "draft_twice"),
        (lambda d: d["fields"].append({"key": "spare", "title": "Thừa"}), "draft_unused"),
        (lambda d: d["document"].update(subject="$nobody"), "draft_name"),
        (lambda d: d["document"].update(subject="5 $ một bản"), "draft_name"),
        (lambda d: d["document"]["blocks"][0].update(when="nobody"), "draft_name"),
        (lambda d: d["document"].update(title="Giấy"), "draft_document"),
        (lambda d: d["document"].pop("kind"), "draft_document"),
        (lambda d: d["fields"][2].pop("default") and d["fields"][2].update(required=True), "example_draft"),
    ],
)
def test_each_fault_of_a_draft_has_its_code(change, code):
    assert code in judged(change)


def test_what_the_officer_must_look_up_stands_in_the_example():
    def ask(draft: dict[str, Any]) -> None:
        draft["fields"][2] = {"key": "note", "title": "Ghi chú", "required": True}

    examples = copy.deepcopy(raw_examples())
    assert judged(ask, examples=examples) == {"example_draft"}
    for example in examples:
        example["draft"] = {"note": "Theo sổ gốc"}
    assert judged(ask, examples=examples) == set()
    examples[0]["draft"]["strange"] = "x"
    assert judged(ask, examples=examples) == {"example_draft"}
