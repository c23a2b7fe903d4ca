"""The carried fonts print all of Vietnamese."""

import unicodedata

import pytest

from tinhso.foundation.prints import contracts, public
from tinhso.foundation.prints.glyphs import coverage
from tinhso.foundation.prints.tests.test_prints import text_of

TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VOWELS = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES}
MARKED = {letter for letter in VOWELS | {"đ"} if ord(letter) > 127}
LETTERS = "".join(sorted(MARKED | {letter.upper() for letter in MARKED}))
FONTS = sorted([*(contracts.folder() / "fonts").glob("*.ttf"), *(contracts.folder() / "signature").glob("*.ttf")])


def test_there_are_134_marked_letters_and_four_styles_with_their_licence():
    assert len(LETTERS) == 134
    assert len(list((contracts.folder() / "fonts").glob("Tinos-*.ttf"))) == 4
    assert "SIL OPEN FONT LICENSE" in (contracts.folder() / "fonts" / "LICENSE-OFL.txt").read_text()


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_each_font_has_every_vietnamese_letter_and_the_sign_of_the_dong(path):
    covered = coverage(path.read_bytes())

    assert [mark for mark in LETTERS + "₫" if ord(mark) not in covered] == []
    assert ord("中") not in covered


def test_every_letter_comes_back_from_the_paper_as_it_went_in():
    data = public.get_example("mau_02") | {"reason": " ".join(LETTERS + "₫")}

    text = text_of(public.render_pdf("mau_02", data))

    assert "".join((LETTERS + "₫").split()) in "".join(text.split())
