"""The demo's case files: drawn up once, filled, and one on its way to the archive."""

import pytest

from tinhso.government.casefiles import demo
from tinhso.government.casefiles import public as casefiles
from tinhso.government.casefiles.testing import MORNING
from tinhso.government.documents.testing import make_clerk, make_issued
from tinhso.government.dossiers.testing import make_done
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db


def test_the_demo_is_loaded_once(units, an, binh, ha, chi):
    assert demo.load_demo(MORNING) == 0  # nobody of the demo is here
    code, unit = units.commune_a.code, units.commune_a.id
    clerk = make_clerk(unit, code=f"{code}-VT")
    officer_actor(code=f"{code}-CT", name="Người đứng đầu", unit_id=unit, roles=("leader",))
    make_issued(clerk, unit)
    make_done(an, binh, ha, chi, unit_id=unit)

    assert demo.load_at(code, now=MORNING)
    assert not demo.load_at(code, now=MORNING)

    (drawn,) = casefiles.list_lists(clerk)
    assert (drawn.is_draft, drawn.entries) == (False, 4)
    states = {one.notation: (one.state, len(casefiles.list_items(clerk, file_id=one.id)))
              for one in casefiles.list_files(clerk).items}  # fmt: skip
    assert states[demo.FILLED] == (casefiles.FileState.OPEN, 1)
    assert states[demo.HANDED_OVER] == (casefiles.FileState.SENT, 1)
