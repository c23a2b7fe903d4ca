"""A new procedure without a programmer: imported, edited, tried and published in a browser, and a dossier under it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings as house
from django.db import connection
from django.urls import set_script_prefix

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import PaperInput, Status
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.package.archive import write_archive
from tinhso.government.procedures.package.reading import FILES
from tinhso.government.procedures.testing import make_procedure
from tinhso.government.procedures.workshop import actions
from tinhso.kernel import clock
from tinhso.kernel.clock import frozen
from tinhso.testing.browser import LOOKS, assert_accessible, expect, screenshot
from tinhso.testing.cast import citizen_actor, officer_actor

CODE = "1.999701"
HOME = "/xuong-thu-tuc/"


@pytest.fixture(autouse=True)
def addresses(transactional_db):
    set_script_prefix("/")
    procedures.forget_versions()
    yield
    procedures.forget_versions()


def elsewhere(verb):
    """Do what asks the database in another thread: Playwright keeps an event loop in this one."""

    def run():
        try:
            return verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


@pytest.fixture
def page_of(page_at, live_server, client_of):
    """Return a maker of pages in which somebody is signed in."""

    def make(actor, width=1366, scheme="light", **options):
        page = page_at(width, scheme, **options)
        value = client_of(actor).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return page

    return make


@pytest.fixture
def lan(units):
    """Who writes procedures in the province's one-stop centre."""
    return officer_actor(
        code="T-XUONG",
        name="Vũ Thị Lan",
        unit_id=units.province.id,
        roles=("one_stop_head",),
        title="Trưởng bộ phận một cửa tỉnh",
    )


def package(tmp_path):
    """Write a zip of a procedure nobody has yet, made of a real one, and return its path and its examples."""
    place = Path(house.CONTENT_DIR) / "procedures" / "1.001022" / "2020-07-16"
    texts = {name: (place / name).read_text(encoding="utf-8") for name in FILES}
    changed = texts["procedure.yaml"].replace("1.001022", CODE)
    changed = changed.replace("slug: dang-ky-nhan-cha-me-con", "slug: thu-tuc-moi").replace("NC01", "TM01")
    texts["procedure.yaml"] = changed
    path = tmp_path / "goi.zip"
    path.write_bytes(write_archive(texts, {}, place=f"{CODE}/2020-07-16"))
    return path, yaml.safe_load(texts["examples.yaml"])


def test_a_new_procedure_needs_no_programmer(page_of, live_server, lan, giang, units, tmp_path):
    path, examples = package(tmp_path)
    page = page_of(lan)
    page.goto(live_server.url + HOME)
    page.set_input_files("#goi", str(path))
    page.get_by_role("button", name="Nạp gói").click()
    expect(page.get_by_text("Không có lỗi. Mọi ví dụ chạy đúng.")).to_be_visible()

    page.get_by_role("link", name="Nội dung", exact=True).click()
    page.get_by_label("Tên thủ tục").fill("Thủ tục mới của tỉnh")
    page.get_by_role("button", name="Lưu bản thảo").click()
    expect(page.get_by_text("Đã lưu bản thảo.")).to_be_visible()

    page.get_by_role("link", name="Biểu mẫu", exact=True).click()
    source = page.get_by_label("form.json")
    source.fill(source.input_value().replace("Họ, chữ đệm, tên người con", "Tên người con xem thử"))
    phone, counter = (page.frame_locator(f"iframe[data-mode={mode}]") for mode in ("citizen", "counter"))
    phone.get_by_text("Tên người con xem thử").first.wait_for()
    counter.get_by_text("Tên người con xem thử").first.wait_for()
    page.get_by_role("button", name="Lưu bản thảo").click()

    page.get_by_role("link", name="Quy trình", exact=True).click()
    page.locator("#s-0-t").fill("Thẩm tra và soạn trích lục")
    page.get_by_role("button", name="Lưu bản thảo").click()
    page.wait_for_load_state()
    assert "Thẩm tra và soạn" in (page.locator("svg[aria-labelledby=so-do-ten]").text_content() or "")

    page.get_by_role("link", name="Ví dụ", exact=True).click()
    page.wait_for_load_state()
    expect(page.get_by_text("Đúng", exact=True)).to_have_count(len(examples))
    page.get_by_role("link", name="Tổng quan").click()
    page.get_by_role("button", name="Trình ban hành").click()
    expect(page.get_by_text("người khác có quyền ban hành sẽ xem")).to_be_visible()
    expect(page.get_by_role("button", name="Ban hành", exact=True)).not_to_be_visible()

    tomorrow = clock.now() + timedelta(days=1)
    second = page_of(giang)
    second.goto(page.url)
    second.get_by_label("Áp dụng từ ngày").fill(f"{clock.to_local(tomorrow):%d/%m/%Y}")
    second.get_by_role("button", name="Ban hành", exact=True).click()
    expect(second.get_by_text("Đã ban hành, áp dụng từ ngày")).to_be_visible()

    filed = elsewhere(lambda: filed_under(CODE, examples[0], units, tomorrow))
    assert filed.status is Status.NEW
    assert filed.procedure_name == "Thủ tục mới của tỉnh"


def filed_under(code, example, units, moment):
    """File the first example under the new procedure, on the day it begins."""
    procedures.forget_versions()
    with frozen(moment):
        applicant = example["data"]["applicant"]
        citizen = citizen_actor(number=applicant["number"], name=applicant["name"])
        scans = [
            PaperInput(one, files.save_bytes(make_pdf(), name=f"{one}.pdf", actor=citizen, now=moment).id)
            for one in example["papers"]
        ]
        return dossiers.submit_directly(
            citizen, procedure_code=code, unit_id=units.commune_a.id, data=example["data"], papers=scans, now=moment
        )


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_pages_hold_for_everybody(page_of, live_server, lan, giang, width, scheme):
    other = make_procedure(code="1.999702", version="2019-01-01")
    version = make_procedure(code="1.999702", version="2021-01-01")
    made = elsewhere(lambda: actions.start_from_version(lan, version_id=version.id, now=clock.now()))
    copy, published = f"{HOME}ban-thao/{made}/", f"{HOME}phien-ban/{version.id}/"
    page = page_of(lan, width, scheme)
    for name, address in {
        "list": f"{HOME}?tim=xac+nhan",
        "overview": copy,
        "content": f"{copy}noi-dung/",
        "form": f"{copy}bieu-mau/",
        "steps": f"{copy}quy-trinh/",
        "prints": f"{copy}mau-in/",
        "examples": f"{copy}vi-du/",
        "files": f"{copy}tep/",
        "version": published,
        "compare": f"{published}so-voi/{other.id}/",
    }.items():
        page.goto(live_server.url + address)
        screenshot(page, f"workshop-{name}-{width}-{scheme}")
        assert_accessible(page)
    page = page_of(giang, width, scheme)
    for address in (published, f"{published}cung-cap/"):
        page.goto(live_server.url + address)
        assert_accessible(page)


def test_a_fault_in_a_print_template_stands_at_its_line_and_a_good_one_is_a_pdf(page_of, live_server, lan):
    version = make_procedure(code="1.999703")
    made = elsewhere(lambda: actions.start_from_version(lan, version_id=version.id, now=clock.now()))
    page = page_of(lan)
    page.goto(f"{live_server.url}{HOME}ban-thao/{made}/mau-in/?mau=ket_qua")
    source = page.get_by_label("ket_qua.typ")
    good = source.input_value()

    source.fill(good + "\n#khong_co()\n")
    page.get_by_role("button", name="Kiểm tra lỗi").click()
    expect(page.get_by_text(f"Dòng {len(good.splitlines()) + 2}:").first).to_be_visible()
    source = page.get_by_label("ket_qua.typ")
    source.fill(good + '\n#read("/etc/passwd")\n')
    page.get_by_role("button", name="Kiểm tra lỗi").click()
    expect(page.get_by_text("Mẫu in không được đọc tệp").first).to_be_visible()
