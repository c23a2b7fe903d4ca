"""Words of files are found, by nobody who may not open them; a mark of secrecy on a page stops a document at once."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from tinhso.foundation.work import public as work
from tinhso.foundation.work.data import Part
from tinhso.government.documents import extraction, ports, texts
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import Secrecy
from tinhso.government.documents.models import Document, DocumentFile, DocumentText
from tinhso.government.documents.public import NewInstruction
from tinhso.government.documents.queries.lists import DocumentFilter, list_documents, suggest
from tinhso.government.documents.testing import MORNING, make_arrived, make_clerk, make_file, make_incoming, make_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def sen(units):
    return make_clerk(units.commune_a.id)


def typed(text):
    """Return a PDF of one page with a text layer, in any letters (by a map to Unicode)."""
    writer, content, unicode_map, out = PdfWriter(), DecodedStreamObject(), DecodedStreamObject(), io.BytesIO()
    letters = sorted(set(text) - {"\n"})
    codes = {one: place + 1 for place, one in enumerate(letters)}
    lines = ["".join(f"{codes[one]:02x}" for one in line) for line in text.split("\n")]
    content.set_data(("BT /F 10 Tf 12 TL 40 800 Td " + " ".join(f"<{one}> Tj T*" for one in lines) + " ET").encode())
    pairs = "\n".join(f"<{code:02x}> <{ord(one):04x}>" for one, code in codes.items())
    unicode_map.set_data(
        f"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange"
        f" {len(codes)} beginbfchar\n{pairs}\nendbfchar endcmap end".encode()
    )
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/ToUnicode"): writer._add_object(unicode_map),
        }
    )
    page = writer.add_blank_page(595, 842)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F"): writer._add_object(font)})}
    )
    page[NameObject("/Contents")] = writer._add_object(content)
    writer.write(out)
    return out.getvalue()


BODY = "Kế hoạch trồng rừng ngập mặn ven biển Ba Động\nGiao phòng Kinh tế chủ trì thực hiện"
SECRET = "ỦY BAN NHÂN DÂN TỈNH\nTỐI MẬT\nPhương án bảo vệ"


def lettered(sen, a, text=BODY, **changes):
    return make_incoming(sen, a, files=(make_file(data=typed(text)),), **changes)


def read_all():
    while texts.run_once():
        pass


def found(who, words):
    return [one.id for one in list_documents(who, filters=DocumentFilter(words=words), now=MORNING).items]


def test_a_document_is_found_by_words_that_stand_only_on_its_pages(sen, chi, dung, a):
    letter = lettered(sen, a)
    assert found(chi, "rung ngap man") == []
    read_all()
    assert found(chi, "rừng ngập mặn") == [letter.id]
    assert found(dung, "rừng ngập mặn") == []


def test_a_restricted_document_is_never_read_and_leaves_no_words_in_search_or_log(sen, chi, a):
    with structlog.testing.capture_logs() as logs:
        lettered(sen, a, restricted=True, reader_ids=(chi.account_id,))
        read_all()
    assert not DocumentText.objects.exists()
    assert found(chi, "rừng ngập mặn") == [] and found(chi, "hộ tịch") == []
    assert suggest(chi, words="hộ tịch", now=MORNING) == []
    assert not any(word in str(line) for line in logs for word in ("rừng", "hộ tịch", "STP"))


def test_a_file_made_restricted_while_it_was_read_leaves_no_words(sen, chi, a):
    letter = make_arrived(a, files=(make_file(data=typed(BODY)),))
    (claimed,) = texts.claim(now=MORNING)
    documents.register(
        sen, document_id=letter.id, no_secret=True, restricted=True, reader_ids=(chi.account_id,), now=MORNING
    )
    texts.keep(claimed.id, BODY, now=MORNING)
    assert not DocumentText.objects.exists()


def test_words_are_kept_once_however_often_a_reader_comes_back(sen, a):
    letter = lettered(sen, a)
    (claimed,) = texts.claim(now=MORNING)
    for _turn in range(2):
        texts.keep(claimed.id, BODY, now=MORNING)
    assert DocumentText.objects.get(document=letter.id).words.count("trong rung") == 1


def test_what_a_killed_worker_was_reading_is_read_by_the_next_one_and_given_up_after_three(sen, a):
    lettered(sen, a)
    moment = MORNING
    for _turn in range(texts.MAX_TRIES):
        assert texts.claim(now=moment)
        assert not texts.claim(now=moment)  # somebody is at it
        moment += texts.LEASE + timedelta(seconds=1)
    assert not texts.claim(now=moment)
    assert list(DocumentFile.objects.values_list("text_state", flat=True)) == ["none"]


def docx(body, *, name="word/document.xml"):
    out = io.BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def kept(tmp_path, data):
    path = Path(tmp_path) / "file"
    path.write_bytes(data)
    return path


def test_a_word_document_is_read_too(tmp_path):
    path = kept(tmp_path, docx("<w:p><w:r><w:t>Kế </w:t></w:r><w:r><w:t>hoạch</w:t></w:r></w:p><w:p/>"))
    assert extraction.words_in(path)[0].strip() == "Kế hoạch"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + b"9" * 5000,
        docx("<w:p/>", name="word/other.xml"),
        docx("<w:t>" + "0" * (extraction.MAX_XML + 10) + "</w:t>"),
        b"PK\x03\x04broken",
    ],
    ids=["no PDF", "no DOCX", "bomb", "broken"],
)
def test_a_hostile_file_gives_no_words_and_stops_nobody(tmp_path, data):
    try:
        text, _pages = extraction.words_in(kept(tmp_path, data))
    except extraction.Unreadable:
        return
    assert text == ""


def test_a_file_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(extraction, "PATIENCE", 0)
    with pytest.raises(extraction.Unreadable):
        extraction.words_in(kept(tmp_path, typed(BODY)))


def test_a_hostile_file_among_others_costs_nobody_their_words(tmp_path):
    paths = []
    for place, data in enumerate([typed(BODY), b"%PDF-1.7\n" + b"9" * 5000, typed("Trang thứ ba"), b"PK\x03\x04x"]):
        (tmp_path / str(place)).write_bytes(data)
        paths.append(tmp_path / str(place))
    good, bad, third, broken = extraction.words_in_each([*paths])
    assert "rừng ngập mặn" in good.text and "Trang thứ ba" in third.text
    assert not bad.text and not broken.text


def test_files_nobody_came_to_in_a_turn_wait_for_the_next_without_counting_a_try(sen, chi, a, monkeypatch):
    letters = [lettered(sen, a, text=f"{BODY}\nthôn {n}", code=f"{n}/STP", twin_reason="Khác") for n in range(3)]
    real = extraction.words_in_each

    def first_only(paths):
        return [*real(paths[:1]), *(extraction.Taken(is_left=True) for _path in paths[1:])]

    monkeypatch.setattr(extraction, "words_in_each", first_only)
    assert texts.run_once()
    assert sorted(DocumentFile.objects.values_list("text_state", "text_tries")) == [
        ("done", 1), ("waiting", 0), ("waiting", 0),
    ]  # fmt: skip
    monkeypatch.setattr(extraction, "words_in_each", real)
    read_all()
    assert len(found(chi, "rừng ngập mặn")) == len(letters)


def test_two_files_of_one_document_are_both_found(sen, chi, a):
    both = (make_file(data=typed(BODY)), make_file(data=typed("Phụ lục danh mục bến phà")))
    letter = make_incoming(sen, a, files=both)
    read_all()
    assert found(chi, "rừng ngập mặn") == found(chi, "bến phà") == [letter.id]


def test_a_scan_is_read_by_whoever_reads_scans_here(sen, chi, a, monkeypatch):
    class Reader:
        def is_there(self):
            return True

        def words_in(self, _file_id, *, pages, alive):
            assert pages == 1
            alive()
            return "Bản quét có chữ hiếm gặp"

    monkeypatch.setattr(ports, "_readers", [Reader()])
    letter = make_incoming(sen, a, files=(make_file(data=make_pdf("trang trống")),))
    read_all()
    assert found(chi, "hiếm gặp") == [letter.id]


def test_a_mark_of_secrecy_on_a_page_takes_the_document_out_of_everybodys_sight_and_before_the_clerk(sen, chi, ha, a):
    letter = lettered(sen, a, text=SECRET)
    due = MORNING + timedelta(days=3)
    documents.instruct(
        chi,
        document_id=letter.id,
        text="Chủ trì",
        orders=[NewInstruction(ha.account_id, Part.MAIN, due)],
        now=MORNING,
    )
    read_all()
    row = Document.objects.get(pk=letter.id)
    assert (row.secrecy, row.restricted, row.search_words) == (Secrecy.HELD, True, "")
    assert found(chi, "hộ tịch") == [] and not DocumentText.objects.exists()
    with pytest.raises(documents.DocumentMissing):
        documents.get_document(chi, letter.id)
    kinds = [one.kind for one in work.list_items(sen, box=work.Box.GROUP).items if one.subject_id == letter.id]
    assert kinds == ["documents.secrecy"]
    shown = [f"{one.title} {one.code} {one.facts}" for one in work.list_items(ha, box=work.Box.MINE).items]
    assert shown and not any("STP" in one or "hộ tịch" in one for one in shown)


def test_the_clerk_alone_lets_it_go_with_a_reason_and_it_is_found_again(sen, chi, a):
    letter = lettered(sen, a, text=SECRET)
    read_all()
    with pytest.raises(documents.BadDocument):
        documents.open_held(sen, document_id=letter.id, reason="ok", now=MORNING)
    with pytest.raises(documents.DocumentMissing):
        documents.open_held(chi, document_id=letter.id, reason="Nhắc đến tên một cuốn sách", now=MORNING)
    documents.open_held(sen, document_id=letter.id, reason="Nhắc đến tên một cuốn sách", now=MORNING)
    read_all()
    assert found(chi, "phương án bảo vệ") == [letter.id] and found(chi, "hộ tịch") == [letter.id]
    assert Document.objects.get(pk=letter.id).secrecy == Secrecy.OPENED
    with pytest.raises(documents.IllegalDocumentMove):
        documents.stop_secret(sen, document_id=letter.id, reason="Xem lại thì là mật", now=MORNING)


def test_what_is_secret_indeed_is_worked_on_no_more(sen, ha, chi, a):
    letter = lettered(sen, a, text=SECRET)
    read_all()
    done = documents.stop_secret(sen, document_id=letter.id, reason="Có dấu độ mật của cơ quan gửi", now=MORNING)
    assert (done.secrecy, done.state) == (Secrecy.SECRET, documents.State.FROZEN)
    assert not [one for one in work.list_items(sen, box=work.Box.GROUP).items if one.subject_id == letter.id]


def test_what_arrived_with_a_mark_of_secrecy_is_not_registered_before_the_clerk_has_looked(sen, a):
    letter = make_arrived(a, files=(make_file(data=typed(SECRET)),))
    read_all()
    with pytest.raises(documents.SecretRefused):
        documents.register(sen, document_id=letter.id, no_secret=True, now=MORNING)


def test_words_often_met_in_secret_documents_only_warn(sen, chi, a):
    letter = lettered(sen, a, text="Thực hiện Luật Bảo vệ bí mật nhà nước\nvà các văn bản hướng dẫn thi hành")
    read_all()
    assert documents.get_document(chi, letter.id).secrecy is Secrecy.DOUBTED
    assert found(chi, "văn bản hướng dẫn thi hành") == [letter.id]
