"""A late answer of the population database that does not agree: asked for once, in the dossier's story, never twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tinhso.data.population.events import PersonVerified
from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.dossiers import handlers
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import Status
from tinhso.government.dossiers.testing import MONDAY, make_received, make_submitted
from tinhso.government.papers.testing import make_paper
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import make_procedure, raw_package
from tinhso.kernel.events import Envelope
from tinhso.kernel.ids import uuid7
from tinhso.testing.cast import an, binh, units  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)


def heard(dossier_id, *, outcome="mismatch", kind="dossier"):
    fact = PersonVerified(uuid4(), kind, dossier_id, None, outcome, "birth" if outcome == "mismatch" else "")
    handlers.person_verified(Envelope(uuid7(), fact, LATER, None))


@pytest.mark.parametrize("make", ["submitted", "received"])
def test_a_birth_date_that_differs_is_asked_for_once(an, binh, units, make):  # noqa: F811
    info = (
        make_submitted(an, unit_id=units.commune_a.id)
        if make == "submitted"
        else make_received(an, binh, unit_id=units.commune_a.id)
    )
    heard(info.id)
    heard(info.id)
    detail = dossiers.get_dossier(an, dossier_id=info.id)
    assert detail.info.status is Status.WAITING_SUPPLEMENT
    assert len(detail.supplements) == 1
    assert "ngày sinh" in detail.supplements[0].items[0].reason
    seen = dossiers.get_dossier(binh, dossier_id=info.id)
    assert sum("Cơ sở dữ liệu quốc gia về dân cư: ngày sinh" in e.sentence for e in seen.timeline) == 1


def test_who_was_asked_before_is_not_asked_again_but_the_officer_sees_it(an, binh, units):  # noqa: F811
    info = make_submitted(an, unit_id=units.commune_a.id)
    item = dossiers.SupplementItem(component="GCS", name="Giấy chứng sinh", reason="Ảnh mờ")
    dossiers.ask_supplement(binh, dossier_id=info.id, items=[item], now=MONDAY)
    heard(info.id)
    detail = dossiers.get_dossier(binh, dossier_id=info.id)
    assert len(detail.supplements) == 1
    assert any("dân cư" in e.sentence for e in detail.timeline)


def test_an_answer_that_agrees_or_is_about_a_draft_changes_nothing(an, units):  # noqa: F811
    info = make_submitted(an, unit_id=units.commune_a.id)
    heard(info.id, outcome="matched")
    heard(info.id, kind="draft")
    assert dossiers.get_dossier(an, dossier_id=info.id).info.status is Status.NEW


def test_the_applicant_answers_though_the_procedure_has_no_such_component(an, binh, units):  # noqa: F811
    info = make_received(an, binh, unit_id=units.commune_a.id)
    heard(info.id)
    asked = dossiers.get_dossier(an, dossier_id=info.id)
    version = procedures.get_version(asked.version_id)
    assert asked.supplements[0].items[0].component not in {one.code for one in version.components}
    scan = files.save_bytes(make_pdf(), name="can-cuoc.pdf", actor=an, now=LATER)

    answered = dossiers.supplement(an, dossier_id=info.id, papers={"CCCD": [scan.id]}, now=LATER)

    assert answered.status is Status.RECEIVED
    (brought,) = [one for one in dossiers.get_dossier(an, dossier_id=info.id).papers if one.supplement_id]
    assert brought.file_id == scan.id and "ngày sinh" in brought.name


def test_a_paper_the_store_holds_is_not_asked_for_and_the_event_is_heard(an, binh, units):  # noqa: F811
    components = raw_package()["components"]
    card = next(one for one in components if one["code"] == "GT")
    card = {**card, "code": "CCCD", "name": "Thẻ căn cước", "required": False, "accepts": ["CNKH"]}
    make_procedure(code="1.999003", components=[*components, card])
    make_paper(now=MONDAY - timedelta(days=1), issued_on=(MONDAY - timedelta(days=1)).date())
    info = make_submitted(an, unit_id=units.commune_a.id, code="1.999003")

    heard(info.id)
    heard(info.id)

    detail = dossiers.get_dossier(binh, dossier_id=info.id)
    assert detail.info.status is Status.NEW and detail.supplements == ()
    assert sum(entry.verb == "identity_differs" for entry in detail.timeline) == 1
