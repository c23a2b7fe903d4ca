"""The operator's page of the national exchange, the work list and the officer's line in a real browser."""

import pytest
from django.urls import set_script_prefix

from tinhso.government.dossiers.testing import make_received
from tinhso.government.national.actions import comparing
from tinhso.government.national.actions.cataloguing import fetch_catalogues
from tinhso.government.national.models import NationalRecord
from tinhso.government.national.testing import deliver, portal
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.portals.citizen.testing import provide_small_communes
from tinhso.testing.browser import assert_accessible, expect, screenshot
from tinhso.testing.cast import an, binh, client_of, em, units  # noqa: F401 - fixtures
from tinhso.testing.simulators import simulator, simulators

__all__ = ["portal", "simulator", "simulators"]
CONSOLE = "/ky-thuat/cong-quoc-gia/"
SIZES = [(width, scheme) for width in (390, 1366) for scheme in ("light", "dark")]


@pytest.fixture(autouse=True)
def province(transactional_db):
    from tinhso.foundation.forms import public as forms

    procedures.forget_versions()
    provide_small_communes()
    set_script_prefix("/")
    yield
    forms.provide_communes(None)
    procedures.forget_versions()


@pytest.fixture
def refused(portal, an, binh, units, em):  # noqa: F811
    """One dossier the portal refused, one comparison, one difference in the catalogue."""
    portal.plant(procedures=[{"MATTHC": "1.999999", "TENTTHC": "Thủ tục khác"}])
    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    portal.tell()
    comparing.start(em, now=clock.now())
    comparing.go_on(seconds=20)
    fetch_catalogues()
    return info


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_pages_of_the_exchange_are_accessible(signed_in, live_server, em, refused, width, scheme):  # noqa: F811
    page = signed_in(em, width, scheme)
    record = NationalRecord.objects.get(state="failed")
    for name, path in {
        "national": CONSOLE,
        "national-runbook": f"{CONSOLE}huong-dan/",
        "national-record": f"{CONSOLE}ban-ghi/{record.id}/",
        "national-catalogue": "/danh-muc-quoc-gia/",
    }.items():
        page.goto(f"{live_server.url}{path}", wait_until="networkidle")
        screenshot(page, f"{name}-{width}-{scheme}")
        assert_accessible(page)


@pytest.mark.parametrize("js", [True, False])
def test_the_operator_pauses_resumes_and_the_backlog_drains(signed_in, live_server, em, an, binh, units, portal, js):  # noqa: F811
    page = signed_in(em, js=js)
    page.goto(f"{live_server.url}{CONSOLE}")
    page.get_by_role("button", name="Tạm dừng gửi").click()
    expect(page.get_by_text("đã tạm dừng gửi")).to_be_visible()
    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    assert portal.tell() == 0
    officer = signed_in(binh, 390, js=js)
    officer.goto(f"{live_server.url}/ho-so/{info.id}/")
    expect(officer.get_by_text("Đồng bộ Cổng quốc gia:")).to_be_visible()
    expect(officer.get_by_text("3 bản ghi chờ")).to_be_visible()
    screenshot(officer, f"national-officer-{js}")
    page.get_by_role("button", name="Tiếp tục gửi").click()
    portal.tell()
    officer.reload()
    expect(officer.get_by_text("đã nhận", exact=True)).to_be_visible()


def test_the_officers_page_with_the_line_is_accessible(signed_in, live_server, binh, refused):  # noqa: F811
    page = signed_in(binh, 390, "dark")
    page.goto(f"{live_server.url}/ho-so/{refused.id}/", wait_until="networkidle")
    screenshot(page, "national-line-390-dark")
    assert_accessible(page)
