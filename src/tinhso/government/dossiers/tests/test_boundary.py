"""Receipt regardless of boundary: any commune's desk receives for another; and which law holds on which day."""

from datetime import date, datetime

import pytest

from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import Status
from tinhso.government.dossiers.regimes import get_regime
from tinhso.government.dossiers.testing import MONDAY, SEEN
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel.clock import LOCAL_ZONE
from tinhso.testing.cast import officer_actor


@pytest.fixture
def leader_b(units):
    """The leader of commune B, where the dossier is decided."""
    return officer_actor(
        code="B-CT", name="Cao Thị Bê", unit_id=units.commune_b.id, roles=("leader",), title="Chủ tịch Ủy ban nhân dân"
    )


@pytest.fixture
def passed_on(binh, units):
    """A dossier Bình's desk in commune A took in for commune B."""
    make_procedure()
    return receive_for(binh, units.commune_a.id, units.commune_b.id)


def receive_for(desk, unit_id, for_unit, *, now=MONDAY):
    return dossiers.receive_at_counter(
        desk, procedure_code=CODE, unit_id=unit_id, for_unit=for_unit, data=good_answers(), papers=SEEN, now=now
    )


def test_it_has_the_desks_code_and_lies_with_the_unit_that_decides(binh, dung, units, passed_on, announced):
    assert passed_on.code.startswith("H61.21.03-") and passed_on.unit_id == units.commune_b.id
    assert passed_on.status is Status.RECEIVED
    assert [item.subject_id for item in work.list_items(dung, box=work.Box.GROUP).items] == [passed_on.id]
    assert "dossiers.transferred.v1" in [fact.type_name for fact in announced()]
    story = [entry.sentence for entry in dossiers.get_dossier(binh, dossier_id=passed_on.id).timeline]
    assert story[-1].startswith("Chuyển hồ sơ đến Xã An Bình")


def test_the_desk_keeps_seeing_it_and_hands_the_result_over_there(binh, ha, dung, leader_b, passed_on):
    dossiers.draft_result(dung, dossier_id=passed_on.id, fields={"content": "Xác nhận."}, now=MONDAY)
    dossiers.take_step(dung, dossier_id=passed_on.id, task="tham_tra", now=MONDAY)
    with pytest.raises(dossiers.NotYourStep):
        dossiers.take_step(binh, dossier_id=passed_on.id, task="ky_duyet", outcome="return", remark="x", now=MONDAY)
    dossiers.sign_result(leader_b, dossier_id=passed_on.id, now=MONDAY)
    assert [item.subject_id for item in work.list_items(binh, box=work.Box.GROUP).items] == [passed_on.id]
    step = dossiers.get_dossier(binh, dossier_id=passed_on.id).next_step
    assert "Phường 1" in step.owner and "Phường 1" in step.sentence
    assert dossiers.hand_over(binh, dossier_id=passed_on.id, now=MONDAY).status is Status.HANDED_OVER


def test_the_desk_does_not_decide_for_the_other_unit(binh, chi, passed_on):
    with pytest.raises(dossiers.NotYourStep):
        dossiers.stop(binh, dossier_id=passed_on.id, reasons=[dossiers.Reason("x", "y")], now=MONDAY)
    with pytest.raises(dossiers.NotYourStep):
        dossiers.extend(chi, dossier_id=passed_on.id, new_day=date(2026, 11, 25), reason="Lý do đủ dài", now=MONDAY)


def test_before_july_2025_nobody_received_for_another_commune(binh, units):
    make_procedure()
    june = datetime(2025, 6, 30, 9, tzinfo=LOCAL_ZONE)
    with pytest.raises(dossiers.NotOffered, match="chưa áp dụng"):
        receive_for(binh, units.commune_a.id, units.commune_b.id, now=june)
    july = datetime(2025, 7, 1, 9, tzinfo=LOCAL_ZONE)
    assert receive_for(binh, units.commune_a.id, units.commune_b.id, now=july).unit_id == units.commune_b.id


def test_a_desk_of_another_kind_receives_for_itself_alone(units):
    desk = officer_actor(code="S-MC", name="Sở", unit_id=units.department_counter.id, roles=("one_stop_officer",))
    make_procedure()
    with pytest.raises(dossiers.NotOffered, match="cấp xã"):
        receive_for(desk, units.department.id, units.commune_b.id)


def test_the_law_of_the_day_says_forms_and_bounds():
    old, new = get_regime(date(2025, 6, 30)), get_regime(date(2025, 7, 1))
    assert (old.code, new.code) == ("61/2018", "118/2025")
    assert "stop" not in old.forms and new.forms["stop"] == "07"
    assert old.levels - new.levels == {"district"}
    assert get_regime(date(2015, 1, 1)).code == "61/2018"
