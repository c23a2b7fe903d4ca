"""J-04: an old man who has no telephone and only a year of birth is served at the desk; his grandson follows it."""

from pathlib import Path

import pytest
from django.conf import settings as house
from django.urls import reverse, set_script_prefix

from tinhso.foundation.forms import public as forms
from tinhso.foundation.mandates import public as mandates
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.portals.citizen.testing import provide_small_communes
from tinhso.testing.browser import assert_quiet, screenshot

NUMBER, NAME, PHONE = "086048004321", "Nguyễn Văn Ẩn", "0912 345 678"
GRANDSON = "086095004321"
ANSWERS = {
    "f-applicant-name": NAME,
    "f-applicant-number": NUMBER,
    "f-applicant-birth_on": "1948",
    "f-applicant-phone": PHONE,
    "f-applicant-address-commune": "Phường 1",
    "f-applicant-address-detail": "12 Trần Phú",
    "f-record-office": "Ủy ban nhân dân Phường 1",
    "f-holder-name": NAME,
    "f-holder-birth_on": "1948",
    "f-holder-ethnicity": "Kinh",
    "f-holder-nationality": "Việt Nam",
    "f-copies-count": "1",
}


@pytest.fixture(autouse=True)
def published(transactional_db):
    procedures.forget_versions()
    assert procedures.load_packages(Path(house.CONTENT_DIR) / "procedures").is_clean
    provide_small_communes()
    set_script_prefix("/")
    yield
    procedures.forget_versions()
    forms.provide_communes(None)


@pytest.fixture
def desk(page_at, live_server, client_of, binh):
    page = page_at(1366)
    session = client_of(binh).cookies[house.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}{reverse('officer:counter')}?thu_tuc=2.000635", wait_until="load")
    return page


def _fill(page):
    """Answer what the sheet asks for, as far as it goes: what is known by its name, the first choice of the rest."""
    for name, value in ANSWERS.items():
        if page.locator(f"input#{name}").count():
            page.fill(f"#{name}", value)
    for _ in range(4):
        for group in page.locator("fieldset:has(input[type=radio][id^='f-'])").all():
            if not group.locator("input[type=radio]:checked").count():
                group.locator("label").first.click()
        for select in page.locator("select[id^='f-']").all():
            if not select.input_value():
                select.select_option(index=1)
        page.get_by_role("button", name="Lưu Ctrl Enter").click()
        page.wait_for_load_state("load")
        if "xong=" in page.url or not page.locator("[id^='f-'][aria-invalid=true]").count():
            return
    pytest.fail(f"the sheet still says {page.locator('.field__error, [id$=-error]').all_inner_texts()}")


def _received(actor):
    return dossiers.list_dossiers(actor, wanted=dossiers.DossierFilter(), now=clock.now()).items


def test_an_old_man_is_served_at_the_desk_and_his_grandson_follows_it(desk, page_at, live_server, binh):
    desk.check("#nop_ho_signed")
    desk.locator("#nop-ho details summary").click()
    desk.fill("#nop_ho_number", "123")
    desk.locator("label[for='nhan_post']").click()
    _fill(desk)

    wrong = desk.locator("#nop_ho_number-error")  # what was typed of the helper is checked like all else, and stays
    assert wrong.inner_text() and desk.locator("#nop_ho_name-error").inner_text()
    assert desk.input_value("#f-applicant-birth_on") == "1948"
    screenshot(desk, "assisted-refused")
    assert not _received(binh)
    desk.fill("#nop_ho_name", "Trần Văn Mẫu")
    desk.fill("#nop_ho_number", GRANDSON)
    desk.fill("#nop_ho_title", "Cháu nội")
    desk.fill("#nop_ho_phone", PHONE)
    _fill(desk)
    desk.wait_for_url("**xong=**")

    (info,) = _received(binh)
    filing = mandates.find_filing(info.id)
    assert (filing.name, filing.title, filing.consent) == ("Trần Văn Mẫu", "Cháu nội", mandates.Consent.SIGNED)
    detail = dossiers.get_dossier(binh, dossier_id=info.id)
    assert detail.delivery is dossiers.Delivery.POST and detail.data["applicant"]["birth_on"] == "1948"
    link = desk.get_by_role("link", name="In giấy đồng ý nộp hộ (PDF, thẻ mới)")
    consent = desk.request.get(live_server.url + link.get_attribute("href"))
    assert consent.status == 200 and consent.body().startswith(b"%PDF")
    screenshot(desk, "assisted-done")
    desk.goto(f"{live_server.url}{reverse('officer:dossier', args=[info.id])}")
    assert "Trần Văn Mẫu (Cháu nội)" in desk.locator("#main, main").first.inner_text()
    assert_quiet(desk)

    phone = page_at(390)
    phone.goto(f"{live_server.url}/t/{info.token}")
    seen = phone.locator("main").inner_text()
    assert info.code in seen and NAME not in seen and NUMBER not in seen and PHONE not in seen
    assert "Trần Văn Mẫu" not in seen
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), "200 % runs off the side"
    screenshot(phone, "assisted-look-up-200")
    assert_quiet(phone)


def test_an_officer_writes_for_somebody_who_is_there(desk, binh):
    desk.check("#nop_ho_present")
    _fill(desk)
    desk.wait_for_url("**xong=**")
    (info,) = _received(binh)
    filing = mandates.find_filing(info.id)
    assert filing.consent is mandates.Consent.PRESENT and filing.name == binh.name and filing.number == ""
