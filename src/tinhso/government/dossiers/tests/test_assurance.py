"""A procedure that asks for level 2 is filed by who is proven at level 2, and the draft waits meanwhile."""

from dataclasses import replace

import pytest

from tinhso.foundation.access.public import AssuranceTooLow
from tinhso.foundation.forms.testing import good_answers
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_submitted, scanned
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import make_procedure

STRICT = "1.999077"


@pytest.fixture
def strict(units):
    procedures.forget_versions()
    make_procedure(code=STRICT, assurance={"level": 2, "mark": "unsure"})
    yield STRICT
    procedures.forget_versions()


def proven(actor, level):
    return replace(actor, assurance=level)


def test_a_draft_of_a_strict_procedure_is_begun_at_level_two(an, strict):
    with pytest.raises(AssuranceTooLow) as refused:
        dossiers.start_draft(proven(an, 1), procedure_code=strict, now=MONDAY)

    assert refused.value.detail == {"needed": 2}
    assert "mức 2" in refused.value.sentence
    assert dossiers.start_draft(proven(an, 2), procedure_code=strict, now=MONDAY).id


def test_whose_session_has_become_weaker_cannot_submit_and_loses_nothing(an, strict, units):
    draft = dossiers.start_draft(proven(an, 2), procedure_code=strict, unit_id=units.commune_a.id, now=MONDAY)

    with pytest.raises(AssuranceTooLow):
        dossiers.submit(proven(an, 1), draft_id=draft.id, now=MONDAY)

    assert [one.id for one in dossiers.list_drafts(proven(an, 1))] == [draft.id]


def test_the_api_asks_for_as_much(an, strict, units):
    filed = {
        "procedure_code": strict,
        "unit_id": units.commune_a.id,
        "data": good_answers(),
        "papers": scanned(an),
        "now": MONDAY,
    }

    with pytest.raises(AssuranceTooLow):
        dossiers.submit_directly(proven(an, 1), **filed)
    assert dossiers.submit_directly(proven(an, 2), **filed).code


def test_a_procedure_that_says_nothing_takes_level_one(an, units):
    assert make_submitted(proven(an, 1), unit_id=units.commune_a.id).code
