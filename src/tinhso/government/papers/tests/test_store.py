"""The store: what comes in, what may be used again, what is told when it counts no longer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tinhso.foundation.access.public import AssuranceTooLow
from tinhso.foundation.audit import public as audit
from tinhso.government.papers import public as papers
from tinhso.government.papers.events import PaperKept, PaperRevoked, PaperUsed
from tinhso.government.papers.models import Paper, PaperUse
from tinhso.government.papers.public import ActingForAnother, Origin, PaperState, ShareKind, ShareScope
from tinhso.government.papers.testing import MONDAY, OWNER, make_declared, make_facts, make_paper
from tinhso.government.results import public as results
from tinhso.government.results.testing import make_result
from tinhso.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind, Behalf
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.ids import uuid7
from tinhso.kernel.paging import BadCursor
from tinhso.testing.cast import citizen_actor

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
REASON = "Cấp sai theo kết luận kiểm tra số 01."


def only(page):
    (found,) = page.items
    return found


def revoke_result(result):
    results.revoke(SYSTEM, result_id=result.id, reason=REASON, now=MONDAY)
    papers.revoke_result(result.id, now=MONDAY)


def test_an_issued_result_is_in_its_owners_store_once_however_often_it_is_told(an):
    result = make_result(owner_number=OWNER, procedure_code="1.004873", now=MONDAY, title="Giấy xác nhận")

    first = papers.keep_result(result.id, now=MONDAY)
    again = papers.keep_result(result.id, now=MONDAY)

    assert first == again
    found = only(papers.list_papers(an, now=MONDAY))
    assert (found.type_code, found.origin, found.confidence) == ("XNHN", Origin.RESULT, papers.Confidence.A)
    assert (found.number, found.code, found.sha256) == (result.number, result.token, result.sha256)
    assert found.valid_until == date(2027, 5, 23)


def test_a_result_of_somebody_without_an_account_waits_for_them(units):
    result = make_result(owner_number="086290000456", now=MONDAY)
    papers.keep_result(result.id, now=MONDAY)

    later = citizen_actor(number="086290000456", name="Lâm Đăng Khoa")

    assert only(papers.list_papers(later, now=MONDAY)).result_id == result.id


def test_a_result_without_a_number_is_found_by_its_owners_account_and_one_of_nobody_is_left_out(an):
    mine = make_result(owner_number="", person_id=an.account_id, now=MONDAY)
    nobodys = make_result(owner_number="", now=MONDAY)

    assert papers.keep_result(mine.id, now=MONDAY)
    assert papers.keep_result(nobodys.id, now=MONDAY) is None
    assert only(papers.list_papers(an, now=MONDAY)).owner_number == OWNER


def test_a_replaced_result_becomes_an_earlier_version(an):
    earlier = make_result(owner_number=OWNER, now=MONDAY)
    old = papers.keep_result(earlier.id, now=MONDAY)
    later = make_result(owner_number=OWNER, unit_id=earlier.unit_id, replaces=earlier.id, number="02/2026", now=MONDAY)
    new = papers.keep_result(later.id, replaces_id=earlier.id, now=MONDAY)

    assert only(papers.list_papers(an, now=MONDAY)).id == new
    versions = papers.list_versions(an, paper_id=new, now=MONDAY)
    assert [(one.id, one.version, one.state) for one in versions] == [
        (new, 2, PaperState.IN_FORCE),
        (old, 1, PaperState.REPLACED),
    ]


def test_a_revoked_result_is_revoked_in_the_store_and_who_used_it_is_told(an, announced):
    result = make_result(owner_number=OWNER, procedure_code="1.000894", now=MONDAY)
    paper_id = papers.keep_result(result.id, now=MONDAY)
    draft = uuid7()
    papers.use(an, paper_id=paper_id, subject_kind="draft", subject_id=draft, component="CKH", now=MONDAY)

    revoke_result(result)
    revoke_result_again = papers.revoke_result(result.id, now=MONDAY)

    assert revoke_result_again is None
    told = [fact for fact in announced() if isinstance(fact, PaperRevoked)]
    assert [(fact.paper_id, list(fact.uses)) for fact in told] == [(paper_id, [str(draft)])]
    (used,) = papers.uses_of([draft], on=TODAY)
    assert (used.state, used.revoked_reason, used.component) == (PaperState.REVOKED, REASON, "CKH")
    assert papers.standing(paper_id, on=TODAY) is PaperState.REVOKED
    assert papers.offer(an, paper_types=["CNKH"], on=TODAY) == []


def test_a_result_revoked_before_the_store_heard_of_it_comes_in_revoked(an):
    result = make_result(owner_number=OWNER, now=MONDAY)
    results.revoke(SYSTEM, result_id=result.id, reason=REASON, now=MONDAY)

    papers.keep_result(result.id, now=MONDAY)

    assert only(papers.list_papers(an, now=MONDAY)).state is PaperState.REVOKED


def test_what_may_be_used_is_in_force_of_the_right_type_and_valid_on_the_day(an):
    good = make_paper()
    make_paper(paper_type="GKS")
    make_paper(issued_on=date(2020, 1, 1), valid_until=TODAY - timedelta(days=1))
    make_paper(number_of_owner="086290000456")

    assert [one.id for one in papers.offer(an, paper_types=["CNKH"], on=TODAY)] == [good.id]
    assert papers.offer(an, paper_types=["CNKH"], on=date(2026, 11, 22)) == []
    assert papers.offer(an, paper_types=[], on=TODAY) == []


def test_an_officer_is_offered_only_verified_papers_and_the_owner_reads_that_they_looked(an, binh, khoa, giang):
    verified, declared = make_paper(), make_declared(an)

    own = papers.offer(an, paper_types=["CNKH"], on=TODAY)
    offered = papers.offer(binh, owner_number=OWNER, paper_types=["CNKH"], on=TODAY, subject_kind="dossier")

    assert {one.id for one in own} == {verified.id, declared.id}
    assert [one.id for one in offered] == [verified.id]
    (read,) = audit.list_reads_of(an.account_id).items
    assert (read.account_id, read.purpose) == (
        binh.account_id,
        "Kiểm tra giấy tờ đã có trong kho để không yêu cầu nộp lại",
    )
    assert papers.offer(khoa, owner_number=OWNER, paper_types=["CNKH"], on=TODAY) == []
    for other in (giang, ANONYMOUS):
        with pytest.raises(Forbidden):
            papers.offer(other, owner_number=OWNER, paper_types=["CNKH"], on=TODAY)


def test_the_rule_of_asking_once_knows_verified_papers_alone(an):
    make_declared(an, paper_type="GKS")
    make_paper()

    assert papers.held_types(OWNER, paper_types=["CNKH", "GKS", "HN"], on=TODAY) == {"CNKH"}
    assert papers.held_types("", paper_types=["CNKH"], on=TODAY) == frozenset()


def test_using_a_paper_gives_its_file_and_its_facts_as_they_are_and_twice_is_once(an, announced):
    paper, draft = make_paper(extracted={"register": "12"}), uuid7()

    first = papers.use(an, paper_id=paper.id, subject_kind="draft", subject_id=draft, component="CKH", now=MONDAY)
    again = papers.use(an, paper_id=paper.id, subject_kind="draft", subject_id=draft, component="CKH", now=MONDAY)

    assert first == again
    assert first.file_id == paper.file_id
    assert (first.snapshot["number"], first.snapshot["extracted"]) == ("01/2026", {"register": "12"})
    assert announced()[-1] == PaperUsed(paper.id, "draft", draft)
    assert PaperUse.objects.count() == 1


def test_nobody_uses_another_persons_paper_by_its_id(an, khoa, binh, giang):
    mine, declared = make_paper(), make_declared(an)

    for actor, number, paper in (
        (khoa, OWNER, mine),
        (khoa, "", mine),
        (ANONYMOUS, OWNER, mine),
        (giang, OWNER, mine),
        (binh, "086290000456", mine),
        (binh, "", mine),
        (binh, OWNER, declared),
        (SYSTEM, OWNER, mine),
    ):
        with pytest.raises(papers.PaperNotFound):
            papers.use(
                actor, paper_id=paper.id, owner_number=number, subject_kind="draft", subject_id=uuid7(), now=MONDAY
            )
    with pytest.raises(papers.PaperNotFound):
        papers.use(an, paper_id=uuid7(), subject_kind="draft", subject_id=uuid7(), now=MONDAY)
    assert not PaperUse.objects.exists()


@pytest.mark.parametrize("days", [182, 4000])
def test_an_expired_paper_is_not_used_and_the_sentence_says_what_to_do(an, days):
    paper = make_paper(paper_type="XNHN")

    with pytest.raises(papers.PaperNotUsable) as refused:
        papers.use(an, paper_id=paper.id, subject_kind="d", subject_id=uuid7(), now=MONDAY + timedelta(days=days))
    assert "Chọn giấy tờ khác" in refused.value.sentence
    assert papers.get_paper(an, paper_id=paper.id, now=MONDAY + timedelta(days=days)).state is PaperState.EXPIRED


def test_the_same_scan_is_kept_once_and_a_new_version_takes_the_place_of_the_old(binh, announced):
    facts = make_facts()
    first = papers.keep(binh, facts=facts, now=MONDAY)

    assert papers.keep(binh, facts=facts, now=MONDAY).id == first.id
    second = papers.keep(binh, facts=make_facts(number="02/2026"), replaces=first.id, now=MONDAY)

    assert (second.version, second.lineage_id) == (2, first.lineage_id)
    assert announced()[-1] == PaperKept(second.id, "CNKH", "digitised", first.id)
    with pytest.raises(papers.PaperNotUsable):
        papers.keep(binh, facts=make_facts(), replaces=first.id, now=MONDAY)
    with pytest.raises(papers.PaperNotFound):
        papers.keep(binh, facts=make_facts(number_of_owner="086290000456"), replaces=second.id, now=MONDAY)


def test_only_officers_with_the_right_keep_papers_for_others(an, giang):
    for actor in (an, giang, ANONYMOUS):
        with pytest.raises(Forbidden):
            papers.keep(actor, facts=make_facts(), now=MONDAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number_of_owner": "1"}, "owner_number"),
        ({"paper_type": "?"}, "paper_type"),
        ({"owner_name": " "}, "owner_name"),
        ({"issued_on": TODAY + timedelta(days=1)}, "issued_on"),
        ({"valid_until": TODAY - timedelta(days=1)}, "valid_until"),
        ({"extracted": {"x": "y" * 70_000}}, "extracted"),
    ],
)
def test_a_paper_with_a_wrong_fact_is_refused_naming_the_field(wrong, field):
    with pytest.raises(papers.BadPaper) as refused:
        make_paper(**wrong)
    assert set(refused.value.fields) == {field}
    assert not Paper.objects.exists()


def test_what_a_person_brings_is_theirs_marked_as_not_verified_and_can_be_put_away(an, khoa):
    own = make_declared(an, number_of_owner="086290000456", owner_name="Ai đó")

    assert (own.owner_number, own.owner_name, own.confidence) == (OWNER, "Nguyễn Thị An", papers.Confidence.C)
    assert not own.is_verified
    with pytest.raises(papers.PaperNotFound):
        papers.put_away(khoa, paper_id=own.id, now=MONDAY)
    assert papers.put_away(an, paper_id=own.id, now=MONDAY).state is PaperState.REVOKED
    with pytest.raises(papers.PaperNotFound):
        papers.put_away(an, paper_id=make_paper().id, now=MONDAY)


def test_a_person_cannot_put_somebody_elses_file_into_their_store(an, khoa):
    from tinhso.foundation.files.errors import FileMissing

    with pytest.raises(FileMissing):
        papers.declare(an, facts=make_facts(actor=khoa), now=MONDAY)
    for actor in (ANONYMOUS, SYSTEM):
        with pytest.raises(papers.PaperNotFound):
            papers.declare(actor, facts=make_facts(), now=MONDAY)


def test_an_office_takes_back_its_own_wrong_scan_and_no_other(binh, dung, announced):
    paper = papers.keep(binh, facts=make_facts(), now=MONDAY)

    for actor, reason, error in (
        (dung, REASON, papers.PaperNotFound),
        (binh, "sai", papers.BadPaper),
    ):
        with pytest.raises(error):
            papers.revoke(actor, paper_id=paper.id, reason=reason, now=MONDAY)
    assert papers.revoke(binh, paper_id=paper.id, reason=REASON, now=MONDAY).state is PaperState.REVOKED
    assert isinstance(announced()[-1], PaperRevoked)


def test_one_lists_filters_and_finds_ones_own_papers_without_marks(an):
    kept = [make_paper(number=f"{n:02d}/2026") for n in range(5)]
    make_paper(paper_type="GKS", name="Giấy khai sinh")

    first = papers.list_papers(an, type_code="CNKH", size=3, now=MONDAY)
    rest = papers.list_papers(an, type_code="CNKH", size=3, cursor=first.next_cursor, now=MONDAY)

    assert [one.id for one in [*first.items, *rest.items]] == [one.id for one in reversed(kept)]
    assert rest.next_cursor == ""
    assert only(papers.list_papers(an, words="khai sinh GIAY", now=MONDAY)).type_code == "GKS"
    assert only(papers.list_papers(an, words="03/2026", now=MONDAY)).number == "03/2026"
    assert not papers.list_papers(an, state="expired", now=MONDAY).items
    assert len(papers.list_papers(an, state="in_force", now=MONDAY).items) == 6
    with pytest.raises(BadCursor):
        papers.list_papers(an, cursor="WyJ4Il0", now=MONDAY)


def test_nobody_else_lists_or_opens_ones_papers(an, khoa, binh):
    paper = make_paper()

    assert not papers.list_papers(khoa, now=MONDAY).items
    for actor in (khoa, binh, ANONYMOUS):
        for read in (papers.get_paper, papers.list_versions, papers.list_uses):
            with pytest.raises(papers.PaperNotFound):
                read(actor, paper_id=paper.id, now=MONDAY)


def test_ten_thousand_papers_of_one_owner_are_paged_without_counting(an, django_assert_max_num_queries):
    model = Paper.objects.get(pk=make_paper().id)
    rows = []
    for n in range(10_000):
        row = Paper(**{f.attname: getattr(model, f.attname) for f in Paper._meta.concrete_fields})
        row.id, row.lineage_id, row.code = uuid7(), uuid7(), f"C{n}"
        rows.append(row)
    Paper.objects.bulk_create(rows, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE papers_paper")

    seen, cursor_text, turns = set(), "", 0
    while turns == 0 or cursor_text:
        with django_assert_max_num_queries(2):
            page = papers.list_papers(an, cursor=cursor_text, size=100, now=MONDAY)
        seen |= {one.id for one in page.items}
        cursor_text, turns = page.next_cursor, turns + 1
    assert len(seen) == 10_001
    assert turns == 101


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM papers_paper",
        "UPDATE papers_paper SET number = '99'",
        "UPDATE papers_paper SET owner_number = '086290000456'",
        "UPDATE papers_paper SET state = 'revoked'",
        "DELETE FROM papers_paperuse",
    ],
)
def test_the_database_itself_refuses_to_delete_or_alter_a_paper(an, statement):
    paper = make_paper()
    papers.use(an, paper_id=paper.id, subject_kind="d", subject_id=uuid7(), now=MONDAY)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_look_into_a_store_needs_a_purpose_is_on_record_and_opens_for_one_officer_for_half_an_hour(
    an, binh, ha, dung, khoa
):
    paper, declared = make_paper(), make_declared(an)
    purpose = "Đối chiếu giấy tờ hồ sơ H61.12-261123-0001"

    look = papers.begin_look(binh, number=OWNER, purpose=purpose, now=MONDAY)

    number, said, page = papers.read_look(binh, look_id=look, now=MONDAY)
    assert (number, said, [one.id for one in page.items]) == (OWNER, purpose, [paper.id])
    assert papers.open_paper(binh, look_id=look, paper_id=paper.id, now=MONDAY) == paper.file_id
    reads = audit.list_reads_of(an.account_id).items
    assert [read.purpose for read in reads] == [f"Mở Giấy chứng nhận kết hôn 01/2026: {purpose}", purpose]
    for actor, when in ((ha, MONDAY), (dung, MONDAY), (an, MONDAY), (binh, MONDAY + timedelta(minutes=31))):
        with pytest.raises(papers.PaperNotFound):
            papers.read_look(actor, look_id=look, now=when)
    with pytest.raises(papers.PaperNotFound):
        papers.open_paper(binh, look_id=look, paper_id=declared.id, now=MONDAY)
    other = make_paper(number_of_owner="086290000456")
    with pytest.raises(papers.PaperNotFound):
        papers.open_paper(binh, look_id=look, paper_id=other.id, now=MONDAY)


def test_nobody_looks_without_right_purpose_or_number(an, binh, giang):
    for actor, number, purpose, error in (
        (an, OWNER, "Xem cho biết thôi", Forbidden),
        (giang, OWNER, "Xem cho biết thôi", Forbidden),
        (binh, OWNER, "  xem  ", papers.PurposeNeeded),
        (binh, "x", "Xem cho biết thôi", papers.BadPaper),
    ):
        with pytest.raises(error):
            papers.begin_look(actor, number=number, purpose=purpose, now=MONDAY)
    assert not audit.list_reads_of(an.account_id).items


def test_an_officer_as_applicant_is_somebody_else():
    with pytest.raises(papers.PaperNotFound):
        papers.list_papers(Actor(ActorKind.OFFICER, account_id=uuid7()), now=MONDAY)


def test_a_store_opens_only_to_who_is_proven_as_far_as_the_setting_asks(an, client_of, settings):
    settings.READ_ASSURANCE = 2

    assert client_of(an).get("/cua-toi/giay-to/").status_code == 302
    assert client_of(an).get("/cua-toi/chia-se/").status_code == 302
    assert papers.offer(an, paper_types=["KQ"], on=MONDAY.date()) == []
    with pytest.raises(AssuranceTooLow):
        papers.list_papers(an, now=MONDAY)
    settings.READ_ASSURANCE = 1
    assert client_of(an).get("/cua-toi/giay-to/").status_code == 200


OWN_STORE = {
    "list": lambda who, *_: papers.list_papers(who, now=MONDAY),
    "get": lambda who, paper, _: papers.get_paper(who, paper_id=paper.id, now=MONDAY),
    "versions": lambda who, paper, _: papers.list_versions(who, paper_id=paper.id, now=MONDAY),
    "uses": lambda who, paper, _: papers.list_uses(who, paper_id=paper.id, now=MONDAY),
    "use": lambda who, paper, _: papers.use(
        who, paper_id=paper.id, subject_kind="draft", subject_id=paper.id, now=MONDAY
    ),
    "share": lambda who, paper, _: papers.share_paper(
        who, paper_id=paper.id, kind=ShareKind.LINK, purpose="Vay vốn", days=1, consent=True, now=MONDAY
    ),
    "shares": lambda who, *_: papers.list_shares(who),
    "received": lambda who, *_: papers.list_received(who, now=MONDAY),
    "open received": lambda who, _, given: papers.open_share(who, share_id=given.id, what=ShareScope.FACTS, now=MONDAY),
}


@pytest.mark.parametrize("way", OWN_STORE)
def test_a_province_that_asks_for_level_two_shows_the_store_to_nobody_below(an, khoa, settings, way):
    paper, theirs = make_paper(issued_on=None), make_paper(number_of_owner="086290000456")
    given = papers.share_paper(
        khoa,
        paper_id=theirs.id,
        kind=ShareKind.PERSON,
        receiver_number=OWNER,
        purpose="Vay vốn",
        days=5,
        consent=True,
        now=MONDAY,
    )
    settings.READ_ASSURANCE = 2

    with pytest.raises(AssuranceTooLow):
        OWN_STORE[way](an, paper, given)
    OWN_STORE[way](replace(an, assurance=2), paper, given)


@pytest.mark.parametrize("way", sorted(set(OWN_STORE) - {"use"}))
def test_who_acts_for_another_has_their_own_store_closed_meanwhile(an, khoa, way):
    paper = make_paper(issued_on=None)
    busy = replace(an, behalf=Behalf(khoa.account_id, khoa.name, ActorKind.CITIZEN, "Người giám hộ"))

    with pytest.raises(ActingForAnother):
        OWN_STORE[way](busy, paper, paper)


def test_ending_a_share_asks_for_no_better_proof(an, settings):
    given = OWN_STORE["share"](an, make_paper(), None)
    settings.READ_ASSURANCE = 2

    assert papers.end_share(an, share_id=given.id, now=MONDAY).ended_at == MONDAY
