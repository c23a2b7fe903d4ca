"""What stands around every officer's page, in whichever room it is."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from tinhso.foundation.access import public as access
from tinhso.foundation.identity.models import Account
from tinhso.foundation.organisations import testing as organisations_testing
from tinhso.foundation.organisations.data import AppointmentKind
from tinhso.foundation.work import public as work
from tinhso.kernel import clock
from tinhso.ui.shell import SHOWN_NOTICES, Shell, shell_of

ROOMS = {
    "officer:inbox": "binh",
    "ratings:list": "chi",
    "figures:table": "chi",
    "petitions:list": "chi",
    "payments:requests": "binh",
    "papers:search": "binh",
    "population:look_up": "binh",
    "mandates:check": "binh",
    "digitisation:queue": "binh",
    "appointments:desk": "binh",
    "leader:overview": "chi",
    "notifications:list": "binh",
    "operator:health": "em",
    "national:console": "em",
    "procedures:workshop": "em",
}


def text_of(response):
    return response.content.decode()


@pytest.fixture
def actors(binh, chi, em):
    """The people the rooms are opened by."""
    return {"binh": binh, "chi": chi, "em": em}


def pinned(actor):
    return work.save_view(actor, page="dossiers", title="Đất đai còn 2 ngày", query="con=2", now=clock.now())


def second_post(actor, unit_id, *, acting_for=None):
    officer_id = Account.objects.get(pk=actor.account_id).officer_id
    assert officer_id is not None
    return organisations_testing.make_appointment(
        officer_id=officer_id,
        unit_id=unit_id,
        roles=("specialist",),
        kind=AppointmentKind.ACTING if acting_for else AppointmentKind.CONCURRENT,
        acting_for=acting_for,
        valid_to=clock.today() + timedelta(days=2) if acting_for else None,
    )


@pytest.mark.parametrize(("address", "who"), ROOMS.items())
def test_posts_pinned_filters_notices_and_the_search_stand_in_every_room(address, who, actors, units, client_of):
    actor = actors[who]
    view = pinned(actor)
    second_post(actor, units.commune_b.id)
    page = client_of(actor).get(reverse(address))
    assert page.status_code == 200
    shown = text_of(page)
    assert f'data-pin="{view.id}"' in shown
    assert 'id="palette"' in shown
    assert 'id="post-choice"' in shown
    assert f'href="{reverse("notifications:list")}"' in shown


@pytest.mark.parametrize("who", ["binh", "chi", "em"])
def test_no_two_keys_of_a_page_are_the_same(who, actors, client_of):
    pinned(actors[who])
    shown = text_of(client_of(actors[who]).get(reverse("notifications:list")))
    keys = re.findall(r'data-key="([^"]+)"', shown)
    assert "Ctrl+K" in keys
    assert len(keys) == len(set(keys))


def asked_as(actor):
    request = RequestFactory().get("/")
    request.actor, request.user = actor, Account.objects.get(pk=actor.account_id)
    return request


def test_the_shell_is_asked_once_a_request_and_costs_the_same_however_much_there_is(
    binh, chi, units, django_assert_num_queries
):
    request = asked_as(binh)
    with django_assert_num_queries(3):
        assert shell_of(request).posts == ()
    for number in range(5):
        work.save_view(binh, page="dossiers", title=f"Bộ lọc {number}", query="", now=clock.now())
    chief = Account.objects.get(pk=chi.account_id).officer_id
    for unit in (units.commune_a, units.commune_b):
        second_post(binh, unit.id, acting_for=chief)
    request = asked_as(binh)
    with django_assert_num_queries(4):
        shell = shell_of(request)
    assert (len(shell.posts), len(shell.pins)) == (3, 5)
    assert {post.acting_for_name for post in shell.posts} == {"", "Lê Kim Chi"}
    with django_assert_num_queries(0):
        assert shell_of(request) is shell


def test_nothing_is_asked_for_citizens_strangers_and_pages_without_the_shell(
    an, client_of, client, django_assert_num_queries
):
    request = asked_as(an)
    with django_assert_num_queries(0):
        assert shell_of(request) == Shell()
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert shell_of(request) == Shell()
    assert "data-pins" not in text_of(client_of(an).get(reverse("notifications:list")))


def test_more_than_ninety_nine_unread_notices_are_not_counted_on():
    assert Shell(notices=0).notice_count == ""
    assert Shell(notices=SHOWN_NOTICES).notice_count == "99"
    assert Shell(notices=SHOWN_NOTICES + 1).notice_count == "99+"


def test_the_post_an_officer_acts_in_is_the_one_chosen_in_the_bar(binh, units, client_of):
    other = second_post(binh, units.commune_b.id)
    client = client_of(binh)
    client.post(reverse("officer:posts"), {"appointment": str(other)})
    shown = text_of(client.get(reverse("notifications:list")))
    assert f'<option value="{other}" selected>' in shown
    assert len(access.list_posts(binh, Account.objects.get(pk=binh.account_id))) == 2
