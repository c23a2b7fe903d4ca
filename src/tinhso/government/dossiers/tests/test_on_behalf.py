"""Filing for somebody else: theirs is the dossier, both see it, both stand on record, and what has ended gives nothing."""

from datetime import timedelta

import pytest

from tinhso.foundation.access.public import actor_for
from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity.data import AccountKind
from tinhso.foundation.identity.testing import make_account
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.mandates.public import Role
from tinhso.foundation.mandates.testing import GRANDSON, acting_for, known_person, make_authorisation, proven
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import TimelineEvent
from tinhso.government.dossiers.testing import MONDAY, make_submitted
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel.clock import local_day

TODAY = local_day(MONDAY)


@pytest.fixture
def khoa(db):
    make_procedure()
    return known_person(number=GRANDSON, name="Lâm Đăng Khoa")


@pytest.fixture
def agent(an, khoa):
    """Khoa, acting for An in this one procedure."""
    make_authorisation(proven(an), khoa, codes=[CODE], now=MONDAY)
    return acting_for(khoa, an.account_id, on=TODAY)


def test_the_dossier_is_the_principals_and_both_see_it(an, khoa, agent, units):
    filed = make_submitted(agent, unit_id=units.commune_a.id)
    assert filed.applicant.account_id == an.account_id
    assert dossiers.get_dossier(an, dossier_id=filed.id).info.code == filed.code
    assert dossiers.get_dossier(agent, dossier_id=filed.id).info.code == filed.code
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.get_dossier(khoa, dossier_id=filed.id)
    assert [one.id for one in dossiers.list_dossiers(agent, wanted=dossiers.DossierFilter(), now=MONDAY).items] == [
        filed.id
    ]
    assert dossiers.list_dossiers(khoa, wanted=dossiers.DossierFilter(), now=MONDAY).items == []


def test_story_audit_and_tracker_show_both(an, agent, units):
    filed = make_submitted(agent, unit_id=units.commune_a.id)
    line = TimelineEvent.objects.get(dossier_id=filed.id, verb="submitted")
    assert (line.who, line.account_id) == ("Lâm Đăng Khoa (thay Nguyễn Thị An)", agent.account_id)
    entry = next(e for e in audit.list_trail(filed.id).items if e.verb == "dossiers.submitted")
    assert (entry.account_id, entry.detail["on_behalf_of"]) == (agent.account_id, str(an.account_id))
    dossiers.get_dossier(agent, dossier_id=filed.id)
    reads = audit.list_reads_of(an.account_id).items
    assert any(read.account_id == agent.account_id for read in reads)


def test_what_has_ended_shows_nothing_more(an, khoa, agent, units):
    filed = make_submitted(agent, unit_id=units.commune_a.id)
    (made,) = mandates.list_mandates(khoa).items
    mandates.end(proven(an), mandate_id=made.id, now=MONDAY)
    later = acting_for(khoa, an.account_id, on=TODAY)
    assert later.behalf is None
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.get_dossier(later, dossier_id=filed.id)
    draft = dossiers.list_drafts(later)
    assert draft == []


def test_an_authorised_person_sees_nothing_else_of_the_principals(an, agent, units):
    own = make_submitted(an, unit_id=units.commune_a.id)
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.get_dossier(agent, dossier_id=own.id)
    assert dossiers.list_dossiers(agent, wanted=dossiers.DossierFilter(), now=MONDAY).items == []


def test_outside_what_is_named_nothing_can_be_begun(an, khoa, units):
    make_authorisation(proven(an), khoa, fields=["another-field"], now=MONDAY)
    agent = acting_for(khoa, an.account_id, on=TODAY)
    with pytest.raises(mandates.MayNotFile):
        dossiers.start_draft(agent, procedure_code=CODE, unit_id=units.commune_a.id, now=MONDAY)


def test_a_draft_for_another_is_apart_from_ones_own_and_prefilled_with_the_principal(an, khoa, agent, units):
    own = dossiers.start_draft(khoa, procedure_code=CODE, unit_id=units.commune_a.id, now=MONDAY)
    other = dossiers.start_draft(agent, procedure_code=CODE, unit_id=units.commune_a.id, now=MONDAY)
    assert own.id != other.id
    assert other.data["applicant"]["name"] == "Nguyễn Thị An"
    assert [d.id for d in dossiers.list_drafts(khoa)] == [own.id]
    assert [d.id for d in dossiers.list_drafts(agent)] == [other.id]
    for actor, draft in ((khoa, other), (agent, own), (an, other)):
        with pytest.raises(dossiers.DraftNotFound):
            dossiers.get_draft(actor, draft_id=draft.id)


def test_who_only_looks_for_a_business_files_and_withdraws_nothing(an, khoa, units):
    company = actor_for(make_account(number="0100047516", name="Công ty Sông Tiền", kind=AccountKind.BUSINESS))
    made = mandates.invite(company, role=Role.VIEWER, number=GRANDSON, name="Lâm Đăng Khoa", now=MONDAY)
    mandates.accept(khoa, mandate_id=made.id, now=MONDAY)
    viewer = acting_for(khoa, company.account_id, on=TODAY)
    filed = make_submitted(company, unit_id=units.commune_a.id)
    assert dossiers.get_dossier(viewer, dossier_id=filed.id).info.id == filed.id
    with pytest.raises(mandates.MayNotFile):
        dossiers.withdraw(viewer, dossier_id=filed.id, now=MONDAY)
    with pytest.raises(mandates.MayNotFile):
        dossiers.start_draft(viewer, procedure_code=CODE, unit_id=units.commune_a.id, now=MONDAY)


def test_the_receipt_names_the_authorised_person(an, agent, binh, units):
    from tinhso.government.dossiers.models import Dossier
    from tinhso.government.dossiers.queries.prints import _receipt

    filed = make_submitted(agent, unit_id=units.commune_a.id)
    dossiers.receive(binh, dossier_id=filed.id, now=MONDAY + timedelta(minutes=5))
    data = _receipt(Dossier.objects.get(pk=filed.id), MONDAY)
    assert data["submitter"] == "Lâm Đăng Khoa"
    assert data["representative"]["number"] == GRANDSON
    assert data["representative"]["authorization"].startswith("Người được ủy quyền")
    assert dossiers.print_paper(an, dossier_id=filed.id, paper="receipt", now=MONDAY).startswith(b"%PDF")
