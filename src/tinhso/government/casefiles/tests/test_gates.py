"""Who reads, sends and takes back which files of an agency."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tinhso.foundation.work import public as work
from tinhso.government.casefiles import public as casefiles
from tinhso.government.casefiles.actions import gather
from tinhso.government.casefiles.testing import MORNING, make_closed, make_list, make_open
from tinhso.government.documents.testing import make_clerk, make_issued
from tinhso.government.dossiers.testing import make_done
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.ids import uuid7
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db
BECAUSE = "Theo đề nghị của cơ quan kiểm tra"


@pytest.fixture
def clerk(units):
    return make_clerk(units.commune_a.id)


def test_a_specialist_hands_over_no_file_of_a_colleague(clerk, ha, units):
    other = make_closed(clerk, units.commune_a.id)
    with pytest.raises(casefiles.NothingToSend):
        casefiles.send(ha, file_ids=[other.id], now=MORNING)
    assert casefiles.get_file(clerk, file_id=other.id).state is casefiles.FileState.CLOSED


def test_a_specialist_neither_reads_nor_takes_back_what_others_handed_over(clerk, ha, chi, units):
    slip = casefiles.send(clerk, file_ids=[make_closed(clerk, units.commune_a.id).id], now=MORNING)
    assert casefiles.list_slips(ha).items == []
    with pytest.raises(casefiles.FileMissing):
        casefiles.get_slip(ha, slip_id=slip.id)
    with pytest.raises(casefiles.FileMissing):
        casefiles.take_back(ha, slip_id=slip.id, reason=BECAUSE, now=MORNING)
    assert [one.id for one in casefiles.list_slips(chi).items] == [slip.id]
    casefiles.take_back(chi, slip_id=slip.id, reason=BECAUSE, now=MORNING)


def test_who_sent_files_follows_them(clerk, chi, ha, units):
    made = make_open(ha)
    paper = make_issued(clerk, units.commune_a.id)
    casefiles.add_documents(clerk, file_id=made.id, document_ids=[paper.id], now=MORNING)
    casefiles.close_file(ha, file_id=made.id, now=MORNING)
    slip = casefiles.send(ha, file_ids=[made.id], now=MORNING)
    assert casefiles.get_slip(ha, slip_id=slip.id)[0].lines == 1
    casefiles.take_back(ha, slip_id=slip.id, reason=BECAUSE, now=MORNING)


def test_who_may_only_look_opens_a_hand_over_and_changes_nothing(clerk, units):
    looking = officer_actor(
        code="A-LD", name="Đỗ Văn Xem", unit_id=units.commune_a.id, roles=("province_leader",), title="Thanh tra"
    )
    slip = casefiles.send(clerk, file_ids=[make_closed(clerk, units.commune_a.id).id], now=MORNING)
    assert casefiles.get_slip(looking, slip_id=slip.id)[0].id == slip.id
    with pytest.raises(Forbidden):
        casefiles.take_back(looking, slip_id=slip.id, reason=BECAUSE, now=MORNING)


def test_a_keeper_who_works_elsewhere_now_opens_nothing_of_the_old_agency(ha, units):
    made = make_open(ha)
    moved = replace(ha, unit_id=units.commune_b.id)
    with pytest.raises(casefiles.FileMissing):
        casefiles.get_file(moved, file_id=made.id)
    assert casefiles.get_file(ha, file_id=made.id).id == made.id


def test_after_a_hand_over_was_taken_back_its_keeper_is_told_again(clerk, units):
    closed = make_closed(clerk, units.commune_a.id)
    later = MORNING + timedelta(days=30)
    assert casefiles.remind(now=later) == 1
    slip = casefiles.send(clerk, file_ids=[closed.id], now=later)
    assert work.list_of_subject(clerk, subject_id=closed.id) == []
    casefiles.take_back(clerk, slip_id=slip.id, reason=BECAUSE, now=later)
    assert casefiles.remind(now=later) == 1


def test_more_files_than_a_hand_over_holds_are_refused_and_none_is_left_out(clerk, units):
    closed = make_closed(clerk, units.commune_a.id)
    with pytest.raises(casefiles.BadFile):
        casefiles.send(clerk, file_ids=[closed.id, *(uuid7() for _n in range(200))], now=MORNING)


def test_a_rule_of_last_year_takes_no_papers_of_this_year(clerk, chi, units):
    entry = make_list(clerk, chi, words=("quy chế làm việc",))
    made = casefiles.open_entry(clerk, entry_id=entry.id, now=MORNING)
    paper = make_issued(clerk, units.commune_a.id)
    assert gather.gather_document(paper.id, now=MORNING + timedelta(days=60)) == 0
    assert gather.gather_document(paper.id, now=MORNING) == 1
    assert len(casefiles.list_items(clerk, file_id=made.id)) == 1


def test_the_story_of_a_file_names_no_dossier(clerk, chi, an, binh, ha, units):
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    made = make_open(chi)
    casefiles.add_dossier(chi, file_id=made.id, code=done.code, now=MORNING)
    assert not any(done.code in one.text for one in casefiles.list_story(clerk, file_id=made.id))
