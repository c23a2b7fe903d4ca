"""Sharing by consent: who sees what, until when, and what is left on record."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity.events import HolderProven
from tinhso.government.papers import handlers
from tinhso.government.papers import public as papers
from tinhso.government.papers.events import PaperShared, ShareEnded
from tinhso.government.papers.models import PaperShare, ShareLook
from tinhso.government.papers.public import ShareKind, ShareScope
from tinhso.government.papers.queries.shares import list_looks
from tinhso.government.papers.testing import MONDAY, OWNER, make_declared, make_paper
from tinhso.kernel.actors import ANONYMOUS, SYSTEM
from tinhso.kernel.events import Envelope
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db

PURPOSE = "Làm thủ tục vay vốn tại ngân hàng"


def share(owner, paper, kind=ShareKind.LINK, **changes):
    whole = {"purpose": PURPOSE, "days": 7, "consent": True, "now": MONDAY}
    return papers.share_paper(owner, paper_id=paper.id, kind=kind, **(whole | changes))


def test_a_link_opens_one_paper_for_whoever_holds_it_and_each_look_is_on_record(an, announced):
    paper = make_paper()
    make_paper(paper_type="GKS")

    given = share(an, paper)

    assert announced()[-1] == PaperShared(given.id, paper.id, "link", MONDAY + timedelta(days=7))
    seen, how = papers.open_link(ANONYMOUS, token=given.token, what=ShareScope.FACTS, now=MONDAY)
    assert (seen.id, how.purpose, how.token) == (paper.id, PURPOSE, "")
    (read,) = audit.list_reads_of(an.account_id).items
    assert (read.actor_kind, read.purpose) == ("anonymous", f"Xem giấy tờ được chia sẻ: {PURPOSE}")
    assert len(list_looks(an, share_ids=[given.id])[given.id]) == 1
    assert papers.list_shares(an).items[0].looks == 1


def test_the_looks_at_all_shares_of_a_page_are_one_query(an, khoa, django_assert_num_queries):
    given = [share(an, make_paper(number=f"{n}")) for n in range(3)]
    others = share(khoa, make_paper(number_of_owner="086290000456"))
    for turn in range(22):
        papers.open_link(ANONYMOUS, token=given[0].token, what=ShareScope.FACTS, now=MONDAY + timedelta(minutes=turn))
    papers.open_link(ANONYMOUS, token=given[1].token, what=ShareScope.FACTS, now=MONDAY)
    papers.open_link(ANONYMOUS, token=others.token, what=ShareScope.FACTS, now=MONDAY)

    with django_assert_num_queries(2):  # one's own number, and the looks
        looks = list_looks(an, share_ids=[others.id, *(one.id for one in given)])

    assert {key: len(found) for key, found in looks.items()} == {given[0].id: 20, given[1].id: 1}
    assert looks[given[0].id][0][0] == MONDAY + timedelta(minutes=21)


def test_the_token_is_long_kept_as_a_hash_and_never_told_again(an):
    given = share(an, make_paper())
    row = PaperShare.objects.get(pk=given.id)

    assert len(given.token) >= 43
    assert given.token not in str(row.__dict__)
    assert papers.list_shares(an).items[0].token == ""


def test_a_share_of_facts_does_not_open_the_file(an):
    facts, file = share(an, make_paper()), share(an, make_paper(paper_type="GKS"), scope=ShareScope.FILE)

    with pytest.raises(papers.ShareNotFound):
        papers.open_link(ANONYMOUS, token=facts.token, what=ShareScope.FILE, now=MONDAY)
    assert papers.open_link(ANONYMOUS, token=file.token, what=ShareScope.FILE, now=MONDAY)


def test_ended_expired_and_forged_links_are_all_refused_alike(an, announced):
    ended, expired = share(an, make_paper()), share(an, make_paper(), days=1)

    papers.end_share(an, share_id=ended.id, now=MONDAY)
    papers.end_share(an, share_id=ended.id, now=MONDAY)

    assert [fact for fact in announced() if isinstance(fact, ShareEnded)] == [ShareEnded(ended.id, ended.paper_id)]
    said = set()
    for token, when in (
        (ended.token, MONDAY),
        (expired.token, MONDAY + timedelta(days=1)),
        ("x" * 43, MONDAY),
        ("", MONDAY),
        ("x" * 100_000, MONDAY),
    ):
        with pytest.raises(papers.ShareNotFound) as refused:
            papers.open_link(ANONYMOUS, token=token, what=ShareScope.FACTS, now=when)
        said.add((refused.value.sentence, refused.value.code))
    assert len(said) == 1
    assert not ShareLook.objects.exists()


def test_an_agency_sees_what_is_shared_with_it_and_another_does_not(an, binh, ha, dung, khoa, units):
    paper = make_paper()
    given = share(an, paper, ShareKind.AGENCY, unit_id=units.commune_a.id)

    for officer in (binh, ha):
        seen, _how = papers.open_share(officer, share_id=given.id, what=ShareScope.FACTS, now=MONDAY)
        assert seen.id == paper.id
        assert [one.id for one in papers.list_received(officer, now=MONDAY).items] == [given.id]
    for stranger in (dung, khoa, an, ANONYMOUS, SYSTEM):
        with pytest.raises(papers.ShareNotFound):
            papers.open_share(stranger, share_id=given.id, what=ShareScope.FACTS, now=MONDAY)
    assert not papers.list_received(dung, now=MONDAY).items
    assert {read.account_id for read in audit.list_reads_of(an.account_id).items} == {binh.account_id, ha.account_id}


def test_a_person_sees_what_is_shared_with_their_number(an, khoa, binh):
    given = share(an, make_paper(), ShareKind.PERSON, receiver_number="086 290 000 456")

    assert papers.open_share(khoa, share_id=given.id, what=ShareScope.FACTS, now=MONDAY)
    assert [one.id for one in papers.list_received(khoa, now=MONDAY).items] == [given.id]
    assert "086290000456" not in given.receiver
    for stranger in (an, binh, ANONYMOUS):
        with pytest.raises(papers.ShareNotFound):
            papers.open_share(stranger, share_id=given.id, what=ShareScope.FACTS, now=MONDAY)


def test_a_revoked_paper_that_is_shared_says_so(an):
    paper = make_declared(an)
    given = share(an, paper)
    papers.put_away(an, paper_id=paper.id, now=MONDAY)

    seen, _how = papers.open_link(ANONYMOUS, token=given.token, what=ShareScope.FACTS, now=MONDAY)

    assert seen.state is papers.PaperState.REVOKED
    with pytest.raises(papers.PaperNotUsable):
        share(an, paper)


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        (ShareKind.LINK, {"purpose": " x "}, "purpose"),
        (ShareKind.LINK, {"purpose": "x" * 301}, "purpose"),
        (ShareKind.LINK, {"days": 0}, "days"),
        (ShareKind.LINK, {"days": 31}, "days"),
        (ShareKind.LINK, {"consent": False}, "consent"),
        (ShareKind.AGENCY, {}, "unit"),
        (ShareKind.AGENCY, {"unit_id": uuid7()}, "unit"),
        (ShareKind.PERSON, {"receiver_number": "x"}, "receiver_number"),
        (ShareKind.PERSON, {"receiver_number": OWNER}, "receiver_number"),
    ],
)
def test_a_share_without_receiver_purpose_end_or_consent_is_refused_naming_it(an, kind, wrong, field):
    paper = make_paper()
    with pytest.raises(papers.BadShare) as refused:
        share(an, paper, kind, **wrong)
    assert set(refused.value.fields) == {field}
    assert not PaperShare.objects.exists()


def test_nobody_shares_or_ends_what_is_not_theirs(an, khoa, binh):
    paper = make_paper()
    given = share(an, paper)
    for actor in (khoa, binh, ANONYMOUS):
        with pytest.raises(papers.PaperNotFound):
            share(actor, paper)
    with pytest.raises(papers.ShareNotFound):
        papers.end_share(khoa, share_id=given.id, now=MONDAY)
    assert papers.open_link(ANONYMOUS, token=given.token, what=ShareScope.FACTS, now=MONDAY)


def test_a_look_through_a_share_stays_on_record_for_ever(an):
    given = share(an, make_paper())
    papers.open_link(ANONYMOUS, token=given.token, what=ShareScope.FACTS, now=MONDAY)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM papers_sharelook")


def test_what_was_shared_before_the_holder_was_proven_ends_then(an, khoa, announced):
    early = share(an, make_paper())
    others = share(khoa, make_paper(number_of_owner="086290000456"))
    proven = Envelope(uuid7(), HolderProven(account_id=an.account_id), MONDAY + timedelta(hours=1))
    late = share(an, make_paper(paper_type="GKS"), now=MONDAY + timedelta(hours=2))

    handlers.holder_proven(proven)
    handlers.holder_proven(proven)

    assert [one.ended_at is None for one in PaperShare.objects.order_by("id")] == [False, True, True]
    assert announced()[-1] == ShareEnded(early.id, early.paper_id)
    with pytest.raises(papers.ShareNotFound):
        papers.open_link(ANONYMOUS, token=early.token, what=ShareScope.FACTS, now=MONDAY + timedelta(hours=3))
    for given in (others, late):
        assert papers.open_link(ANONYMOUS, token=given.token, what=ShareScope.FACTS, now=MONDAY + timedelta(hours=3))
