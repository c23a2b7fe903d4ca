"""Words in the other language are marked, so that a screen reader changes its voice."""

import pytest
from django.utils.translation import override

from tinhso.ui import languages


@pytest.mark.parametrize("words", ["Hộ tịch", "Đăng ký", "Ủy ban nhân dân tỉnh", "cấp xã"])
def test_vietnamese_words_are_marked_on_an_english_page(words):
    with override("en"):
        assert languages.lang_of(words) == ' lang="vi"'
        assert languages.marked(words) == f'<span lang="vi">{words}</span>'


@pytest.mark.parametrize("words", ["Birth registration", "VND 8,000", "H61.12-261122-0001", "the mother’s name", ""])
def test_english_words_are_left_alone(words):
    with override("en"):
        assert languages.lang_of(words) == ""
        assert languages.marked(words) == words


def test_nothing_is_marked_on_a_vietnamese_page():
    with override("vi"):
        assert languages.lang_of("Hộ tịch") == ""
        assert languages.joined("Hộ tịch", "", "Xã") == "Hộ tịch Xã"


def test_what_people_typed_cannot_become_markup():
    with override("en"):
        said = languages.fill("A correct one: %(example)s", example="<b>Ảnh</b>")
        assert said == 'A correct one: <span lang="vi">&lt;b&gt;Ảnh&lt;/b&gt;</span>'
        assert languages.joined("<i>", said).startswith("&lt;i&gt; A correct one")
