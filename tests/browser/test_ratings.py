"""The desk invites somebody to rate, in a real browser: opening makes nothing, the address is good once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import set_script_prefix

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_done
from tinhso.government.ratings.actions import invite
from tinhso.government.ratings.models import Rating
from tinhso.testing.browser import assert_accessible, expect, screenshot


def apart(act):
    """Do something in a thread of its own: signing does not run inside the browser's event loop."""

    def run():
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(timeout=60)


@pytest.fixture(autouse=True)
def begin(transactional_db):
    set_script_prefix("/")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1366, "light")])
def test_somebody_rates_at_the_desk_and_nobody_there_reads_it(
    page_at, live_server, client_of, an, binh, ha, chi, units, width, scheme
):
    def handed_over():
        done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
        dossiers.hand_over(binh, dossier_id=done.id, now=MONDAY)
        invite(done, now=MONDAY)
        return done

    done = apart(handed_over)
    page = page_at(width, scheme)
    cookie = client_of(binh).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/ho-so/{done.id}/")
    page.get_by_role("link", name="Mời đánh giá tại quầy").click()
    page.get_by_role("button", name="Mở trang đánh giá cho người dân").wait_for()
    assert_accessible(page)
    screenshot(page, f"danh-gia-moi-{width}-{scheme}")
    page.get_by_role("button", name="Mở trang đánh giá cho người dân").click()
    link = page.get_by_role("link", name="Mở trang đánh giá (thẻ mới)")
    address = link.get_attribute("href")
    assert_accessible(page)
    screenshot(page, f"danh-gia-quay-{width}-{scheme}")

    page.goto(f"{live_server.url}{address}")
    page.get_by_label("Không hài lòng").check()
    page.get_by_label("Ý kiến thêm").fill("Chờ lâu quá.")
    page.get_by_role("button", name="Gửi đánh giá").click()
    page.get_by_text("Đã ghi nhận đánh giá.").wait_for()
    expect(page.get_by_text("Chờ lâu quá.")).to_have_count(0)
    screenshot(page, f"danh-gia-xong-{width}-{scheme}")
    assert apart(lambda: Rating.objects.get(dossier_id=done.id).source) == "desk"
    page.goto(f"{live_server.url}/danh-gia/tai-quay/{done.id}/")
    page.get_by_text("Người nộp đã đánh giá hồ sơ này.").wait_for()
    screenshot(page, f"danh-gia-roi-{width}-{scheme}")
