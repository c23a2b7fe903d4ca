"""From a list of what is due to a decision, and a citizen's own data, in a real browser, light and dark."""

from datetime import timedelta

import pytest
from django.urls import set_script_prefix

from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.identity.models import Account
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import make_submitted
from tinhso.government.retention.actions.carry import carry_out
from tinhso.government.retention.making import make_next
from tinhso.government.retention.models import DisposalStub, PersonExport
from tinhso.government.retention.testing import make_clerk, use_term
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


def old(citizen, unit_id, count):
    """File and withdraw some dossiers five years ago."""
    past = clock.now() - timedelta(days=5 * 365)
    for turn in range(count):
        one = make_submitted(citizen, unit_id=unit_id, now=past + timedelta(minutes=turn))
        dossiers.withdraw(citizen, dossier_id=one.id, reason="Tôi không có nhu cầu nữa.", now=past)


def pdf(name):
    return {"name": name, "mimeType": "application/pdf", "buffer": make_pdf()}


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_a_clerk_lists_a_council_speaks_a_leader_decides(
    page_at, live_server, client_of, an, chi, units, monkeypatch, width, scheme
):
    use_term(monkeypatch)
    lan = make_clerk(units.commune_a.id)
    old(an, units.commune_a.id, 3)
    page = page_at(width, scheme)
    as_(page, live_server, client_of(lan))
    page.goto(f"{live_server.url}/luu-tru/")
    assert_accessible(page)
    screenshot(page, f"luu-tru-den-han-{width}-{scheme}")
    page.get_by_role("button", name="Lập danh mục trình Hội đồng").click()
    page.get_by_role("heading", name="Ý kiến của Hội đồng xác định giá trị tài liệu").wait_for()
    assert_accessible(page)
    screenshot(page, f"luu-tru-danh-muc-{width}-{scheme}")
    page.get_by_role("button", name="Ghi ý kiến, trình quyết định").click()
    page.get_by_text("Ghi ít nhất 3 thành viên khác nhau").first.wait_for()
    assert_accessible(page)
    page.get_by_label("Thành viên Hội đồng").fill("Lê Kim Chi, Chủ tịch\nNgô Thị Lan, Thư ký\nPhạm Thu Hà, Ủy viên")
    page.get_by_label("Ngày họp").fill(f"{clock.today():%d/%m/%Y}")
    page.get_by_label("Biên bản họp").set_input_files(pdf("bien-ban.pdf"))
    page.get_by_role("button", name="Ghi ý kiến, trình quyết định").click()
    page.get_by_text("Đã ghi ý kiến Hội đồng").wait_for()

    as_(page, live_server, client_of(chi))
    page.goto(f"{live_server.url}/luu-tru/danh-muc/")
    assert_accessible(page)
    page.get_by_role("link", name="01/DM-HTL").click()
    page.get_by_role("heading", name="Quyết định hủy").wait_for()
    screenshot(page, f"luu-tru-quyet-dinh-{width}-{scheme}")
    page.get_by_label("Số, ký hiệu quyết định").fill("15/QĐ-UBND")
    page.get_by_label("Ngày quyết định").fill(f"{clock.today():%d/%m/%Y}")
    page.get_by_label("Tệp quyết định").set_input_files(pdf("quyet-dinh.pdf"))
    page.get_by_label("Tôi đã đọc danh mục và biên bản").check()
    page.get_by_role("button", name="Ghi quyết định hủy").click()
    page.get_by_text("Việc hủy bắt đầu sau 24 giờ").first.wait_for()
    assert_accessible(page)

    assert carry_out(now=clock.now() + timedelta(hours=25)) == 3
    page.reload()
    page.get_by_role("link", name="A").first.wait_for()
    screenshot(page, f"luu-tru-da-huy-{width}-{scheme}")
    page.goto(f"{live_server.url}/luu-tru/ho-so/{DisposalStub.objects.first().dossier_id}/")
    page.get_by_text("15/QĐ-UBND").wait_for()
    assert_accessible(page)
    screenshot(page, f"luu-tru-con-lai-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_other_pages_of_keeping(page_at, live_server, client_of, an, giang, units, width, scheme):
    lan = make_clerk(units.commune_a.id)
    page = page_at(width, scheme)
    as_(page, live_server, client_of(lan))
    for path, name in (("thoi-han", "thoi-han"), ("du-lieu", "cung-cap")):
        page.goto(f"{live_server.url}/luu-tru/{path}/")
        assert_accessible(page)
        screenshot(page, f"luu-tru-{name}-{width}-{scheme}")
    page.goto(f"{live_server.url}/luu-tru/phong-toa/")
    page.get_by_label("Số định danh cá nhân").fill("086190000123")
    page.get_by_label("Văn bản yêu cầu").fill("12/TB-TT ngày 02/11/2026")
    page.get_by_label("Lý do", exact=True).fill("Thanh tra việc chứng thực tại xã")
    page.get_by_role("button", name="Phong tỏa").click()
    page.get_by_text("Đang phong tỏa").wait_for()
    assert_accessible(page)
    screenshot(page, f"luu-tru-phong-toa-{width}-{scheme}")
    as_(page, live_server, client_of(giang))
    page.goto(f"{live_server.url}/luu-tru/don-dep/")
    assert_accessible(page)
    screenshot(page, f"luu-tru-don-dep-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_a_citizen_takes_their_data_home(page_at, live_server, client_of, an, units, width, scheme):
    old(an, units.commune_a.id, 1)
    Account.objects.filter(pk=an.account_id).update(assurance=2)
    page = page_at(width, scheme)
    as_(page, live_server, client_of(an))
    page.goto(f"{live_server.url}/cua-toi/")
    page.get_by_role("link", name="Dữ liệu của tôi", exact=True).click()
    assert_accessible(page, citizen=True)
    page.get_by_role("button", name="Yêu cầu tệp dữ liệu").click()
    page.get_by_text("Đang chuẩn bị").wait_for()
    assert make_next(now=clock.now())
    page.reload()
    page.get_by_role("link", name="Tải tệp ZIP").wait_for()
    assert_accessible(page, citizen=True)
    screenshot(page, f"du-lieu-cua-toi-{width}-{scheme}")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải tệp ZIP").click()
    assert taken.value.suggested_filename.endswith(".zip")
    assert PersonExport.objects.get().downloads == 1
