"""What was photographed page by page becomes one PDF an officer can read."""

import io

import pypdf
import pytest
from PIL import Image

from tinhso.foundation.files import errors
from tinhso.foundation.files.public import merge_once, merge_to_pdf, preview, read_bytes, require_own
from tinhso.foundation.files.testing import HEIC, MONDAY, make_file, make_jpeg, make_pdf, make_person, make_png
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def merge(*files, name="Giấy chứng sinh"):
    return merge_to_pdf([file.id for file in files], name=name, actor=make_person(), now=MONDAY)


def pages_of(info):
    return pypdf.PdfReader(io.BytesIO(read_bytes(info.id))).pages


def test_photos_and_scans_become_one_pdf():
    merged = merge(
        make_file(make_jpeg()), make_file(make_png(mode="RGBA")), make_file(HEIC), make_file(make_pdf(3))
    )  # fmt: skip
    assert (merged.media_type, merged.pages, merged.name) == ("application/pdf", 6, "Giấy chứng sinh.pdf")
    assert len(pages_of(merged)) == 6


def test_a_page_is_a4_lying_or_upright_as_the_photo():
    upright, lying = pages_of(merge(make_file(make_jpeg(300, 400)), make_file(make_jpeg(400, 300))))
    assert [round(float(side)) for side in upright.mediabox[2:]] == [595, 842]
    assert [round(float(side)) for side in lying.mediabox[2:]] == [842, 595]


def test_a_photo_is_turned_as_the_camera_says_and_its_metadata_left_behind():
    info = merge(make_file(make_jpeg(400, 300, orientation=6)))
    data = pages_of(info)[0].images[0].data
    image = Image.open(io.BytesIO(data))
    assert image.size == (300, 400)
    assert not image.getexif()
    red, _, blue = image.convert("RGB").tobytes()[3 * (20 * 300 + 150) :][:3]
    assert red > 200 and blue < 60  # what was left is now on top
    assert b"Exif" not in data


def test_a_large_photo_is_brought_to_200_dpi():
    info = merge(make_file(make_jpeg(3000, 4000, quality=95)))
    assert pages_of(info)[0].images[0].image.size == (1654, 2205)
    assert info.size < 200_000


def test_the_same_parts_give_the_same_pdf():
    parts = [make_file(make_jpeg()), make_file(make_pdf(2))]
    assert merge(*parts).sha256 == merge(*parts).sha256


def test_a_single_pdf_stays_byte_for_byte():
    scan = make_file(make_pdf(2))
    merged = merge(scan)
    assert merged.sha256 == scan.sha256 and merged.id != scan.id and merged.pages == 2


def test_what_cannot_be_merged_is_refused():
    with pytest.raises(errors.NoFile):
        merge()
    photo = make_file()
    with pytest.raises(errors.TooManyFiles):
        merge(*[photo] * 51)
    with pytest.raises(errors.FileMissing):
        merge_to_pdf([photo.id, uuid7()], name="x", actor=make_person(), now=MONDAY)
    with pytest.raises(errors.TooManyPages):
        merge(make_file(make_pdf(150)), make_file(make_pdf(51)))


def test_the_sum_of_the_parts_is_bounded(settings):
    photos = [make_file(make_jpeg(300 + n, 300)) for n in range(3)]
    settings.FILE_MAX_BYTES = photos[0].size
    with pytest.raises(errors.FileTooLarge):
        merge(*photos)


def test_the_same_photo_twice_is_two_pages():
    photo = make_file()
    assert merge(photo, photo).pages == 2


def test_a_photo_has_a_small_upright_picture_and_a_pdf_has_none():
    small = preview(make_file(make_jpeg(2000, 1000, orientation=6)).id, side=200)
    assert small is not None
    assert Image.open(io.BytesIO(small)).size == (100, 200)
    assert b"Exif" not in small
    assert preview(make_file(HEIC).id)
    assert preview(make_file(make_pdf()).id) is None


def once(*files, name="Giấy chứng sinh.pdf"):
    return merge_once([file.id for file in files], name=name, now=MONDAY)


def test_what_was_merged_once_is_found_again_by_its_content():
    parts = [make_file(make_jpeg()), make_file(make_pdf(2))]
    made = once(*parts)
    assert (made.pages, made.name) == (3, "Giấy chứng sinh.pdf")
    assert once(*parts).id == made.id
    assert once(make_file(make_jpeg()), make_file(make_pdf(2))).id == made.id  # the same bytes sent again
    assert once(*reversed(parts)).id != made.id
    assert once(*parts, name="Đơn.pdf").name == "Đơn.pdf"


def test_what_the_system_merged_is_nobodys_upload():
    person = make_person()
    made = once(make_file(actor=person), make_file(make_png(), actor=person))
    with pytest.raises(errors.FileMissing):
        require_own(person, file_ids=[made.id])
