"""The store of papers in a real browser: the citizen's pages on a phone, the desk by keyboard, light and dark."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as house
from django.db import connection
from django.urls import set_script_prefix

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.papers import public as papers
from tinhso.government.papers.models import CertifiedCopy
from tinhso.government.papers.public import ShareKind
from tinhso.government.papers.testing import OWNER, make_copy, make_declared, make_paper
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, screenshot


@pytest.fixture(autouse=True)
def addresses(transactional_db):
    set_script_prefix("/")


@pytest.fixture
def published(transactional_db):
    procedures.forget_versions()
    assert procedures.load_packages(Path(house.CONTENT_DIR) / "procedures").is_clean
    yield
    procedures.forget_versions()


def elsewhere(verb):
    """Do what signs in another thread: Playwright keeps an event loop in this one."""

    def run():
        try:
            return verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def sign_in(page, live_server, client):
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


@pytest.fixture
def page_of(page_at, live_server, client_of):
    """Return a maker of pages in which somebody is signed in."""

    def make(actor, width, scheme="light", **options):
        page = page_at(width, scheme, **options)
        sign_in(page, live_server, client_of(actor))
        return page

    return make


@pytest.fixture
def things(an, binh, chi, units):
    """An's papers, a share, looks, a copy to sign and one signed."""
    now = clock.now()
    first = make_paper(now=now, issued_on=None)
    second = make_paper(now=now, issued_on=None, number="02/2026", replaces=first.id)
    make_declared(an, now=now, issued_on=None, paper_type="VBBC", number="B-1")
    share = papers.share_paper(
        an, paper_id=second.id, kind=ShareKind.LINK, purpose="Vay vốn", days=3, consent=True, now=now
    )
    papers.share_paper(
        an,
        paper_id=second.id,
        kind=ShareKind.AGENCY,
        unit_id=units.commune_a.id,
        purpose="Xét hỗ trợ nhà ở",
        days=3,
        consent=True,
        now=now,
    )
    audit.record_read(binh, person_id=an.account_id, purpose="Giải quyết hồ sơ H61.12-261123-0001")
    asked = papers.query_read(an, key=papers.list_looks_at_me(an).items[0].key, now=now)
    to_sign = make_copy(binh, now=now).id
    signed = elsewhere(lambda: papers.sign_copy(chi, copy_id=to_sign, now=now))
    look = papers.begin_look(binh, number=OWNER, purpose="Đối chiếu giấy tờ hồ sơ", now=now)
    return {
        "paper": second,
        "share": share,
        "asked": asked,
        "signed": signed,
        "waiting": make_copy(binh, now=now),
        "returned": papers.return_copy(
            chi, copy_id=make_copy(binh, now=now).id, reason="Quét mờ trang 1, quét lại", now=now
        ),
        "look": look,
    }


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1366, "light")])
def test_the_citizens_pages_hold_for_everybody(page_of, live_server, an, things, width, scheme):
    page = page_of(an, width, scheme)
    addresses = {
        "mine": "/cua-toi/giay-to/",
        "paper": f"/cua-toi/giay-to/{things['paper'].id}/",
        "add": "/cua-toi/giay-to/them/",
        "share": f"/cua-toi/giay-to/{things['paper'].id}/chia-se/",
        "shares": "/cua-toi/chia-se/",
        "tracker": "/cua-toi/du-lieu/",
        "link": f"/chia-se/{things['share'].token}/",
        "none": "/cua-toi/giay-to/?tim=zzzz",
    }
    for name, address in addresses.items():
        page.goto(live_server.url + address)
        screenshot(page, f"papers-{name}-{width}-{scheme}")
        assert_accessible(page, citizen=True)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1366, "light"), (1366, "dark")])
def test_the_officers_pages_hold_for_everybody(page_of, live_server, chi, binh, things, width, scheme):
    desk = {
        "search": "/kho-giay-to/",
        "found": f"/kho-giay-to/{things['look']}/",
        "received": "/kho-giay-to/duoc-chia-se/",
        "desk": "/chung-thuc/",
        "new": "/chung-thuc/moi/",
        "returned": "/chung-thuc/bi-tra-lai/",
        "returned-copy": f"/chung-thuc/{things['returned'].id}/",
        "again": f"/chung-thuc/{things['returned'].id}/trinh-lai/",
        "book": "/chung-thuc/so/",
    }
    head = {"copy": f"/chung-thuc/{things['waiting'].id}/", "question": f"/kho-giay-to/hoi/{things['asked'].id}/"}
    for actor, addresses in ((binh, desk), (chi, head)):
        page = page_of(actor, width, scheme)
        for name, address in addresses.items():
            page.goto(live_server.url + address)
            screenshot(page, f"papers-officer-{name}-{width}-{scheme}")
            assert_accessible(page)


def test_a_citizen_shares_by_link_without_javascript_and_ends_it(page_of, page_at, live_server, an, things):
    page = page_of(an, 390, js=False)
    page.goto(f"{live_server.url}/cua-toi/giay-to/{things['paper'].id}/chia-se/")
    page.get_by_role("button", name="Chia sẻ").click()
    page.wait_for_load_state()
    assert "Có lỗi cần sửa" in page.content()
    page.get_by_label("Ai có đường dẫn (đến 30 ngày)").check()
    page.get_by_label("Mục đích", exact=True).fill("Nộp cho nhà trường")
    page.get_by_label("Số ngày chia sẻ").fill("3")
    page.locator("#dong_y").check()
    page.get_by_role("button", name="Chia sẻ").click()
    address = page.get_by_label("Đường dẫn").input_value()

    stranger = page_at(390)
    path = "/chia-se/" + address.split("/chia-se/")[1]
    stranger.goto(live_server.url + path)
    assert "Nộp cho nhà trường" in stranger.content()
    page.goto(f"{live_server.url}/cua-toi/chia-se/")
    page.get_by_role("button", name="Chấm dứt ngay").first.click()
    stranger.goto(live_server.url + path)
    assert "Nộp cho nhà trường" not in stranger.content()


@pytest.mark.usefixtures("published")
def test_the_desk_prepares_a_copy_by_keyboard_and_the_head_signs_it(page_of, live_server, binh, chi):
    page = page_of(binh, 1366)
    page.goto(f"{live_server.url}/chung-thuc/")
    page.keyboard.press("F2")
    page.wait_for_url("**/chung-thuc/moi/")
    page.keyboard.press("F8")
    page.keyboard.type(OWNER)
    page.keyboard.press("Tab")
    page.keyboard.type("Nguyễn Thị An")
    page.locator("#loai").select_option("VBBC")
    page.locator("#ten").fill("Bằng tốt nghiệp đại học")
    page.locator("#co_quan").fill("Trường Đại học Minh Họa")
    page.locator("#ban_quet").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": make_pdf(2)})
    page.locator("#so_trang").fill("2")
    page.locator("#da_doi_chieu").check()
    page.keyboard.press("F9")
    page.wait_for_url("**/chung-thuc/")
    assert "Phí: 4.000 đồng" in page.content()

    head = page_of(chi, 1366)
    head.goto(f"{live_server.url}/chung-thuc/{CertifiedCopy.objects.get().id}/")
    head.get_by_role("button", name="Ký chứng thực").click()
    head.wait_for_load_state()
    assert "Đã chứng thực, số 0001" in head.content()
