"""Scans become PDF/A-2b with a layer of text where that may be done, and are left alone where it may not."""

import shutil
import subprocess

import pytest

from tinhso.government.archive.packages import conformance_of, to_pdfa
from tinhso.government.archive.packages.pdfa import can_convert

needs_tools = pytest.mark.skipif(not can_convert(), reason="ocrmypdf, ghostscript chưa cài")
needs_words = pytest.mark.skipif(
    shutil.which("tesseract") is None
    or b"vie" not in subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False).stdout,
    reason="tesseract-ocr-vie chưa cài",
)


@pytest.fixture
def scan(tmp_path):
    """A page of paper as a picture in a PDF, as a scanner makes it."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", (1240, 700), "white")
    ImageDraw.Draw(page).text((80, 200), "QUYET DINH 15", fill="black", font=ImageFont.load_default(96))
    path = tmp_path / "scan.pdf"
    page.save(path, resolution=150)
    return path


@needs_tools
@needs_words
def test_a_scan_becomes_pdfa_with_words_that_can_be_found(scan, tmp_path):
    from pypdf import PdfReader

    assert conformance_of(scan).part == 0
    made = tmp_path / "made.pdf"
    assert to_pdfa(scan, made)
    assert conformance_of(made).title == "PDF/A-2b"
    assert "DINH 15" in (PdfReader(str(made)).pages[0].extract_text() or "").upper()
    if shutil.which("qpdf"):
        assert subprocess.run(["qpdf", "--check", str(made)], capture_output=True, check=False).returncode == 0


@needs_tools
def test_a_signed_scan_keeps_its_bytes(scan, tmp_path):
    scan.write_bytes(scan.read_bytes() + b"\n%/ByteRange [0 1 2 3]\n")
    assert conformance_of(scan).is_signed
    assert not to_pdfa(scan, tmp_path / "made.pdf")
    assert not (tmp_path / "made.pdf").exists()


@needs_tools
@needs_words
def test_what_is_no_pdf_is_refused_and_leaves_nothing_that_counts(tmp_path):
    broken = tmp_path / "x.pdf"
    broken.write_bytes(b"%PDF-1.7 khong phai")
    assert not to_pdfa(broken, tmp_path / "made.pdf")


def test_without_the_tools_nothing_is_made(scan, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not to_pdfa(scan, tmp_path / "made.pdf")
