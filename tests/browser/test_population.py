"""Data of persons on the screen: filled in and marked, never waited for; at the desk with purpose and subject (J-09)."""

import time
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as house
from django.urls import set_script_prefix

from tinhso.data.population import public as population
from tinhso.data.population.testing import make_alert, make_check
from tinhso.foundation.forms import public as forms
from tinhso.foundation.identity.models import Account
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.testing.browser import LOOKS, assert_accessible, assert_quiet, expect, screenshot
from tinhso.testing.cast import citizen_actor
from tinhso.testing.simulators import simulator, simulators  # noqa: F401 - fixtures

SLUG = "dang-ky-khai-sinh"
PAGE = "nguoi_yeu_cau"
NUMBER, NAME, BIRTH = "086190000017", "Nguyễn Thị Minh Họa", date(1990, 3, 27)


@pytest.fixture(autouse=True)
def published(transactional_db):
    procedures.forget_versions()
    assert procedures.load_packages(Path(house.CONTENT_DIR) / "procedures").is_clean
    found = (forms.Commune("29542", "Phường 9", "Thành phố Vĩnh Long"), forms.Commune("29548", "Phường 1", ""))
    forms.provide_communes(lambda: found)
    set_script_prefix("/")
    yield
    procedures.forget_versions()
    forms.provide_communes(None)


@pytest.fixture
def source(simulators, simulator, settings):  # noqa: F811
    one = simulator("population")
    settings.SIMULATORS = f"http://127.0.0.1:{simulators.port}"
    return one


@pytest.fixture
def hoa(units):
    return citizen_actor(number=NUMBER, name=NAME, birth_on=BIRTH)


@pytest.fixture
def open_as(page_at, live_server, client_of):
    """Return a function that opens an address in a browser of somebody signed in."""

    def open_page(actor, address, width=390, scheme="light", **options):
        page = page_at(width, scheme, **options)
        session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
        cookies = [{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        if scheme == "dark":
            cookies.append({"name": "tinhso_hien_thi", "value": "theme=dark", "url": live_server.url})
        page.context.add_cookies(cookies)
        page.goto(live_server.url + address, wait_until="load")
        return page

    return open_page


def begin(actor, units):
    version = procedures.get_by_slug(SLUG)
    draft = dossiers.start_draft(actor, procedure_code=version.code, unit_id=units.commune_a.id, now=clock.now())
    answers = {"filing": {"relation": "mother", "parents": "not_married", "timing": "in_time"}}
    dossiers.save_page(actor, draft_id=draft.id, page=version.form.pages[0].key, answers=answers, now=clock.now())
    return draft, f"/nop/ban-khai/{draft.id}/buoc/{PAGE}/"


def opened(page, address):
    """Open an address; return how many seconds it took."""
    begun = time.monotonic()
    page.goto(address, wait_until="load")
    return time.monotonic() - begun


def test_a_slow_source_lets_the_page_come_within_two_seconds_and_a_later_mismatch_is_told_once(
    source, hoa, units, open_as, announced
):
    source.behave(delay=30)
    Account.objects.filter(pk=hoa.account_id).update(birth_on=date(1990, 4, 27))
    draft, address = begin(hoa, units)
    page = open_as(hoa, "/")
    waited = opened(page, page.url.rstrip("/") + address)
    usual = opened(page, page.url)  # the second time nobody is asked
    assert waited < 2 or waited - usual < 1.6  # on a busy machine every page is slow; what counts is the wait
    assert page.locator("#chua-xac-minh").inner_text().startswith("Chưa xác minh.")
    assert page.locator("#f-applicant-name").input_value() == NAME
    assert [one.get_attribute("id") for one in page.locator("[readonly]").all()] == ["f-applicant-number"]  # one's own
    assert_accessible(page, citizen=True)
    screenshot(page, "population-unverified-390")
    page.locator("#f-applicant-phone").fill("0912345678")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_load_state("load")
    source.forgive()
    population.work_queue()
    population.work_queue()
    told = [fact for fact in announced() if fact.type_name == "population.person_verified.v1"]
    assert [(one.subject_id, one.outcome, one.differing_fields) for one in told] == [(draft.id, "mismatch", "birth")]
    page.goto(page.url.split("/nop/")[0] + address, wait_until="load")
    assert "không khớp" in page.locator("#khong-khop").inner_text()
    assert page.locator("#f-applicant-phone").input_value() == "0912345678"
    screenshot(page, "population-mismatch-390")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_what_the_state_knows_is_filled_in_marked_and_not_to_be_changed(source, hoa, units, open_as, width, scheme):
    _draft, address = begin(hoa, units)
    page = open_as(hoa, address, width, scheme)
    name = page.locator("#f-applicant-name")
    assert name.input_value() == NAME and name.get_attribute("readonly") is not None
    assert "CSDL quốc gia về dân cư" in page.locator("#f-applicant-name-source").inner_text()
    assert page.locator("#f-applicant-address-detail").input_value() == "số 17, khóm Tân Vĩnh"
    assert page.locator("#f-applicant-address-detail").get_attribute("readonly") is None
    page.locator("summary", has_text="Không đúng?").first.click()
    expect(page.get_by_text("công an cấp xã").first).to_be_visible()
    assert_accessible(page, citizen=True)
    screenshot(page, f"population-known-{width}-{scheme}")


def test_a_locked_answer_sent_by_hand_is_not_believed_with_and_without_javascript(source, hoa, units, open_as):
    draft, address = begin(hoa, units)
    page = open_as(hoa, address, js=False)
    page.locator("#f-applicant-phone").fill("0912345678")
    assert page.locator("#f-applicant-name").get_attribute("readonly") is not None
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_load_state("load")
    kept = dossiers.get_draft(hoa, draft_id=draft.id).data["applicant"]
    assert (kept["name"], kept["number"], kept["birth_on"]) == (NAME, NUMBER, "1990-03-27")
    assert kept["address"]["detail"] == "số 17, khóm Tân Vĩnh"
    assert_quiet(page)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_desk_asks_for_purpose_and_subject_and_shows_a_person_once(source, binh, open_as, width, scheme):
    page = open_as(binh, "/dan-cu/tra-cuu/", width, scheme)
    assert_accessible(page)
    page.get_by_role("button", name="Tra cứu", exact=True).click()
    page.locator(".error-summary").wait_for()
    assert_accessible(page)
    screenshot(page, f"population-desk-errors-{width}-{scheme}")
    page.locator("#scan").fill(f"{NUMBER}||{NAME}|27031990|Nữ|số 17|01052022")
    page.locator("#scan").press("Enter")
    page.wait_for_selector("#id_number")
    assert page.locator("#id_name").input_value() == NAME
    page.locator("#id_purpose").select_option(index=1)
    page.locator("#id_note").fill("hỏi về khai sinh")
    page.get_by_role("button", name="Tra cứu", exact=True).click()
    page.locator("#found").wait_for()
    assert "số 17, khóm Tân Vĩnh" in page.locator("dl.summary").inner_text()
    assert_accessible(page)
    screenshot(page, f"population-desk-{width}-{scheme}")
    page.goto(page.url, wait_until="load")
    expect(page.locator("#found")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_other_pages_are_accessible(source, binh, chi, em, an, units, open_as, width, scheme):
    make_check(an.account_id, given_up=True)
    make_check(an.account_id)
    for _ in range(2):
        population.look_up(
            binh,
            number=NUMBER,
            name=NAME,
            birth=BIRTH,
            purpose="tiếp nhận hồ sơ",
            subject_kind="dossier",
            subject_id=units.commune_a.id,
            subject_code="H61.01-261123-0001",
            now=clock.now(),
        )
    alert = make_alert(binh.account_id, unit_id=units.commune_a.id)
    pages = {
        "source": (em, "/ky-thuat/dan-cu/"),
        "source-given-up": (em, "/ky-thuat/dan-cu/?loc=dung"),
        "own": (binh, "/dan-cu/nhat-ky/"),
        "excess": (chi, f"/dan-cu/vuot-muc/{alert.id}/"),
    }
    for name, (actor, address) in pages.items():
        page = open_as(actor, address, width, scheme)
        assert_accessible(page)
        screenshot(page, f"population-{name}-{width}-{scheme}")
        page.close()


def test_the_counter_fills_in_the_applicant_and_marks_where_it_comes_from(source, binh, units, open_as):
    page = open_as(binh, f"/ho-so/tiep-nhan/?thu_tuc={procedures.get_by_slug(SLUG).code}", 1366)
    page.locator("#quet").fill(f"{NUMBER}||{NAME}|27031990|Nữ|số 17|01052022")
    page.locator("#quet").press("Enter")
    page.locator("#f-applicant-name-source").wait_for()
    assert page.locator("#f-applicant-name").input_value() == NAME
    assert page.locator("#f-applicant-address-detail").input_value() == "số 17, khóm Tân Vĩnh"
    assert page.locator("#f-applicant-name").get_attribute("readonly") is None
    assert_accessible(page)
    screenshot(page, "population-counter-1366")


def test_at_the_counter_a_slow_source_costs_two_seconds_and_the_sheet_stays(source, binh, units, open_as):
    source.behave(delay=30)
    page = open_as(binh, f"/ho-so/tiep-nhan/?thu_tuc={procedures.get_by_slug(SLUG).code}", 1366)
    page.locator("#quet").fill(f"{NUMBER}||{NAME}|27031990|Nữ|số 17|01052022")
    begun = time.monotonic()
    page.locator("#quet").press("Enter")
    page.locator("#dan_cu-error").wait_for()
    assert time.monotonic() - begun < 4
    assert "chưa xác minh" in page.locator("#dan_cu-error").inner_text()
    assert page.locator("#f-applicant-number").input_value() == NUMBER
