"""What an author of a form is told: where, and what to do."""

import copy

import pytest

from tinhso.foundation.forms.public import FormRefused, form_problems, load_form
from tinhso.foundation.forms.testing import raw_form
from tinhso.foundation.forms.tests.test_checking import conditional


def changed(change, base=raw_form):
    raw = copy.deepcopy(base())
    change(raw)
    return {(problem.code, problem.pointer) for problem in form_problems(raw)}


APPLICANT = "/properties/applicant/properties"


def name(raw):
    return raw["properties"]["applicant"]["properties"]["name"]


def request(raw):
    return raw["properties"]["request"]["properties"]


def test_a_sound_form_has_no_problems():
    assert form_problems(raw_form()) == []
    assert form_problems(conditional()) == []


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        (lambda r: name(r).update(maxlength=3), "unknown_keyword", f"{APPLICANT}/name/maxlength"),
        (lambda r: name(r).pop("title"), "missing_label", f"{APPLICANT}/name"),
        (lambda r: name(r).pop("error"), "missing_message", f"{APPLICANT}/name"),
        (lambda r: name(r).update(kind="nmae"), "unknown_kind", f"{APPLICANT}/name/kind"),
        (lambda r: name(r).update(type="integer"), "kind_type", f"{APPLICANT}/name/type"),
        (lambda r: name(r).update(pattern="("), "pattern", f"{APPLICANT}/name/pattern"),
        (lambda r: name(r).update(minLength=9, maxLength=3), "bounds", f"{APPLICANT}/name/maxLength"),
        (lambda r: name(r).update(maxLength="9"), "bound", f"{APPLICANT}/name/maxLength"),
        (lambda r: name(r).update(format="uri"), "format", f"{APPLICANT}/name/format"),
        (lambda r: name(r).update(width="xl"), "width", f"{APPLICANT}/name/width"),
        (lambda r: name(r).update(not_after="mai"), "date_limit", f"{APPLICANT}/name/not_after"),
        (lambda r: name(r).update(when={"field": "/a", "is": 1}), "bad_condition", f"{APPLICANT}/name/when"),
        (lambda r: name(r).update(when={"field": "/a", "equals": 1}), "unknown_field", f"{APPLICANT}/name/when"),
        (
            lambda r: request(r).update({"Số": dict(request(r)["copies"])}),
            "bad_key",
            "/properties/request/properties/Số",
        ),
        (
            lambda r: request(r).update(
                sex={"type": "string", "enum": ["m", "f"], "titles": {"m": "Nam"}, "title": "Giới tính"}
            ),
            "missing_label",
            "/properties/request/properties/sex/enum",
        ),
        (
            lambda r: r["properties"]["request"]["required"].append("colour"),
            "required_unknown",
            "/properties/request/required",
        ),
        (lambda r: r["pages"].pop(), "unreachable_field", "/properties/request/properties/subject"),
        (lambda r: r["pages"][0]["fields"].append("/request/copies"), "field_twice", "/pages/1/fields/0"),
        (lambda r: r["pages"][0]["fields"].append("/nothing"), "unknown_field", "/pages/0/fields/1"),
        (lambda r: r["pages"][1].update(key="nguoi-yeu-cau"), "duplicate_page", "/pages"),
        (lambda r: r["pages"][0].update(titel="x"), "unknown_keyword", "/pages/0/titel"),
        (
            lambda r: r["pages"][0].update(when={"field": "/request/urgent", "equals": True}),
            "unreachable_page",
            "/pages/0/when",
        ),
        (lambda r: r.update(type="array"), "type", "/type"),
        (lambda r: r.update(pages=[]), "no_pages", "/pages"),
        (lambda r: r["properties"].clear(), "no_properties", "/properties"),
    ],
)
def test_each_fault_is_told_at_its_place(change, code, pointer):
    assert (code, pointer) in changed(change)


def test_a_page_that_can_never_come_is_found():
    def never(raw):
        raw["pages"][1]["when"] = {"field": "/status", "equals": "divorced"}

    assert changed(never, conditional) == {("impossible_value", "/pages/1/when")}


def test_conditions_that_wait_for_each_other_are_found():
    def circle(raw):
        raw["properties"]["spouse"]["when"] = {"field": "/since", "exists": True}

    assert {code for code, _ in changed(circle, conditional)} == {"circle"}


def test_a_row_cannot_be_asked_about_from_outside():
    def outside(raw):
        raw["properties"]["since"]["when"] = {"field": "/children/*/name", "exists": True}

    assert ("row_outside", "/properties/since/when") in changed(outside, conditional)


def test_two_fields_with_one_id_are_found():
    def twice(raw):
        text = {"type": "string", "kind": "text", "title": "Ô"}
        raw["properties"]["a"] = {"type": "object", "title": "Nhóm", "properties": {"b_c": text}}
        raw["properties"]["a-b_c"] = text

    assert ("bad_key", "/properties/a-b_c") in changed(twice)


def test_a_refused_form_tells_every_fault_at_once():
    raw = raw_form()
    del name(raw)["title"]
    request(raw)["copies"]["minmum"] = 1

    with pytest.raises(FormRefused) as refused:
        load_form(raw)

    assert {p.code for p in refused.value.problems} == {"missing_label", "unknown_keyword"}
    assert all(p.sentence.endswith((".", "?", "lý", "đọc.", "”.")) for p in refused.value.problems)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "x",
        {},
        {"type": "object", "title": "T", "pages": [7], "properties": {"a": 3}},
        {
            "type": "object",
            "title": "T",
            "pages": [{"key": 1, "title": 2, "fields": "x"}],
            "properties": {"a": {"type": "array"}},
        },
    ],
)
def test_nonsense_is_told_and_never_breaks(raw):
    assert form_problems(raw)
