"""What is known: filled in, marked with its source, and read-only where it is the State's."""

import pytest
from django.template import engines

from tinhso.foundation.forms import public as forms
from tinhso.foundation.forms.data import Known
from tinhso.foundation.forms.testing import raw_form

SOURCE = "Từ CSDL quốc gia về dân cư, lúc 10:05"
KNOWN = {
    "applicant.name": Known("Nguyễn Thị Ẩn", SOURCE, is_locked=True, mend="Đến công an cấp xã."),
    "applicant.number": Known("086190000017", SOURCE, is_locked=True),
    "applicant.address": Known({"commune": "29542", "detail": "số 17"}, SOURCE),
}


@pytest.fixture(autouse=True)
def communes():
    forms.provide_communes(lambda: [forms.Commune("29542", "Phường 9")])
    yield
    forms.provide_communes(None)


@pytest.fixture
def form():
    return forms.load_form(raw_form())


def page_key(form):
    return next(page.key for page in form.pages if "/applicant" in page.fields or "/applicant/name" in page.fields)


def shown(form, data, known=KNOWN):
    text = "{% load form_tags %}{% form_page form page data errors 'citizen' known %}"
    context = {"form": form, "page": page_key(form), "data": data, "errors": {}, "known": known}
    return engines["django"].from_string(text).render(context)


def test_a_blank_is_filled_and_what_was_answered_stays_unless_it_is_locked(form):
    data = {"applicant": {"name": "Người khác", "phone": "0912345678", "address": {"detail": "số 20"}}}
    laid = forms.lay_known(form, data, KNOWN)
    assert laid["applicant"]["name"] == "Nguyễn Thị Ẩn"
    assert laid["applicant"]["address"] == {"detail": "số 20", "commune": "29542"}
    assert laid["applicant"]["phone"] == "0912345678"
    assert data["applicant"]["name"] == "Người khác"


def test_what_a_browser_sends_for_a_locked_question_is_not_believed(form):
    answers = {"applicant": {"name": "Người khác", "address": {"detail": "số 20"}}}
    kept = forms.keep_locked(form, page_key(form), answers, KNOWN)
    assert kept["applicant"]["name"] == "Nguyễn Thị Ẩn"
    assert kept["applicant"]["address"] == {"detail": "số 20"}


def test_another_page_gets_no_answers_of_this_one(form):
    other = next(page.key for page in form.pages if page.key != page_key(form))
    assert forms.keep_locked(form, other, {"x": 1}, KNOWN) == {"x": 1}


def test_the_page_says_where_an_answer_comes_from_and_where_it_is_corrected(form):
    html = shown(form, forms.lay_known(form, {}, KNOWN))
    assert html.count(SOURCE) >= 3
    assert html.count(" readonly") == 2
    assert "Không đúng?" in html and "Đến công an cấp xã." in html
    assert 'aria-describedby="f-applicant-name-source"' in html or "f-applicant-name-source" in html


def test_an_answer_of_ones_own_bears_no_source(form):
    html = shown(form, {"applicant": {"name": "Người khác"}})
    assert SOURCE not in html and "readonly" not in html


def test_prefill_takes_plain_values_and_known_ones(form):
    data = forms.prefill(form, {"applicant.name": Known("Nguyễn Thị Ẩn"), "applicant.phone": "0912 345 678"})
    assert data["applicant"]["name"] == "Nguyễn Thị Ẩn"
    assert data["applicant"]["phone"] == "0912345678"
