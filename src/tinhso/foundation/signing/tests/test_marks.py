"""Marks of annexes and electronic copies (Decree 30/2020/NĐ-CP, Annex I), as they are drawn: no word is covered."""

import io
import shutil
import subprocess

import pytest

from tinhso.foundation.signing import public
from tinhso.foundation.signing.public import Appearance, Look, VerdictState
from tinhso.foundation.signing.testing import make_demo_key
from tinhso.kernel import clock

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed (Debian: poppler-utils)"),
]

ANNEX = Appearance(look=Look.APPENDIX, name="UBND xã Minh Họa", words=("15/QĐ-UBND",))
COPIES = [
    Appearance(look=Look.COPY, name="UBND xã Minh Họa", words=(form, "Ủy ban nhân dân xã Minh Họa"))
    for form in ("SAO Y", "SAO LỤC", "TRÍCH SAO")
]
DOTS = 144
A4, LANDSCAPE = (595, 842), (842, 595)


def paper(size, lines, pages=1):
    """A PDF with words at the given places (left, baseline, words), on each page."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer, name = PdfWriter(), NameObject
    font = {name("/Type"): name("/Font"), name("/Subtype"): name("/Type1"), name("/BaseFont"): name("/Times-Roman")}
    for _number in range(pages):
        page = writer.add_blank_page(*size)
        page[name("/Resources")] = DictionaryObject(
            {name("/Font"): DictionaryObject({name("/F1"): DictionaryObject(font)})}
        )
        drawn = DecodedStreamObject()
        shown = " ".join(f"1 0 0 1 {left} {base} Tm ({words}) Tj" for left, base, words in lines)
        drawn.set_data(f"BT /F1 13 Tf {shown} ET".encode())
        page[name("/Contents")] = writer._add_object(drawn)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


HEADED = [
    (60, 800, "UY BAN NHAN DAN"),
    (300, 800, "CONG HOA XA HOI CHU NGHIA VIET NAM"),
    (60, 700, "PHU LUC"),
    (60, 680, "Danh sach kem theo"),
]
TO_THE_EDGE = [
    (60, 822, "Mot dong dai chay sat mep tren va mep phai cua trang giay, khong chua le nao ca, den tan cung")
]
ANY_PAGE = [(A4, HEADED), (A4, TO_THE_EDGE), (LANDSCAPE, [(60, 540, "Bang so lieu"), (600, 560, "Don vi: nguoi")])]


def drawn(pdf, tmp_path):
    """The first page as grey dots (0 black) by rows, at 144 a inch."""
    from PIL import Image

    (tmp_path / "p.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", str(DOTS), "-gray", "-f", "1", "-l", "1", "-singlefile", "p.pdf", "p"]
    subprocess.run(command, check=True, cwd=tmp_path)
    with Image.open(tmp_path / "p.pgm") as found:
        return found.convert("L").copy()


def sign(pdf, look):
    return public.sign_pdf(pdf, key_ref=make_demo_key(name="UBND xã Minh Họa", title="").ref, appearance=look).data


def ink_of(picture):
    return picture.point(lambda grey: 255 if grey < 160 else 0)


def added(before, after):
    """Where the mark draws, as left, top, right, bottom in points from the upper left."""
    from PIL import ImageChops

    box = ImageChops.difference(before, after).point(lambda grey: 255 if grey > 40 else 0).getbbox()
    return tuple(edge * 72 / DOTS for edge in box)


@pytest.mark.parametrize("look", [ANNEX, *COPIES], ids=lambda look: look.words[0])
@pytest.mark.parametrize(("size", "lines"), ANY_PAGE, ids=["headed", "to the edge", "landscape"])
def test_a_mark_stands_at_the_upper_right_and_touches_no_word(tmp_path, look, size, lines):
    from PIL import ImageChops

    plain = paper(size, lines)
    signed = sign(plain, look)
    before, after = drawn(plain, tmp_path), drawn(signed, tmp_path)
    left, top, right, bottom = added(before, after)

    # every dot of ink that was there is there still, as dark as it was; what was added lies beside it
    assert (
        ImageChops.difference(
            ImageChops.multiply(ink_of(before), before), ImageChops.multiply(ink_of(before), after)
        ).getbbox()
        is None
    )
    around = before.crop([round(edge * DOTS / 72) for edge in (left, top, right, bottom)])
    assert ink_of(around).getbbox() is None
    assert right <= size[0] - 20 and right >= size[0] - 60 and bottom < size[1] / 4
    assert public.verify_pdf(signed).state is VerdictState.VALID


@pytest.mark.parametrize("look", [ANNEX, *COPIES], ids=lambda look: look.words[0])
def test_a_mark_is_black_and_of_ten_points(tmp_path, look):
    plain = paper(A4, HEADED)
    signed = sign(plain, look)
    left, top, right, bottom = added(drawn(plain, tmp_path), drawn(signed, tmp_path))
    lines = 1 if look is ANNEX else 3
    subprocess.run(
        ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-singlefile", "p.pdf", "c"], check=True, cwd=tmp_path
    )
    from PIL import Image

    with Image.open(tmp_path / "c.ppm") as found:
        colours = found.convert("RGB").crop((int(left), int(top), int(right), int(bottom))).getcolors(10_000)

    assert all(max(colour) - min(colour) < 12 for _count, colour in colours)
    assert 12.5 * (lines - 1) + 3 < bottom - top < 12.5 * lines + 2


def test_what_a_mark_says_is_read_in_order(tmp_path):
    signed = sign(paper(A4, HEADED), COPIES[0])
    (tmp_path / "s.pdf").write_bytes(signed)
    said = subprocess.run(["pdftotext", "-raw", "s.pdf", "-"], capture_output=True, check=True, cwd=tmp_path).stdout
    words = " ".join(said.decode().split())

    assert words.index("SAO Y") < words.index("Ủy ban nhân dân xã Minh Họa")
    assert f"{clock.to_local(clock.now()):%Y-%m-%dT%H:}" in words and "+07:00" in words


def test_a_page_without_room_is_refused_and_not_written_over():
    full = [(10, 842 - 14 * row, "x" * 110) for row in range(1, 60)]

    for look in (ANNEX, COPIES[0]):
        with pytest.raises(public.NoFreePlace):
            sign(paper(A4, full), look)


def test_two_marks_on_one_page_stand_apart(tmp_path):
    plain = paper(A4, HEADED)
    once = sign(plain, ANNEX)
    twice = sign(once, COPIES[0])
    before, one, two = (drawn(pdf, tmp_path) for pdf in (plain, once, twice))
    first, second = added(before, one), added(one, two)

    assert first[3] <= second[1] or second[3] <= first[1]
    assert [report.state for report in public.verify_pdf(twice).signatures] == [VerdictState.VALID] * 2


def test_the_mark_is_on_the_first_page_alone(tmp_path):
    signed = sign(paper(A4, HEADED, pages=3), ANNEX)
    (tmp_path / "s.pdf").write_bytes(signed)
    command = ["pdftotext", "-layout", "-f", "2", "s.pdf", "-"]
    said = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path).stdout

    assert b"15/Q" not in said
