"""The demonstration begins with a draft under way and one before its leader."""

import pytest

from tinhso.foundation.work import public as work
from tinhso.government.drafting import demo
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.data import SIGN_WORK, Status
from tinhso.government.drafting.testing import MONDAY
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(units):
    posts = {
        "VT": ("clerk", "Văn thư", ""),
        "CT": ("leader", "Chủ tịch", "chair"),
        "TP": ("unit_head", "Trưởng phòng", ""),
    }
    code = units.commune_a.code
    return code, {
        post: officer_actor(
            code=f"{code}-{post}",
            name=f"Minh Họa {post}",
            unit_id=units.commune_a.id,
            roles=(role,),
            title=title,
            position=position,
        )
        for post, (role, title, position) in posts.items()
    }


def test_one_draft_has_an_opinion_one_waits_for_the_leader_and_loading_again_adds_none(commune):
    code, people = commune

    assert demo.load_at(code, now=MONDAY) == 2
    assert demo.load_at(code, now=MONDAY) == 0

    found = {one.subject: one for one in drafting.list_drafts(people["TP"]).items}
    assert found[demo.WAITING].status is Status.IN_REVIEW
    assert found[demo.WAITING].waits_for == "Minh Họa CT"
    asked = drafting.get_draft(people["TP"], draft_id=found[demo.WITH_OPINIONS].id, now=MONDAY)
    assert [one.stance is not None for one in asked.opinions] == [True, False]
    assert SIGN_WORK in {one.kind for one in work.list_items(people["CT"], box=work.Box.MINE).items}
