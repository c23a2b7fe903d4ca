"""Asking other units for an opinion: who sees what, until when, and what waits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.government.cooperation import public as cooperation
from tinhso.government.cooperation.actions.consults import close_all
from tinhso.government.cooperation.data import Addressee, ConsultState
from tinhso.government.cooperation.jobs import raise_late
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_received, scanned
from tinhso.government.procedures.testing import CODE, make_procedure, raw_package
from tinhso.kernel.clock import frozen
from tinhso.kernel.errors import DomainError
from tinhso.testing.cast import officer_actor

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUESTION = "Thửa đất có thuộc quy hoạch giao thông không?"
ANSWER = "Thửa đất không thuộc quy hoạch giao thông."


@pytest.fixture
def received(db, an, binh, ha, chi, units):
    """A dossier of commune A in Hà's hands."""
    return make_received(an, binh, unit_id=units.commune_a.id)


@pytest.fixture
def kim(units):
    """A specialist of the department: another level of government."""
    return officer_actor(
        code="S-CV", name="Lý Kim", unit_id=units.department.id, roles=("specialist",), title="Chuyên viên"
    )


@pytest.fixture
def quang(units):
    """The department's head."""
    return officer_actor(
        code="S-TP", name="Bùi Quang", unit_id=units.department.id, roles=("unit_head",), title="Trưởng phòng"
    )


def ask(actor, received, *units, papers=(), days=3, person=None):
    asked = [Addressee(unit, MONDAY + days * DAY, person) for unit in units]
    return cooperation.ask(
        actor, dossier_id=received.id, asked=asked, question=QUESTION, paper_ids=papers, now=MONDAY + HOUR
    )


def test_several_units_are_asked_at_once_and_the_owner_sees_who_owes_what(received, ha, dung, kim, units):
    ask(ha, received, units.department.id, units.commune_b.id)

    strip = cooperation.list_consults(ha, dossier_id=received.id)
    assert [(one.unit_name, one.state) for one in strip] == [
        ("Sở Tư pháp", ConsultState.OPEN),
        (strip[1].unit_name, ConsultState.OPEN),
    ]
    for officer in (kim, dung):
        (item,) = work.list_items(officer, box="group", now=MONDAY + HOUR).items
        assert item.part is work.Part.COOPERATING
        assert item.part_title == "Phối hợp"


def test_asking_leaves_the_clock_and_the_steps_alone_and_says_on_what_ground(received, ha, units):
    (asked,) = ask(ha, received, units.department.id)
    after = dossiers.get_dossier(ha, dossier_id=received.id).info

    assert after.promised_at == received.promised_at
    assert after.paused_at is None
    assert "Nghị định 118/2025" in asked.ground
    assert next(
        act for act in dossiers.available_acts(ha, dossier_id=received.id) if act.outcome == "forward"
    ).is_offered


def test_the_unit_asked_sees_the_question_and_the_named_papers_and_nothing_else(received, an, ha, kim, units):
    papers = dossiers.get_dossier(ha, dossier_id=received.id).papers
    (asked,) = ask(ha, received, units.department.id, papers=[papers[0].id])
    (blind,) = ask(ha, received, units.commune_b.id)

    shown = cooperation.get_consult(kim, consult_id=asked.id)
    assert shown.question == QUESTION
    assert [one.name for one in shown.papers] == [papers[0].name]
    assert cooperation.open_shown_paper(kim, consult_id=asked.id, paper_id=papers[0].id) == papers[0].file_id
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.get_dossier(kim, dossier_id=received.id)
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.open_paper(kim, dossier_id=received.id, paper_id=papers[0].id)
    with pytest.raises(cooperation.ConsultMissing):
        cooperation.get_consult(kim, consult_id=blind.id)


def test_a_look_at_a_shown_paper_is_on_the_citizens_record(received, an, ha, kim, units):
    from tinhso.foundation.audit import public as audit

    papers = dossiers.get_dossier(ha, dossier_id=received.id).papers
    (asked,) = ask(ha, received, units.department.id, papers=[papers[0].id])
    cooperation.open_shown_paper(kim, consult_id=asked.id, paper_id=papers[0].id)

    assert any("Cho ý kiến phối hợp" in one.purpose for one in audit.list_reads_of(an.account_id).items)


def test_papers_not_named_are_not_shown_to_those_asked(received, ha, kim, dung, units):
    papers = dossiers.get_dossier(ha, dossier_id=received.id).papers
    ask(ha, received, units.department.id, papers=[papers[0].id])
    (bare,) = ask(ha, received, units.commune_b.id)

    with pytest.raises(cooperation.ConsultMissing):
        cooperation.open_shown_paper(dung, consult_id=bare.id, paper_id=papers[0].id)


def test_after_answering_the_papers_are_gone_and_after_closing_everything_is(received, ha, kim, units):
    papers = dossiers.get_dossier(ha, dossier_id=received.id).papers
    (asked,) = ask(ha, received, units.department.id, papers=[papers[0].id])
    cooperation.answer(kim, consult_id=asked.id, text=ANSWER, now=MONDAY + 2 * HOUR)

    assert cooperation.get_consult(kim, consult_id=asked.id).papers == ()
    with pytest.raises(cooperation.ConsultMissing):
        cooperation.open_shown_paper(kim, consult_id=asked.id, paper_id=papers[0].id)

    cooperation.close(ha, consult_id=asked.id, now=MONDAY + 3 * HOUR)
    with pytest.raises(cooperation.ConsultMissing):
        cooperation.get_consult(kim, consult_id=asked.id)
    assert cooperation.get_consult(ha, consult_id=asked.id).answer == ANSWER


def test_the_end_of_the_dossier_closes_every_question(received, ha, kim, units):
    (asked,) = ask(ha, received, units.department.id)

    assert close_all(received.id, now=MONDAY + DAY) == 1
    assert close_all(received.id, now=MONDAY + DAY) == 0
    with pytest.raises(cooperation.ConsultMissing):
        cooperation.get_consult(kim, consult_id=asked.id)
    assert not work.list_items(kim, box="group", now=MONDAY + DAY).items


def test_a_person_asked_by_name_has_it_in_their_own_box_and_colleagues_do_not_see_it(received, ha, kim, units):
    other = officer_actor(code="S-CV2", name="Tạ Yên", unit_id=units.department.id, roles=("specialist",))
    (asked,) = ask(ha, received, units.department.id, person=kim.account_id)

    assert len(work.list_items(kim, box="mine", now=MONDAY + HOUR).items) == 1
    with pytest.raises(cooperation.ConsultMissing):
        cooperation.get_consult(other, consult_id=asked.id)


def test_declining_needs_a_reason_and_stands_in_the_story(received, ha, kim, units):
    (asked,) = ask(ha, received, units.department.id)

    with pytest.raises(cooperation.BadConsult):
        cooperation.decline(kim, consult_id=asked.id, reason="không", now=MONDAY + 2 * HOUR)
    cooperation.decline(kim, consult_id=asked.id, reason="Không thuộc thẩm quyền của Sở.", now=MONDAY + 2 * HOUR)

    last = dossiers.get_dossier(ha, dossier_id=received.id).timeline[-1]
    assert last.sentence == "Sở Tư pháp từ chối cho ý kiến"
    assert not last.is_public


def test_more_time_is_given_once_and_reminders_once_a_day(received, ha, kim, units):
    (asked,) = ask(ha, received, units.department.id)
    later = cooperation.extend(
        ha, consult_id=asked.id, due_at=MONDAY + 5 * DAY, reason="Sở cần đi thực địa", now=MONDAY + 2 * HOUR
    )
    assert later.due_at == MONDAY + 5 * DAY
    with pytest.raises(cooperation.BadConsult):
        cooperation.extend(
            ha, consult_id=asked.id, due_at=MONDAY + 9 * DAY, reason="Sở cần đi thực địa", now=MONDAY + 3 * HOUR
        )
    cooperation.remind(ha, consult_id=asked.id, now=MONDAY + DAY)
    with pytest.raises(cooperation.BadConsult):
        cooperation.remind(ha, consult_id=asked.id, now=MONDAY + DAY + HOUR)
    assert notifications.count_unread(kim) == 1


def test_the_unit_asked_cannot_extend_and_the_asker_cannot_answer(received, ha, kim, units):
    (asked,) = ask(ha, received, units.department.id)

    with pytest.raises(cooperation.NotYours):
        cooperation.extend(kim, consult_id=asked.id, due_at=MONDAY + 5 * DAY, reason="Cần thêm ngày", now=MONDAY + HOUR)
    with pytest.raises(cooperation.NotYours):
        cooperation.answer(ha, consult_id=asked.id, text=ANSWER, now=MONDAY + HOUR)


def test_a_late_answer_rises_to_the_head_of_the_unit_asked_once(received, ha, kim, quang, units):
    ask(ha, received, units.department.id)
    with frozen(MONDAY + 4 * DAY):
        assert raise_late() == 1
        assert raise_late() == 0
        (item,) = work.list_items(quang, box="group").items
    assert item.kind == "cooperation.late"
    (shown,) = cooperation.list_consults(ha, dossier_id=received.id)
    assert shown.is_raised
    assert shown.tone(MONDAY + 4 * DAY) == "late"


def test_who_may_not_process_the_dossier_asks_nobody(received, binh, dung, units):
    with pytest.raises(cooperation.NotYours):
        ask(binh, received, units.department.id)
    with pytest.raises(dossiers.DossierNotFound):
        ask(dung, received, units.department.id)


def test_the_same_unit_is_not_asked_twice_at_once_and_foreign_papers_are_refused(received, ha, units):
    ask(ha, received, units.department.id)
    with pytest.raises(cooperation.BadConsult):
        ask(ha, received, units.department.id)
    with pytest.raises(cooperation.BadConsult):
        ask(ha, received, units.commune_b.id, papers=[received.id])


def test_a_step_that_needs_opinions_goes_on_when_one_has_come_and_none_is_open(an, binh, ha, kim, dung, units):
    steps = raw_package()["steps"]
    first = next(step for step in steps if step["task"] == "tham_tra")
    first["needs_opinions"] = True
    make_procedure(steps=steps)
    info = dossiers.submit_directly(
        an, procedure_code=CODE, unit_id=units.commune_a.id, data=good_answers(), papers=scanned(an), now=MONDAY
    )
    dossiers.receive(binh, dossier_id=info.id, now=MONDAY)
    dossiers.draft_result(ha, dossier_id=info.id, fields={"content": "Xác nhận đúng."}, now=MONDAY)

    def pass_on():
        return dossiers.take_step(ha, dossier_id=info.id, task="tham_tra", now=MONDAY + 4 * HOUR)

    with pytest.raises(dossiers.IllegalMove, match="cần ý kiến phối hợp"):
        pass_on()
    first_asked, second_asked = ask(ha, info, units.department.id, units.commune_b.id)
    with pytest.raises(dossiers.IllegalMove, match="Sở Tư pháp"):
        pass_on()
    cooperation.answer(kim, consult_id=first_asked.id, text=ANSWER, now=MONDAY + 2 * HOUR)
    with pytest.raises(dossiers.IllegalMove):
        pass_on()
    cooperation.decline(dung, consult_id=second_asked.id, reason="Không thuộc thẩm quyền.", now=MONDAY + 3 * HOUR)
    assert pass_on().status is dossiers.Status.PROCESSING


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_is_taken(an, binh, ha, chi, kim, quang, units):
    received = make_received(an, binh, unit_id=units.commune_a.id)
    (asked,) = ask(ha, received, units.department.id)
    start = Barrier(2)

    def answer(officer):
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return cooperation.answer(officer, consult_id=asked.id, text=ANSWER, now=MONDAY + 2 * HOUR)
        except DomainError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(answer, [kim, quang]))

    assert sorted(type(one).__name__ for one in answers) == ["ConsultClosed", "ConsultInfo"]
    assert [one.verb for one in dossiers.get_dossier(ha, dossier_id=received.id).timeline].count("opinion_given") == 1
