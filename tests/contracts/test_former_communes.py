"""An address given before a merger is still read by its commune's name, with the last day of that commune."""

from datetime import date

import pytest

from tinhso.entry import whose
from tinhso.entry.whose import communes, former_commune
from tinhso.foundation.forms import public as forms
from tinhso.foundation.forms.communes import commune_label
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.testing import make_unit
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM

MERGED = date(2025, 7, 1)


@pytest.fixture
def phuong_hai(units):
    """A ward merged into Phường 1 on 1 July 2025."""
    forms.provide_communes(communes, former_commune)
    whose._communes.cache_clear()
    old = make_unit(code="H61.21.99", name="Phường Hai", parent_id=units.commune_a.parent_id, gso_code="29999")
    organisations.merge_units(
        actor=SYSTEM, old_ids=[old.id], into=units.commune_a.id, on=MERGED, document="Nghị quyết", now=clock.now()
    )
    yield old
    forms.provide_communes(None)
    whose._communes.cache_clear()


def test_a_commune_that_is_no_more_is_named_with_its_last_day(phuong_hai):
    assert former_commune("29999") == "Phường Hai (đến 30/06/2025)"
    assert commune_label("29999") == "Phường Hai (đến 30/06/2025)"


def test_a_commune_of_today_and_a_code_nobody_bore_are_what_they_were(phuong_hai, units):
    assert commune_label(units.commune_a.gso_code).startswith(units.commune_a.name)
    assert commune_label("00000") == "00000"
    assert organisations.find_former_territory("") is None
    assert organisations.find_former_territory("29999", on=date(2025, 6, 30)) is None
