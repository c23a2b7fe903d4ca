"""What the desk counts stands on the receipt; what it scans is among the papers of the dossier."""

import io

import pypdf
import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.digitisation import content
from tinhso.government.digitisation import public as digitisation
from tinhso.government.digitisation.data import LineInput
from tinhso.government.digitisation.errors import BadCheck
from tinhso.government.digitisation.testing import make_kept
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import DossierPaper
from tinhso.government.dossiers.testing import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def every_scan_is_reviewed(monkeypatch):
    monkeypatch.setattr(content, "review_percent", lambda: 100)


@pytest.fixture(autouse=True)
def desk(keys, without_ocr):
    """Officers have keys; nothing is read by machine."""


def count(actor, info, line, revision=0):
    digitisation.open_check(actor, dossier_id=info.id, now=MONDAY)
    return digitisation.save_check(actor, dossier_id=info.id, lines=[line], revision=revision, now=MONDAY)


def receipt(actor, info):
    pdf = dossiers.print_paper(actor, dossier_id=info.id, paper="receipt", now=MONDAY)
    return " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def papers_of(actor, info):
    return dossiers.get_dossier(actor, dossier_id=info.id).papers


def test_the_receipt_lists_what_was_counted_and_how(binh, at_desk):
    assert "bản chụp" not in receipt(binh, at_desk)
    count(binh, at_desk, LineInput("GT", originals=1, certified=0, photos=3))

    assert [(one.form, one.count) for one in papers_of(binh, at_desk)] == [("original", 1), ("photo", 3)]
    shown = receipt(binh, at_desk)
    assert "bản chính" in shown and "bản chụp" in shown
    told = dossiers.get_dossier(binh, dossier_id=at_desk.id).timeline[-1]
    assert told.is_public and told.sentence.startswith("Kiểm tra, ghi lại giấy tờ đã nhận: ")


def test_counting_the_same_again_changes_nothing_and_nothing_is_lost(binh, at_desk):
    before = dossiers.get_dossier(binh, dossier_id=at_desk.id)
    count(binh, at_desk, LineInput("GT", originals=1, pages=4))
    same = dossiers.get_dossier(binh, dossier_id=at_desk.id)
    assert (same.papers, same.info.version) == (before.papers, before.info.version)

    count(binh, at_desk, LineInput("GT", photos=2), revision=1)
    rows = DossierPaper.objects.filter(dossier_id=at_desk.id).order_by("id")
    assert [(row.form, row.withdrawn_at is None) for row in rows] == [("original", False), ("photo", True)]


def test_a_scanned_paper_cannot_be_counted_as_none_and_the_check_says_so(binh, at_desk):
    paper = DossierPaper.objects.get(dossier_id=at_desk.id)
    scan = files.save_bytes(make_pdf(), name="giay-to.pdf", actor=binh, now=MONDAY)
    DossierPaper.objects.filter(pk=paper.pk).update(file_id=scan.id)
    with pytest.raises(BadCheck) as refused:
        count(binh, at_desk, LineInput("GT", originals=1, exemption="shown"))
    assert "đã có bản quét" in refused.value.fields["GT.originals"]


def test_a_paper_only_shown_was_not_handed_in(binh, at_desk):
    count(binh, at_desk, LineInput("GT", originals=1, exemption="shown"))
    assert papers_of(binh, at_desk) == ()


def test_a_digitised_paper_is_among_the_dossiers_papers_and_not_on_the_receipt(binh, at_desk):
    kept = make_kept(binh, at_desk.id)
    paper, scan = papers_of(binh, at_desk)
    assert (paper.form, paper.file_id) == ("original", None)
    assert (scan.origin, scan.file_id, scan.component) == (dossiers.PaperOrigin.DIGITISED, kept.file_id, "GT")
    assert receipt(binh, at_desk).count("bản điện tử") == 0
    assert dossiers.open_paper(binh, dossier_id=at_desk.id, paper_id=scan.id) == kept.file_id


def test_a_scan_found_wanting_is_taken_off_the_dossier_and_the_paper_stays(binh, ha, at_desk, every_scan_is_reviewed):
    kept = make_kept(binh, at_desk.id)
    digitisation.review(ha, digitised_id=kept.id, is_good=False, note="Thiếu trang cuối.", now=MONDAY)
    (paper,) = papers_of(binh, at_desk)
    assert paper.origin == "" and paper.form == "original"


def test_who_neither_receives_nor_processes_counts_nothing(dung, em, binh, at_desk):
    said = [dossiers.PaperCount("GT", photos=1)]
    for stranger in (dung, em):
        with pytest.raises(dossiers.DossierNotFound):
            dossiers.record_papers(stranger, dossier_id=at_desk.id, counts=said, now=MONDAY)
    with pytest.raises(dossiers.NothingAsked):
        dossiers.record_papers(binh, dossier_id=at_desk.id, counts=[dossiers.PaperCount("XX", 1)], now=MONDAY)
