"""Acts on units, and what the tree says before and after."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tinhso.foundation.organisations import public, tree
from tinhso.foundation.organisations.data import Level, NewUnit, Share, UnitKind
from tinhso.foundation.organisations.errors import (
    BadCode,
    BadDates,
    CodeTaken,
    TreeCircle,
    UnitClosed,
    UnitHasParts,
    UnitNotFound,
)
from tinhso.foundation.organisations.events import UnitChanged, UnitSucceeded
from tinhso.foundation.organisations.models import Unit, UnitPlace
from tinhso.foundation.organisations.testing import make_unit
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import Forbidden

DOCUMENT = "Nghị quyết 1687/NQ-UBTVQH15"
DAY = date(2025, 7, 1)
BEFORE = DAY - timedelta(days=1)


def act(**more):
    return {"actor": SYSTEM, "on": DAY, "document": DOCUMENT, "now": clock.now(), **more}


def new_commune(parent_id, code="H61.50", name="Phường Long Châu"):
    return NewUnit(code=code, name=name, kind=UnitKind.COMMUNE, level=Level.COMMUNE, parent_id=parent_id)


def test_a_new_unit_exists_from_its_day_on(units, announced):
    made = public.create_unit(new=new_commune(units.province.id), **act())

    assert made.parent_id == units.province.id
    assert made in public.list_units(kind=UnitKind.COMMUNE, on=DAY)
    assert made.id not in {unit.id for unit in public.list_units(on=BEFORE)}
    assert announced() == [UnitChanged(unit_id=made.id, change="created", on=DAY)]


def test_a_code_names_one_unit_for_ever(units):
    with pytest.raises(CodeTaken):
        public.create_unit(new=new_commune(units.province.id, code="H61.21.03"), **act())


@pytest.mark.parametrize("code", ["", "61.02", "H6", "H61.1", "H61..02", "Z99", "H61." + "02." * 12])
def test_what_is_no_identification_code_is_refused(units, code):
    with pytest.raises(BadCode):
        public.create_unit(new=new_commune(units.province.id, code=code), **act())


def test_an_old_name_stays_true_for_the_days_before(units):
    public.rename_unit(unit_id=units.commune_a.id, name="Phường Long Châu", **act())

    assert public.get_unit(units.commune_a.id, on=BEFORE).name == "Phường 1"
    assert public.get_unit(units.commune_a.id, on=DAY).name == "Phường Long Châu"


def test_a_unit_moves_with_all_below_it_and_without_a_third_level(units):
    public.move_unit(unit_id=units.commune_a.id, parent_id=units.province.id, **act())

    assert units.counter_a.id in public.subtree_ids(units.district.id, on=BEFORE)
    assert units.counter_a.id not in public.subtree_ids(units.district.id, on=DAY)
    assert [unit.id for unit in public.ancestors(units.counter_a.id, on=DAY)] == [
        units.commune_a.id,
        units.province.id,
    ]


def test_a_unit_cannot_lie_below_itself(units):
    with pytest.raises(TreeCircle):
        public.move_unit(unit_id=units.district.id, parent_id=units.counter_a.id, **act())


def test_an_act_before_the_last_one_is_refused(units):
    public.rename_unit(unit_id=units.commune_a.id, name="Phường Mới", **act())

    with pytest.raises(BadDates):
        public.rename_unit(unit_id=units.commune_a.id, name="Phường Khác", **act(on=BEFORE))


def test_a_district_cannot_close_over_its_communes(units):
    with pytest.raises(UnitHasParts):
        public.close_unit(unit_id=units.district.id, **act())


def test_a_closed_unit_is_known_but_no_longer_listed(units):
    public.close_unit(unit_id=units.commune_a.id, **act())

    assert public.get_unit(units.commune_a.id, on=DAY).valid_to == DAY
    assert units.counter_a.id not in public.subtree_ids(units.province.id, on=DAY)
    assert units.counter_a.id in public.subtree_ids(units.province.id, on=BEFORE)
    with pytest.raises(UnitClosed):
        public.rename_unit(unit_id=units.commune_a.id, name="Muộn", **act(on=DAY + timedelta(days=3)))


def test_two_communes_become_one_and_the_old_ones_point_to_it(units, announced):
    made = public.merge_units(
        old_ids=[units.commune_a.id, units.commune_b.id], into=new_commune(units.province.id), **act()
    )

    assert public.successors(units.commune_a.id, DAY) == (made,)
    assert public.successors(units.commune_a.id, BEFORE)[0].id == units.commune_a.id
    assert public.predecessors(made.id, on=DAY) == {units.commune_a.id, units.commune_b.id}
    assert UnitSucceeded(old_id=units.commune_b.id, new_id=made.id, share="whole", on=DAY) in announced()
    assert [line.document for line in public.succession_of(units.commune_a.id, on=DAY)] == [DOCUMENT]


def test_the_district_level_goes_and_its_communes_come_under_the_province(units):
    public.merge_units(old_ids=[units.district.id], into=units.province.id, **act())

    assert public.list_units(kind=UnitKind.DISTRICT, on=DAY) == ()
    assert public.get_unit(units.commune_a.id, on=DAY).parent_id == units.province.id
    assert public.agency_of(units.counter_a.id, on=DAY).id == units.commune_a.id


def test_successors_are_followed_over_several_reforms(units):
    middle = public.merge_units(old_ids=[units.commune_a.id], into=new_commune(units.district.id), **act())
    later = DAY + timedelta(days=400)
    last = public.merge_units(old_ids=[middle.id], into=units.commune_b.id, **act(on=later))

    assert [unit.id for unit in public.successors(units.commune_a.id, later)] == [last.id]
    assert public.predecessors(last.id, on=later) == {middle.id, units.commune_a.id}


def test_a_divided_commune_has_a_main_successor_who_comes_first(units):
    parts = [
        (units.commune_b.id, Share.PART),
        (new_commune(units.district.id), Share.MAIN),
    ]

    main, other = public.split_unit(unit_id=units.commune_a.id, parts=parts, **act())

    assert [unit.id for unit in public.successors(units.commune_a.id, DAY)] == [main.id, other.id]
    assert public.predecessors(units.commune_b.id, on=DAY) == frozenset()


def test_a_failed_reform_leaves_no_trace(units, announced):
    with pytest.raises(UnitNotFound):
        public.merge_units(
            old_ids=[units.commune_a.id, uuid4()],
            into=new_commune(units.province.id),
            **act(),
        )

    assert public.get_unit(units.commune_a.id, on=DAY).valid_to is None
    assert public.find_unit("H61.50") is None
    assert announced() == []


def test_who_may_not_change_units_is_refused(units, binh):
    with pytest.raises(Forbidden):
        public.close_unit(unit_id=units.commune_a.id, **act(actor=binh))


def test_the_operator_may_change_units(units, em):
    public.rename_unit(unit_id=units.commune_a.id, name="Phường Long Châu", **act(actor=em))

    assert public.get_unit(units.commune_a.id, on=DAY).name == "Phường Long Châu"


def test_the_database_itself_refuses_two_places_at_once(units):
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitPlace.objects.create(unit_id=units.commune_a.id, parent_id=units.province.id, valid_from=DAY)


def test_reading_the_tree_costs_no_query(units, django_assert_num_queries):
    public.root()

    with django_assert_num_queries(0):
        public.get_unit(units.commune_a.id)
        public.subtree_ids(units.province.id)
        public.ancestors(units.counter_a.id)
        public.agency_of(units.counter_a.id)


def test_what_is_rolled_back_is_not_remembered(units):
    with pytest.raises(RuntimeError), transaction.atomic():
        public.rename_unit(unit_id=units.commune_a.id, name="Chưa quyết định", **act(on=date(2021, 1, 1)))
        assert public.get_unit(units.commune_a.id).name == "Chưa quyết định"
        raise RuntimeError

    assert public.get_unit(units.commune_a.id).name == "Phường 1"


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_an_act_within_a_second():
    top = make_unit(code="H61", name="Tỉnh Vĩnh Long", kind=UnitKind.PROVINCE, level=Level.PROVINCE)
    assert public.root().name == "Tỉnh Vĩnh Long"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_unitname SET name = 'Tỉnh khác' WHERE unit_id = %s", [top.id])
        cursor.execute("UPDATE organisations_treeversion SET token = gen_random_uuid()")

    tree._memory.checked_at -= tree.CHECK_SECONDS * 2

    assert public.root().name == "Tỉnh khác"


def test_units_are_listed_in_vietnamese_order_with_numbers_by_size(db):
    top = make_unit(code="H61", name="Tỉnh", kind=UnitKind.PROVINCE, level=Level.PROVINCE)
    for place, name in enumerate(["Phường 10", "Xã Đồng Phú", "Phường 2", "Xã An Bình", "Xã Ấp Mới"]):
        make_unit(code=f"H61.{place:02d}", name=name, parent_id=top.id)

    names = [unit.name for unit in public.list_units(parent_id=top.id)]

    assert names == ["Phường 2", "Phường 10", "Xã An Bình", "Xã Ấp Mới", "Xã Đồng Phú"]


def test_the_full_name_leads_up_to_the_province(units):
    assert public.full_name(units.commune_a.id) == "Phường 1, Thành phố Vĩnh Long"
    assert Unit.objects.count() == 9
