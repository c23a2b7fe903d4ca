"""Loading a province."""

from pathlib import Path

import pytest
from django.conf import settings

from tinhso.foundation.organisations import loader, public
from tinhso.foundation.organisations.data import UnitKind
from tinhso.foundation.organisations.models import Appointment, Officer, Unit
from tinhso.foundation.organisations.province import BadProvince, read_units

PROVINCES = Path(settings.CONTENT_DIR) / "provinces"


def test_vinh_long_of_2023_has_its_107_communes_8_districts_and_18_departments(db):
    report = loader.load_province(PROVINCES / "vinh-long-2023", demo=True)

    assert len(public.list_units(kind=UnitKind.COMMUNE)) == 107
    assert len(public.list_units(kind=UnitKind.DISTRICT)) == 8
    assert len(public.list_units(parent_id=public.root().id, level="province")) == 18
    assert len(public.list_units(kind=UnitKind.ONE_STOP)) == 107 + 8 + 18
    assert len(public.subtree_ids(public.root().id)) == report.units == 267


def test_loading_twice_changes_nothing(db):
    loader.load_province(PROVINCES / "vinh-yen-2022", demo=True)

    again = loader.load_province(PROVINCES / "vinh-yen-2022", demo=True)

    assert (again.units, again.officers) == (0, 0)


def test_a_city_alone_is_a_root_of_its_own(db):
    loader.load_province(PROVINCES / "vinh-yen-2022", demo=False)

    assert public.root().kind is UnitKind.DISTRICT
    assert len(public.list_units(kind=UnitKind.COMMUNE)) == 9


def test_quang_tri_of_2023_has_125_communes_and_an_island_district_without_one(db):
    loader.load_province(PROVINCES / "quang-tri-2023", demo=False)

    island = public.find_territory("471")
    assert len(public.list_units(kind=UnitKind.COMMUNE)) == 125
    assert island is not None
    assert public.list_units(kind=UnitKind.COMMUNE, parent_id=island.id) == ()


def test_demo_staff_are_marked_and_every_commune_has_nine_of_them(db):
    loader.load_province(PROVINCES / "vinh-yen-2022", demo=True)
    ward = public.find_unit("H62.21.01")
    assert ward is not None

    assert not Officer.objects.filter(is_demo=False).exists()
    assert Appointment.objects.filter(unit_id__in=public.subtree_ids(ward.id)).count() == 9
    assert len(public.list_officers(ward.id, role="one_stop_officer", is_deep=True)) == 2
    assert public.list_officers(ward.id)[0].title == "Chủ tịch Ủy ban nhân dân"


def test_a_second_province_is_refused_in_the_same_database(db):
    loader.load_province(PROVINCES / "vinh-yen-2022", demo=False)

    with pytest.raises(BadProvince, match="cơ sở dữ liệu riêng"):
        loader.load_province(PROVINCES / "quang-tri-2023", demo=False)
    assert Unit.objects.filter(code="H50").count() == 0


def test_a_row_whose_parent_is_missing_is_named_with_its_line(tmp_path):
    header = "code,name,short_name,kind,level,gso_code,parent_code,one_stop\n"
    (tmp_path / "units.csv").write_text(
        header + "H61,Tỉnh A,,province,province,,,no\nH61.02,Sở B,,department,province,,H62,no\n"
    )

    with pytest.raises(BadProvince, match="dòng 3"):
        read_units(tmp_path)
