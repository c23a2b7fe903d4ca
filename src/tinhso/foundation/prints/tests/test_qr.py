"""QR codes that a phone reads from paper."""

import io
import random
import re
import subprocess

import pytest
from PIL import Image

from tinhso.foundation.prints.public import QrTooLong, get_example, qr_svg, render_pdf

zxingcpp = pytest.importorskip("zxingcpp")


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_the_code_on_the_receipt_reads_from_a_scan_of_150_dpi(paper):
    data = get_example("mau_01") | {"paper": paper}
    raster = subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-singlefile", "-"],
        input=render_pdf("mau_01", data),
        capture_output=True,
        check=True,
    ).stdout

    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(raster)))

    assert found.text == data["lookup"]["address"]
    assert found.ec_level == "M"


def test_a_lookup_address_stays_small_and_keeps_its_quiet_zone():
    svg = qr_svg("https://dichvucong.tinhminhhoa.gov.vn/t/7K3Q9ZV2M4TXH")

    assert 'viewBox="0 0 41 41"' in svg  # version 4 is 33 modules, and four more on each side


def test_an_endless_text_is_refused():
    with pytest.raises(QrTooLong):
        qr_svg("x" * 301)


def test_any_address_reads_though_every_code_has_the_same_pattern():
    dice = random.Random(61)
    for _ in range(300):
        token = "".join(dice.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=13))
        text = f"https://dichvucong.tinhminhhoa.gov.vn/t/{token}"
        modules = {
            (int(x) + place, int(float(y)))
            for x, y, runs in _rows(qr_svg(text))
            for start, length in runs
            for place in range(start, start + length)
        }
        picture = Image.new("L", (41, 41), 255)
        for at in modules:
            picture.putpixel(at, 0)
        (found,) = zxingcpp.read_barcodes(picture.resize((123, 123), Image.Resampling.NEAREST))
        assert found.text == text


def _rows(svg):
    """Yield (x, y, [(start, length), …]) of each row of the path, which says `Mx yhN` and `mN 0hN`."""
    path = re.search(r'class="qrline"[^>]* d="([^"]+)"|stroke="#000"[^>]* d="([^"]+)"', svg)
    x = y = 0.0
    for move, run in re.findall(r"([Mm][-\d. ]+)h(\d+)", path[1] or path[2]):
        dx, dy = (float(one) for one in move[1:].split())
        x, y = (dx, dy) if move[0] == "M" else (x + dx, y + dy)
        yield int(x), y, [(0, int(run))]
        x += int(run)
