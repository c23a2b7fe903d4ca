"""From what is overdue to an officer's task with a deadline; each number as long as its list."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from tinhso.foundation.audit import public as audit
from tinhso.foundation.work import public as work
from tinhso.government.dossiers.testing import MONDAY, make_done, make_received
from tinhso.government.figures import public as figures
from tinhso.government.figures.models import RatingFact
from tinhso.government.figures.testing import catch_up
from tinhso.government.ratings import public as ratings
from tinhso.government.ratings.actions import invite
from tinhso.government.ratings.models import Rating
from tinhso.kernel.actors import ANONYMOUS
from tinhso.kernel.clock import frozen, local_day
from tinhso.portals.leader import tasks

LATER = MONDAY + timedelta(days=60)
LINK = re.compile(r'<a href="(/dieu-hanh/qua-han/[^"]*)">(?:<strong class="num">)?([\d.]+)<')


@pytest.fixture(autouse=True)
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path


@pytest.mark.django_db(transaction=True)
def test_a_leader_goes_from_what_is_overdue_to_a_task_in_an_officers_inbox(
    an, binh, ha, chi, dung, giang, client_of, units
):
    late = make_received(an, binh, unit_id=units.commune_a.id)
    make_received(an, binh, unit_id=units.commune_a.id)
    make_received(an, dung, unit_id=units.commune_b.id)
    catch_up()
    with frozen(LATER):
        leader = client_of(giang)
        fields = leader.get(reverse("leader:overdue")).content.decode()
        assert [n for _url, n in LINK.findall(fields)] == ["3", "3"]
        by_unit = leader.get(unescape(LINK.findall(fields)[1][0])).content.decode()
        numbers = LINK.findall(by_unit)
        assert [n for _url, n in numbers] == ["3", "2", "1"]
        for url, n in numbers:
            listed = leader.get(unescape(url)).content.decode()
            assert listed.count('<th scope="row"') == int(n)
        give = reverse("leader:give", args=[late.id])
        assert give in leader.get(unescape(numbers[1][0])).content.decode()
        assert leader.post(give, {}).status_code == 422
        due = local_day(LATER) + timedelta(days=3)
        given = {"viec": "Giải quyết xong, báo cáo", "nguoi": str(ha.account_id), "han": f"{due:%d/%m/%Y}"}
        assert leader.post(give, given).status_code == 302
        (item,) = [i for i in work.list_items(ha, box="mine").items if i.kind == tasks.KIND]
        assert (item.title, local_day(item.due_at)) == ("Giải quyết xong, báo cáo", due)
        assert "leader.task_given" in [entry.verb for entry in audit.list_trail(late.id).items]
        page = client_of(ha).get(reverse("leader:task", args=[item.subject_id]))
        assert "Giải quyết xong" in page.content.decode()
        assert client_of(dung).get(reverse("leader:task", args=[item.subject_id])).status_code == 404
        assert client_of(dung).get(give).status_code == 404
        assert client_of(ha).get(give).status_code == 403
        assert client_of(ha).post(reverse("leader:task", args=[item.subject_id])).status_code == 302
        assert not [i for i in work.list_items(ha, box="mine").items if i.kind == tasks.KIND]


@pytest.mark.django_db(transaction=True)
def test_a_rating_is_counted_as_it_stands_at_last(an, binh, ha, chi, units):
    invite(make_done(an, binh, ha, chi, unit_id=units.commune_a.id), now=MONDAY)
    token = Rating.objects.get().token
    for level in (ratings.Level.DISSATISFIED, ratings.Level.SATISFIED):
        ratings.rate(ANONYMOUS, token=token, level=level, now=MONDAY)
        catch_up()
    assert RatingFact.objects.get().level == ratings.Level.SATISFIED
    assert figures.differences() == 0
