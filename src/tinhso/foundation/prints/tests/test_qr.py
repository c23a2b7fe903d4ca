"""QR codes that a phone reads from paper."""

import io
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
