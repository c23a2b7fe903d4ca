"""Receipt regardless of boundary: any commune's desk receives for another; and which law holds on which day."""

from datetime import date, datetime

import pytest
from django.db import connection

from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.access import visible_parts
from tinhso.government.dossiers.data import Status
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.queries import lists
from tinhso.government.dossiers.regimes import get_regime
from tinhso.government.dossiers.testing import MONDAY, SEEN, make_submitted, sign_and_wait
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
    sign_and_wait(leader_b, dossier_id=passed_on.id, now=MONDAY)
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


def listed(actor, **wanted):
    page = dossiers.list_dossiers(actor, wanted=dossiers.DossierFilter(**wanted), now=MONDAY)
    return [info.id for info in page.items]


def test_the_desk_finds_in_its_lists_what_it_received_for_others(an, binh, dung, units, passed_on):
    own = make_submitted(an, unit_id=units.commune_a.id)
    assert listed(binh) == [own.id, passed_on.id]
    assert listed(binh, order="due") == [passed_on.id]
    assert listed(binh, words="Nguyễn") == [own.id, passed_on.id]
    assert listed(binh, for_others=True) == [passed_on.id]
    assert listed(binh, unit_ids=(units.commune_a.id,)) == [own.id]  # a figure of the unit leads to its own
    assert listed(binh, unit_ids=(units.commune_b.id,)) == [passed_on.id]
    assert dossiers.count_dossiers(binh, wanted=dossiers.DossierFilter(), now=MONDAY) == 2
    assert dossiers.count_dossiers(binh, wanted=dossiers.DossierFilter(words="Nguyễn"), now=MONDAY) == 2
    assert listed(dung) == [passed_on.id] and listed(dung, for_others=True) == []
    assert dossiers.versions_of(binh, dossier_ids=[passed_on.id, own.id]).keys() == {passed_on.id, own.id}


def test_pages_run_through_own_and_received_ones_in_one_order_with_one_statement(
    an, binh, units, django_assert_num_queries
):
    make_procedure()
    made = []
    for turn in range(6):
        if turn % 2:
            made.append(receive_for(binh, units.commune_a.id, units.commune_b.id).id)
        else:
            made.append(make_submitted(an, unit_id=units.commune_a.id).id)
    seen, cursor = [], ""
    for _turn in range(4):
        with django_assert_num_queries(1):
            page = lists.list_dossiers(binh, wanted=dossiers.DossierFilter(), now=MONDAY, cursor=cursor, size=2)
        seen += [info.id for info in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == sorted(made, reverse=True)


def test_both_parts_of_a_list_are_read_in_the_order_of_an_index(binh, units, passed_on):
    """No part of the list is read whole and sorted: each is an index scan that stops at the page's end."""
    parts = visible_parts(binh)
    assert len(parts) == 2
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        for rows in parts:
            sql, params = rows.order_by("-id").values("pk")[:51].query.sql_with_params()
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Sort" not in plan and "Index" in plan, plan
    assert parts[1].order_by("promised_at", "id").filter(status__in=[2, 4]).exists()


def test_who_neither_decides_nor_received_sees_nothing_of_it(units, passed_on):
    third = officer_actor(code="C-MC", name="Đặng Cẩm", unit_id=units.department.id, roles=("one_stop_officer",))
    assert listed(third) == [] and listed(third, for_others=True) == []


MANY = 20_000


def fill(pattern, units):
    """Copy one dossier many times: a few received by each of the two communes for the other, by plain SQL."""
    own = [field.column for field in Dossier._meta.concrete_fields if not field.generated]
    fresh = {
        "id": "gen_random_uuid()",
        "code": "'X' || n",
        "token": "'T' || n",
        "unit_id": "CASE WHEN n % 2 = 0 THEN %s::uuid ELSE %s::uuid END",
        "receiving_unit_id": "CASE WHEN n % 1000 = 1 THEN %s::uuid WHEN n % 1000 = 0 THEN %s::uuid END",
    }
    chosen = ", ".join(fresh.get(name, f'"{name}"').replace("% 2", "%% 2").replace("% 1000", "%% 1000") for name in own)
    names = ", ".join(f'"{name}"' for name in own)
    a, b = units.commune_a.id, units.commune_b.id
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO dossiers_dossier ({names}) SELECT {chosen}"
            " FROM dossiers_dossier, generate_series(1, %s) AS n WHERE dossiers_dossier.id = %s",
            [a, b, a, b, MANY, pattern],
        )
        cursor.execute("ANALYZE dossiers_dossier")


def test_among_many_rows_the_few_received_for_others_are_found_by_their_index(binh, units, passed_on):
    fill(passed_on.id, units)
    rows = [part.order_by("-id").values("pk")[:51] for part in visible_parts(binh)]
    with connection.cursor() as cursor:
        sql, params = rows[1].query.sql_with_params()
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        plan = cursor.fetchone()[0][0]["Plan"]
    assert "dossier_receiving_unit" in str(plan), plan
    page = lists.list_dossiers(binh, wanted=dossiers.DossierFilter(), now=MONDAY, size=50)
    assert len(page.items) == 50 and page.next_cursor
    only = lists.list_dossiers(binh, wanted=dossiers.DossierFilter(for_others=True), now=MONDAY, size=50)
    assert {info.unit_id for info in only.items} == {units.commune_b.id} and len(only.items) == MANY // 1000 + 1
