"""Pages of kept files, one by one: chosen, turned, measured, shown small."""

import io

import pypdf
import pytest
from PIL import Image

from tinhso.foundation.files.errors import DamagedPdf, NoFile
from tinhso.foundation.files.public import (
    PagePart,
    merge_pages,
    merge_to_pdf,
    preview_page,
    read_bytes,
    scan_resolutions,
)
from tinhso.foundation.files.testing import MONDAY, make_file, make_jpeg, make_pdf, make_person

pytestmark = pytest.mark.django_db


def join(*parts):
    return merge_pages(parts, name="gộp.pdf", actor=make_person(), now=MONDAY)


def test_chosen_pages_come_in_the_order_and_turned_as_asked():
    scan, photo = make_file(make_pdf(3)), make_file(make_jpeg(800, 600))
    made = join(PagePart(scan.id, 2, 90), PagePart(photo.id), PagePart(scan.id, 0))
    pages = pypdf.PdfReader(io.BytesIO(read_bytes(made.id))).pages
    assert [page.rotation for page in pages] == [90, 0, 0]
    assert [round(page.mediabox.width) for page in pages] == [595, 842, 595]


def test_no_page_and_a_page_that_is_not_there_are_refused():
    with pytest.raises(NoFile):
        join()
    with pytest.raises(DamagedPdf):
        join(PagePart(make_file(make_pdf(1)).id, 7))


def test_resolution_is_told_for_pictures_and_scans_and_not_for_text():
    fine, coarse = make_file(make_jpeg(1654, 2339)), make_file(make_jpeg(800, 1131))
    card = make_file(make_jpeg(1011, 638, dpi=(300, 300)))
    assert scan_resolutions(fine.id) == [200]
    assert scan_resolutions(coarse.id) == [97]
    assert scan_resolutions(card.id) == [300]
    assert scan_resolutions(make_file(make_pdf(2)).id) == [None, None]
    scan = merge_to_pdf([fine.id, coarse.id], name="a", actor=make_person(), now=MONDAY)
    assert scan_resolutions(scan.id) == [200, 97]


def test_a_page_is_shown_small_or_not_at_all():
    photo = make_file(make_jpeg(1600, 1200))
    scan = merge_to_pdf([photo.id, photo.id], name="a", actor=make_person(), now=MONDAY)
    for shown in (preview_page(photo.id, side=200), preview_page(scan.id, index=1, side=200)):
        assert Image.open(io.BytesIO(shown)).size == (200, 150)
    assert Image.open(io.BytesIO(preview_page(photo.id, side=200, turn=90))).size == (150, 200)
    assert preview_page(make_file(make_pdf()).id) is None
    assert preview_page(scan.id, index=9) is None
