"""Whose dossier it is: the account that files. A number typed on the form opens nobody else's store."""

import pytest

from tinhso.foundation.access.public import actor_for
from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.identity.data import AccountKind
from tinhso.foundation.identity.testing import make_account
from tinhso.foundation.mandates.testing import GRANDSON, acting_for, known_person, make_authorisation, proven
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import SupplementItem
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.testing import MONDAY, make_done, make_submitted, scanned
from tinhso.government.papers import public as papers
from tinhso.government.papers.testing import make_paper
from tinhso.government.procedures.testing import make_procedure, raw_package
from tinhso.government.results import public as results
from tinhso.kernel.clock import local_day
from tinhso.testing.cast import AN_NUMBER

pytestmark = pytest.mark.django_db

CODE = "1.999002"
OTHER = "086290000456"


@pytest.fixture(autouse=True)
def procedure(db):
    """The small procedure, whose one paper a marriage certificate of the store may stand for."""
    components = [{**one, "accepts": ["CNKH"]} if one["code"] == "GT" else one for one in raw_package()["components"]]
    return make_procedure(code=CODE, components=components)


@pytest.fixture
def draft(an, units):
    return dossiers.start_draft(an, procedure_code=CODE, unit_id=units.commune_a.id, now=MONDAY)


def with_number(number):
    answers = good_answers()
    answers["applicant"]["number"] = number
    return answers


def test_who_files_for_themselves_may_not_give_another_persons_number(an, units):
    with pytest.raises(dossiers.FormIncomplete) as refused:
        make_submitted(an, unit_id=units.commune_a.id, data=with_number(OTHER))
    assert "/applicant/number" in refused.value.fields
    assert not Dossier.objects.exists()


def test_the_page_of_a_draft_says_so_and_keeps_what_was_typed(an, draft):
    kept, errors = dossiers.save_page(
        an, draft_id=draft.id, page="nguoi-yeu-cau", answers=with_number(OTHER), now=MONDAY
    )
    assert "không phải của tài khoản đang đăng nhập" in errors["/applicant/number"]
    assert kept.data["applicant"]["number"] == OTHER
    with pytest.raises(dossiers.FormIncomplete):
        dossiers.submit(an, draft_id=draft.id, now=MONDAY)


def test_a_number_typed_in_an_older_dossier_shows_the_officer_nobody_elses_store(an, binh, ha, units):
    kept = make_paper(now=MONDAY, issued_on=local_day(MONDAY), number_of_owner=OTHER)
    info = make_submitted(an, unit_id=units.commune_a.id, code=CODE, papers=scanned(an))
    dossiers.receive(binh, dossier_id=info.id, now=MONDAY)
    Dossier.objects.filter(pk=info.id).update(applicant_number=OTHER)

    assert dossiers.held_in_store(binh, dossier_id=info.id, now=MONDAY) == {}
    with pytest.raises(papers.PaperNotFound):
        dossiers.attach_from_store_at_counter(binh, dossier_id=info.id, component="GT", paper_id=kept.id, now=MONDAY)
    item = SupplementItem("GT", "Giấy tờ", "Mờ", "Chụp lại")
    dossiers.ask_supplement(ha, dossier_id=info.id, items=[item], now=MONDAY)


def test_a_signed_result_comes_into_the_store_of_who_filed(an, binh, ha, chi, units):
    info = make_submitted(an, unit_id=units.commune_a.id)
    assert info.applicant.number == AN_NUMBER
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    (result,) = [one for one in results.list_of_person(an).items if one.dossier_id == done.id]
    assert result.owner_number == AN_NUMBER


def test_a_businesss_dossier_is_the_businesss_though_its_form_names_a_person(units):
    company = actor_for(make_account(number="0100047516", name="Công ty Sông Tiền", kind=AccountKind.BUSINESS))
    info = make_submitted(company, unit_id=units.commune_a.id, data=with_number(OTHER))
    assert info.applicant.number == "0100047516"


def test_who_acts_for_somebody_files_under_the_principals_number(an, units):
    khoa = known_person(number=GRANDSON, name="Lâm Đăng Khoa")
    make_authorisation(proven(an), khoa, codes=[CODE], now=MONDAY)
    agent = acting_for(khoa, an.account_id, on=local_day(MONDAY))
    info = make_submitted(
        agent, unit_id=units.commune_a.id, code=CODE, papers=scanned(agent), data=with_number(GRANDSON)
    )
    assert (info.applicant.number, info.applicant.account_id) == (AN_NUMBER, an.account_id)
