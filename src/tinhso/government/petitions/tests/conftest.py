"""People and words the tests of petitions share."""

from decimal import Decimal

import pytest

from tinhso.government.petitions.public import Kind, Place, Said
from tinhso.testing.cast import officer_actor


@pytest.fixture
def mai(units):
    """The head of commune A's one-stop section."""
    return officer_actor(code="A-TBP", name="Hồ Thị Mai", unit_id=units.counter_a.id, roles=("one_stop_head",))


@pytest.fixture
def said(units):
    """A street lamp, as somebody reports it to commune A."""
    place = Place(Decimal("10.25391"), Decimal("105.97221"), "trước số 12 đường 3/2")
    words = "Đèn đường trước nhà số 12 hỏng đã hai tuần, gọi 0912 345 678 không ai nghe."
    return Said(Kind.SCENE, units.commune_a.id, "Đèn đường hỏng", words, place)
