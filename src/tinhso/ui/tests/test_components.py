"""Components as HTML: what they say, what they refuse, what they never contain."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tinhso.ui import data, gallery, site
from tinhso.ui.templatetags import ui as tags

DUE = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
ROOT = Path(tags.__file__).parents[1]


def render(source, **context):
    return Template(source).render(Context(context))


def test_a_deadline_is_said_by_shape_and_words_not_by_colour_alone():
    shown = render("{% deadline due 'late' words %}", due=DUE, words="quá hạn 2 ngày làm việc")
    assert "#square" in shown
    assert "quá hạn 2 ngày làm việc" in shown
    assert '<time datetime="2026-11-25T16:30+07:00">16:30 25/11/2026</time>' in shown


@pytest.mark.parametrize("light", list(data.Light))
def test_each_state_of_a_deadline_has_its_own_shape(light):
    assert list(data.SHAPES.values()).count(data.SHAPES[light]) == 1


def test_a_tone_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="purple"):
        render("{% status_tag 'Mới' 'purple' %}")


def test_what_a_person_typed_is_never_taken_for_html():
    evil = "<script>alert(1)</script>"
    rows = [data.SummaryRow(evil, evil, "#", evil)]
    table = {"columns": [data.Column(evil)], "rows": [data.Row((evil,))]}
    page = render(
        "{% summary_list rows %}{% table evil columns table_rows %}{% status_tag evil 'new' %}{% field_error 'a' evil %}"
        "{% panel evil %}{{ evil }}{% endpanel %}{% empty_state evil evil %}{% money_input 'x' evil evil evil %}",
        rows=rows,
        evil=evil,
        columns=table["columns"],
        table_rows=table["rows"],
    )
    assert "<script" not in page
    assert "&lt;script" in page


def test_an_empty_answer_is_shown_as_not_given():
    assert "Không khai" in render("{% summary_list rows %}", rows=[data.SummaryRow("Ghi chú", "")])


def test_the_summary_of_errors_says_the_same_as_the_fields():
    form = gallery.ExampleForm({})
    assert tags.field_errors(form) == [
        ("id_full_name", "Nhập họ, chữ đệm và tên."),
        ("id_place", "Chọn nơi nhận kết quả."),
    ]
    page = render("{% error_summary form %}{% field form.full_name %}", form=form)
    assert page.count("Nhập họ, chữ đệm và tên.") == 2
    assert 'href="#id_full_name"' in page
    assert 'aria-describedby="id_full_name-hint id_full_name-error"' in page


def test_errors_by_name_may_hold_one_sentence_or_several():
    assert tags.field_errors({"a": "Một.", "b": ["Hai.", "Ba."]}) == [("a", "Một."), ("b", "Hai."), ("b", "Ba.")]
    assert tags.field_errors(None) == []
    assert render("{% error_summary errors %}", errors={}).strip() == ""


def test_the_next_page_of_a_list_keeps_its_filters():
    request = RequestFactory().get("/viec/?hop=toi&cursor=cu")
    page = render("{% pager next %}", request=request, next="moi")
    assert "?hop=toi&amp;cursor=moi" in page
    assert 'href="?hop=toi"' in page


def test_the_last_page_of_a_list_offers_no_next():
    request = RequestFactory().get("/viec/?hop=toi")
    assert render("{% pager '' %}", request=request).strip() == ""


def test_every_bar_leads_to_the_rows_it_counts_and_the_table_holds_the_same_numbers():
    chart = data.BarChart(
        "Câu kết luận.", [data.Bar("A", 10, "?a"), data.Bar("B", 5, "?b"), data.Bar("C", 0, "?c")], "Đơn vị", "Số"
    )
    page = render("{% bar_chart chart %}", chart=chart)
    assert re.findall(r'<rect width="([\d.]+%)"', page) == ["100.0%", "50.0%", "0.0%"]
    assert re.findall(r'href="(\?[abc])"', page) == ["?a", "?b", "?c"]
    assert page.count("<tr>") == 4


def test_a_chart_of_nothing_does_not_divide_by_zero():
    assert data.BarChart("", [data.Bar("A", 0, "")], "", "").drawn()[0][1] == "0.0%"
    assert data.BarChart("", [], "", "").drawn() == []


def test_english_pages_write_the_month_in_words():
    with translation.override("en"):
        assert "25 November 2026" in render("{{ due|day }}", due=DUE)
        assert "1,234,567\u00a0VND" in render("{{ amount|money }}", amount=1_234_567)
        assert "25/11/2026" in render("{{ due|date_vi }}", due=DUE)


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_an_error_page_is_readable_even_when_nothing_else_works(status):
    page = render_to_string(f"{status}.html")
    assert page.count("<h1>") == 1
    assert "Cần người hỗ trợ" in page
    assert "bảo trì" not in page


def test_a_page_says_whose_it_is():
    mine = site.Site(
        name="Dịch vụ công tỉnh Mẫu", authority="Ủy ban nhân dân tỉnh Mẫu", domain="mau.gov.vn", hotline="02703822001"
    )
    page = render_to_string("ui/components/masthead.html", {"site": mine})
    assert "Trang chính thức của Ủy ban nhân dân tỉnh Mẫu" in page
    assert "mau.gov.vn" in page
    assert "0270 382 2001" in render_to_string("ui/components/contact.html", {"site": mine})


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_no_template_breaks_the_content_security_policy(path):
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|\shx-on|javascript:|<script(?![^>]*src=)", source)
    assert not re.search(r"(src|href)=\"(https?:)?//", source)


def test_scripts_never_ask_for_composition_and_never_write_html():
    for path in (ROOT / "static/ui/js").glob("*.js"):
        code = re.sub(r"//.*", "", path.read_text())
        assert not re.search(r"isComposing|innerHTML|insertAdjacentHTML|eval\(|localStorage|https?:", code), path.name


def test_modules_with_an_effect_are_not_imported_by_others():
    for path in (ROOT / "static/ui/js").glob("*.js"):
        assert set(re.findall(r'from "\./([\w-]+)\.js"', path.read_text())) <= {"common"}, path.name


def test_styles_use_nothing_newer_than_the_browsers_of_commune_offices():
    for path in (ROOT / "static/ui/css").glob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert not re.search(r"https?:|@import|(?m:^\s*&)", css), path.name
        assert "light-dark(" not in css.split("@supports")[0], path.name


def test_styles_and_scripts_stay_within_their_weight():
    import gzip

    def weight(pattern):
        return sum(len(gzip.compress(path.read_bytes(), 9)) for path in ROOT.glob(pattern))

    def page(*modules):
        return sum(weight(f"static/ui/js/{name}.js") for name in ("common", "htmx-setup", "theme", "session", *modules))

    htmx = 13_300
    assert weight("static/ui/css/*.css") < 15_000
    assert htmx + max(page("draft"), page("upload")) < 20_000  # what a citizen's page loads
    assert htmx + page("keys", "list", "upload") < 25_000  # an officer's
    assert htmx + page("map") < 20_000  # a page with a map
    assert len(list(ROOT.glob("static/ui/js/*.js"))) <= 10


def test_every_icon_that_is_named_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/vendor/lucide/sprite.svg").read_text()))
    named = {name for path in templates() for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    assert named | set(data.SHAPES.values()) <= drawn


def test_vendored_files_are_the_ones_recorded():
    import hashlib
    import tomllib

    listed = tomllib.loads((ROOT.parents[2] / "tools/vendor.toml").read_text())["package"]
    for package in listed:
        for entry in [*package["files"].values(), *([package["sprite"]] if "sprite" in package else [])]:
            assert hashlib.sha256((ROOT / "static/vendor" / entry["to"]).read_bytes()).hexdigest() == entry["sha256"]
