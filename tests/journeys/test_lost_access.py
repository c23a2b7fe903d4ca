"""J-10: she lost her telephone, gets back in at the counter, reports a broken lamp in English; the answer is public."""

import re

import pytest
from django.conf import settings as house
from django.urls import reverse, set_script_prefix

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files.testing import make_jpeg
from tinhso.foundation.identity import public as identity
from tinhso.foundation.notifications.models import NoticeRow
from tinhso.government.dossiers.testing import make_received
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.models import Petition
from tinhso.kernel import clock
from tinhso.kernel.actors import ANONYMOUS
from tinhso.kernel.outbox import deliver_pending
from tinhso.testing.browser import assert_accessible, assert_quiet, expect, screenshot
from tinhso.testing.cast import AN_BIRTH, AN_NUMBER, officer_actor
from tinhso.testing.horizon import wait_for_horizon

NEW_PHONE = "0987654321"
PHOTO = {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": make_jpeg(900, 600)}
WORDS = "The street lamp in front of the primary school has been broken for two weeks. Call 0912 345 678."
ANSWER = "Đèn đã được thay chiều nay. Cảm ơn Ông/Bà Nguyễn Thị An đã báo."


@pytest.fixture(autouse=True)
def vietnamese(transactional_db):
    set_script_prefix("/")


@pytest.fixture
def loan(units):
    """The head of commune B's one-stop section."""
    return officer_actor(code="B-TBP", name="Đỗ Thị Loan", unit_id=units.counter_b.id, roles=("one_stop_head",))


@pytest.fixture
def quang(units):
    return officer_actor(code="B-CT", name="Võ Minh Quang", unit_id=units.commune_b.id, roles=("leader",))


@pytest.fixture
def at_work(page_at, live_server, client_of):
    """Return a maker of pages in which somebody of the cast is signed in."""

    def make(actor, width=1366):
        page = page_at(width)
        session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return make


def look_up_without_an_account(phone, home, dossier):
    """The code tells how far it is, and nothing of who she is; more needs her account."""
    phone.goto(f"{home}/t/{dossier.token}/")
    said = phone.locator("main").inner_text()
    assert dossier.code in said
    for hidden in ("Nguyễn Thị An", AN_NUMBER, "0912345678", "0912 345 678"):
        assert hidden not in said
    phone.get_by_role("link", name="Mở trang của tôi").click()
    assert "/dang-nhap/" in phone.url
    phone.goto(f"{home}{reverse('citizen:dossier', args=[dossier.id])}")
    assert "/dang-nhap/" in phone.url


def bind_the_new_phone(desk, home):
    """The desk looks at her card and binds the new number; without having looked it cannot."""
    desk.goto(f"{home}/viec/")
    desk.goto(f"{home}/tai-khoan/ho-tro/")
    desk.locator("#id_number").fill(AN_NUMBER)
    desk.locator("#id_name").fill("Nguyễn Thị An")  # copied from her card: the house compares it, and shows nothing
    desk.locator("#id_birth_on").fill(f"{AN_BIRTH:%d/%m/%Y}")
    desk.locator("#id_act").select_option("change_phone")
    desk.locator("#id_phone").fill(NEW_PHONE)
    desk.locator("#id_document").select_option("can_cuoc")
    desk.locator("#id_document_number").fill(AN_NUMBER)
    desk.get_by_role("button", name="Thực hiện").click()
    desk.wait_for_load_state()
    assert "Đối chiếu giấy tờ gốc trước" in desk.locator("main").inner_text()
    desk.locator("#id_papers_seen").check()
    desk.get_by_role("button", name="Thực hiện").click()
    desk.get_by_text("Đã cập nhật tài khoản của Nguyễn Thị An").wait_for()


def report_in_english(phone, home, units):
    """Photograph and point of the map; the form speaks English."""
    phone.goto(f"{home}/en/phan-anh/gui/", wait_until="networkidle")
    assert phone.locator("html").get_attribute("lang") == "en"
    phone.locator("#id_kind").select_option("scene")
    phone.locator("#id_title").fill("Street lamp broken")
    phone.locator("#id_words").fill(WORDS)
    phone.locator("#photos").set_input_files([PHOTO])
    phone.locator("[data-map-ground]").scroll_into_view_if_needed()
    dot = phone.locator(".map__dots circle").first.bounding_box()
    phone.mouse.click(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    assert phone.input_value("#id_unit") == str(units.commune_b.id)
    screenshot(phone, "journey-report")
    phone.locator("main .actions button").click()
    phone.wait_for_url("**/en/phan-anh/theo-doi/**")
    return Petition.objects.get()


def answer_it(head, handler, leader, home, found, dung):
    """From the inbox: given to Dũng, answered by him, approved by the leader, published by the head."""
    page = f"{home}/phan-anh/xu-ly/{found.id}/"
    head.goto(f"{home}/viec/")
    head.get_by_text(found.code).first.wait_for()
    head.goto(page)
    expect(head.locator(".map__pins g").first).to_be_attached()
    head.locator("#id_handler").select_option(str(dung.account_id))
    head.get_by_role("button", name="Tiếp nhận và giao").click()
    handler.goto(page)
    handler.locator("#id_answer").fill(ANSWER)
    handler.get_by_role("button", name="Trình duyệt").click()
    leader.goto(page)
    leader.get_by_role("button", name="Duyệt và trả lời").click()
    head.goto(page)
    proposed = head.locator("#public").input_value()
    assert "0912" not in proposed and "[…]" in proposed
    head.locator("#title").fill("Đèn đường hỏng trước trường tiểu học")
    head.locator("#reply").fill(ANSWER)  # her name is still in it
    head.get_by_role("button", name="Công khai", exact=True).click()
    head.wait_for_load_state()
    assert "Nguyễn Thị An" in head.locator(".error-summary").inner_text()
    head.locator("#reply").fill("Đèn đã được thay chiều nay.")
    head.get_by_label("Công khai ảnh 1").check()
    head.get_by_role("button", name="Công khai", exact=True).click()
    head.wait_for_url("**/phan-anh/xu-ly/")


def read_what_everybody_reads(stranger, home, found):
    stranger.goto(f"{home}/phan-anh/")
    stranger.get_by_role("link", name="Đèn đường hỏng trước trường tiểu học").click()
    stranger.wait_for_load_state()
    said = stranger.content()
    assert "Đèn đã được thay chiều nay." in said
    for hidden in (
        "Nguyễn Thị An",
        "0912",
        NEW_PHONE,
        AN_NUMBER,
        found.token,
        str(found.latitude),
        str(found.longitude),
    ):
        assert hidden not in said
    assert not re.search(r"exif|gps", said, re.IGNORECASE)
    assert_accessible(stranger, citizen=True)
    screenshot(stranger, "journey-public")


def test_she_gets_back_in_and_her_report_is_answered_in_public(
    at_work, page_at, live_server, client_of, an, binh, dung, loan, quang, units
):
    home = live_server.url
    dossier = make_received(an, binh, unit_id=units.commune_a.id, now=clock.now())
    old = at_work(an, 390)
    stranger = page_at(390)
    look_up_without_an_account(stranger, home, dossier)

    desk = at_work(binh)
    bind_the_new_phone(desk, home)
    assert identity.get_account(an.account_id).phone == NEW_PHONE
    (helped,) = [one for one in audit.list_trail(an.account_id).items if one.verb == "identity.helped_change_phone"]
    assert (helped.actor_name, helped.person_id) == (binh.name, an.account_id)
    wait_for_horizon()
    deliver_pending()
    assert NoticeRow.objects.filter(template="account_phone_changed", account_id=an.account_id).exists()
    old.goto(f"{home}/cua-toi/")
    assert "/dang-nhap/" in old.url  # whoever has the old telephone is out

    phone = at_work(an, 390)
    found = report_in_english(phone, home, units)
    answer_it(at_work(loan), at_work(dung), at_work(quang), home, found, dung)

    phone.reload()
    assert ANSWER in phone.locator("main").inner_text()
    phone.locator('input[name="vote"][value="satisfied"]').check()
    phone.locator("main form button").first.click()
    phone.wait_for_load_state()
    screenshot(phone, "journey-voted")
    found.refresh_from_db()
    assert (found.vote, found.was_late, found.language) == ("satisfied", False, "en")
    day = clock.today()
    counted = petitions.figures([units.commune_b.id], first=day, last=day, now=clock.now())
    assert (counted.total, counted.on_time, counted.unhappy) == (1, 1, 0)
    read_what_everybody_reads(stranger, home, found)
    with pytest.raises(petitions.PetitionNotFound):
        petitions.get_own(ANONYMOUS, token=found.token)
    for page in (phone, desk, stranger):
        assert_quiet(page)
