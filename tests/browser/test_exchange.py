"""A letter that arrives, is taken in and followed by its sender, in a real browser, light and dark."""

import pytest
from django.urls import set_script_prefix

from tinhso.government.correspondence.testing import delivery_to, make_sent, packet_of, run_exchange
from tinhso.government.documents.testing import make_clerk
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, screenshot

SIZES = [(390, "light"), (1366, "dark")]


@pytest.fixture(autouse=True)
def begin(transactional_db):
    set_script_prefix("/")


def as_(page, live_server, client):
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_a_letter_is_taken_in_and_its_sender_sees_it(page_at, live_server, client_of, units, width, scheme):
    sen = make_clerk(units.commune_a.id)
    lan = make_clerk(units.commune_b.id, code="B-VT", name="Ngô Thị Lan")
    now = clock.now()
    info = make_sent(sen, units.commune_a.id, units.commune_b.id, units.department.id, now=now)
    run_exchange(now)
    page = page_at(width, scheme)
    as_(page, live_server, client_of(lan))

    page.goto(f"{live_server.url}/van-ban/cho-tiep-nhan/")
    assert_accessible(page)
    screenshot(page, f"cho-tiep-nhan-{width}-{scheme}")
    page.get_by_role("link", name=info.code).click()
    page.get_by_role("heading", name="Tiếp nhận, vào sổ").wait_for()
    assert_accessible(page)
    screenshot(page, f"luot-nhan-{width}-{scheme}")
    page.get_by_label("Đã xem: văn bản không chứa bí mật nhà nước").check()
    page.get_by_role("button", name="Vào sổ văn bản đến").click()
    page.get_by_text("Đã vào sổ, số đến").wait_for()

    as_(page, live_server, client_of(sen))
    page.goto(f"{live_server.url}/van-ban/da-gui/")
    assert_accessible(page)
    screenshot(page, f"da-gui-{width}-{scheme}")
    page.goto(f"{live_server.url}/van-ban/da-gui/{packet_of(info).id}/?tt=taken")
    page.get_by_role("link", name="Ủy ban nhân dân xã An Bình").wait_for()
    assert_accessible(page)
    screenshot(page, f"goi-tin-{width}-{scheme}")
    page.goto(f"{live_server.url}/van-ban/danh-sach-gui/moi/")
    assert_accessible(page)
    screenshot(page, f"danh-sach-gui-{width}-{scheme}")
    assert delivery_to(info, units.commune_b.id).status == "03"
