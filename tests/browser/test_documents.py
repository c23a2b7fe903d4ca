"""The registers of documents in a real browser: every screen can be read and used, small and large, light and dark."""

from datetime import timedelta

import pytest

from tinhso.foundation.work.data import Part
from tinhso.government.documents import public as documents
from tinhso.government.documents.testing import make_arrived, make_clerk, make_file, make_incoming, make_issued
from tinhso.kernel import clock
from tinhso.testing.browser import LOOKS, assert_accessible, screenshot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(units):
    """The clerk of commune A."""
    return make_clerk(units.commune_a.id)


def seen(page, name):
    """Keep a picture and hold the page to the house's list."""
    page.wait_for_load_state()
    screenshot(page, name)
    assert_accessible(page)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_clerk_can_read_and_use_every_screen(signed_in, live_server, clerk, ha, chi, units, width, scheme):
    now, unit = clock.now(), units.commune_a.id
    letter = make_incoming(clerk, unit, now=now, files=(make_file(now=now),))
    order = documents.NewInstruction(ha.account_id, Part.MAIN, now + timedelta(days=5))
    documents.instruct(chi, document_id=letter.id, text="Tham mưu trả lời trước thứ Sáu", orders=[order], now=now)
    waiting = make_arrived(unit, now=now, code="126/STP-HCTP", files=(make_file(now=now),))
    issued = make_issued(clerk, unit, now=now)
    page = signed_in(clerk, width, scheme)

    for name, address in (
        ("danh-sach", ""),
        ("vao-so", "den/moi/"),
        ("phat-hanh", "di/moi/"),
        ("so", "so/"),
        ("so-lieu", "so-lieu/"),
        ("trang-den", f"{letter.id}/"),
        ("trang-cho", f"{waiting.id}/"),
        ("trang-di", f"{issued.id}/"),
    ):
        page.goto(f"{live_server.url}/van-ban/{address}")
        seen(page, f"van-ban-{name}-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_leader_gives_and_the_specialist_takes_the_work(
    signed_in, live_server, clerk, ha, chi, units, width, scheme
):
    now = clock.now()
    letter = make_incoming(clerk, units.commune_a.id, now=now, files=(make_file(now=now),))
    page = signed_in(chi, width, scheme)
    page.goto(f"{live_server.url}/van-ban/{letter.id}/")
    seen(page, f"van-ban-chi-dao-{width}-{scheme}")
    order = documents.NewInstruction(ha.account_id, Part.MAIN, now + timedelta(days=5))
    documents.instruct(chi, document_id=letter.id, text="Tham mưu trả lời", orders=[order], now=now)
    page.reload()
    seen(page, f"van-ban-da-giao-{width}-{scheme}")

    page = signed_in(ha, width, scheme)
    page.goto(f"{live_server.url}/van-ban/{letter.id}/")
    seen(page, f"van-ban-viec-{width}-{scheme}")
    page.get_by_role("button", name="Nhận việc").click()
    page.get_by_role("button", name="Nhận việc").wait_for(state="detached")

    (taken,) = documents.list_instructions(chi, document_id=letter.id)
    assert taken.state is documents.InstructionState.ACKNOWLEDGED
