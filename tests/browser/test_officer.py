"""The officers' screens in a real browser: phone to desktop, light and dark, by keyboard, with and without JavaScript."""

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from tinhso.foundation.signing.models import SignatureRequest
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_drafted, make_received, make_submitted
from tinhso.government.procedures.testing import CODE
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, assert_quiet, expect, screenshot
from tinhso.testing.working import run_queue

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def signed_in(client_of, live_server):
    """Return a function that signs a page in as an actor and follows the system's colours."""

    def sign(page, actor):
        cookie = client_of(actor).cookies[django_settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [
                {"name": cookie.key, "value": cookie.value, "url": live_server.url},
                {"name": "tinhso_hien_thi", "value": "theme=system", "url": live_server.url},
            ]
        )
        return page

    return sign


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1366])
def test_every_officer_screen_is_accessible(page_at, live_server, signed_in, an, binh, ha, chi, a, width, scheme):
    """A-01 to A-06 and A-11, on each screen an officer sees in a day."""
    fresh = make_submitted(an, unit_id=a)
    received = make_received(an, binh, unit_id=a)
    drafted = make_drafted(an, binh, ha, unit_id=a)
    waiting = make_drafted(an, binh, ha, unit_id=a)
    dossiers.sign_result(chi, dossier_id=waiting.id, now=MONDAY)
    SignatureRequest.objects.filter(subject_id=waiting.id).update(
        problem="Nguồn cấp dấu thời gian chưa trả lời. Hệ thống sẽ thử lại.", next_try_at=MONDAY
    )
    desk = [
        ("inbox", reverse("officer:inbox") + f"?hop=nhom&chon={fresh.id}"),
        ("inbox-empty", reverse("officer:inbox") + "?hop=qua_han"),
        ("dossiers", reverse("officer:dossiers")),
        ("dossier", reverse("officer:dossier", args=[received.id])),
        ("receive", reverse("officer:receive", args=[fresh.id])),
        ("refuse", reverse("officer:refuse", args=[fresh.id])),
        ("supplement", reverse("officer:ask_supplement", args=[fresh.id])),
        ("counter", reverse("officer:counter")),
        ("counter-form", reverse("officer:counter") + f"?thu_tuc={CODE}"),
    ]
    head = [
        ("step", reverse("officer:step", args=[drafted.id, "return"])),
        ("sign", reverse("officer:sign", args=[drafted.id])),
        ("assign", reverse("officer:assign", args=[drafted.id])),
        ("signing", reverse("officer:dossier", args=[waiting.id])),
        ("sign-again", reverse("officer:sign_again", args=[waiting.id])),
        ("take-back", reverse("officer:take_back_signing", args=[waiting.id])),
    ]
    expert = [("draft", reverse("officer:draft", args=[received.id]))]
    faults = []
    for actor, addresses in ((binh, desk), (chi, head), (ha, expert)):
        page = signed_in(page_at(width, scheme), actor)
        for name, address in addresses:
            page.goto(f"{live_server.url}{address}", wait_until="load")
            screenshot(page, f"officer-{name}-{width}-{scheme}")
            try:
                assert_accessible(page)
            except AssertionError as found:
                faults.append(str(found))
    assert not faults, "\n".join(faults)


def test_the_inbox_is_worked_by_keys(page_at, live_server, signed_in, an, binh, a):
    """K-02, A-04: move with j, open with Enter, act with Ctrl+Enter, come back to the next row."""
    for _ in range(3):
        make_submitted(an, unit_id=a)
    page = signed_in(page_at(1366), binh)
    page.goto(f"{live_server.url}{reverse('officer:inbox')}?hop=nhom", wait_until="load")
    rows = page.locator("[data-row-link]")
    rows.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail article")
    assert "chon=" in page.url
    for _ in range(3):
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/tiep-nhan/**")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/viec/**")
    assert "Còn 0." in page.locator(".banner--ok").inner_text()
    assert (
        dossiers.count_dossiers(binh, wanted=dossiers.DossierFilter(statuses=(dossiers.Status.RECEIVED,)), now=_now())
        == 3
    )
    assert_quiet(page)


def test_after_an_act_the_next_row_has_the_focus(page_at, live_server, signed_in, an, binh, a):
    make_submitted(an, unit_id=a)
    second = make_submitted(an, unit_id=a)
    page = signed_in(page_at(1366), binh)
    page.goto(f"{live_server.url}{reverse('officer:inbox')}?hop=nhom", wait_until="load")
    page.locator("[data-row-link]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail article")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/tiep-nhan/**")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/viec/**")
    assert page.evaluate("document.activeElement.closest('[data-row]')?.dataset.row") == str(second.id)
    assert "Còn 1." in page.locator(".banner--ok").inner_text()


def test_on_a_phone_the_detail_is_its_own_page(page_at, live_server, signed_in, an, binh, a):
    make_submitted(an, unit_id=a)
    page = signed_in(page_at(390), binh)
    page.goto(f"{live_server.url}{reverse('officer:inbox')}?hop=nhom", wait_until="load")
    page.locator("[data-row-link]").first.click()
    page.wait_for_url("**chon=**")
    expect(page.locator("[data-list]")).not_to_be_visible()
    page.get_by_role("link", name="Về danh sách").click()
    expect(page.locator("[data-list]")).to_be_visible()


def test_letters_open_no_act_while_someone_types(page_at, live_server, signed_in, an, binh, a):
    """A-09."""
    make_submitted(an, unit_id=a)
    page = signed_in(page_at(1366), binh)
    page.goto(f"{live_server.url}{reverse('officer:inbox')}?hop=nhom", wait_until="load")
    page.locator("#loc").focus()
    page.keyboard.type("jkxac?")
    assert page.input_value("#loc") == "jkxac?"
    assert page.url.endswith("?hop=nhom")


def test_everything_works_without_javascript(page_at, live_server, signed_in, an, binh, a):
    """F-05."""
    info = make_submitted(an, unit_id=a)
    page = signed_in(page_at(1366, js=False), binh)
    page.goto(f"{live_server.url}{reverse('officer:inbox')}?hop=nhom")
    page.locator("[data-row-link]").first.click()
    page.get_by_role("link", name="Tiếp nhận", exact=False).first.click()
    page.goto(f"{live_server.url}{reverse('officer:receive', args=[info.id])}")
    page.get_by_role("button", name="Tiếp nhận và hẹn trả").click()
    assert dossiers.get_dossier(binh, dossier_id=info.id).info.status is dossiers.Status.RECEIVED


def _now():
    from tinhso.kernel import clock

    return clock.now()


def test_a_leader_who_stays_on_the_page_sees_the_signature_come(page_at, live_server, signed_in, an, binh, ha, chi, a):
    waiting = make_drafted(an, binh, ha, unit_id=a)
    dossiers.sign_result(chi, dossier_id=waiting.id, now=clock.now())
    page = signed_in(page_at(1366, "light"), chi)
    page.goto(f"{live_server.url}{reverse('officer:dossier', args=[waiting.id])}", wait_until="load")
    said = page.locator("#ky-so")
    said.wait_for()
    page.keyboard.press("Tab")
    here = page.evaluate("document.activeElement.outerHTML")
    with page.expect_response("**/dang-ky-so/**") as asked:
        pass
    assert asked.value.status == 204  # nothing new: nothing is read out again, and the focus stays
    assert page.evaluate("document.activeElement.outerHTML") == here

    run_queue()
    said.wait_for(state="detached")
    assert "Đã ký" in page.locator("main").inner_text()
    assert_quiet(page)
