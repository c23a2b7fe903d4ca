"""The officers' shell in a real browser, in rooms far from the officers' own: keys, palette, pins, posts."""

import pytest
from django.urls import reverse, set_script_prefix

from tinhso.foundation.identity.models import Account
from tinhso.foundation.organisations.data import AppointmentKind
from tinhso.foundation.organisations.testing import make_appointment
from tinhso.foundation.work import public as work
from tinhso.kernel import clock
from tinhso.testing.browser import LOOKS, assert_accessible, expect, screenshot
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def begin(transactional_db):
    set_script_prefix("/")


@pytest.fixture
def head(units):
    """The head of a one-stop desk: the longest rail, a second post and two pinned filters."""
    actor = officer_actor(
        code="A-TMC",
        name="Nguyễn Hồng Nhung",
        unit_id=units.counter_a.id,
        roles=("one_stop_head",),
        position="one_stop_head",
        title="Trưởng bộ phận một cửa",
    )
    officer_id = Account.objects.get(pk=actor.account_id).officer_id
    assert officer_id is not None
    make_appointment(
        officer_id=officer_id, unit_id=units.commune_b.id, roles=("specialist",), kind=AppointmentKind.CONCURRENT
    )
    for title in ("Đất đai, còn ≤ 2 ngày", "Hộ tịch quá hạn"):
        work.save_view(actor, page="dossiers", title=title, query="", now=clock.now())
    return actor


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_shell_stands_around_every_room_and_is_accessible(signed_in, live_server, head, width, scheme):
    page = signed_in(head, width, scheme)
    for name in ("papers:search", "appointments:desk", "ratings:list"):
        page.goto(live_server.url + reverse(name), wait_until="networkidle")
        screenshot(page, f"shell-{name.replace(':', '-')}-{width}-{scheme}")
        expect(page.locator("[data-pins] a", has_text="Đất đai")).to_have_count(1)
        expect(page.locator("#post-choice option")).to_have_count(2)
        assert_accessible(page)


def test_each_place_of_the_rail_is_reached_by_its_own_key(signed_in, live_server, head):
    page = signed_in(head)
    page.goto(live_server.url + reverse("papers:search"), wait_until="networkidle")
    places = page.locator(".shell__rail [data-key]").evaluate_all("all => all.map(a => [a.dataset.key, a.href])")
    assert [key for key, _url in places][:11] == [*(f"Alt+{digit}" for digit in "1234567890"), "Alt+Shift+1"]
    for key, url in (places[3], places[9], places[10]):
        page.goto(live_server.url + reverse("papers:search"), wait_until="networkidle")
        page.keyboard.press(key)
        page.wait_for_url(f"{url}*")


def test_quick_search_opens_in_every_room(signed_in, live_server, head):
    page = signed_in(head)
    page.goto(live_server.url + reverse("ratings:list"), wait_until="networkidle")
    page.keyboard.press("Control+k")
    page.locator("#palette-q").fill("số liệu")
    found = page.locator("[data-palette-found] a", has_text="Số liệu")
    found.first.wait_for()
    found.first.click()
    page.wait_for_url(f"{live_server.url}{reverse('figures:table')}*")
