"""Certified electronic copies: the desk, the head's signature, the book without gaps, the public check."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_jpeg
from tinhso.foundation.signing import public as signing
from tinhso.foundation.work import public as work
from tinhso.government.papers import booking
from tinhso.government.papers import public as papers
from tinhso.government.papers.data import BookSums
from tinhso.government.papers.events import CopyCertified
from tinhso.government.papers.models import CertifiedCopy
from tinhso.government.papers.public import CopyState
from tinhso.government.papers.queries import book
from tinhso.government.papers.queries.book import count_returned, sums_of_book
from tinhso.government.papers.testing import MONDAY, make_copy_facts
from tinhso.government.procedures import public as procedures
from tinhso.government.results import public as results
from tinhso.kernel.errors import Forbidden


@pytest.fixture
def published(db):
    procedures.forget_versions()
    assert procedures.load_packages(Path(settings.CONTENT_DIR) / "procedures").is_clean
    yield
    procedures.forget_versions()


def prepared(officer, **facts):
    return papers.prepare_copy(officer, facts=make_copy_facts(officer, **facts), now=MONDAY)


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
class TestOneCopy:
    """One copy on its way."""

    @pytest.mark.parametrize(
        ("pages", "fee"), [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (198, 200_000), (200, 200_000)]
    )
    def test_the_fee_is_reckoned_by_pages_from_the_published_procedure(self, pages, fee, units):
        assert papers.fee_for_pages(pages, 1, unit_id=units.commune_a.id, on=MONDAY.date()).amount == fee

    def test_the_head_finds_it_in_the_inbox_signs_and_it_is_in_the_owners_store(self, an, ha, chi, announced):
        copy = prepared(ha, pages=2)

        (item,) = work.list_items(chi, box=work.Box.TO_SIGN).items
        assert (item.subject_id, item.kind) == (copy.id, "papers.sign_copy")
        signed = papers.sign_copy(chi, copy_id=copy.id, now=MONDAY)

        assert (signed.state, signed.number, signed.fee) == (CopyState.SIGNED, "0001 quyển 01/2026-SCT/BSĐT", 4000)
        (mine,) = papers.list_papers(an, now=MONDAY).items
        assert (mine.origin, mine.type_code, mine.number) == (papers.Origin.CERTIFIED, "VBBC", "A-123")
        assert not work.list_items(chi, box=work.Box.TO_SIGN).items
        assert isinstance(announced()[-1], CopyCertified)

    def test_the_copy_is_the_scan_and_the_statement_and_its_signature_covers_all(self, ha, chi):
        signed = papers.sign_copy(chi, copy_id=prepared(ha, pages=3).id, now=MONDAY)

        data = files.read_bytes(signed.file_id)
        reader = pypdf.PdfReader(io.BytesIO(data))
        assert len(reader.pages) == 4
        words = reader.pages[3].extract_text()
        assert "Chứng thực bản sao điện tử đúng với bản chính" in words
        assert signed.number in words and "Lê Kim Chi" in words
        verdict = signing.verify_pdf(data, now=MONDAY + timedelta(minutes=1))
        assert verdict.state is signing.VerdictState.VALID
        assert verdict.covers_whole_document

    def test_anybody_checks_it_by_its_token_and_its_revocation_reaches_the_store(self, an, ha, chi):
        signed = papers.sign_copy(chi, copy_id=prepared(ha).id, now=MONDAY)

        public = results.find_by_token(signed.token)
        assert public is not None
        assert (public.number, public.state) == (signed.number, results.ResultState.IN_FORCE)
        assert public.title == "Bản sao điện tử có chứng thực: Bằng tốt nghiệp đại học"
        (mine,) = papers.list_papers(an, now=MONDAY).items
        results.revoke(chi, result_id=mine.result_id, reason="Bản chính là giấy tờ giả theo kết luận 01.", now=MONDAY)
        papers.keep_result(mine.result_id, now=MONDAY)
        papers.revoke_result(mine.result_id, now=MONDAY)
        assert papers.get_paper(an, paper_id=mine.id, now=MONDAY).state is papers.PaperState.REVOKED

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"seen_original": False}, "seen_original"),
            ({"owner_number": "1"}, "owner_number"),
            ({"paper_type": "?"}, "paper_type"),
            ({"name": " "}, "name"),
            ({"copies": 2}, "copies"),
            ({"scan_file_id": None}, "scan"),
            ({"original_on": MONDAY.date() + timedelta(days=1)}, "original_on"),
        ],
    )
    def test_without_what_the_law_asks_it_is_not_put_before_the_head(self, ha, wrong, field):
        with pytest.raises(papers.BadCopy) as refused:
            prepared(ha, **wrong)
        assert set(refused.value.fields) == {field}

    def test_a_scan_with_a_page_too_few_is_refused(self, ha):
        scan = make_copy_facts(ha, pages=2).scan_file_id
        with pytest.raises(papers.BadCopy) as refused:
            prepared(ha, pages=3, scan_file_id=scan)
        assert refused.value.fields["pages"].startswith("Bản quét có 2 trang, bản chính đếm được 3 trang")

    def test_a_picture_or_somebody_elses_scan_is_refused(self, ha, binh):
        picture = files.save_bytes(make_jpeg(), name="a.jpg", actor=ha, now=MONDAY)
        with pytest.raises(papers.BadCopy):
            prepared(ha, scan_file_id=picture.id)
        from tinhso.foundation.files.errors import FileMissing

        with pytest.raises(FileMissing):
            prepared(ha, scan_file_id=make_copy_facts(binh).scan_file_id)

    def test_it_can_be_given_back_with_a_reason_and_uses_up_no_number(self, ha, chi):
        first, second = prepared(ha), prepared(ha)

        with pytest.raises(papers.BadCopy):
            papers.return_copy(chi, copy_id=first.id, reason=" ", now=MONDAY)
        assert papers.return_copy(chi, copy_id=first.id, reason="Quét mờ trang 1", now=MONDAY).note == "Quét mờ trang 1"
        for verb in (papers.sign_copy, lambda *a, **k: papers.return_copy(*a, reason="Quét mờ", **k)):
            with pytest.raises(papers.CopyMoved):
                verb(chi, copy_id=first.id, now=MONDAY)
        assert papers.sign_copy(chi, copy_id=second.id, now=MONDAY).ordinal == 1

    def test_a_copy_given_back_is_made_right_and_presented_again(self, ha, chi):
        copy = prepared(ha, pages=2)
        papers.return_copy(chi, copy_id=copy.id, reason="Sai tên trường", now=MONDAY)
        assert not papers.list_waiting(ha).items
        assert [one.id for one in papers.list_returned(ha).items] == [copy.id]
        mended = replace(make_copy_facts(ha, pages=2), issuer_name="Trường Đại học Khác", scan_file_id=None)

        with pytest.raises(papers.BadCopy) as refused:
            papers.present_again(ha, copy_id=copy.id, facts=replace(mended, pages=3), now=MONDAY)
        assert set(refused.value.fields) == {"pages"}
        again = papers.present_again(ha, copy_id=copy.id, facts=mended, now=MONDAY)

        assert (again.state, again.note, again.scan_file_id) == (CopyState.TO_SIGN, "", copy.scan_file_id)
        assert not papers.list_returned(ha).items
        (item,) = work.list_items(chi, box=work.Box.TO_SIGN).items
        assert item.subject_id == copy.id
        signed = papers.sign_copy(chi, copy_id=copy.id, now=MONDAY)
        assert (signed.ordinal, signed.issuer_name) == (1, "Trường Đại học Khác")

    def test_a_copy_that_will_not_be_certified_is_closed_and_leaves_the_desk(self, ha, chi):
        copy = prepared(ha)
        papers.return_copy(chi, copy_id=copy.id, reason="Bản chính bị tẩy xóa.", now=MONDAY)

        with pytest.raises(papers.BadCopy):
            papers.close_copy(ha, copy_id=copy.id, reason=" ", now=MONDAY)
        closed = papers.close_copy(ha, copy_id=copy.id, reason="Công dân rút yêu cầu", now=MONDAY)

        assert closed.note == "Bản chính bị tẩy xóa. Đóng ngày 23/11/2026: Công dân rút yêu cầu"
        assert not papers.list_returned(ha).items
        facts = make_copy_facts(ha)
        for verb in (
            lambda: papers.close_copy(ha, copy_id=copy.id, reason="Lần nữa", now=MONDAY),
            lambda: papers.present_again(ha, copy_id=copy.id, facts=facts, now=MONDAY),
            lambda: papers.sign_copy(chi, copy_id=copy.id, now=MONDAY),
        ):
            with pytest.raises(papers.CopyMoved):
                verb()
        with pytest.raises(DatabaseError), transaction.atomic():
            CertifiedCopy.objects.filter(pk=copy.id).update(state="to_sign")

    def test_only_the_desk_of_that_agency_presents_again_or_closes(self, ha, chi, dung):
        copy = prepared(ha)
        facts = make_copy_facts(ha)
        with pytest.raises(papers.CopyMoved):
            papers.present_again(ha, copy_id=copy.id, facts=facts, now=MONDAY)
        papers.return_copy(chi, copy_id=copy.id, reason="Quét mờ", now=MONDAY)
        for who, error in ((chi, Forbidden), (dung, papers.CopyNotFound)):
            with pytest.raises(error):
                papers.present_again(who, copy_id=copy.id, facts=facts, now=MONDAY)
            with pytest.raises(error):
                papers.close_copy(who, copy_id=copy.id, reason="Công dân rút", now=MONDAY)

    def test_copies_given_back_do_not_push_those_that_wait_from_the_desk(self, ha, chi):
        for _turn in range(3):
            papers.return_copy(chi, copy_id=prepared(ha).id, reason="Quét mờ", now=MONDAY)
        waiting = [prepared(ha).id for _turn in range(3)]

        first = papers.list_waiting(ha, size=2)
        rest = papers.list_waiting(ha, size=2, cursor=first.next_cursor)
        assert [one.id for one in (*first.items, *rest.items)] == waiting
        assert (rest.next_cursor, count_returned(ha)) == ("", 3)

    def test_a_long_book_is_printed_in_parts_that_leave_no_number_out(self, ha, chi, monkeypatch):
        monkeypatch.setattr(book, "PART", 2)
        for _turn in range(5):
            papers.sign_copy(chi, copy_id=prepared(ha).id, now=MONDAY)
        whole = sums_of_book(ha, year=2026)

        parts = book.parts_of_book(whole.last)
        printed = [book.part_of_book(ha, year=2026, first=first) for first, _last in parts]

        assert parts == [(1, 2), (3, 4), (5, 5)]
        assert [[one.ordinal for one in rows] for rows in printed] == [[1, 2], [3, 4], [5]]
        pdf = booking.printed(ha, printed[1], year=2026, part=(2, 3, 3), whole=whole, on=MONDAY.date())
        words = " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
        assert "phần 2/3: từ số 3 đến số 4" in words
        assert "Cộng phần này: 2 bản sao, 2 trang, 4.000 đồng." in words
        assert "Cộng cả năm: 5 bản sao, 5 trang, 10.000 đồng." in words

    def test_the_spreadsheet_holds_the_whole_year_however_long(self, ha, chi, monkeypatch):
        monkeypatch.setattr(book, "BATCH", 2)
        for _turn in range(5):
            papers.sign_copy(chi, copy_id=prepared(ha).id, now=MONDAY)

        with booking.spreadsheet(book.every_row_of_book(ha, year=2026), year=2026) as kept:
            rows = list(openpyxl.load_workbook(kept).active)

        assert [row[0].value[:4] for row in rows[1:]] == ["0001", "0002", "0003", "0004", "0005"]

    def test_the_names_on_a_page_of_the_book_cost_two_queries_however_many(self, ha, chi, django_assert_num_queries):
        for turn in range(3):
            copy = prepared(ha, owner_number=f"08619000012{turn}")
            papers.sign_copy(chi, copy_id=copy.id, now=MONDAY)

        with django_assert_num_queries(3):  # the rows, who has an account, the looks
            papers.list_book(ha, year=2026)

    def test_who_may_do_what(self, an, ha, binh, dung, giang, em):
        copy = prepared(binh)
        for stranger in (an, dung, giang, em):
            with pytest.raises(papers.CopyNotFound):
                papers.sign_copy(stranger, copy_id=copy.id, now=MONDAY)
            with pytest.raises(papers.CopyNotFound):
                papers.get_copy(stranger, copy_id=copy.id)
        for colleague in (ha, binh):
            with pytest.raises(Forbidden):
                papers.sign_copy(colleague, copy_id=copy.id, now=MONDAY)
        for other in (an, giang, em):
            with pytest.raises(Forbidden):
                prepared(other)
            with pytest.raises(Forbidden):
                papers.list_book(other, year=2026)

    def test_when_signing_fails_nothing_has_happened_and_the_number_goes_back(self, ha, chi, settings):
        copy, later = prepared(ha), prepared(ha)
        settings.DEMO = False
        with pytest.raises(signing.KeyNotFound):
            papers.sign_copy(chi, copy_id=copy.id, now=MONDAY)
        settings.DEMO = True

        assert papers.sign_copy(chi, copy_id=later.id, now=MONDAY).ordinal == 1
        assert papers.get_copy(chi, copy_id=copy.id).state is CopyState.TO_SIGN

    def test_each_year_has_its_own_book_in_the_order_of_its_numbers(self, ha, chi):
        for when in (MONDAY, MONDAY, MONDAY, MONDAY + timedelta(days=60)):
            papers.sign_copy(chi, copy_id=prepared(ha).id, now=when)

        first = papers.list_book(ha, year=2026, size=2)
        rest = papers.list_book(ha, year=2026, size=2, cursor=first.next_cursor)
        assert [one.ordinal for one in [*first.items, *rest.items]] == [1, 2, 3]
        assert [one.number for one in papers.list_book(ha, year=2027).items] == ["0001 quyển 01/2027-SCT/BSĐT"]
        assert sums_of_book(ha, year=2026) == BookSums(3, 3, 6000, 3)

    def test_the_database_itself_refuses_to_alter_a_row_of_the_book(self, ha, chi):
        papers.sign_copy(chi, copy_id=prepared(ha).id, now=MONDAY)
        for statement in ("DELETE FROM papers_certifiedcopy", "UPDATE papers_certifiedcopy SET ordinal = 7"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("published")
def test_two_heads_at_once_leave_no_gap_and_no_double_and_each_copy_one_number(ha, chi):
    copies = [prepared(ha).id for _ in range(6)]

    def sign(copy_id):
        try:
            return papers.sign_copy(chi, copy_id=copy_id, now=MONDAY).ordinal
        except papers.CopyMoved:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(sign, [*copies, *copies]))

    assert sorted(n for n in got if n) == [1, 2, 3, 4, 5, 6]
    assert sorted(CertifiedCopy.objects.values_list("ordinal", flat=True)) == [1, 2, 3, 4, 5, 6]
