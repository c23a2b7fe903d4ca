"""While the writer is asked, the clock of the answer stands, and the petition still is somebody's."""

from datetime import timedelta

import pytest

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.work import public as work
from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.public import Kind, Status
from tinhso.government.petitions.rules.lifecycle import ANSWER_WITHIN, WAIT_AT_MOST
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.clock import local_day

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED, BACK = "Xin cho biết số trụ đèn.", "Trụ số 7, phía bờ kè."


@pytest.fixture
def taken(an, said, mai, ha):
    """An's petition, given to Hà."""
    made = petitions.file_petition(an, said, now=MONDAY)
    return petitions.accept(mai, petition_id=made.id, kind=Kind.SCENE, handler_id=ha.account_id, now=MONDAY)


def ask(officer, made, now):
    return petitions.ask_more(officer, petition_id=made.id, words=ASKED, now=now)


def answer(an, made, now):
    token = petitions.token_of(an, petition_id=made.id)
    return petitions.supplement(an, token=token, words=BACK, now=now)


def worked(made, start, end):
    return calendar.working_time_between(start, end, unit_id=made.unit_id)


def moved(made, start, due_at):
    """Return by how much working time a due stands behind the fifteen days from a moment."""
    return worked(made, calendar.add_working_time(start, ANSWER_WITHIN, unit_id=made.unit_id), due_at)


def was_late(made, now):
    day = local_day(MONDAY)
    return petitions.figures([made.unit_id], first=day, last=day, now=now).on_time == 0


def test_waiting_over_a_night_gives_back_working_hours_and_not_the_night(an, ha, taken):
    ask(ha, taken, MONDAY + HOUR)
    back = answer(an, taken, MONDAY + DAY)
    assert moved(taken, MONDAY, back.due_at) == worked(taken, MONDAY + HOUR, MONDAY + DAY) < timedelta(hours=9)


def test_a_second_wait_is_added_to_the_first(an, ha, taken):
    ask(ha, taken, MONDAY)
    answer(an, taken, MONDAY + 7 * DAY)
    ask(ha, taken, MONDAY + 8 * DAY)
    back = answer(an, taken, MONDAY + 15 * DAY)
    waited = worked(taken, MONDAY, MONDAY + 7 * DAY) + worked(taken, MONDAY + 8 * DAY, MONDAY + 15 * DAY)
    assert moved(taken, MONDAY, back.due_at) == waited


def test_sent_again_the_clock_of_the_second_round_is_the_one_that_waits(an, mai, ha, chi, taken):
    petitions.draft_answer(ha, petition_id=taken.id, answer="Đèn đã được thay hôm nay.", now=MONDAY)
    petitions.approve(chi, petition_id=taken.id, now=MONDAY)
    petitions.publish(mai, petition_id=taken.id, title="Đèn đường", words="Đèn hỏng.", answer="Đã thay.", now=MONDAY)
    token, again = petitions.token_of(an, petition_id=taken.id), MONDAY + 28 * DAY
    petitions.reopen(an, token=token, words="Đèn lại hỏng ngay hôm sau.", now=again)
    petitions.accept(mai, petition_id=taken.id, kind=Kind.SCENE, handler_id=ha.account_id, now=again)
    ask(ha, taken, again + DAY)
    assert not was_late(taken, again + DAY)
    back = answer(an, taken, again + 8 * DAY)
    assert moved(taken, again, back.due_at) == worked(taken, again + DAY, again + 8 * DAY)


def test_asking_after_five_working_days_is_late_and_days_waited_do_not_count(an, ha, taken):
    ask(ha, taken, MONDAY + 2 * DAY)
    answer(an, taken, MONDAY + 9 * DAY)
    ask(ha, taken, MONDAY + 11 * DAY)
    assert not was_late(taken, MONDAY + 11 * DAY)
    answer(an, taken, MONDAY + 11 * DAY + HOUR)
    ask(ha, taken, MONDAY + 15 * DAY + HOUR)
    assert was_late(taken, MONDAY + 15 * DAY + HOUR)


def test_waiting_for_the_writer_stands_in_the_desks_inbox_until_it_ends(an, mai, ha, taken):
    asked = ask(ha, taken, MONDAY + HOUR)
    due = calendar.add_working_time(MONDAY + HOUR, WAIT_AT_MOST, unit_id=taken.unit_id)
    (item,) = work.list_of_subject(SYSTEM, subject_id=taken.id)
    assert (item.kind, item.role, item.due_at) == ("petitions.awaiting", "one_stop_head", due)
    assert asked.due_at == due
    answer(an, taken, MONDAY + DAY)
    assert [item.kind for item in work.list_of_subject(SYSTEM, subject_id=taken.id)] == ["petitions.to_answer"]
    ask(ha, taken, MONDAY + DAY)
    over = petitions.refuse(mai, petition_id=taken.id, reason="Quá hạn chưa bổ sung.", now=MONDAY + 30 * DAY)
    assert over.status is Status.REFUSED
    assert work.list_of_subject(SYSTEM, subject_id=taken.id) == []
