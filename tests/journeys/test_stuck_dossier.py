"""J-07: a broken signature is told at once; a dossier nobody touches is told to its owner, then the head; the apology."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings as house
from django.db import connections
from django.urls import reverse, set_script_prefix

from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing.testing import make_demo_key, make_paper
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.actions.watch import watch
from tinhso.government.dossiers.testing import MONDAY, make_received
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import make_procedure
from tinhso.kernel import clock, outbox
from tinhso.testing.browser import assert_accessible, assert_quiet, expect, screenshot
from tinhso.testing.horizon import wait_for_horizon

ANSWERS = {
    "f-applicant-name": "Nguyễn Thị An",
    "f-applicant-number": "086190000123",
    "f-applicant-phone": "0912345678",
    "f-request-subject": "Cấp bản sao",
}


def deliver():
    """Hand over what was announced, once every older transaction of the server is over."""
    wait_for_horizon()
    outbox.deliver_pending()


@pytest.fixture(autouse=True)
def published(transactional_db):
    procedures.forget_versions()
    set_script_prefix("/")
    yield make_procedure()
    procedures.forget_versions()


@pytest.fixture
def at_work(page_at, live_server, client_of):
    """Return a maker of pages in which somebody of the cast is signed in."""

    def make(actor, width=1366):
        page = page_at(width)
        session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return make


def pdf(name, data):
    return {"name": name, "mimeType": "application/pdf", "buffer": data}


def signed_paper():
    """Return a signed PDF; made in a thread of its own, for the browser keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as elsewhere:
        try:
            return elsewhere.submit(_signed_paper).result()
        finally:
            elsewhere.submit(connections.close_all).result()


def _signed_paper():
    key = make_demo_key(name="Phạm Văn Thử")
    looks = signing.Appearance(anchor="leader", name="Phạm Văn Thử", location="Minh Họa")
    return signing.sign_pdf(make_paper("leader"), key_ref=key.ref, appearance=looks, reason="Ký", now=MONDAY).data


def keep_on(page):
    page.locator(".actions button").first.click()


def test_a_broken_signature_is_told_where_the_file_is_chosen(at_work, live_server, an, binh, units, published):
    good = signed_paper()
    phone = at_work(an, 390)
    draft = dossiers.start_draft(an, procedure_code=published.code, unit_id=units.commune_a.id, now=clock.now())
    phone.goto(f"{live_server.url}{reverse('citizen:resume', args=[draft.id])}", wait_until="load")
    while "/buoc/" in phone.url:
        before = phone.url
        for field, value in ANSWERS.items():
            control = phone.locator(f"#{field}")
            if control.count() and not control.input_value():
                control.fill(value)
        keep_on(phone)
        phone.wait_for_url(lambda url, before=before: url != before)
    broken = pdf("quyet-dinh.pdf", good.replace(b"1.000.000", b"9.000.000", 1))
    phone.locator("#giay-GT").set_input_files([broken])
    phone.locator('input[name="giay-GT-upload"]').first.wait_for(state="attached")
    keep_on(phone)
    phone.wait_for_selector(".field--error, .error-summary")
    said = phone.locator("main").inner_text()
    assert (
        "Không nhận được tệp «quyet-dinh.pdf»" in said
        and "Nội dung đã bị thay đổi sau khi ký" in said
        and "Xuất lại tệp đã ký" in said
    )
    screenshot(phone, "journey-broken-signature")
    assert_accessible(phone, citizen=True)

    phone.locator("#giay-GT").set_input_files([pdf("quyet-dinh.pdf", good)])
    phone.locator('input[name="giay-GT-upload"]').first.wait_for(state="attached")
    keep_on(phone)
    phone.wait_for_url("**/kiem-tra/")
    phone.get_by_role("button", name="Nộp hồ sơ").click()
    phone.wait_for_url("**/xong/")
    assert_quiet(phone)

    (info,) = dossiers.list_dossiers(binh, wanted=dossiers.DossierFilter(), now=clock.now()).items
    desk = at_work(binh)
    desk.goto(f"{live_server.url}{reverse('officer:dossier', args=[info.id])}", wait_until="load")
    assert "Phạm Văn Thử" in desk.locator("#giay-to").locator("xpath=..").inner_text()
    screenshot(desk, "journey-signature-seen")
    assert_accessible(desk)


def titles(actor):
    return [notice.title for notice in notifications.list_notices(actor).items]


def opens_stuck(page, home, info):
    page.goto(f"{home}{reverse('officer:inbox')}?hop=nhom", wait_until="load")
    expect(page.get_by_text(info.code).first).to_be_visible()
    page.goto(f"{home}{reverse('officer:dossier', args=[info.id])}", wait_until="load")
    return page.locator("main").inner_text()


def test_nobody_touches_it_owner_head_apology_and_the_citizen_is_told_one_new_day(
    at_work, live_server, an, binh, ha, chi, units
):
    home = live_server.url
    info = make_received(an, binh, unit_id=units.commune_a.id)  # Monday 09:00, promised for Thursday 09:00
    deliver()

    tuesday = MONDAY + timedelta(days=1, minutes=1)  # eight working hours without an event
    with clock.frozen(tuesday):
        watch(tuesday)
        assert titles(ha) == [f"Hồ sơ {info.code} chưa có bước tiếp theo"] and titles(chi) == []
        assert "Hồ sơ chưa có bước tiếp theo; đã nhắc" in opens_stuck(at_work(ha), home, info)

    wednesday = MONDAY + timedelta(days=2, minutes=1)
    with clock.frozen(wednesday):
        watch(wednesday)
        assert titles(chi) == [f"Hồ sơ {info.code} chưa có bước tiếp theo"]
        opens_stuck(at_work(chi), home, info)

    friday = MONDAY + timedelta(days=4)
    with clock.frozen(friday):
        watch(friday)
        head = at_work(chi)
        head.goto(f"{home}{reverse('officer:inbox')}?hop=nhom", wait_until="load")
        expect(head.get_by_text(info.code).first).to_be_visible()
        head.goto(f"{home}{reverse('officer:extend', args=[info.id])}", wait_until="load")
        head.locator("#id_new_day").fill("26/11/2026")
        head.locator("#id_reason").fill("Công an xã chưa trả lời xác minh nơi cư trú.")
        screenshot(head, "journey-apology")
        assert_accessible(head)
        keep_on(head)
        head.wait_for_url(lambda url: "/hen-lai/" not in url)
        assert_quiet(head)
        deliver()
        watch(friday + timedelta(minutes=10))
        deliver()

        apologies = [title for title in titles(an) if title.startswith("Xin lỗi và hẹn lại")]
        assert apologies == [f"Xin lỗi và hẹn lại ngày trả hồ sơ {info.code}"]
        phone = at_work(an, 390)
        phone.goto(f"{home}{reverse('citizen:dossier', args=[info.id])}", wait_until="load")
        page = phone.locator("main").inner_text()
        assert "26/11/2026" in page
        assert "Phiếu xin lỗi và hẹn lại ngày trả kết quả" in page
        screenshot(phone, "journey-new-day")
        assert_accessible(phone, citizen=True)
    detail = dossiers.get_dossier(chi, dossier_id=info.id)
    assert len(detail.apologies) == 1 and detail.apologies[0].is_late
