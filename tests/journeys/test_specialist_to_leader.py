"""J-05: a specialist works off the land dossiers due soon; the leader signs five of six on a tablet, sends one back."""

from datetime import timedelta

import pytest
from django.conf import settings as house
from django.urls import reverse, set_script_prefix

from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, SEEN
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import make_procedure, raw_package
from tinhso.government.results import public as results
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, assert_quiet, expect, screenshot
from tinhso.testing.working import run_queue

LAND, SLOW, OTHER = "1.999801", "1.999802", "1.999803"
FIELD = {"code": "DD", "name": "Đất đai"}
NOON = MONDAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def published(transactional_db):
    """Two land procedures, one with steps of nine days, and one of another field."""
    procedures.forget_versions()
    set_script_prefix("/")
    make_procedure(code=LAND, name="Xác nhận tình trạng sử dụng đất", field=FIELD)
    long = {"amount": 20, "unit": "working_day", "mark": "unsure"}
    raw = raw_package(code=SLOW)
    steps = [{**raw["steps"][0], "allowance": {"amount": 9, "unit": "working_day"}}, *raw["steps"][1:]]
    cases = [{**one, "allowance": long} for one in raw["cases"]]
    make_procedure(code=SLOW, name="Xác minh ranh giới thửa đất", field=FIELD, steps=steps, cases=cases)
    make_procedure(code=OTHER, name="Xác nhận tình trạng cư trú")
    yield
    procedures.forget_versions()


@pytest.fixture
def at_work(page_at, live_server, client_of):
    """Return a maker of pages in which somebody of the cast is signed in."""

    def make(actor, width=1366, **options):
        page = page_at(width, **options)
        session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return make


def receive(desk, unit_id, code):
    return dossiers.receive_at_counter(
        desk, procedure_code=code, unit_id=unit_id, data=good_answers(), papers=SEEN, now=MONDAY
    )


def go(page, name, *args):
    """Open one of the officers' pages."""
    return page.goto(page.home + reverse(f"officer:{name}", args=args), wait_until="load")


def specialist_drafts_one(page, infos):
    page.goto(f"{page.home}{reverse('officer:inbox')}?hop=nhom", wait_until="load")
    page.locator("#linh_vuc").select_option(label="Đất đai")
    page.locator("#con").fill("2")
    page.get_by_role("button", name="Lọc").click()
    page.wait_for_url("**linh_vuc=DD**")
    rows = page.locator("[data-row]")
    assert rows.count() == len(infos)
    assert {rows.nth(n).get_attribute("data-row") for n in range(rows.count())} == {str(info.id) for info in infos}
    expect(page.locator(".chip", has_text="Còn không quá 2 ngày làm việc")).to_be_visible()
    first = page.locator(f"[data-row='{infos[0].id}'] [data-row-link]")
    first.click()
    page.wait_for_selector("#detail article")
    expect(page.locator("[data-list]")).to_be_visible()  # list and dossier side by side
    screenshot(page, "journey-specialist-split")
    page.locator("#detail").get_by_role("link", name="Soạn dự thảo kết quả").click()
    page.wait_for_url("**/du-thao/**")
    page.locator("#id_content, [name=content]").first.fill("Thửa đất không có tranh chấp tại thời điểm xác nhận.")
    page.get_by_role("button", name="Lưu dự thảo").click()
    page.wait_for_url(lambda url: "/du-thao/" not in url)
    go(page, "step", infos[0].id, "forward")
    page.get_by_role("button", name="Trình ký").click()
    page.wait_for_url(lambda url: "/buoc/" not in url)


def forward(specialist, info):
    text = {"content": "Thửa đất không có tranh chấp tại thời điểm xác nhận."}
    dossiers.draft_result(specialist, dossier_id=info.id, fields=text, now=NOON)
    dossiers.take_step(specialist, dossier_id=info.id, task="tham_tra", now=NOON)


def leader_returns_one(page, info):
    page.goto(f"{page.home}{reverse('officer:inbox')}?hop=ky&chon={info.id}", wait_until="load")
    page.locator("#detail").get_by_role("link", name="Trả lại").click()
    page.wait_for_url("**/buoc/return/**")
    page.locator("#id_remark").fill("Ghi rõ số thửa và tờ bản đồ.")
    page.get_by_role("button", name="Trả lại").click()
    page.wait_for_url(lambda url: "/buoc/" not in url)


def leader_opens_each(page, infos):
    for info in infos:
        page.goto(f"{page.home}{reverse('officer:inbox')}?hop=ky", wait_until="load")
        page.locator(f"[data-row='{info.id}'] [data-row-link]").tap()
        page.wait_for_selector("#detail article")
        assert info.code in page.locator("#detail").inner_text()


def leader_signs(page, infos, meanwhile):
    page.goto(f"{page.home}{reverse('officer:inbox')}?hop=ky", wait_until="load")
    for info in infos:
        page.locator(f"[data-row='{info.id}'] input[type=checkbox]").check()
    page.get_by_role("button", name="Ký", exact=False).first.click()
    page.wait_for_selector("h1:has-text('Ký 5 kết quả')")
    expect(page.get_by_text("Không rút lại chữ ký được")).to_be_visible()
    expect(page.locator("ol li")).to_have_count(5)
    screenshot(page, "journey-leader-interruption")
    assert_accessible(page)
    meanwhile()
    page.get_by_role("button", name="Ký và ban hành 5 kết quả").click()
    page.wait_for_selector("h1:has-text('Ký kết quả')")
    while page.get_by_role("button", name="Tiếp tục").count():
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_load_state("load")
    screenshot(page, "journey-leader-report")


def test_land_dossiers_go_from_the_filter_to_five_signed_papers_and_one_sent_back(
    at_work, live_server, binh, ha, chi, units
):
    a = units.commune_a.id
    land = [receive(binh, a, LAND) for _ in range(6)]
    receive(binh, a, SLOW)
    receive(binh, a, OTHER)

    with clock.frozen(NOON):
        desk = at_work(ha)
        desk.home = live_server.url
        specialist_drafts_one(desk, land)
        for info in land[1:]:
            forward(ha, info)

        tablet = at_work(chi, 768, has_touch=True)
        tablet.home = live_server.url
        tablet.goto(f"{live_server.url}{reverse('officer:inbox')}?hop=ky", wait_until="load")
        expect(tablet.locator("[data-row]")).to_have_count(6)
        leader_opens_each(tablet, land)
        leader_returns_one(tablet, land[5])
        changed = land[2]

        def meanwhile():
            """Somebody counts the paper of one again while the leader reads the interruption page."""
            said = [dossiers.PaperCount("GT", photos=1)]
            dossiers.record_papers(binh, dossier_id=changed.id, counts=said, now=NOON)

        leader_signs(tablet, land[:5], meanwhile)
        report = tablet.locator("main").inner_text()
        assert "Chưa làm được" in report and changed.code in report and binh.name in report
        assert all(info.code in report for info in land[:5])

        go(tablet, "sign", changed.id)  # looked at anew, and signed by itself
        tablet.get_by_role("button", name="Ký và ban hành kết quả").click()
        tablet.wait_for_url(lambda url: not url.endswith("/ky/"))
        for page in (desk, tablet):
            assert_quiet(page)

    run_queue()
    numbers = [number_of(chi, info) for info in land[:5]]
    assert sorted(numbers) == [f"{n:02d}/2026/XN" for n in range(1, 6)]  # no gap, none twice
    returned = dossiers.get_dossier(ha, dossier_id=land[5].id)
    assert returned.info.step_task == "tham_tra" and not returned.result_token
    assert "Ghi rõ số thửa và tờ bản đồ." in [entry.note for entry in returned.timeline]
    assert land[5].id in {item.subject_id for item in work.list_items(ha, box=work.Box.GROUP).items} | {
        item.subject_id for item in work.list_items(ha, box=work.Box.MINE).items
    }
    in_book(binh, a, land)


def number_of(actor, info):
    token = dossiers.get_dossier(actor, dossier_id=info.id).result_token
    return results.find_by_token(token).number


def in_book(desk, unit_id, land):
    """Every dossier stands in the register once, the signed ones with an end."""
    day = clock.local_day(MONDAY)
    rows = dossiers.register_rows(desk, wanted=dossiers.RegisterFilter(unit_id=unit_id, first=day, last=day))
    codes = [row.code for row in rows]
    assert len(codes) == len(set(codes)) == 8
    assert {info.code for info in land} <= set(codes)
