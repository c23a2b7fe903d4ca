"""Once only: papers of the store stand for components, are not asked for again, and tell when they are revoked."""

from datetime import date, timedelta

import pytest

from tinhso.foundation.access.public import AssuranceTooLow
from tinhso.foundation.audit import public as audit
from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.mandates.testing import GRANDSON, acting_for, known_person, make_authorisation, proven
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import SupplementItem
from tinhso.government.dossiers.models import Draft
from tinhso.government.dossiers.testing import MONDAY, make_submitted, scanned
from tinhso.government.papers import public as papers
from tinhso.government.papers.testing import make_declared, make_paper
from tinhso.government.procedures.testing import make_procedure, raw_package
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.clock import local_day
from tinhso.testing.cast import citizen_actor

pytestmark = pytest.mark.django_db

CODE = "1.999002"
KEPT = MONDAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def procedure(db):
    """The small procedure, whose one paper a marriage certificate of the store may stand for."""
    components = [{**one, "accepts": ["CNKH"]} if one["code"] == "GT" else one for one in raw_package()["components"]]
    return make_procedure(code=CODE, components=components)


@pytest.fixture
def kept():
    return make_paper(now=KEPT, issued_on=KEPT.date())


@pytest.fixture
def draft(an, units):
    made = dossiers.start_draft(an, procedure_code=CODE, unit_id=units.commune_a.id, now=MONDAY)
    Draft.objects.filter(pk=made.id).update(data=good_answers())
    return dossiers.get_draft(an, draft_id=made.id)


def make_received(an, binh, *, unit_id):
    info = make_submitted(an, unit_id=unit_id, code=CODE, papers=scanned(an))
    return dossiers.receive(binh, dossier_id=info.id, now=MONDAY)


def filed(an, draft, kept):
    dossiers.attach_from_store(an, draft_id=draft.id, component="GT", paper_id=kept.id, now=MONDAY)
    return dossiers.submit(an, draft_id=draft.id, now=MONDAY)


def test_the_draft_offers_what_the_store_holds_and_filing_needs_no_upload(an, draft, kept):
    offered = dossiers.offered_for_draft(an, draft_id=draft.id, now=MONDAY)
    assert {code: [one.id for one in found] for code, found in offered.items()} == {"GT": [kept.id]}

    info = filed(an, draft, kept)

    (paper,) = dossiers.get_dossier(an, dossier_id=info.id).papers
    assert paper.file_id == kept.file_id
    (used,) = dossiers.reused_papers(an, dossier_id=info.id, now=MONDAY)
    assert (used.number, used.state) == ("01/2026", papers.PaperState.IN_FORCE)


def test_attaching_twice_is_once_and_a_paper_taken_off_is_no_longer_told_as_used(an, draft, kept):
    for _turn in range(2):
        info = dossiers.attach_from_store(an, draft_id=draft.id, component="GT", paper_id=kept.id, now=MONDAY)
    (paper,) = info.papers
    dossiers.detach(an, draft_id=draft.id, paper_id=paper.id, now=MONDAY)

    other = make_paper(now=KEPT, issued_on=KEPT.date(), number="02/2026")
    done = filed(an, draft, other)

    assert [one.number for one in dossiers.reused_papers(an, dossier_id=done.id, now=MONDAY)] == ["02/2026"]


def test_a_paper_of_another_person_of_another_type_or_out_of_force_does_not_come_in(an, draft, kept):
    strange = make_paper(now=KEPT, issued_on=KEPT.date(), number_of_owner="086290000456")
    other_type = make_paper(now=KEPT, issued_on=KEPT.date(), paper_type="GKS")
    expired = make_paper(now=KEPT, issued_on=KEPT.date(), valid_until=KEPT.date(), number="9")

    for paper, component, error in (
        (strange, "GT", papers.PaperNotFound),
        (other_type, "GT", dossiers.NothingAsked),
        (kept, "XX", dossiers.NothingAsked),
        (expired, "GT", papers.PaperNotUsable),
    ):
        with pytest.raises(error):
            dossiers.attach_from_store(an, draft_id=draft.id, component=component, paper_id=paper.id, now=MONDAY)
    khoa = citizen_actor(number="086290000456", name="Lâm Đăng Khoa")
    with pytest.raises(dossiers.DraftNotFound):
        dossiers.attach_from_store(khoa, draft_id=draft.id, component="GT", paper_id=strange.id, now=MONDAY)


def draft_for(agent, units):
    made = dossiers.start_draft(agent, procedure_code=CODE, unit_id=units.commune_a.id, now=MONDAY)
    return dossiers.get_draft(agent, draft_id=made.id)


def test_who_is_authorised_is_offered_neither_papers_nor_may_attach_their_own(an, units, kept):
    khoa = known_person(number=GRANDSON, name="Lâm Đăng Khoa")
    own = make_paper(now=KEPT, issued_on=KEPT.date(), number_of_owner=GRANDSON)
    make_authorisation(proven(an), khoa, codes=[CODE], now=MONDAY)
    agent = acting_for(khoa, an.account_id, on=local_day(MONDAY))
    draft = draft_for(agent, units)

    assert dossiers.offered_for_draft(agent, draft_id=draft.id, now=MONDAY) == {}
    for paper in (own, kept):
        with pytest.raises(papers.PaperNotFound):
            dossiers.attach_from_store(agent, draft_id=draft.id, component="GT", paper_id=paper.id, now=MONDAY)
    assert dossiers.get_draft(agent, draft_id=draft.id).papers == ()


def test_who_represents_somebody_wholly_uses_that_persons_papers_and_the_person_reads_it(an, binh, units):
    parent, own = proven(an), make_paper(now=KEPT, issued_on=KEPT.date())
    child = {"number": "086319000111", "name": "Nguyễn Văn Bé", "born_on": date(2019, 5, 4)}
    made = mandates.declare_child(parent, role=mandates.Role.PARENT, **child, now=MONDAY)
    done = mandates.check_at_desk(binh, mandate_id=made.id, document="Giấy khai sinh 12", is_shown=True, now=MONDAY)
    theirs = make_paper(now=KEPT, issued_on=KEPT.date(), number_of_owner=child["number"])
    agent = acting_for(parent, done.principal_id, on=local_day(MONDAY))
    draft = draft_for(agent, units)

    offered = dossiers.offered_for_draft(agent, draft_id=draft.id, now=MONDAY)
    assert {code: [one.id for one in found] for code, found in offered.items()} == {"GT": [theirs.id]}
    with pytest.raises(papers.PaperNotFound):
        dossiers.attach_from_store(agent, draft_id=draft.id, component="GT", paper_id=own.id, now=MONDAY)
    dossiers.attach_from_store(agent, draft_id=draft.id, component="GT", paper_id=theirs.id, now=MONDAY)

    used, offered_to = audit.list_reads_of(done.principal_id).items[:2]
    assert {used.account_id, offered_to.account_id} == {an.account_id}
    assert used.detail["on_behalf_of"] == str(done.principal_id)


def test_who_is_not_proven_far_enough_files_without_the_store(an, draft, kept, settings):
    settings.READ_ASSURANCE = 2

    assert dossiers.offered_for_draft(an, draft_id=draft.id, now=MONDAY) == {}
    with pytest.raises(AssuranceTooLow):
        dossiers.attach_from_store(an, draft_id=draft.id, component="GT", paper_id=kept.id, now=MONDAY)
    assert dossiers.offered_for_draft(proven(an), draft_id=draft.id, now=MONDAY)


def test_a_later_revocation_is_seen_on_every_dossier_that_used_the_paper(an, binh, draft):
    kept = papers.keep(
        binh,
        facts=papers.PaperFacts(
            **{f: getattr(make_paper(now=KEPT, issued_on=KEPT.date()), f) for f in ("owner_number", "owner_name")},
            paper_type="CNKH",
            file_id=make_paper(now=KEPT, issued_on=KEPT.date()).file_id,
            number="77",
        ),
        now=KEPT,
    )
    info = filed(an, draft, kept)
    reason = "Giấy tờ giả theo kết luận kiểm tra số 01."

    papers.revoke(binh, paper_id=kept.id, reason=reason, now=MONDAY)

    (used,) = dossiers.reused_papers(binh, dossier_id=info.id, now=MONDAY)
    assert (used.state, used.revoked_reason) == (papers.PaperState.REVOKED, reason)


def test_what_the_store_holds_is_not_asked_for_again_but_other_things_are(an, binh, units, kept):
    info = make_received(an, binh, unit_id=units.commune_a.id)

    with pytest.raises(dossiers.AlreadyInStore) as refused:
        dossiers.ask_supplement(binh, dossier_id=info.id, items=[SupplementItem("GT", "Giấy tờ", "Mờ")], now=MONDAY)
    assert "không yêu cầu nộp lại" in refused.value.sentence
    assert kept.number not in refused.value.sentence
    asked = dossiers.ask_supplement(
        binh, dossier_id=info.id, items=[SupplementItem("khac1", "Giấy tờ khác", "Thiếu")], now=MONDAY
    )
    assert asked.status is dossiers.Status.WAITING_SUPPLEMENT


def test_a_declared_or_revoked_paper_does_not_keep_the_desk_from_asking(an, binh, units):
    make_declared(an, now=KEPT, issued_on=KEPT.date())
    info = make_received(an, binh, unit_id=units.commune_a.id)

    asked = dossiers.ask_supplement(binh, dossier_id=info.id, items=[SupplementItem("GT", "Giấy tờ", "Mờ")], now=MONDAY)
    assert asked.status is dossiers.Status.WAITING_SUPPLEMENT


def test_the_desk_sees_what_the_store_holds_takes_it_and_the_applicant_reads_both(an, binh, dung, units, kept):
    info = make_received(an, binh, unit_id=units.commune_a.id)

    held = dossiers.held_in_store(binh, dossier_id=info.id, now=MONDAY)
    assert [one.id for one in held["GT"]] == [kept.id]
    for _turn in range(2):
        paper = dossiers.attach_from_store_at_counter(
            binh, dossier_id=info.id, component="GT", paper_id=kept.id, now=MONDAY
        )
    assert paper.file_id == kept.file_id
    assert len([one for one in dossiers.get_dossier(an, dossier_id=info.id).papers if one.id == paper.id]) == 1
    purposes = [read.purpose for read in audit.list_reads_of(an.account_id).items]
    assert f"Dùng lại giấy tờ trong kho cho hồ sơ {info.code}" in purposes
    assert f"Kiểm tra giấy tờ đã có trong kho, hồ sơ {info.code}" in purposes
    for actor, error in ((dung, dossiers.DossierNotFound), (an, dossiers.NotYourStep), (SYSTEM, Exception)):
        with pytest.raises(error):
            dossiers.attach_from_store_at_counter(
                actor, dossier_id=info.id, component="GT", paper_id=kept.id, now=MONDAY
            )
    strange = make_paper(now=KEPT, issued_on=KEPT.date(), number_of_owner="086290000456")
    with pytest.raises(papers.PaperNotFound):
        dossiers.attach_from_store_at_counter(binh, dossier_id=info.id, component="GT", paper_id=strange.id, now=MONDAY)
