"""What a page of a form is made of: every control has its words, every error its link, answers come back as given."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.template import engines
from django.utils.translation import override

from tinhso.foundation.forms.public import (
    Commune,
    change_rows,
    check,
    check_page,
    error_ids,
    load_form,
    pages,
    provide_communes,
    read_all,
    read_post,
    summary,
)
from tinhso.foundation.forms.testing import good_answers, raw_form
from tinhso.foundation.forms.tests.test_checking import conditional, one_field

VOID = {"input", "br", "meta", "link", "img", "use"}
COMMUNES = (Commune("29551", "Phường 1", "Thành phố Vĩnh Long"), Commune("29587", "Xã An Bình", "Huyện Long Hồ"))
EXAMPLES = sorted((Path(__file__).parents[5] / "content" / "procedures").glob("*/*/form.json"))


class Page(HTMLParser):
    """Reads HTML strictly: what is opened is closed, in order; gathers what a test asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        assert not {"style", "onclick", "onchange"} & set(names)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, *tags):
        return [attrs for tag, attrs in self.tags if tag in tags]

    def ids(self):
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


def show(form, page, data=None, errors=None, mode="citizen") -> Page:
    template = engines["django"].from_string("{% load form_tags %}{% form_page form page data errors mode %}")
    return Page(template.render({"form": form, "page": page, "data": data or {}, "errors": errors or {}, "mode": mode}))


def assert_sound(page: Page) -> None:
    ids = page.ids()
    assert len(ids) == len(set(ids)), "ids are unique"
    labelled = {label["for"] for label in page.all("label")}
    for control in page.all("input", "select", "textarea"):
        assert control.get("type") == "hidden" or control["id"] in labelled
        assert control["name"].startswith("/")
    for _tag, attrs in page.tags:
        for name in attrs.get("aria-describedby", "").split():
            assert name in ids, name
        if "data-when" in attrs:
            json.loads(attrs["data-when"])
    assert page.open == []


@pytest.fixture
def communes():
    provide_communes(lambda: COMMUNES)
    yield
    provide_communes(None)


def posted(page: Page) -> QueryDict:
    """Return what a browser would send for the page as it stands."""
    post = QueryDict(mutable=True)
    for control in page.all("input"):
        if control.get("type") not in ("radio", "checkbox") or "checked" in control:
            post.appendlist(control["name"], control.get("value", ""))
    select = None
    for tag, attrs in page.tags:
        if tag == "select":
            select = attrs["name"]
        elif tag == "option" and select and "selected" in attrs:
            post.appendlist(select, attrs["value"])
    return post


@pytest.mark.parametrize("mode", ["citizen", "counter"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parts[-3]}-{path.parts[-2]}")
def test_every_page_of_every_published_form_is_sound(path, mode, communes):
    form = load_form(json.loads(path.read_text()))
    errors = check(form, {}).errors
    for language in ("vi", "en"):
        with override(language):
            for page in form.pages:
                assert_sound(show(form, page, {}, errors, mode))


def test_each_error_has_its_sentence_beside_the_field_and_a_control_to_go_to():
    form = load_form(raw_form())
    errors = check(form, {"request": {"copies": 99}}).errors

    for page in form.pages:
        shown = show(form, page, {}, errors)
        here = {p: s for p, s in errors.items() if form.page_of[p] == page.key}
        for name, sentence in error_ids(form, here).items():
            assert name in shown.ids()
            assert f"{name}-error" in shown.ids()
            assert any(sentence in words for words in shown.words)
        assert sum("aria-invalid" in attrs for attrs in shown.all("input", "select", "textarea")) >= len(here)


def test_a_birth_date_comes_in_three_boxes_and_what_was_typed_comes_back():
    form = load_form(raw_form())
    post = {"/applicant/birth_on:d": "31", "/applicant/birth_on:m": "2", "/applicant/birth_on:y": "1985"}

    data = read_post(form, "nguoi-yeu-cau", post)
    checked = check_page(form, "nguoi-yeu-cau", data, so_far={})

    assert "ngày có thật" in checked.errors["/applicant/birth_on"]
    shown = show(form, "nguoi-yeu-cau", checked.data, checked.errors)
    boxes = [c["value"] for c in shown.all("input") if c["name"].startswith("/applicant/birth_on")]
    assert boxes == ["31", "2", "1985"]


@pytest.mark.parametrize(
    ("boxes", "stored"),
    [
        (("27", "3", "1985"), "1985-03-27"),
        (("", "", "1950"), "1950"),
        (("", "3", "1950"), "1950-03"),
        (("", "", ""), ""),
    ],
)
def test_three_boxes_make_a_date_or_a_part_of_one(boxes, stored):
    form = load_form(raw_form())
    post = {f"/applicant/birth_on:{part}": value for part, value in zip("dmy", boxes, strict=True)}

    assert read_post(form, "nguoi-yeu-cau", post)["applicant"]["birth_on"] == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("27/3/1985", "1985-03-27"), ("27031985", "1985-03-27"), ("1950", "1950"), ("hôm qua", "hôm qua")],
)
def test_at_the_counter_a_date_is_one_box(typed, stored):
    form = load_form(raw_form())

    data = read_post(form, "nguoi-yeu-cau", {"/applicant/birth_on": typed})

    assert data["applicant"]["birth_on"] == stored
    shown = show(form, "nguoi-yeu-cau", data, mode="counter")
    (box,) = [c for c in shown.all("input") if c["name"] == "/applicant/birth_on"]
    assert box["value"] in (typed, "27/03/1985")


@pytest.mark.parametrize("mode", ["citizen", "counter"])
def test_a_shown_page_sent_back_unchanged_gives_the_same_answers(mode, communes):
    form = load_form(raw_form())
    data = good_answers(copies=3, urgent=True)
    data["applicant"] |= {"birth_on": "1950", "address": {"commune": "29551", "detail": "12 Trưng Nữ Vương"}}

    found = {}
    for page in form.pages:
        found |= read_post(form, page.key, posted(show(form, page, data, mode=mode)))

    assert check(form, found).data == check(form, data).data


def test_the_counter_reads_all_pages_at_once(communes):
    form = load_form(raw_form())
    data = good_answers(urgent=False)
    post = {}
    for page in form.pages:
        post |= posted(show(form, page, data, mode="counter")).dict()

    assert check(form, read_all(form, post)).data == data


def test_a_commune_is_found_without_marks(communes):
    form = load_form(raw_form())

    for typed in ("29587", "Xã An Bình", "xa an binh, huyen long ho"):
        data = read_post(form, "nguoi-yeu-cau", {"/applicant/address/commune": typed})
        assert data["applicant"]["address"]["commune"] == "29587"
    wrong = read_post(form, "nguoi-yeu-cau", {"/applicant/address/commune": "Phường 9"})
    assert "danh sách" in check_page(form, "nguoi-yeu-cau", wrong, so_far={}).errors["/applicant/address/commune"]


@pytest.mark.parametrize(("count", "tag"), [(12, "radio"), (13, "select"), (40, "select"), (41, "datalist")])
def test_the_length_of_a_list_decides_how_it_is_asked(count, tag):
    listed = [f"v{n}" for n in range(count)]
    form = load_form(
        one_field({"type": "string", "enum": listed, "titles": {one: f"Lựa chọn {one}" for one in listed}})
    )

    shown = show(form, "p", {"x": "v5"})

    assert_sound(shown)
    if tag == "radio":
        assert [c["value"] for c in shown.all("input") if "checked" in c] == ["v5"]
    else:
        assert shown.all(tag)
    assert read_post(form, "p", posted(shown)) == {"x": "v5"}
    assert read_post(form, "p", {"/x": "lua chon v7"}) == {"x": "v7"}


@pytest.mark.parametrize(
    ("schema", "typed", "meant"),
    [
        ({"type": "integer", "kind": "money"}, "1.500.000 đồng", 1500000),
        ({"type": "integer"}, "1 200", 1200),
        ({"type": "integer"}, "mười", "mười"),
        ({"type": "number"}, "12,5", 12.5),
        ({"type": "number"}, "1.234,5", 1234.5),
        ({"type": "number"}, "nan", "nan"),
        ({"type": "boolean"}, "false", False),
    ],
)
def test_numbers_are_read_as_vietnamese_write_them(schema, typed, meant):
    assert read_post(load_form(one_field(schema)), "p", {"/x": typed}) == {"x": meant}


def test_rows_come_and_go_without_javascript():
    form = load_form(conditional())
    data = {"status": "married", "children": [{"name": "An"}]}

    assert change_rows(form, {"_add": "/children"}, data)
    assert data["children"] == [{"name": "An"}, {}]
    shown = show(form, "b", data)
    assert_sound(shown)
    assert [b["value"] for b in shown.all("button") if b.get("name") == "_remove"] == ["/children/0", "/children/1"]
    assert shown.all("button")[0].get("name") is None, "Enter must never remove a row"

    assert change_rows(form, {"_remove": "/children/0"}, data)
    assert data["children"] == [{}]
    assert not change_rows(form, {"_add": "/status"}, data)


def test_a_condition_on_this_page_goes_to_the_browser_and_is_told_in_words():
    form = load_form(conditional())

    shown = show(form, "a", {})

    whens = [json.loads(attrs["data-when"]) for _tag, attrs in shown.tags if "data-when" in attrs]
    assert whens[0] == {"not": {"field": "/status", "equals": "single"}}
    assert any("Tình trạng: Độc thân" in words for words in shown.words)


def test_a_condition_inside_a_row_speaks_of_that_row():
    form = load_form(conditional())

    shown = show(form, "b", {"status": "married", "children": [{}, {"at_school": True}]})

    whens = [json.loads(attrs["data-when"])["field"] for _tag, attrs in shown.tags if "data-when" in attrs]
    assert whens == ["/children/0/at_school", "/children/1/at_school"]


def test_a_page_whose_condition_does_not_hold_is_passed_over():
    form = load_form(conditional())

    assert [page.key for page in pages(form, {"status": "single"})] == ["a"]
    assert [page.key for page in pages(form, {"status": "married"})] == ["a", "b"]


def test_the_summary_says_every_answer_in_words(communes):
    form = load_form(raw_form())
    data = good_answers(copies=2, urgent=False)
    data["applicant"] |= {"birth_on": "1985-03-27", "address": {"commune": "29551", "detail": "Khóm 3"}}

    rows = {row.pointer: row.value for section in summary(form, data) for row in section.rows}

    assert rows["/applicant/birth_on"] == "27/03/1985"
    assert rows["/applicant/phone"] == "0912 345 678"
    assert rows["/applicant/email"] == "Không khai"
    assert rows["/applicant/address"] == "Khóm 3, Phường 1, Thành phố Vĩnh Long"
    assert rows["/request/urgent"] == "Không"


def test_names_are_not_spell_checked_and_the_browser_may_fill_in_the_applicant():
    shown = show(load_form(raw_form()), "nguoi-yeu-cau")
    by_name = {control["name"]: control for control in shown.all("input")}

    assert by_name["/applicant/name"]["spellcheck"] == "false"
    assert by_name["/applicant/name"]["autocomplete"] == "name"
    assert by_name["/applicant/birth_on:y"]["autocomplete"] == "bday-year"
    assert by_name["/applicant/phone"]["inputmode"] == "tel"
