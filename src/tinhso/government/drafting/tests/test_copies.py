"""Copies: whole or in part, signed by who has the right to, numbered in their own register, marked by the agency."""

import io

import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.prints import public as prints
from tinhso.foundation.signing import public as signing
from tinhso.government.documents import public as documents
from tinhso.government.documents.testing import make_clerk, make_file, make_incoming, make_issued
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting import sheets
from tinhso.government.drafting.data import Content
from tinhso.government.drafting.testing import MONDAY, issue_and_wait, make_signed, sign_and_wait, sign_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(units):
    return make_clerk(units.commune_a.id)


def words_of(pdf, page=None):
    import pypdf

    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(one.extract_text() for one in (pages if page is None else [pages[page]]))


def a_print(words="Nội dung thông báo của Sở."):
    data = {
        "layout": "co_ten_loai",
        "kind": "Thông báo",
        "letterhead": {"agency": "SỞ TƯ PHÁP", "place": "Vĩnh Long", "number": "12", "symbol": "TB-STP"},
        "blocks": [{"style": "text", "runs": [{"text": words}]}],
    }
    return prints.render_pdf("van_ban", data, at=MONDAY)


@pytest.fixture
def letter(units, clerk):
    return make_incoming(clerk, units.commune_a.id, files=(make_file(data=a_print()),), now=MONDAY)


def copied(author, signer, clerk, source, kind, *, body=None):
    made = drafting.start_copy(author, kind=kind, source_id=source.id, recipients=("Các khu phố",), now=MONDAY)
    if body is not None:
        content = drafting.get_draft(author, draft_id=made.id, now=MONDAY).content
        changed = Content(subject=content.subject, body=body, recipients=content.recipients, archive="VT")
        drafting.save_version(author, draft_id=made.id, content=changed, base=made.head, now=MONDAY)
        made = drafting.get_draft(author, draft_id=made.id, now=MONDAY).info
    drafting.submit(author, draft_id=made.id, steps=[sign_step(signer)], head=made.head, now=MONDAY)
    sign_and_wait(signer, draft_id=made.id, head=made.head)
    issued = issue_and_wait(clerk, draft_id=made.id, recipients=[documents.Recipient("Sở Tư pháp")])
    return documents.get_document(clerk, issued.document_id)


def test_a_true_copy_repeats_the_pages_and_bears_the_block_and_the_agencys_mark(chi, clerk, letter):
    found = copied(clerk, chi, clerk, letter, "sao_y")

    assert found.code == "01/SY-UBND"
    assert found.book_title == "Sổ bản sao"
    assert "125/STP-HCTP" in found.description
    pdf = files.read_bytes(found.files[0].file_id)
    text = words_of(pdf)
    assert "Nội dung thông báo của Sở." in text
    assert "SAO Y" in text
    assert "Các khu phố" in text
    verdict = signing.verify_pdf(pdf)
    assert [one.state for one in verdict.signatures] == [signing.VerdictState.VALID] * 2
    assert signing.filled_in(pdf)["number"] == "01"


def test_copies_of_every_form_share_one_row_of_numbers(chi, clerk, letter):
    copied(clerk, chi, clerk, letter, "sao_y")

    second = copied(clerk, chi, clerk, letter, "trich_sao", body="Điều 2. Phần được trích.")

    assert second.code == "02/TrS-UBND"


def test_an_extract_makes_the_document_anew_and_holds_nothing_else_of_it(chi, clerk, letter):
    found = copied(clerk, chi, clerk, letter, "trich_sao", body="Điều 2. Phần được trích.")

    text = words_of(files.read_bytes(found.files[0].file_id))
    assert "Phần được trích." in text
    assert "125/STP-HCTP" in text
    assert "KT. GIÁM ĐỐC" in text
    assert "Nội dung thông báo của Sở." not in text


def test_an_extract_without_words_is_not_submitted(chi, clerk, letter):
    made = drafting.start_copy(clerk, kind="trich_sao", source_id=letter.id, now=MONDAY)

    with pytest.raises(drafting.BadDraft) as refused:
        drafting.submit(clerk, draft_id=made.id, steps=[sign_step(chi)], head=made.head, now=MONDAY)

    assert "noi_dung" in refused.value.fields


def test_a_copy_of_a_true_copy_is_a_sao_luc_and_of_an_original_none(chi, clerk, letter, units):
    with pytest.raises(drafting.BadDraft):
        drafting.start_copy(clerk, kind="sao_luc", source_id=letter.id, now=MONDAY)
    came = make_incoming(
        clerk, units.commune_a.id, kind="sao_y", code="07/SY-STP", files=(make_file(data=a_print("Bản sao y.")),)
    )

    with pytest.raises(drafting.BadDraft):
        drafting.start_copy(clerk, kind="sao_y", source_id=came.id, now=MONDAY)
    assert copied(clerk, chi, clerk, came, "sao_luc").code == "01/SL-UBND"


def test_no_copy_is_made_of_what_was_called_back_or_only_named_people_open(ha, clerk, units):
    document = make_issued(clerk, units.commune_a.id, now=MONDAY)
    documents.recall(clerk, document_id=document.id, reason="Sai thẩm quyền.", now=MONDAY)
    hidden = make_issued(
        clerk, units.commune_a.id, restricted=True, reader_ids=(ha.account_id,), kind="bao_cao", now=MONDAY
    )

    for one in (document, hidden):
        with pytest.raises(drafting.NotToCopy):
            drafting.start_copy(clerk, kind="sao_y", source_id=one.id, now=MONDAY)


def test_a_copy_under_way_is_not_issued_once_its_original_was_called_back(chi, clerk, units):
    document = make_issued(clerk, units.commune_a.id, now=MONDAY)
    made = drafting.start_copy(clerk, kind="sao_y", source_id=document.id, now=MONDAY)
    drafting.submit(clerk, draft_id=made.id, steps=[sign_step(chi)], head=made.head, now=MONDAY)
    sign_and_wait(chi, draft_id=made.id, head=made.head)
    documents.recall(clerk, document_id=document.id, reason="Sai thẩm quyền.", now=MONDAY)

    with pytest.raises(drafting.NotToCopy):
        drafting.issue(
            clerk, draft_id=made.id, recipients=[documents.Recipient("Sở Tư pháp")], no_secret=True, now=MONDAY
        )


def test_a_stranger_copies_no_document_of_another_commune(dung, letter):
    with pytest.raises(documents.DocumentMissing):
        drafting.start_copy(dung, kind="sao_y", source_id=letter.id, now=MONDAY)


def test_signatures_of_the_original_are_seen_in_the_copy_and_no_longer_claimed(ha, chi):
    made = make_signed(ha, chi)
    given = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).signatures[0]
    signed = files.read_bytes(given.file_id)

    flat = sheets.flattened([signed])

    assert b"/Widget" not in flat
    assert b"/ByteRange" not in flat
    import pypdf

    page = pypdf.PdfReader(io.BytesIO(flat)).pages[0]
    assert any(name.startswith("/TinhSoVe") for name in page["/Resources"]["/XObject"])


def test_the_block_stands_under_the_last_line_where_there_is_room_and_else_on_a_page_of_its_own(chi, clerk, letter):
    import pypdf

    short = files.read_bytes(copied(clerk, chi, clerk, letter, "sao_y").files[0].file_id)
    pages = pypdf.PdfReader(io.BytesIO(short)).pages
    text = pages[-1].extract_text()
    assert ("Nội dung thông báo" in text) == (len(pages) == 1)
    full = sheets.joined(sheets.flattened([a_print("Một đoạn rất dài. " * 400)]), a_print("Khối bản sao."))
    last = pypdf.PdfReader(io.BytesIO(full)).pages
    assert "Khối bản sao." in last[-1].extract_text()


def test_a_file_that_is_no_pdf_is_named_and_nothing_begun(clerk, units):
    came = make_incoming(clerk, units.commune_a.id, now=MONDAY)

    with pytest.raises(drafting.NotToCopy) as refused:
        drafting.start_copy(clerk, kind="sao_y", source_id=came.id, now=MONDAY)

    assert "PDF" in refused.value.sentence
    assert not drafting.list_drafts(clerk).items
