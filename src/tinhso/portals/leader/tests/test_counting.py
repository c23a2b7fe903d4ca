"""The index counts petitions (QĐ 766/QĐ-TTg, 5.2 and 5.3), and each number leads to exactly those."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.figures import public as figures
from tinhso.government.figures.data import Days
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.public import Kind, Said, Vote
from tinhso.kernel.clock import frozen
from tinhso.portals.leader import counting
from tinhso.testing.cast import officer_actor

NOVEMBER = Days(date(2026, 11, 1), date(2026, 11, 30))
WORDS = "Đèn đường trước trường học hỏng đã hai tuần nay."
LINK = re.compile(r'<a href="(/phan-anh/xu-ly/duoc-dem/[^"]+)">([\d.]+)<')


@pytest.fixture
def filed(an, ha, chi, units):
    """Three petitions: answered and liked, answered and disliked, late."""
    mai = officer_actor(code="A-TBP", name="Hồ Thị Mai", unit_id=units.counter_a.id, roles=("one_stop_head",))
    for title, vote in (("Đèn hỏng", Vote.SATISFIED), ("Rác chất đống", Vote.DISSATISFIED), ("Cây đổ", None)):
        made = petitions.file_petition(an, Said(Kind.SCENE, units.commune_a.id, title, WORDS), now=MONDAY)
        if vote is None:
            continue
        petitions.accept(mai, petition_id=made.id, kind=Kind.SCENE, handler_id=ha.account_id, now=MONDAY)
        petitions.draft_answer(ha, petition_id=made.id, answer="Đã xử lý xong.", now=MONDAY)
        petitions.approve(chi, petition_id=made.id, now=MONDAY)
        petitions.publish(mai, petition_id=made.id, title=title, words="Việc.", answer="Đã xử lý.", now=MONDAY)
        petitions.rate(an, token=petitions.token_of(an, petition_id=made.id), vote=vote, now=MONDAY)


def scored(actor, units):
    with frozen(MONDAY + timedelta(days=7)):
        score = figures.score_of(actor, code="766", days=NOVEMBER, unit_ids=units)
    return {one.code: one for group in score.groups for one in group.indicators}


def test_petitions_in_time_and_liked_give_their_points(filed, chi, units):
    found = scored(chi, [units.commune_a.id])
    assert [part.value for part in (*found["5.2"].numerator, *found["5.2"].denominator)] == [2, 3]
    assert [part.value for part in (*found["5.3"].numerator, *found["5.3"].denominator)] == [1, 3]
    assert (str(found["5.2"].points), str(found["5.3"].points)) == ("4.00", "2.00")


def test_without_petitions_the_decision_gives_all_points(giang, units):
    found = scored(giang, [units.commune_b.id])
    assert (found["5.2"].points, found["5.3"].points) == (6, 6)


def test_what_nobody_counts_is_not_scored(giang, units):
    figures.provide("petitions", None)
    try:
        assert scored(giang, [])["5.2"].points is None
    finally:
        figures.provide("petitions", counting.PETITIONS)


def test_each_number_leads_to_as_many_petitions(filed, chi, client_of, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    head = client_of(chi)
    with frozen(MONDAY + timedelta(days=7)):
        page = head.get("/bang-so-lieu/diem/766/?ky=2026-11").content.decode()
        links = LINK.findall(page)
        assert sorted(value for _url, value in links) == ["1", "2", "3", "3"]
        for url, value in links:
            behind = head.get(unescape(url)).content.decode()
            assert f'<span class="num">{value}</span></h1>' in behind
            assert behind.count('<li class="task">') == int(value)
        for bad in ("", "?dem=x&tu=2026-11-01&den=2026-11-30", "?dem=tat-ca&tu=2026-11-30&den=2026-11-01"):
            assert head.get(f"/phan-anh/xu-ly/duoc-dem/{bad}").status_code == 404
