"""The data tracker: a person reads who saw their data, asks why, and is answered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.work import public as work
from tinhso.government.papers import public as papers
from tinhso.government.papers.events import LookQuestioned
from tinhso.government.papers.models import CertifiedCopy, LookQuestion
from tinhso.government.papers.queries.tracker import agencies_seen
from tinhso.government.papers.testing import MONDAY, make_copy, make_paper
from tinhso.kernel.actors import ANONYMOUS
from tinhso.kernel.errors import Conflict
from tinhso.kernel.ids import uuid7
from tinhso.testing.cast import citizen_actor

pytestmark = pytest.mark.django_db


def read_by(officer, person, times=1, purpose="Giải quyết hồ sơ H61.12-261123-0001"):
    for _ in range(times):
        audit.record_read(officer, person_id=person.account_id, purpose=purpose, subject_kind="dossier")


def test_one_reads_who_looked_for_which_agency_and_why_newest_first(an, binh, dung, khoa):
    read_by(binh, an)
    read_by(dung, an, purpose="Tra cứu")
    read_by(binh, khoa)

    first, second = papers.list_looks_at_me(an).items

    assert (first.who, first.unit_name, first.purpose) == ("Võ Tiến Dũng", "Xã An Bình, Thành phố Vĩnh Long", "Tra cứu")
    assert second.who == "Trần Văn Bình"
    assert [one.who for one in papers.every_look(khoa)] == ["Trần Văn Bình"]
    assert len(agencies_seen(an)) == 2


def test_the_record_is_paged_and_filtered_by_agency_without_losing_a_line(an, binh, dung):
    for turn in range(30):
        read_by(binh if turn % 3 else dung, an, purpose=f"lần {turn}")

    for unit, wanted in ((None, 30), (dung.unit_id, 10), (binh.unit_id, 20), (uuid7(), 0)):
        seen, cursor, turns = [], "", 0
        while turns == 0 or cursor:
            page = papers.list_looks_at_me(an, unit_id=unit, cursor=cursor, size=4)
            seen += [one.purpose for one in page.items]
            cursor, turns = page.next_cursor, turns + 1
        assert len(seen) == len(set(seen)) == wanted


def test_a_person_asks_about_a_look_and_the_head_answers_within_two_working_days(an, binh, chi, announced):
    read_by(binh, an)
    (look,) = papers.list_looks_at_me(an).items

    asked = papers.query_read(an, key=look.key, now=MONDAY)

    assert asked.words == "Tôi không hiểu lần xem này."
    assert asked.due_at == MONDAY + timedelta(days=3)  # Tuesday 24 November is a holiday
    assert announced()[-1] == LookQuestioned(asked.id, chi.unit_id)
    (item,) = (one for one in work.list_items(chi, box=work.Box.GROUP).items if one.subject_id == asked.id)
    assert (item.kind, item.role) == ("papers.query_read", "unit_head")
    assert papers.get_question(chi, question_id=asked.id).looked_by == "Trần Văn Bình"
    papers.answer_read(chi, question_id=asked.id, words="Công chức mở hồ sơ để tiếp nhận.", now=MONDAY)
    _by_the_head, look = papers.list_looks_at_me(an).items
    assert (look.question_state, look.answer) == ("answered", "Công chức mở hồ sơ để tiếp nhận.")
    assert not [one for one in work.list_items(chi, box=work.Box.GROUP).items if one.subject_id == asked.id]
    with pytest.raises(Conflict):
        papers.answer_read(chi, question_id=asked.id, words="Công chức mở hồ sơ.", now=MONDAY)


def test_asking_twice_about_one_look_is_asking_once(an, binh):
    read_by(binh, an, times=2)
    looks = papers.list_looks_at_me(an).items

    first = papers.query_read(an, key=looks[1].key, words="Vì sao?", now=MONDAY)
    assert papers.query_read(an, key=looks[1].key, words="Lần nữa", now=MONDAY) == first
    papers.query_read(an, key=looks[0].key, now=MONDAY)
    assert LookQuestion.objects.count() == 2


def test_nobody_asks_about_another_persons_record_or_with_a_forged_key(an, khoa, binh):
    read_by(binh, an)
    (look,) = papers.list_looks_at_me(an).items

    for actor, key in (
        (khoa, look.key),
        (binh, look.key),
        (ANONYMOUS, look.key),
        (an, ""),
        (an, "x"),
        (an, look.key + "x"),
        (an, "x" * 5000),
    ):
        with pytest.raises(papers.LookNotFound):
            papers.query_read(actor, key=key, now=MONDAY)
    with pytest.raises(papers.BadQuestion):
        papers.query_read(an, key=look.key, words="x" * 1001, now=MONDAY)
    assert not LookQuestion.objects.exists()


def test_only_the_head_of_that_unit_reads_and_answers_a_question(an, binh, ha, chi, dung, giang):
    read_by(binh, an)
    asked = papers.query_read(an, key=papers.list_looks_at_me(an).items[0].key, now=MONDAY)

    for other in (an, binh, ha, dung, giang, ANONYMOUS):
        with pytest.raises(papers.LookNotFound):
            papers.get_question(other, question_id=asked.id)
        with pytest.raises(papers.LookNotFound):
            papers.answer_read(other, question_id=asked.id, words="Công chức mở hồ sơ.", now=MONDAY)
    with pytest.raises(papers.BadQuestion):
        papers.answer_read(chi, question_id=asked.id, words=" ", now=MONDAY)


NEWCOMER = "086290000789"
"""Somebody an office knows who has no account."""

OFFICES_LOOK = {
    "store": lambda binh: papers.begin_look(binh, number=NEWCOMER, purpose="Đối chiếu giấy tờ hồ sơ", now=MONDAY),
    "offer": lambda binh: papers.offer(binh, paper_types=["CNKH"], on=MONDAY.date(), owner_number=NEWCOMER),
    "copy": lambda binh: papers.get_copy(binh, copy_id=CertifiedCopy.objects.get().id),
    "desk": papers.list_waiting,
}


@pytest.mark.parametrize("way", OFFICES_LOOK)
def test_who_opens_an_account_later_reads_who_looked_before_once_they_are_proven(binh, way):
    make_paper(number_of_owner=NEWCOMER)
    make_copy(binh)
    CertifiedCopy.objects.update(owner_number=NEWCOMER)

    OFFICES_LOOK[way](binh)
    person = citizen_actor(number=NEWCOMER, name="Trần Thị Mới")
    read_by(binh, person, purpose="Sau khi có tài khoản")

    proven = replace(person, assurance=2)
    looks = papers.list_looks_at_me(proven).items
    assert [one.who for one in looks] == ["Trần Văn Bình"] * 2
    assert looks[0].purpose == "Sau khi có tài khoản"
    assert len(list(papers.every_look(proven))) == 2
    assert papers.query_read(proven, key=looks[1].key, now=MONDAY).looked_by == "Trần Văn Bình"
    assert [one.purpose for one in papers.list_looks_at_me(person).items] == ["Sau khi có tài khoản"]
    with pytest.raises(papers.LookNotFound):
        papers.query_read(person, key=looks[1].key, now=MONDAY)


def test_reads_from_before_and_after_the_account_are_paged_as_one_record(binh):
    early = identity.stand_in(NEWCOMER)
    person = replace(citizen_actor(number=NEWCOMER, name="Trần Thị Mới"), assurance=2)
    for turn in range(21):
        audit.record_read(binh, person_id=(early, person.account_id)[turn % 2], purpose=f"lần {turn}")

    seen, cursor = [], ""
    while not seen or cursor:
        page = papers.list_looks_at_me(person, cursor=cursor, size=4)
        seen, cursor = [*seen, *(one.purpose for one in page.items)], page.next_cursor

    assert seen == [f"lần {turn}" for turn in reversed(range(21))]


def test_reading_a_question_is_on_the_record_of_who_asked(an, binh, chi):
    read_by(binh, an)
    asked = papers.query_read(an, key=papers.list_looks_at_me(an).items[0].key, now=MONDAY)

    papers.get_question(chi, question_id=asked.id)

    newest = papers.list_looks_at_me(an).items[0]
    assert (newest.who, newest.purpose) == (chi.name, "Xem câu hỏi của Ông/Bà về lần xem dữ liệu để trả lời")


def test_officers_and_strangers_have_no_record_here(binh):
    for actor in (binh, ANONYMOUS):
        with pytest.raises(papers.LookNotFound):
            papers.list_looks_at_me(actor)
        with pytest.raises(papers.LookNotFound):
            list(papers.every_look(actor))
