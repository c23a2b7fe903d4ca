"""What phones and scanners make is kept; what is not is refused with a sentence of its own."""

import errno
import hashlib
import io
import os
import signal
import struct
import subprocess
import sys
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.files import errors
from tinhso.foundation.files.adapters.folder import FolderStore
from tinhso.foundation.files.data import MediaType
from tinhso.foundation.files.jobs import check_store, remove_stale
from tinhso.foundation.files.models import FileObject
from tinhso.foundation.files.public import get_info, list_infos, open_file, read_bytes, require_own, save, save_bytes
from tinhso.foundation.files.rules.media import sniff
from tinhso.foundation.files.rules.names import clean_name
from tinhso.foundation.files.stores import incoming_folder
from tinhso.foundation.files.testing import HEIC, MONDAY, make_file, make_jpeg, make_pdf, make_person, make_png
from tinhso.kernel.actors import ANONYMOUS
from tinhso.kernel.errors import DomainError
from tinhso.kernel.ids import uuid7
from tinhso.kernel.modules import Health

pytestmark = pytest.mark.django_db


def keep(data, name="tệp.bin"):
    return save_bytes(data, name=name, actor=make_person(), now=MONDAY)


def refusal(data, name="tệp.bin"):
    with pytest.raises(DomainError) as refused:
        keep(data, name)
    assert list(incoming_folder().iterdir()) == []
    return refused.value


def stored():
    return [place for place in (Path(settings.DATA_DIR) / "files").rglob("*") if place.is_file()]


@pytest.mark.parametrize(
    ("data", "media_type", "ending"),
    [
        (make_jpeg(), MediaType.JPEG, ".jpg"),
        (make_png(), MediaType.PNG, ".png"),
        (HEIC, MediaType.HEIC, ".heic"),
        (make_pdf(), MediaType.PDF, ".pdf"),
    ],
)
def test_what_a_phone_makes_is_kept_as_it_is(data, media_type, ending):
    info = keep(data, "Giấy khai sinh.exe")
    assert (info.media_type, info.size, info.sha256) == (media_type, len(data), hashlib.sha256(data).hexdigest())
    assert info.name == "Giấy khai sinh.exe" + ending
    assert read_bytes(info.id) == data
    assert get_info(info.id) == info


def test_pages_of_a_pdf_are_counted():
    assert keep(make_pdf(7)).pages == 7


def test_the_same_bytes_are_stored_once():
    data = make_jpeg(61, 81)
    before = len(stored())
    first, second = keep(data), keep(data)
    assert first.id != second.id and first.sha256 == second.sha256
    assert len(stored()) == before + 1
    assert FileObject.objects.count() == 2


def test_nothing_chosen_says_choose():
    with pytest.raises(errors.NoFile):
        save(make_person(), stream=None, name="", now=MONDAY)


def test_every_refusal_has_its_own_sentence(settings):
    settings.FILE_MAX_BYTES = 1024 * 1024
    refusals = [
        refusal(b""),
        refusal(b"\xff\xd8\xff" + b"x" * 1024 * 1024),
        refusal(b"hello, plain words"),
        refusal(make_jpeg(400, 400)[:-600]),
        refusal(make_pdf(password="mat khau")),
        refusal(make_pdf(201)),
        refusal(b"%PDF-1.7\nnothing here"),
        refusal(huge_png()),
    ]
    assert [type(r) for r in refusals] == [
        errors.EmptyFile,
        errors.FileTooLarge,
        errors.WrongType,
        errors.DamagedImage,
        errors.LockedPdf,
        errors.TooManyPages,
        errors.DamagedPdf,
        errors.ImageTooManyPixels,
    ]
    assert len({r.sentence for r in refusals}) == len(refusals)
    assert "1 MB" in refusals[1].sentence and refusals[1].status == 413
    assert "văn bản" in refusals[2].sentence
    assert "201" in refusals[5].sentence


def huge_png():
    """A PNG header of 60,000 × 60,000 pixels and next to nothing behind it."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def word_file():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (word_file(), ("Word", "ZIP")),
        (b"GIF89a" + b"\0" * 100, ("GIF",)),
        (b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 40, ("WebP",)),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 40, ("video",)),
        (b"MZ" + b"\0" * 200, ("chương trình",)),
        (b"<html><script>alert(1)</script>", ("trang web",)),
        (b"<svg xmlns='x'>%PDF-1.7</svg>", ("trang web",)),
        (b"\x01\x02\x03\x04" * 10, ("không rõ",)),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + b"\0" * 40, ("AVIF", "ảnh", "không rõ")),
    ],
)
def test_a_wrong_type_is_named(data, words):
    error = refusal(data, "anh.jpg")
    assert isinstance(error, errors.WrongType)
    assert any(word in error.sentence for word in words), error.sentence


def test_a_pdf_that_only_forbids_changes_is_kept():
    assert keep(make_pdf(2, owner_password="chu")).pages == 2


@given(st.binary(max_size=400), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4", HEIC[:80], b""]))
def test_no_bytes_are_kept_that_do_not_open(data, head):
    with pytest.raises(DomainError):
        keep(head + data)


def test_a_large_file_is_never_whole_in_memory(settings):
    settings.FILE_MAX_BYTES = 200 * 1024**2

    class Endless:
        def read(self, size, /):
            return b"\xff\xd8\xff" + b"\0" * (size - 3)

    tracemalloc.start()
    with pytest.raises(errors.FileTooLarge):
        save(make_person(), stream=Endless(), name="x", now=MONDAY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 1024**2


def test_a_full_disk_is_a_sentence_and_leaves_nothing(monkeypatch):
    before = stored()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    for name in ("write", "fsync"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, full)
            with pytest.raises(errors.StoreFull) as refused:
                keep(make_jpeg(33, 44))
            assert refused.value.status == 503
    assert stored() == before
    assert FileObject.objects.count() == 0
    assert keep(make_jpeg(33, 44)).size


def test_a_killed_process_leaves_no_half_file(tmp_path):
    program = """
import sys
from pathlib import Path
from tinhso.foundation.files.staging import staged
class Slow:
    def read(self, size, /):
        print("more", flush=True)
        return b"x" * size
root = Path(sys.argv[1])
with staged(Slow(), folder=root / "incoming", limit=10**12): pass
"""
    (tmp_path / "incoming").mkdir()
    child = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE)
    assert child.stdout
    for _ in range(20):
        child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    kept = [place for place in tmp_path.rglob("*") if place.is_file() and place.parent.name != "incoming"]
    assert kept == []
    assert len(list((tmp_path / "incoming").iterdir())) == 1


def test_what_a_killed_process_left_is_removed_after_a_day():
    left = incoming_folder() / "tmpabc"
    left.write_bytes(b"half")
    assert remove_stale() == 0
    os.utime(left, (0, 0))
    assert remove_stale() == 1
    assert not left.exists()


def test_the_operator_sees_how_the_store_is(settings, tmp_path):
    assert check_store().health in {Health.OK, Health.SLOW}
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    settings.DATA_DIR = blocked
    report = check_store()
    assert report.health is Health.FAILED and "Không ghi được" in report.sentence


def test_a_store_that_cannot_be_written_refuses_with_a_sentence(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    staged = tmp_path / "staged"
    staged.write_bytes(b"x")
    with pytest.raises(errors.StoreDown):
        FolderStore(blocked).put(staged, "ab" * 32)


def test_a_missing_file_is_missing():
    with pytest.raises(errors.FileMissing):
        open_file(uuid7())
    with pytest.raises(errors.FileMissing):
        FolderStore(Path(settings.DATA_DIR)).open("ab" * 32)


def test_only_what_one_uploaded_oneself_may_be_attached():
    me, other = make_person(), make_person()
    mine, theirs = make_file(actor=me), make_file(actor=other)
    require_own(me, file_ids=[mine.id, mine.id])
    require_own(me, file_ids=[])
    for actor, ids in ((me, [mine.id, theirs.id]), (me, [uuid7()]), (ANONYMOUS, [mine.id])):
        with pytest.raises(errors.FileMissing):
            require_own(actor, file_ids=ids)


def test_records_come_in_the_order_asked_in_one_query(django_assert_num_queries):
    first, second = make_file(), make_file(make_pdf())
    with django_assert_num_queries(1):
        assert list_infos([second.id, uuid7(), first.id]) == [second, first]


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\An\\Giấy tờ.PDF", "Giấy tờ.pdf"),
        ("Giâ\u0301y tờ.pdf", "Giấy tờ.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("", "tep.pdf"),
        ("...", "tep.pdf"),
        (".pdf", "pdf.pdf"),
        ('x<>:"|?*.pdf', "x_______.pdf"),
        ("hóa đơn.jpg", "hóa đơn.jpg.pdf"),
    ],
)
def test_a_name_is_made_safe(given, clean):
    assert clean_name(given, MediaType.PDF) == clean


@given(st.text(max_size=300), st.sampled_from(list(MediaType)))
def test_any_name_becomes_a_safe_one(name, media_type):
    clean = clean_name(name, media_type)
    assert 4 < len(clean) <= 120
    assert clean == clean_name(clean, media_type)
    assert not set(clean) & set('/\\<>:"|?*\r\n\0')


@given(st.binary(max_size=200))
def test_no_first_bytes_break_the_sniffing(head):
    assert sniff(head) in {None, *MediaType}


def test_a_picture_narrower_than_eight_pixels_is_taken():
    assert keep(make_jpeg(3, 400)).media_type == MediaType.JPEG
