"""Names and titles stand on papers as Nghị định 30/2020/NĐ-CP writes them."""

import pytest

from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers.rules import wording


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Chủ tịch Ủy ban nhân dân", ("CHỦ TỊCH",)),
        ("Phó Chủ tịch Ủy ban nhân dân", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("Giám đốc Sở Tư pháp", ("GIÁM ĐỐC",)),
        ("Phó Giám đốc", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("Công chức Tư pháp - hộ tịch", ("CÔNG CHỨC TƯ PHÁP - HỘ TỊCH",)),
    ],
)
def test_a_deputy_signs_for_the_head(title, lines):
    assert wording.authority(title) == lines


def test_a_paper_says_where_its_office_is(units):
    def seat(unit):
        return wording.seat(unit, organisations.ancestors(unit.id))

    assert seat(units.commune_a) == "Ủy ban nhân dân phường 1, thành phố Vĩnh Long, tỉnh Vĩnh Long"
    assert seat(units.commune_b) == "Ủy ban nhân dân xã An Bình, thành phố Vĩnh Long, tỉnh Vĩnh Long"
    assert seat(units.province) == "Ủy ban nhân dân tỉnh Vĩnh Long"
    assert seat(units.department) == "Sở Tư pháp"
