"""No dead dossier: who is told when nothing happens, once each; overdue ones become the head's apology."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.actions.watch import watch
from tinhso.government.dossiers.data import OPEN, Status, SupplementItem
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.rules.next_step import next_step
from tinhso.government.dossiers.rules.stillness import QUIET, Level, Stillness, due_level, patience
from tinhso.government.dossiers.testing import (
    MONDAY,
    make_done,
    make_drafted,
    make_received,
    make_submitted,
    sign_and_wait,
)
from tinhso.government.procedures.public import Act
from tinhso.kernel.actors import SYSTEM

HOUR = timedelta(hours=1)


@pytest.fixture
def a(units):
    return units.commune_a.id


def waiting(dossier_id, kind):
    items = work.list_of_subject(SYSTEM, subject_id=dossier_id)
    return [i.role for i in items if i.kind == kind and i.state in (work.State.OPEN, work.State.CLAIMED)]


def titles(actor):
    return [notice.title for notice in notifications.list_notices(actor).items]


def test_the_owner_is_told_after_eight_working_hours_then_the_head_once_each(an, binh, ha, chi, a, announced):
    info = make_received(an, binh, unit_id=a)  # Monday 09:00; the step may take four hours
    assert watch(MONDAY + 7 * HOUR) == 0
    tuesday = MONDAY + timedelta(days=1, minutes=1)
    assert [watch(tuesday), watch(tuesday)] == [1, 0]
    assert waiting(info.id, "dossiers.stuck") == ["specialist"]
    assert titles(ha) == [f"Hồ sơ {info.code} chưa có bước tiếp theo"] and titles(chi) == []
    wednesday = MONDAY + timedelta(days=2, minutes=1)
    assert [watch(wednesday), watch(wednesday)] == [1, 0]
    assert sorted(waiting(info.id, "dossiers.stuck")) == ["specialist", "unit_head"]
    assert titles(chi) == [f"Hồ sơ {info.code} chưa có bước tiếp theo"]
    levels = [fact.level for fact in announced() if fact.type_name == "dossiers.stood_still.v1"]
    assert levels == ["owner", "head"]
    assert Dossier.objects.get(pk=info.id).version == info.version  # nobody's page is out of date


def test_the_next_act_clears_it_and_stillness_begins_anew(an, binh, ha, a):
    info = make_received(an, binh, unit_id=a)
    later = MONDAY + timedelta(days=1, hours=1)
    watch(later)
    dossiers.draft_result(ha, dossier_id=info.id, fields={"content": "Xong."}, now=later)
    dossiers.take_step(ha, dossier_id=info.id, task="tham_tra", now=later)
    assert waiting(info.id, "dossiers.stuck") == []
    assert watch(later + HOUR) == 0
    assert watch(later + timedelta(days=1, hours=1)) == 1
    assert waiting(info.id, "dossiers.stuck") == ["leader"]


def test_a_result_nobody_fetches_is_the_desks_and_not_the_heads(an, binh, ha, chi, a):
    info = make_done(an, binh, ha, chi, unit_id=a)
    watch(MONDAY + timedelta(days=1, hours=1))
    watch(MONDAY + timedelta(days=8))
    assert waiting(info.id, "dossiers.stuck") == ["one_stop_officer"]


def test_an_applicant_who_lets_the_day_pass_comes_back_to_the_desk_once(an, binh, a):
    info = make_submitted(an, unit_id=a)
    items = [SupplementItem("GT", "Giấy tờ", "Mờ")]
    dossiers.ask_supplement(binh, dossier_id=info.id, items=items, due_on=date(2026, 11, 20), now=MONDAY)
    assert watch(MONDAY + timedelta(days=4)) == 0
    assert [watch(MONDAY + timedelta(days=5)), watch(MONDAY + timedelta(days=6))] == [1, 0]
    assert waiting(info.id, "dossiers.stuck") == ["one_stop_officer"]


def test_an_overdue_dossier_becomes_the_heads_apology_which_outlives_the_next_step(an, binh, ha, chi, a):
    info = make_drafted(an, binh, ha, unit_id=a)  # promised on Thursday 19 November, 09:00
    friday = MONDAY + timedelta(days=4)
    watch(friday)
    watch(friday)
    assert waiting(info.id, "dossiers.apologise") == ["leader"]
    assert f"Hồ sơ {info.code} quá hạn, cần ký phiếu xin lỗi" in titles(chi)
    dossiers.take_step(chi, dossier_id=info.id, task="ky_duyet", outcome="return", remark="Sai ngày", now=friday)
    assert waiting(info.id, "dossiers.apologise") == ["leader"]
    why = "Chờ kết quả xác minh của cơ quan khác."
    dossiers.extend(chi, dossier_id=info.id, new_day=date(2026, 11, 27), reason=why, now=friday)
    assert waiting(info.id, "dossiers.apologise") == []
    watch(MONDAY + timedelta(days=20))  # late again: the law allows no second day
    assert waiting(info.id, "dossiers.apologise") == []


def test_an_apology_owed_ends_with_the_dossier(an, binh, ha, chi, a):
    info = make_drafted(an, binh, ha, unit_id=a)
    friday = MONDAY + timedelta(days=4)
    watch(friday)
    sign_and_wait(chi, dossier_id=info.id, now=friday)
    assert waiting(info.id, "dossiers.apologise") == []


@given(st.sampled_from(sorted(OPEN)), st.integers(0, 200), st.integers(0, 200))
def test_the_longer_it_is_still_the_higher_it_goes(status, worked, allowed):
    order = [None, Level.OWNER, Level.HEAD]
    still = Stillness(status, worked * HOUR, allowed * HOUR)
    longer = Stillness(status, (worked + 1) * HOUR, allowed * HOUR)
    assert order.index(due_level(still)) <= order.index(due_level(longer))
    assert patience(allowed * HOUR) >= QUIET
    assert due_level(Stillness(status, worked * HOUR, timedelta(0))) is not None or worked < 8


@pytest.mark.parametrize(("status", "act"), list(product(Status, ["", *Act])))
def test_every_state_at_every_step_has_an_owner_an_act_and_a_sentence(status, act):
    step = next_step(
        status,
        unit_name="Phường 1",
        step_title=f"Bước {act}" if act else "",
        handler="Hà" if act == "draft" else "",
        due_at=MONDAY if status in OPEN else None,
    )
    assert step.owner and step.act and step.sentence.endswith((".", "!"))
    assert "{" not in step.sentence
    assert (step.owner == "—") == (status not in OPEN)
    assert (step.due_at is not None) == (status in OPEN)
