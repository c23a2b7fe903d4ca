"""Case files from the list to the archive's door."""

import io
import zipfile
from datetime import date, timedelta

import pytest

from tinhso.foundation.work import public as work
from tinhso.government.casefiles import public as casefiles
from tinhso.government.casefiles.actions import gather
from tinhso.government.casefiles.data import MAX_ENTRIES
from tinhso.government.casefiles.holdings import find_filed
from tinhso.government.casefiles.models import CaseFileItem
from tinhso.government.casefiles.sheets import read_rows
from tinhso.government.casefiles.testing import MORNING, VALUES, make_closed, make_list, make_open
from tinhso.government.documents.testing import make_clerk, make_incoming, make_issued
from tinhso.government.dossiers.testing import make_done
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import Conflict, Forbidden

pytestmark = pytest.mark.django_db
BECAUSE = "Theo đề nghị của cơ quan kiểm tra"


@pytest.fixture
def clerk(units):
    return make_clerk(units.commune_a.id)


@pytest.fixture
def stranger(units):
    return make_clerk(units.commune_b.id, code="B-VT", name="Trần Thị Lạ")


def test_a_file_is_named_by_its_agency_year_number_and_symbol(clerk, units):
    made = make_open(clerk)
    assert made.code == f"{units.commune_a.code}.2026.01.QLDD"
    assert (made.keeper_name, made.state) == (clerk.name, casefiles.FileState.OPEN)


def test_a_number_and_symbol_is_used_once_a_year(clerk):
    make_open(clerk)
    with pytest.raises(casefiles.BadFile) as refused:
        make_open(clerk)
    assert "notation" in refused.value.fields


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"notation": "a b"}, "notation"),
        ({"title": "abc"}, "title"),
        ({"maintenance": "99"}, "maintenance"),
        ({"mode": "03"}, "mode"),
    ],
)
def test_a_file_that_is_not_described_is_not_opened(clerk, change, field):
    with pytest.raises(casefiles.BadFile) as refused:
        make_open(clerk, **change)
    assert list(refused.value.fields) == [field]


def test_strangers_and_colleagues_without_the_right_see_nothing_of_it(clerk, stranger, ha, chi):
    made = make_open(clerk)
    for actor in (stranger, ha):
        with pytest.raises(casefiles.FileMissing):
            casefiles.get_file(actor, file_id=made.id)
    assert casefiles.get_file(chi, file_id=made.id).id == made.id
    with pytest.raises(Forbidden):
        casefiles.describe_file(chi, file_id=made.id, values=VALUES, version=made.version, now=MORNING)
    assert casefiles.list_files(stranger).items == []


def test_one_document_stands_in_many_files_without_being_copied(clerk, units):
    paper = make_issued(clerk, units.commune_a.id)
    first, second = make_open(clerk), make_open(clerk, notation="02.QLDD")
    for one in (first, second):
        assert casefiles.add_documents(clerk, file_id=one.id, document_ids=[paper.id], now=MORNING) == 1
    assert {one.id for one in casefiles.files_of_document(clerk, document_id=paper.id)} == {first.id, second.id}
    with pytest.raises(casefiles.NothingToAdd):
        casefiles.add_documents(clerk, file_id=first.id, document_ids=[paper.id], now=MORNING)


def test_nobody_gathers_what_they_may_not_open(ha, clerk, units):
    mine = make_open(ha)
    paper = make_issued(clerk, units.commune_a.id)
    with pytest.raises(casefiles.NothingToAdd):
        casefiles.add_documents(ha, file_id=mine.id, document_ids=[paper.id], now=MORNING)


def test_of_a_restricted_document_only_its_number_in_line_is_kept(clerk, chi, units):
    secret = make_issued(
        clerk, units.commune_a.id, restricted=True, reader_ids=(clerk.account_id,), subject="Điều tra nội bộ"
    )
    made = make_open(clerk)
    casefiles.add_documents(clerk, file_id=made.id, document_ids=[secret.id], now=MORNING)
    kept = CaseFileItem.objects.get()
    assert (kept.code, kept.subject, kept.organ) == ("", "", "")
    assert casefiles.list_items(clerk, file_id=made.id)[0].subject == "Điều tra nội bộ"
    hidden = casefiles.list_items(chi, file_id=made.id)[0]
    assert (hidden.is_hidden, hidden.subject, hidden.document_id) == (True, "", None)
    assert casefiles.list_files(chi, words="điều tra").items == []


def test_the_rules_of_the_list_gather_by_themselves_and_overrule_nobody(clerk, chi, units):
    entry = make_list(clerk, chi, words=("quy chế làm việc",), kinds=("quyet_dinh",))
    made = casefiles.open_entry(clerk, entry_id=entry.id, now=MORNING)
    wanted = make_issued(clerk, units.commune_a.id)
    other = make_issued(clerk, units.commune_a.id, kind="thong_bao", subject="Nghỉ lễ")
    hidden = make_issued(clerk, units.commune_a.id, restricted=True, reader_ids=(clerk.account_id,))
    for paper in (wanted, other, hidden, wanted):
        gather.gather_document(paper.id, now=MORNING)
    (line,) = casefiles.list_items(clerk, file_id=made.id)
    assert (line.document_id, line.by_rule) == (wanted.id, True)
    casefiles.remove_item(clerk, file_id=made.id, item_id=line.id, reason=BECAUSE, now=MORNING)
    assert gather.gather_document(wanted.id, now=MORNING) == 0
    assert casefiles.list_items(clerk, file_id=made.id) == []


def test_an_empty_file_is_not_closed(clerk):
    made = make_open(clerk)
    with pytest.raises(casefiles.NotReady) as refused:
        casefiles.close_file(clerk, file_id=made.id, now=MORNING)
    assert "chưa có tài liệu" in refused.value.fields["muc_1"]


def test_what_is_not_finished_recalled_or_twice_stops_the_closing(clerk, units):
    made = make_open(clerk)
    incoming = make_incoming(clerk, units.commune_a.id)
    casefiles.add_documents(clerk, file_id=made.id, document_ids=[incoming.id], now=MORNING)
    flags = {one.code for one in casefiles.list_flags(clerk, file_id=made.id) if one.stops}
    assert flags == {"unfinished"}


def test_closing_fixes_days_and_counts_and_begins_the_sixty_days(clerk, units):
    closed = make_closed(clerk, units.commune_a.id, papers=3)
    assert (closed.documents, closed.state) == (3, casefiles.FileState.CLOSED)
    assert closed.due_on == date(2026, 11, 23) + timedelta(days=60)
    with pytest.raises(casefiles.FileMoved):
        casefiles.add_documents(clerk, file_id=closed.id, document_ids=[], now=MORNING)


def test_a_closed_file_is_opened_again_only_with_a_reason(clerk, units):
    closed = make_closed(clerk, units.commune_a.id)
    with pytest.raises(casefiles.ReasonNeeded):
        casefiles.reopen_file(clerk, file_id=closed.id, reason="sai", now=MORNING)
    again = casefiles.reopen_file(clerk, file_id=closed.id, reason=BECAUSE, now=MORNING)
    assert (again.state, again.due_on) == (casefiles.FileState.OPEN, None)


def test_thirty_days_before_the_term_ends_its_keeper_is_told_once(clerk, units):
    closed = make_closed(clerk, units.commune_a.id)
    assert casefiles.remind(now=MORNING + timedelta(days=29)) == 0
    assert casefiles.remind(now=MORNING + timedelta(days=30)) == 1
    assert casefiles.remind(now=MORNING + timedelta(days=31)) == 0
    (item,) = work.list_of_subject(clerk, subject_id=closed.id)
    assert item.assignee_id == clerk.account_id


def test_closed_files_go_to_the_archive_and_come_back_with_a_reason(clerk, stranger, units):
    first = make_closed(clerk, units.commune_a.id)
    second = make_closed(clerk, units.commune_a.id, notation="02.QLDD")
    slip = casefiles.send(clerk, file_ids=[first.id, second.id], now=MORNING)
    assert (slip.lines, slip.code) == (2, "01/NL (2026)")
    with pytest.raises(casefiles.FileMissing):
        casefiles.get_slip(stranger, slip_id=slip.id)
    with pytest.raises(casefiles.NothingToSend):
        casefiles.send(clerk, file_ids=[first.id], now=MORNING)
    done = casefiles.settle(
        SYSTEM, slip_id=slip.id, accepted=[first.id], returned={second.id: "Thiếu văn bản số 15"}, now=MORNING
    )
    assert done.state is casefiles.SlipState.DONE
    states = {one.file.id: one.file.state for one in casefiles.get_slip(clerk, slip_id=slip.id)[1]}
    assert states == {first.id: casefiles.FileState.ARCHIVED, second.id: casefiles.FileState.CLOSED}
    assert [one.title for one in work.list_of_subject(clerk, subject_id=second.id)] == ["Hồ sơ nộp lưu bị trả lại"]
    casefiles.send(clerk, file_ids=[second.id], now=MORNING)


def test_a_hand_over_can_be_taken_back_until_it_is_settled(clerk, units):
    closed = make_closed(clerk, units.commune_a.id)
    slip = casefiles.send(clerk, file_ids=[closed.id], now=MORNING)
    casefiles.take_back(clerk, slip_id=slip.id, reason=BECAUSE, now=MORNING)
    assert casefiles.get_file(clerk, file_id=closed.id).state is casefiles.FileState.CLOSED
    with pytest.raises(casefiles.FileMoved):
        casefiles.take_back(clerk, slip_id=slip.id, reason=BECAUSE, now=MORNING)


def test_a_hold_is_placed_and_lifted_by_who_may(clerk, ha, units):
    closed = make_closed(clerk, units.commune_a.id)
    held = casefiles.place_hold(clerk, file_id=closed.id, reason=BECAUSE, document="12/CV-TTr", now=MORNING)
    assert held.is_held
    assert casefiles.lift_hold(clerk, file_id=closed.id, reason=BECAUSE, now=MORNING).is_held is False
    own = make_open(ha, notation="09.HT")
    with pytest.raises(Forbidden):
        casefiles.place_hold(ha, file_id=own.id, reason=BECAUSE, document="", now=MORNING)


def test_next_years_list_is_taken_over_and_a_list_in_force_is_not_changed(clerk, chi):
    make_list(clerk, chi, words=("đất",))
    (drawn,) = casefiles.list_lists(clerk)
    with pytest.raises(casefiles.ListFixed):
        casefiles.put_entry(clerk, list_id=drawn.id, values=VALUES, now=MORNING)
    copied = casefiles.start_list(clerk, year=2027, copy_from=drawn.id, now=MORNING)
    (line,) = casefiles.get_list(clerk, list_id=copied.id)[1]
    assert (line.title, line.rule.words) == ("Hồ sơ về quản lý đất đai năm 2027", ("đất",))
    with pytest.raises(Conflict):
        casefiles.start_list(clerk, year=2027, now=MORNING)


def test_rows_of_a_workbook_come_all_or_none(clerk):
    drawn = casefiles.start_list(clerk, year=2026, now=MORNING)
    good, bad = {**VALUES, "notation": "02.QLDD"}, {**VALUES, "maintenance": "x"}
    with pytest.raises(casefiles.BadList) as refused:
        casefiles.put_rows(clerk, list_id=drawn.id, rows=[good, bad], now=MORNING)
    assert list(refused.value.fields) == ["dong_3"]
    assert casefiles.get_list(clerk, list_id=drawn.id)[1] == []
    assert casefiles.put_rows(clerk, list_id=drawn.id, rows=[good], now=MORNING) == 1


def test_a_line_that_was_dropped_meanwhile_is_not_written_anew(clerk):
    drawn = casefiles.start_list(clerk, year=2026, now=MORNING)
    line = casefiles.put_entry(clerk, list_id=drawn.id, values=VALUES, now=MORNING)
    casefiles.drop_entry(clerk, list_id=drawn.id, entry_id=line.id, now=MORNING)
    with pytest.raises(Conflict):
        casefiles.put_entry(clerk, list_id=drawn.id, values=VALUES, entry_id=line.id, now=MORNING)
    assert casefiles.get_list(clerk, list_id=drawn.id)[1] == []


def workbook_of(rows):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["", "", "", "", "", ""])
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def test_a_workbook_is_read_by_the_numbers_of_its_rows_and_never_in_part():
    rows = read_rows(workbook_of([["I", "01", "A", "01"], ["", "", "", ""], ["I", "02", "B", "vĩnh viễn"]]))
    assert [(one["row"], one["notation"], one["maintenance"]) for one in rows] == [("2", "01", "01"), ("4", "02", "01")]
    with pytest.raises(casefiles.BadList):
        read_rows(workbook_of([["I", str(n), "A", "01"] for n in range(MAX_ENTRIES + 1)]))
    with pytest.raises(casefiles.BadList):
        read_rows(broken(workbook_of([["I", "01", "A", "01"]])))


def broken(book):
    """Return the workbook with a sheet that is no XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            made.writestr(name, b"<a" if "sheet1" in name else given.read(name))
    out.seek(0)
    return out


def test_a_dossier_in_a_file_that_is_not_handed_over_is_not_destroyed(clerk, chi, an, binh, ha, units):
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    made = make_open(chi)
    casefiles.add_dossier(chi, file_id=made.id, code=done.code, now=MORNING)
    assert list(find_filed([done.id], MORNING)) == [done.id]
    assert casefiles.list_items(chi, file_id=made.id)[0].subject == done.procedure_name
    assert casefiles.papers_to_pack(SYSTEM, file_id=made.id)[0].file_ids
    with pytest.raises(casefiles.BadFile):
        casefiles.add_dossier(chi, file_id=made.id, code="KHONG-CO", now=MORNING)


def test_an_ended_dossier_comes_by_the_rule_of_its_procedure(clerk, chi, an, binh, ha, units):
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    entry = make_list(clerk, chi, procedures=(done.procedure_code,))
    made = casefiles.open_entry(clerk, entry_id=entry.id, now=MORNING)
    assert gather.gather_dossier(done.id, now=MORNING) == 1
    assert gather.gather_dossier(done.id, now=MORNING) == 0
    (line,) = casefiles.list_items(chi, file_id=made.id)
    assert (line.dossier_id, line.by_rule) == (done.id, True)
