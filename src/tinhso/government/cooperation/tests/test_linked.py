"""One form, three agencies: birth, residence, insurance."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from tinhso.foundation.mandates.testing import GRANDSON, acting_for, known_person, make_authorisation, proven
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.government.cooperation import public as cooperation
from tinhso.government.cooperation.actions import linked
from tinhso.government.cooperation.data import PartState
from tinhso.government.cooperation.testing import BIRTH, CHILD_BIRTH, DEATH, make_linked, sign_child
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import Reason, Status
from tinhso.government.dossiers.testing import MONDAY
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError
from tinhso.kernel.outbox import deliver_pending
from tinhso.testing.horizon import wait_for_horizon

HOUR = timedelta(hours=1)


@pytest.fixture
def born(db, an, binh, ha, chi, units):
    """A birth filed on line and received at commune A."""
    return make_linked(an, binh, unit_id=units.commune_a.id, now=MONDAY)


def parts(actor, parent):
    return {one.key: one for one in cooperation.list_parts(actor, parent_id=parent.id)}


def signed(born, an, ha, chi, *, now=MONDAY + HOUR):
    """Sign the birth certificate and let the parts follow."""
    child = parts(an, born)["khai_sinh"]
    sign_child(ha, chi, dossier_id=child.dossier_id, now=now)
    linked.follow_child(child.dossier_id, now=now)
    return parts(an, born)


def test_receiving_it_opens_the_birth_for_the_commune_and_lets_the_others_wait(born, an, ha):
    found = parts(an, born)

    assert [one.state for one in found.values()] == [PartState.WORKING, PartState.WAITING, PartState.WAITING]
    child = dossiers.get_dossier(ha, dossier_id=found["khai_sinh"].dossier_id)
    assert child.info.procedure_code == CHILD_BIRTH
    assert child.info.status is Status.RECEIVED
    assert child.info.code != born.code
    assert child.info.applicant == dossiers.get_dossier(an, dossier_id=born.id).info.applicant
    assert child.info.promised_at < born.promised_at
    assert [one.component for one in child.papers] == ["GCS"]


def test_making_the_parts_again_makes_nothing(born, an):
    assert linked.split(born.id, now=MONDAY + HOUR) == 0
    assert len(parts(an, born)) == 3


def test_the_certificates_number_reaches_police_and_insurance(born, an, ha, chi):
    found = signed(born, an, ha, chi)

    assert found["khai_sinh"].state is PartState.DONE
    assert found["khai_sinh"].result_number
    for key in ("thuong_tru", "the_bhyt"):
        sent = dict(found[key].sent)
        assert found[key].state is PartState.WORKING
        assert sent["Số Giấy khai sinh"] == found["khai_sinh"].result_number
        assert sent["Số định danh cá nhân của trẻ"] == "086225000017"
        assert found[key].due_at > MONDAY + HOUR
    assert dict(found["thuong_tru"].sent)["Chủ hộ"] == "Trần Văn Minh Họa"
    assert "Chủ hộ" not in dict(found["the_bhyt"].sent)


def test_the_parent_cannot_be_signed_away_while_a_part_is_open(born, ha):
    task = born.step_task or dossiers.get_dossier(ha, dossier_id=born.id).info.step_task
    texts = {one.key: one.value for one in dossiers.draft_fields(ha, dossier_id=born.id)}
    dossiers.draft_result(ha, dossier_id=born.id, fields=texts, now=MONDAY + HOUR)

    with pytest.raises(dossiers.IllegalMove, match="phần việc liên thông"):
        dossiers.take_step(ha, dossier_id=born.id, task=task, now=MONDAY + HOUR)
    step = next(act for act in dossiers.available_acts(ha, dossier_id=born.id) if act.outcome == "forward")
    assert not step.is_offered
    assert "phần việc liên thông" in step.why_not


def test_the_parent_is_finished_with_its_last_part_and_waits_to_be_handed_over(born, an, binh, ha, chi):
    found = signed(born, an, ha, chi)
    cooperation.finish_part(binh, part_id=found["thuong_tru"].id, number="12/XN", now=MONDAY + 2 * HOUR)
    assert dossiers.get_dossier(an, dossier_id=born.id).info.status is Status.RECEIVED

    cooperation.finish_part(binh, part_id=found["the_bhyt"].id, number="TE4862200001", now=MONDAY + 3 * HOUR)

    done = dossiers.get_dossier(binh, dossier_id=born.id).info
    assert done.status is Status.DONE
    assert done.finished_at == MONDAY + 3 * HOUR
    assert done.step_act == "hand_over"
    assert dossiers.hand_over(binh, dossier_id=born.id, now=MONDAY + 4 * HOUR).status is Status.HANDED_OVER


def test_a_late_part_does_not_make_the_parent_late_before_its_own_day(born, an, binh, ha, chi):
    found = signed(born, an, ha, chi, now=MONDAY + 6 * HOUR)
    child = dossiers.get_dossier(an, dossier_id=found["khai_sinh"].dossier_id).info
    cooperation.finish_part(binh, part_id=found["thuong_tru"].id, number="12/XN", now=MONDAY + timedelta(days=1))
    cooperation.finish_part(binh, part_id=found["the_bhyt"].id, number="TE", now=MONDAY + timedelta(days=1))
    late = dossiers.DossierFilter(light="late")

    assert not dossiers.get_dossier(an, dossier_id=born.id).info.is_late
    assert child.finished_at == MONDAY + 6 * HOUR
    assert born.id not in [
        one.id for one in dossiers.list_dossiers(an, wanted=late, now=MONDAY + timedelta(days=2)).items
    ]


def test_a_birth_that_is_stopped_takes_the_others_with_it_and_the_parent_is_stopped(born, an, ha):
    child = parts(an, born)["khai_sinh"].dossier_id
    dossiers.stop(
        ha, dossier_id=child, reasons=[Reason("Trẻ đã có khai sinh", "Điều 16 Luật Hộ tịch")], now=MONDAY + HOUR
    )
    linked.follow_child(child, now=MONDAY + HOUR)

    found = parts(an, born)
    assert [one.state for one in found.values()] == [PartState.REFUSED, PartState.CANCELLED, PartState.CANCELLED]
    assert "Trẻ đã có khai sinh" in found["khai_sinh"].words
    assert dossiers.get_dossier(an, dossier_id=born.id).info.status is Status.STOPPED


def test_a_refusal_outside_leaves_the_other_results_and_is_visible(born, an, binh, ha, chi):
    found = signed(born, an, ha, chi)
    cooperation.refuse_part(
        binh, part_id=found["thuong_tru"].id, reason="Chủ hộ chưa đồng ý cho đăng ký", now=MONDAY + 2 * HOUR
    )
    cooperation.finish_part(binh, part_id=found["the_bhyt"].id, number="TE4862200001", now=MONDAY + 3 * HOUR)

    assert "Chủ hộ chưa đồng ý" in parts(an, born)["thuong_tru"].words
    assert dossiers.get_dossier(an, dossier_id=born.id).info.status is Status.DONE


def test_what_the_police_ask_is_answered_at_the_parent_and_their_time_moves(born, an, binh, ha, chi):
    part = signed(born, an, ha, chi)["thuong_tru"]
    cooperation.ask_applicant(
        binh, part_id=part.id, what="Cần ý kiến đồng ý của chủ hộ bằng văn bản", now=MONDAY + 2 * HOUR
    )
    asked = parts(an, born)["thuong_tru"]
    assert asked.state is PartState.SUPPLEMENT
    assert not work.list_of_subject(binh, subject_id=part.id)

    answered = cooperation.answer_part(
        an, part_id=part.id, text="Chủ hộ đồng ý, có xác nhận kèm theo", now=MONDAY + 26 * HOUR
    )

    assert answered.state is PartState.WORKING
    assert answered.due_at > part.due_at
    assert [one.kind for one in work.list_of_subject(binh, subject_id=part.id)] == ["cooperation.outside"]


def test_who_is_asked_for_more_outside_is_told_and_reads_it_in_the_story(born, an, binh, ha, chi):
    part = signed(born, an, ha, chi)["thuong_tru"]
    cooperation.ask_applicant(binh, part_id=part.id, what="Cần ý kiến đồng ý của chủ hộ", now=MONDAY + 2 * HOUR)

    told = [one for one in notifications.list_notices(an).items if "cần Ông/Bà bổ sung" in one.title]
    assert len(told) == 1 and part.agency in told[0].body
    assert told[0].link == f"/cua-toi/lien-thong/{born.id}/"
    cooperation.answer_part(an, part_id=part.id, text="Chủ hộ đồng ý", now=MONDAY + 3 * HOUR)
    verbs = [one.verb for one in dossiers.get_dossier(an, dossier_id=born.id).timeline]
    assert [one for one in verbs if one.startswith("part_")] == ["part_ended", "part_asked", "part_answered"]


def test_who_acts_for_the_applicant_is_told_sees_the_parts_and_answers(an, binh, ha, chi, units):
    khoa = known_person(number=GRANDSON, name="Lâm Đăng Khoa")
    make_authorisation(proven(an), khoa, codes=[BIRTH], now=MONDAY)
    agent = acting_for(khoa, an.account_id, on=local_day(MONDAY))
    born = make_linked(agent, binh, unit_id=units.commune_a.id, now=MONDAY)
    part = signed(born, agent, ha, chi)["thuong_tru"]
    with clock.frozen(MONDAY + 2 * HOUR):  # the authorisation is for some weeks
        cooperation.ask_applicant(binh, part_id=part.id, what="Cần ý kiến đồng ý của chủ hộ", now=MONDAY + 2 * HOUR)

    assert any("cần Ông/Bà bổ sung" in one.title for one in notifications.list_notices(khoa).items)
    with pytest.raises(cooperation.PartMissing):
        cooperation.answer_part(khoa, part_id=part.id, text="Chủ hộ đồng ý", now=MONDAY + 3 * HOUR)
    done = cooperation.answer_part(agent, part_id=part.id, text="Chủ hộ đồng ý", now=MONDAY + 3 * HOUR)
    assert done.state is PartState.WORKING


def test_taking_the_parent_back_takes_its_parts_back(born, an):
    child = parts(an, born)["khai_sinh"].dossier_id
    dossiers.withdraw(an, dossier_id=born.id, now=MONDAY + HOUR)
    linked.end_parts(born.id, now=MONDAY + HOUR)
    linked.end_parts(born.id, now=MONDAY + HOUR)

    assert {one.state for one in parts(an, born).values()} == {PartState.CANCELLED}
    assert dossiers.get_dossier(an, dossier_id=child).info.status is Status.WITHDRAWN


def test_strangers_see_no_part(born, an, dung):
    part = parts(an, born)["khai_sinh"]

    assert cooperation.list_parts(dung, parent_id=born.id) == []
    with pytest.raises(cooperation.PartMissing):
        cooperation.get_part(dung, part_id=part.id)
    with pytest.raises(cooperation.PartMissing):
        cooperation.finish_part(dung, part_id=part.id, number="1", now=MONDAY)


def test_a_dossier_of_this_house_is_not_finished_by_hand(born, an, binh):
    with pytest.raises(cooperation.PartMissing):
        cooperation.finish_part(binh, part_id=parts(an, born)["khai_sinh"].id, number="1", now=MONDAY)


def deliver():
    wait_for_horizon()
    deliver_pending()


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_all_this_from_the_events_alone(an, binh, ha, chi, units):
    born = make_linked(an, binh, unit_id=units.commune_a.id, code=DEATH, now=MONDAY, parts=False)
    deliver()
    child = parts(an, born)["khai_tu"]
    sign_child(ha, chi, dossier_id=child.dossier_id, now=MONDAY + HOUR)
    deliver()
    deliver()

    found = parts(an, born)
    assert [one.state for one in found.values()] == [PartState.DONE, PartState.WORKING, PartState.WORKING]
    assert dict(found["mai_tang"].sent)["Số Trích lục khai tử"] == found["khai_tu"].result_number


@pytest.mark.django_db(transaction=True)
def test_two_agencies_answering_at_once_finish_the_parent_once(an, binh, ha, chi, units):
    born = make_linked(an, binh, unit_id=units.commune_a.id, code=BIRTH, now=MONDAY)
    found = signed(born, an, ha, chi)
    start = Barrier(2)

    def finish(key):
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return cooperation.finish_part(binh, part_id=found[key].id, number=f"01/{key}", now=MONDAY + 2 * HOUR)
        except DomainError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(finish, ["thuong_tru", "the_bhyt"]))

    assert [one.state for one in answers] == [PartState.DONE, PartState.DONE]
    detail = dossiers.get_dossier(SYSTEM, dossier_id=born.id)
    assert detail.info.status is Status.DONE
    assert [one.verb for one in detail.timeline].count("linked_done") == 1
