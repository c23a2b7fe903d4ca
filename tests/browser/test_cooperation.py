"""A birth becomes three results: a citizen, a desk, a specialist and a leader, in a real browser, light and dark."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import set_script_prefix

from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.work import public as work
from tinhso.government.cooperation import public as cooperation
from tinhso.government.cooperation.actions.linked import follow_child
from tinhso.government.cooperation.testing import make_linked, sign_child
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.kernel.outbox import deliver_pending
from tinhso.testing.browser import assert_accessible, expect, screenshot
from tinhso.testing.cast import officer_actor
from tinhso.testing.horizon import wait_for_horizon


def apart(act):
    """Do something in a thread of its own: signing does not run inside the browser's event loop."""

    def run():
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(timeout=60)


def sign_birth(an, ha, chi, born):
    """Sign the birth certificate and let the worker hear of it."""
    sign_child(ha, chi, dossier_id=cooperation.list_parts(an, parent_id=born.id)[0].dossier_id, now=clock.now())
    wait_for_horizon()
    deliver_pending()


SIZES = [(390, "light"), (1366, "dark")]


@pytest.fixture(autouse=True)
def begin(transactional_db):
    set_script_prefix("/")


def as_(page, live_server, client):
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


@pytest.mark.parametrize(("width", "scheme"), SIZES[:1])
def test_a_birth_becomes_three_results_on_one_page(
    page_at, live_server, client_of, an, binh, ha, chi, units, width, scheme
):
    now = clock.now()
    born = make_linked(an, binh, unit_id=units.commune_a.id, now=now)
    page = page_at(width, scheme)
    as_(page, live_server, client_of(an))
    page.goto(f"{live_server.url}/cua-toi/ho-so/{born.id}/")
    assert_accessible(page, citizen=True)
    page.get_by_role("link", name="Xem từng phần việc").click()
    page.get_by_role("heading", name="Các phần việc liên thông").wait_for()
    expect(page.get_by_text("Chờ kết quả trước")).to_have_count(2)
    apart(lambda: sign_birth(an, ha, chi, born))

    as_(page, live_server, client_of(binh))
    for part in cooperation.list_parts(an, parent_id=born.id)[1:]:
        page.goto(f"{live_server.url}/viec/lien-thong/{part.id}/")
        assert_accessible(page)
        screenshot(page, f"lien-thong-phan-viec-{width}-{scheme}")
        page.get_by_label("Số, ký hiệu của kết quả").fill(f"01/{part.key}")
        page.get_by_role("button", name="Ghi kết quả").click()
        page.get_by_text("Đã có kết quả").first.wait_for()
    page.goto(f"{live_server.url}/ho-so/{born.id}/")
    assert_accessible(page)
    screenshot(page, f"lien-thong-ho-so-{width}-{scheme}")

    as_(page, live_server, client_of(an))
    page.goto(f"{live_server.url}/cua-toi/lien-thong/{born.id}/")
    expect(page.get_by_text("Đã có kết quả")).to_have_count(3)
    assert_accessible(page, citizen=True)
    screenshot(page, f"lien-thong-cua-toi-{width}-{scheme}")
    assert dossiers.get_dossier(an, dossier_id=born.id).info.status is dossiers.Status.DONE


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_what_an_agency_asks_is_answered_at_the_desk(
    page_at, live_server, client_of, an, binh, ha, chi, units, width, scheme
):
    born = make_linked(an, binh, unit_id=units.commune_a.id, now=clock.now())
    child = cooperation.list_parts(an, parent_id=born.id)[0].dossier_id
    apart(lambda: sign_child(ha, chi, dossier_id=child, now=clock.now()))
    follow_child(child, now=clock.now())
    part = cooperation.list_parts(an, parent_id=born.id)[1]
    page = page_at(width, scheme)
    as_(page, live_server, client_of(binh))
    page.goto(f"{live_server.url}/viec/lien-thong/{part.id}/")
    page.get_by_text("Cơ quan yêu cầu bổ sung hoặc không giải quyết").click()
    page.get_by_label("Nội dung cần bổ sung, hoặc lý do không giải quyết").fill("Cần ý kiến đồng ý của chủ hộ.")
    page.get_by_role("button", name="Chuyển yêu cầu bổ sung").click()
    page.get_by_label("Nội dung trả lời").fill("Chủ hộ đồng ý, đã ký tại quầy.")
    page.get_by_label("Giấy tờ kèm theo").set_input_files(
        {"name": "dong-y.pdf", "mimeType": "application/pdf", "buffer": make_pdf()}
    )
    assert_accessible(page)
    screenshot(page, f"lien-thong-tra-loi-{width}-{scheme}")
    page.get_by_role("button", name="Ghi trả lời").click()
    page.get_by_role("link", name="dong-y.pdf").wait_for()
    assert_accessible(page)
    screenshot(page, f"lien-thong-da-tra-loi-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_an_opinion_and_a_balance_are_asked_for_and_given(
    page_at, live_server, client_of, an, binh, ha, chi, units, width, scheme
):
    born = make_linked(an, binh, unit_id=units.commune_a.id, now=clock.now())
    kim = officer_actor(
        code="S-CV", name="Lý Kim", unit_id=units.department.id, roles=("specialist",), title="Chuyên viên"
    )
    page = page_at(width, scheme)
    as_(page, live_server, client_of(ha))
    page.goto(f"{live_server.url}/ho-so/{born.id}/lay-y-kien/")
    assert_accessible(page)
    page.get_by_label("Nội dung cần lấy ý kiến").fill("Đề nghị cho biết nơi cư trú trước đây của trẻ.")
    page.get_by_label("Đơn vị 1").select_option(label="Sở Tư pháp")
    page.get_by_label("Hạn trả lời 1").fill(f"{clock.today() + timedelta(days=2):%d/%m/%Y}")
    page.get_by_role("button", name="Gửi lấy ý kiến").click()
    page.get_by_text("Ai đang nợ ý kiến").wait_for()
    screenshot(page, f"lay-y-kien-{width}-{scheme}")
    (one,) = cooperation.list_consults(ha, dossier_id=born.id)

    as_(page, live_server, client_of(kim))
    page.goto(f"{live_server.url}/viec/y-kien/{one.id}/")
    assert_accessible(page)
    screenshot(page, f"y-kien-{width}-{scheme}")
    page.get_by_label("Ý kiến trả lời").fill("Không có thông tin về nơi cư trú trước đây.")
    page.get_by_role("button", name="Gửi ý kiến").click()
    page.get_by_text("Đã trả lời").first.wait_for()

    as_(page, live_server, client_of(chi))
    (item,) = (one for one in work.list_of_subject(chi, subject_id=born.id) if one.kind == "dossiers.step")
    work.assign(chi, item_id=item.id, assignee_id=ha.account_id, now=clock.now())
    for path in (
        "viec/dieu-phoi/",
        f"viec/dieu-phoi/?nguoi={ha.account_id}",
        f"viec/ban-giao/?nguoi={ha.account_id}",
        "viec/vang-mat/",
    ):
        page.goto(f"{live_server.url}/{path}")
        assert_accessible(page)
        screenshot(page, f"{path.split('?')[0].strip('/').replace('/', '-')}-{width}-{scheme}")
