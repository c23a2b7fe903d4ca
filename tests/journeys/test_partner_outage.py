"""J-08: the National Portal is down for three hours. Intake goes on, the backlog shows, is paused, resumed, drained."""

from datetime import timedelta

import pytest
from django.conf import settings as house
from django.urls import reverse, set_script_prefix

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import make_submitted
from tinhso.government.national.models import NationalCircuit, NationalMirror, NationalRecord
from tinhso.government.national.testing import deliver, portal
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, expect, screenshot
from tinhso.testing.simulators import simulator, simulators
from tinhso.ui import outages

__all__ = ["portal", "simulator", "simulators"]
CONSOLE = "/ky-thuat/cong-quoc-gia/"
DOWN = timedelta(hours=3)
BANNER = "Cổng Dịch vụ công quốc gia đang gián đoạn"


@pytest.fixture(autouse=True)
def province(transactional_db):
    procedures.forget_versions()
    set_script_prefix("/")
    outages.forget()
    yield
    outages.forget()
    procedures.forget_versions()


@pytest.fixture
def as_(page_at, live_server, client_of):
    """Return a maker of pages in which somebody of the cast is signed in; nobody for None."""

    def make(actor, width=1366):
        page = page_at(width)
        if actor is not None:
            session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return make


def waiting_on(console):
    """Return how many records the console says wait."""
    row = console.locator("dl.summary div").filter(has_text="Bản ghi chờ").first
    return int(row.locator("dd").inner_text().replace(".", ""))


def received(desk, live_server, info):
    """Receive one dossier at the desk, as on any other day."""
    desk.goto(f"{live_server.url}{reverse('officer:dossier', args=[info.id])}", wait_until="load")
    desk.locator("main").get_by_role("link", name="Tiếp nhận").first.click()
    desk.get_by_role("button", name="Tiếp nhận và hẹn trả").click()
    desk.wait_for_selector(".banner--ok")


def knock(portal, began):
    """Let the sender try through three hours, as the worker would."""
    for minute in range(0, int(DOWN.total_seconds() // 60), 20):
        with clock.frozen(began + timedelta(minutes=minute)):
            portal.tell()


def test_three_hours_without_the_portal(as_, live_server, portal, an, binh, em, units):
    began = clock.now()
    portal.behave(down=True)

    desk, console, citizen = as_(binh), as_(em), as_(None, 390)
    first = make_submitted(an, unit_id=units.commune_a.id)
    received(desk, live_server, first)
    deliver()
    knock(portal, began)
    desk.goto(f"{live_server.url}{reverse('officer:dossier', args=[first.id])}", wait_until="load")
    line = desk.locator("p", has_text="Đồng bộ Cổng quốc gia:").first
    assert "chờ" in line.inner_text()

    console.goto(f"{live_server.url}{CONSOLE}", wait_until="load")
    expect(console.get_by_text("Cổng quốc gia không trả lời").first).to_be_visible()
    before = waiting_on(console)
    second = make_submitted(an, unit_id=units.commune_a.id)
    received(desk, live_server, second)
    deliver()
    console.reload()
    assert waiting_on(console) > before > 0
    screenshot(console, "outage-console")

    console.get_by_role("link", name="Hướng dẫn xử lý sự cố").click()
    expect(console.get_by_text("Không dừng tiếp nhận")).to_be_visible()
    console.get_by_role("link", name="Về trang Cổng quốc gia").click()
    console.get_by_role("button", name="Tạm dừng gửi").click()
    expect(console.get_by_text("đã tạm dừng gửi")).to_be_visible()

    citizen.goto(f"{live_server.url}/", wait_until="load")
    expect(citizen.get_by_text(BANNER)).to_have_count(0)  # a quarter of an hour is nobody's business
    NationalRecord.objects.update(made_at=began - DOWN)
    outages.forget()
    citizen.reload()
    expect(citizen.get_by_text(BANNER)).to_be_visible()
    expect(citizen.get_by_text("không có gì bị mất")).to_be_visible()
    screenshot(citizen, "outage-citizen-390")
    assert_accessible(citizen)

    portal.behave(down=False)
    assert portal.tell() == 0  # paused: nothing leaves, though the portal is back
    console.get_by_role("button", name="Tiếp tục gửi").click()
    NationalMirror.objects.filter(next_at__isnull=False).update(next_at=began)
    NationalCircuit.objects.update(open_until=None)
    for _turn in range(3):
        portal.tell()

    for info in (first, second):
        held = portal.held(info.code)
        assert [step["TrangThai"] for step in held["progress"]] == ["2"]
        assert held["status"] == 2
    assert portal.held()["dossier"] == 2
    assert set(NationalRecord.objects.values_list("state", flat=True)) == {"acknowledged"}
    console.reload()
    assert waiting_on(console) == 0
    desk.reload()
    outages.forget()
    citizen.reload()
    expect(citizen.get_by_text(BANNER)).to_have_count(0)
    assert dossiers.get_dossier(binh, dossier_id=second.id).info.received_at is not None
