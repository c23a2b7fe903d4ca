"""The leader signs, the clerk numbers, the agency seals: all stay valid; anything else does not."""

import io
import subprocess
from datetime import date

import pytest

from tinhso.foundation.signing import public
from tinhso.foundation.signing.public import Appearance, VerdictState
from tinhso.foundation.signing.testing import PLACE, make_demo_key, make_paper
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db

LEADER = Appearance(anchor="leader", name="Phạm Văn Thử", location="Minh Họa")
DAY = date(2026, 1, 5)


@pytest.fixture
def draft():
    return make_paper("leader", "drafter", words=("number", "date"))


@pytest.fixture
def signed(draft):
    prepared = public.prepare_for_office(draft, leader=LEADER)
    return public.sign_pdf(prepared, key_ref=make_demo_key().ref, appearance=LEADER, reason="Ban hành").data


@pytest.fixture
def numbered(signed):
    return public.fill_number(signed, number="05", on=DAY)


def seal(pdf, key=None):
    key = key or make_demo_key(name="UBND xã Minh Họa", title="")
    return public.seal_pdf(pdf, key_ref=key.ref, agency="UBND xã Minh Họa", now=clock.now()).data


def said_by(program, pdf, folder):
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return subprocess.run([*program, str(path)], capture_output=True, check=False).stdout.decode()


def test_leader_number_and_seal_stay_valid_for_us_and_for_other_programs(signed, numbered, tmp_path):
    sealed = seal(numbered)

    verdict = public.verify_pdf(sealed)
    said = said_by(["pdfsig", "-nocert"], sealed, tmp_path)

    assert sealed.startswith(numbered) and numbered.startswith(signed)
    assert verdict.state is VerdictState.VALID and not verdict.changed_after
    assert [one.signer for one in verdict.signatures] == ["Phạm Văn Thử", "UBND xã Minh Họa"]
    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert public.filled_in(sealed) == {"number": "05", "date": "ngày 05 tháng 01 năm 2026"}


def test_the_first_signature_permits_filling_in_and_signing_alone(signed):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.pdf_embedded import read_certification_data

    assert read_certification_data(PdfFileReader(io.BytesIO(signed))).permission is MDPPerm.FILL_FORMS


@pytest.mark.skipif(
    subprocess.run(["sh", "-c", "command -v qpdf"], capture_output=True, check=False).returncode != 0,
    reason="qpdf is not installed (Debian: qpdf)",
)
def test_qpdf_finds_no_fault_after_any_step(draft, signed, numbered, tmp_path):
    prepared = public.prepare_for_office(draft, leader=LEADER)

    for step in (
        prepared,
        signed,
        numbered,
        seal(numbered),
        public.void_signature(signed, by="", reason="", now=clock.now()),
    ):
        path = tmp_path / "step.pdf"
        path.write_bytes(step)
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_number_and_date_are_read_on_the_page(numbered, tmp_path):
    path = tmp_path / "n.pdf"
    path.write_bytes(numbered)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()

    assert "05 " in text and "ngày 05 tháng 01 năm 2026" in text


def test_the_seal_locks_number_and_date(numbered):
    from pyhanko.pdf_utils.generic import pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    from tinhso.foundation.signing.formats.places import words_fields

    writer = IncrementalPdfFileWriter(io.BytesIO(seal(numbered)))
    ref = words_fields(writer)["number"]
    ref.get_object()["/V"] = pdf_string("06")
    writer.mark_update(ref)
    changed = io.BytesIO()
    writer.write(changed)

    assert public.verify_pdf(changed.getvalue()).state is VerdictState.INVALID


def test_words_added_to_the_page_after_the_leader_make_the_signature_invalid(signed):
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    stream = generic.StreamObject(stream_data=b"BT /F1 12 Tf 100 100 Td (1.000.000.000) Tj ET")
    writer.add_stream_to_page(0, writer.add_object(stream))
    changed = io.BytesIO()
    writer.write(changed)

    assert public.verify_pdf(changed.getvalue()).state is VerdictState.INVALID


def test_a_drafter_may_initial_before_the_leader_signs(draft):
    prepared = public.prepare_for_office(draft, leader=LEADER)
    initialled = public.sign_pdf(
        prepared, key_ref=make_demo_key(name="Vũ Minh Họa").ref, appearance=Appearance("drafter", "Vũ Minh Họa")
    )
    signed = public.sign_pdf(initialled.data, key_ref=make_demo_key().ref, appearance=LEADER)

    verdict = public.verify_pdf(seal(public.fill_number(signed.data, number="7", on=DAY)))

    assert verdict.state is VerdictState.VALID
    assert len(verdict.signatures) == 3


def test_the_order_is_kept(draft, signed, numbered):
    prepared = public.prepare_for_office(draft)

    with pytest.raises(public.NotSignedYet):
        public.fill_number(prepared, number="05", on=DAY)
    with pytest.raises(public.NotNumberedYet):
        seal(signed)
    with pytest.raises(public.AlreadyNumbered):
        public.fill_number(numbered, number="06", on=DAY)
    with pytest.raises(public.NoFieldsToFill):
        public.prepare_for_office(signed)
    with pytest.raises(public.NoFieldsToFill):
        public.prepare_for_office(make_paper("leader"))
    with pytest.raises(public.NoSignaturePlace):
        seal(seal(numbered))


@pytest.mark.parametrize("number", ["", "1 5", "15/QĐ-UBND", "1234567", "<script>"])
def test_what_is_no_number_is_refused(signed, number):
    with pytest.raises(public.BadNumber):
        public.fill_number(signed, number=number, on=DAY)


def test_the_stamp_covers_a_third_of_the_signature_from_the_left(numbered, tmp_path):
    from PIL import Image

    (tmp_path / "s.pdf").write_bytes(seal(numbered))
    subprocess.run(
        ["pdftoppm", "-r", "144", "-png", "-singlefile", str(tmp_path / "s.pdf"), str(tmp_path / "s")], check=True
    )
    page = Image.open(tmp_path / "s.png").convert("RGB")
    blue = across(page, lambda r, g, b: b > r + 60 and b > g + 40)
    red = across(page, lambda r, g, b: r > b + 90 and r > g + 90)

    wide = (blue[1] - blue[0]) + 2  # the covered third is blue under red
    assert red[0] < PLACE[0]
    assert 0.2 < (red[1] - blue[0]) / wide < 0.45


def across(page, chosen):
    columns = [x / 2 for x in range(page.width) for y in range(0, page.height, 2) if chosen(*page.getpixel((x, y)))]
    return min(columns), max(columns)


def test_a_voided_document_says_so_on_the_page_and_to_every_verifier(signed, tmp_path):
    voided = public.void_signature(signed, by="Trần Thị Thử", reason="Sai căn cứ pháp lý", now=clock.now())
    path = tmp_path / "v.pdf"
    path.write_bytes(voided)
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()

    assert "ĐÃ HỦY CHỮ KÝ" in text and "Sai căn cứ pháp lý" in text
    assert public.verify_pdf(voided).state is VerdictState.INVALID
    assert voided.startswith(signed)


def test_nothing_is_voided_that_nobody_signed(draft):
    with pytest.raises(public.NotSignedYet):
        public.void_signature(draft, by="", reason="", now=clock.now())
