"""A Word file becomes a PDF by LibreOffice: seen on its way, tried again, signed as it is; nothing hostile gets out."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.government.documents import public as documents
from tinhso.government.documents.testing import make_clerk
from tinhso.government.drafting import converting, office, packing
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.actions import papers
from tinhso.government.drafting.actions.word_files import word_file
from tinhso.government.drafting.data import Appendix, Source
from tinhso.government.drafting.errors import BadOfficeFile, ConversionFailed
from tinhso.government.drafting.models import Draft
from tinhso.government.drafting.paper_models import DraftPaper
from tinhso.government.drafting.testing import (
    MONDAY,
    account,
    issue_and_wait,
    make_draft,
    sign_and_wait,
    sign_step,
)
from tinhso.kernel import clock
from tinhso.testing.ports import own_port

pytestmark = pytest.mark.django_db
MARK = "Đoạn chỉ viết trong tệp Word."
needs_office = pytest.mark.skipif(
    not converting.find_converter(), reason="LibreOffice is not installed (apt-get install libreoffice-writer-nogui)"
)


@pytest.fixture
def made(ha):
    return make_draft(ha)


def edited(data, change=None):
    """Return a Word file with a paragraph more, before its signature block."""
    from docx import Document

    document = Document(io.BytesIO(data))
    last = next(one for one in reversed(document.paragraphs) if one.text.startswith("Điều 2."))
    last.insert_paragraph_before(MARK)
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def own(draft):
    return word_file(Draft.objects.get(pk=draft.id), draft.head)


def bring(client, draft, data, head=None):
    sent = io.BytesIO(data)
    sent.name = "du-thao.docx"
    return client.post(f"/du-thao/{draft.id}/tep-word/", {"goc": head or draft.head, "tep_word": sent})


def paper_of(actor, draft):
    return drafting.get_draft(actor, draft_id=draft.id, now=MONDAY).paper


def page_of(client, draft):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(f"/du-thao/{draft.id}/").content.decode()))


@needs_office
def test_the_pdf_of_an_uploaded_word_file_is_what_is_signed_numbered_and_sealed(client_of, ha, chi, units, made):
    client, clerk = client_of(ha), make_clerk(units.commune_a.id)
    bring(client, made, edited(own(made)))
    assert "Tệp Word đang chờ chuyển sang PDF." in page_of(client, made)
    with pytest.raises(drafting.PaperWaits):
        drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], head=3, now=MONDAY)

    assert papers.work()
    assert not papers.work()
    assert "Bản sẽ ký: PDF của tệp Word" in page_of(client, made)
    shown = client.get(f"/du-thao/{made.id}/ban/3/").content
    assert MARK in words_of(shown)
    drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], head=3, now=MONDAY)
    with pytest.raises(drafting.DraftMoved):
        drafting.sign(chi, draft_id=made.id, head=3, shown_paper="he-thong", now=MONDAY)
    signed = sign_and_wait(chi, draft_id=made.id, head=3)
    assert signed.status == "signed"
    done = issue_and_wait(clerk, draft_id=made.id, recipients=[documents.Recipient("Sở Nội vụ")])
    pdf = files.read_bytes(documents.get_document(clerk, done.document_id).files[0].file_id)
    words = words_of(pdf)
    assert MARK in words
    assert signing.filled_in(pdf) == {"number": "01", "date": "ngày 23 tháng 11 năm 2026"}
    verdict = signing.verify_pdf(pdf)
    assert [one.state for one in verdict.signatures] == [signing.VerdictState.VALID] * 2


def words_of(pdf):
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@needs_office
def test_a_word_file_without_our_places_is_laid_out_by_the_system_and_the_page_says_so(client_of, ha, made):
    from docx import Document

    document = Document()
    document.add_paragraph("Một văn bản của nơi khác.")
    out = io.BytesIO()
    document.save(out)
    bring(client_of(ha), made, out.getvalue())
    papers.work()

    said = page_of(client_of(ha), made)
    assert "không có chỗ ghi số, ngày tháng, chữ ký" in said
    assert papers.pdf_of(Draft.objects.get(pk=made.id), 3) is None


@needs_office
def test_a_signature_block_that_names_somebody_else_is_found_out_before_it_is_submitted(client_of, ha, chi, made):
    def rename(document):
        for table in document.tables:
            for paragraph in [one for cell in table.rows[0].cells for one in cell.paragraphs]:
                for run in [one for one in paragraph.runs if "CHỦ TỊCH" in one.text]:
                    run.text = run.text.replace("CHỦ TỊCH", "GIÁM ĐỐC")

    bring(client_of(ha), made, edited(own(made), rename))
    papers.work()
    with pytest.raises(drafting.BadDraft, match="chưa ghi: CHỦ TỊCH"):
        drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], head=3, now=MONDAY)
    drafting.choose_paper(ha, draft_id=made.id, use_word=False, now=MONDAY)
    assert "hệ thống dàn trang" in page_of(client_of(ha), made)
    drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], head=3, now=MONDAY)


@needs_office
def test_only_the_newest_version_is_converted_and_a_worker_that_comes_back_late_writes_nothing(client_of, ha, made):
    client = client_of(ha)
    bring(client, made, edited(own(made)))
    late = papers._claim(clock.now())
    pdf = converting.to_pdf(bytes(late.word))
    bring(client, made, edited(edited(own(made))), head=3)
    papers._finish(late, pdf, papers.reading_pdf.read(pdf))

    assert [(row.version, row.state) for row in DraftPaper.objects.order_by("version")] == [
        (3, "dropped"),
        (4, "waiting"),
    ]
    papers.work()
    assert paper_of(ha, made).is_used


@needs_office
def test_a_worker_that_died_is_taken_over(client_of, ha, made):
    bring(client_of(ha), made, edited(own(made)))
    assert papers._claim(clock.now())
    assert not papers.work()
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        assert papers.work()
    assert paper_of(ha, made).is_used


@needs_office
def test_appendices_written_here_are_in_no_word_file_so_the_system_lays_it_out(client_of, ha, made):
    content = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).content
    content = replace(content, appendices=(Appendix("Danh sách", "1. A"),))
    drafting.save_version(ha, draft_id=made.id, content=content, base=2, now=MONDAY)
    now = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).info
    bring(client_of(ha), now, edited(own(now)))
    papers.work()
    assert "phụ lục soạn trên hệ thống" in page_of(client_of(ha), made)


def test_without_libreoffice_the_page_says_so_and_a_pdf_is_brought_by_hand(client_of, ha, chi, made, settings):
    program, settings.SOFFICE = converting.find_converter(), "off"
    client = client_of(ha)
    bring(client, made, edited(own(made)))
    papers.work()

    said = page_of(client, made)
    assert "Máy chủ chưa cài LibreOffice" in said and "Thử lại" in said and "Dùng bản PDF này" in said
    plain = client.get(f"/du-thao/{made.id}/ban/2/").content
    refused = client.post(f"/du-thao/{made.id}/tep-pdf/", {"ban": 3, "tep_pdf": named(plain)})
    assert "không có chỗ ghi" in refused.content.decode()
    client.post(f"/du-thao/{made.id}/lam/", {"lam": "chuyen-lai"})
    assert paper_of(ha, made).state == "waiting"
    if not program:
        pytest.skip("LibreOffice is not installed: the rest needs a PDF with places")
    settings.SOFFICE = program
    pdf = converting.to_pdf(own(made))
    settings.SOFFICE = "off"
    client.post(f"/du-thao/{made.id}/tep-pdf/", {"ban": 3, "tep_pdf": named(pdf)})
    assert paper_of(ha, made).by_hand and paper_of(ha, made).is_used
    assert "Bản sẽ ký: PDF do người soạn tải lên." in page_of(client, made)
    with pytest.raises(drafting.IllegalDraftMove):
        drafting.bring_pdf(ha, draft_id=made.id, head=2, pdf=pdf, now=MONDAY)
    with pytest.raises(drafting.DraftMissing):
        drafting.bring_pdf(chi, draft_id=made.id, head=3, pdf=pdf, now=MONDAY)


def named(data):
    sent = io.BytesIO(data)
    sent.name = "van-ban.pdf"
    return sent


def test_a_program_that_hangs_or_gives_nothing_is_ended_tried_again_and_then_given_to_a_person(
    client_of, ha, made, settings, tmp_path, monkeypatch
):
    stub = tmp_path / "soffice"
    stub.write_text("#!/bin/sh\nsleep 600\n")
    stub.chmod(0o755)
    settings.SOFFICE = str(stub)
    monkeypatch.setattr(converting, "SECONDS", 1)
    with pytest.raises(ConversionFailed):
        converting.to_pdf(own(made))
    stub.write_text("#!/bin/sh\nexit 1\n")
    bring(client_of(ha), made, edited(own(made)))
    moment = clock.now()
    for turn in range(3):
        with clock.frozen(moment + timedelta(minutes=5 * turn)):
            assert papers.work()
    assert paper_of(ha, made).state == "failed"
    assert "LibreOffice không mở được tệp Word này." in page_of(client_of(ha), made)


def test_what_word_saved_over_webdav_is_given_back_as_it_was_and_kept_for_three_versions(ha, made):
    data, content = own(made), drafting.get_draft(ha, draft_id=made.id, now=MONDAY).content
    for n in range(5):
        word = edited(data, lambda document, n=n: document.add_paragraph(f"Lần {n}"))
        changed = office.read(word, before=content).content
        drafting.save_version(
            ha, draft_id=made.id, content=changed, base=2 + n, source=Source.WEBDAV, word=word, now=MONDAY
        )
    assert own(replace(made, head=7)) == packing.repacked(word)
    assert DraftPaper.objects.exclude(word=b"").count() == 3
    same = drafting.save_version(
        ha, draft_id=made.id, content=changed, base=7, source=Source.WEBDAV, word=word, now=MONDAY
    )
    assert not same.is_new


# --- hostile files ------------------------------------------------------------------------------------------------


def with_part(data, name, content, *, replace_part=False):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            if not (replace_part and part.filename == name):
                after.writestr(part.filename, before.read(part))
        after.writestr(name, content)
    return out.getvalue()


def part_of(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name).decode()


def lying(data):
    """Return a package whose part is far larger than its directory says."""
    made = bytearray(with_part(data, "word/media/lon.bin", b"\0" * 3_000_000))
    place = made.rindex(b"word/media/lon.bin") - 46
    made[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(made)


@pytest.mark.parametrize(
    "make",
    [
        lambda data: with_part(data, "word/vbaProject.bin", b"macro"),
        lambda data: with_part(data, "word/media/bom.bin", b"\0" * (packing.MAX_UNPACKED + 1)),
        lambda data: with_part(data, "word/thua.xml", b" " * (packing.MAX_XML + 1)),
        lambda data: with_part(data, "word/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        lambda data: with_part(data, "word/x.xml", '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16")),
        lying,
        lambda data: data[: len(data) // 2],
        lambda _data: b"PK\x03\x04 khong phai",
    ],
    ids=["macro", "bomb", "xml-bomb", "entities", "entities-utf16", "lying-size", "cut", "no-zip"],
)  # fmt: skip
def test_a_hostile_package_is_refused_before_any_program_opens_it(client_of, ha, made, make):
    hostile = make(own(made))
    with pytest.raises(BadOfficeFile):
        packing.repacked(hostile)
    answer = bring(client_of(ha), made, hostile)
    assert answer.status_code == 422
    assert drafting.get_draft(ha, draft_id=made.id, now=MONDAY).info.head == made.head


class Listening(BaseHTTPRequestHandler):
    """Write down who asked."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - http.server's names

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def listening():
    server = HTTPServer(("127.0.0.1", own_port()), Listening)
    server.asked = []
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def leading_out(data, address, secret):
    """Return a file with an outside picture, template, fields that fetch and a link, all to `address` or `secret`."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = part_of(data, "word/_rels/document.xml.rels").replace(
        "</Relationships>",
        f'<Relationship Id="rIdX1" Type="{space}/image" Target="{address}/anh.png" TargetMode="External"/>'
        f'<Relationship Id="rIdX2" Type="{space}/attachedTemplate" Target="{address}/mau.dotm" TargetMode="External"/>'
        f'<Relationship Id="rIdX3" Type="{space}/hyperlink" Target="{address}/xem" TargetMode="External"/>'
        "</Relationships>",
    )
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>cũ</w:t></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r></w:p>'
    )
    fields = "".join(
        field.format(f'{name} "{place}"')
        for name in ("INCLUDETEXT", "INCLUDEPICTURE")
        for place in (f"{address}/van-ban.docx", secret)
    )
    picture = (
        '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:r="{space}"><v:shape style="width:10pt;height:10pt"><v:imagedata r:link="rIdX1"/></v:shape></w:pict>'
        "</w:r></w:p>"
    )
    body = part_of(data, "word/document.xml").replace("<w:body>", f"<w:body>{fields}{picture}", 1)
    changed = with_part(data, "word/document.xml", body.encode(), replace_part=True)
    return with_part(changed, "word/_rels/document.xml.rels", rels.encode(), replace_part=True)


@needs_office
def test_a_file_that_leads_out_fetches_nothing_and_shows_no_file_of_the_server(made, listening, tmp_path):
    secret = tmp_path / "bi-mat.txt"
    secret.write_text("MATKHAU-CUA-MAY-CHU")
    hostile = leading_out(own(made), f"http://127.0.0.1:{listening.server_port}", str(secret))

    pdf = converting.to_pdf(hostile)

    assert listening.asked == []
    assert "MATKHAU" not in words_of(pdf)
    assert "Điều 1." in words_of(pdf)


@needs_office
def test_the_program_itself_is_kept_from_net_and_links_when_a_file_gets_past_us(made, listening, tmp_path, monkeypatch):
    """A second wall: without our packing the program's own settings hold."""
    secret = tmp_path / "bi-mat.txt"
    secret.write_text("MATKHAU-CUA-MAY-CHU")
    monkeypatch.setattr(packing, "repacked", lambda data: data)
    hostile = leading_out(own(made), f"http://127.0.0.1:{listening.server_port}", str(secret))

    pdf = converting.to_pdf(hostile)

    assert listening.asked == []
    assert "MATKHAU" not in words_of(pdf)


@needs_office
def test_a_conversion_leaves_nothing_behind(made, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    converting.to_pdf(own(made))
    assert not list(tmp_path.iterdir())


def test_who_only_reviews_does_not_choose_the_paper(ha, chi, binh, made):
    drafting.ask_opinions(
        ha, draft_id=made.id, account_ids=[account(binh)], words="Ý kiến", due_at=MONDAY + timedelta(days=1), now=MONDAY
    )
    for act in (
        lambda: drafting.choose_paper(binh, draft_id=made.id, use_word=False, now=MONDAY),
        lambda: drafting.convert_again(binh, draft_id=made.id, now=MONDAY),
        lambda: drafting.bring_pdf(binh, draft_id=made.id, head=2, pdf=b"%PDF-1.7", now=MONDAY),
    ):
        with pytest.raises(drafting.IllegalDraftMove):
            act()
