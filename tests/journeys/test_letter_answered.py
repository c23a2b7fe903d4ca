"""A letter of a department, drafted, signed, numbered, sealed and sent to three communes: one answers it with a signed
letter of its own, one sends it back, one gives it up when it is called back; the sender sees all nine states."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import set_script_prefix

from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.organisations.data import Level, UnitKind
from tinhso.foundation.organisations.testing import make_unit
from tinhso.government.correspondence.models import Delivery
from tinhso.government.correspondence.testing import run_exchange
from tinhso.government.documents.models import Document, Instruction
from tinhso.government.documents.testing import make_clerk
from tinhso.government.drafting.models import Draft
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, screenshot
from tinhso.testing.cast import officer_actor
from tinhso.testing.working import run_queue

ASKED = "Về việc rà soát, chuẩn hóa dữ liệu hộ tịch"
ANSWER = "Về việc báo cáo kết quả rà soát dữ liệu hộ tịch"
BODY = "Ủy ban nhân dân phường báo cáo kết quả rà soát như phụ lục kèm theo./."


@pytest.fixture(autouse=True)
def begin(transactional_db):
    set_script_prefix("/")


@pytest.fixture
def people(units):
    """The director, a specialist and the clerk of the department; the clerks of three communes."""
    other = make_unit(
        code="H61.22.09", name="Xã Long Hồ", kind=UnitKind.COMMUNE, level=Level.COMMUNE, parent_id=units.district.id
    )
    director = {"roles": ("leader",), "title": "Giám đốc", "position": "director"}
    writer = {"roles": ("specialist",), "title": "Chuyên viên"}
    return {
        "director": officer_actor(code="S-GD", name="Trương Minh Tâm", unit_id=units.department.id, **director),
        "writer": officer_actor(code="S-CV", name="Đỗ Thu Trang", unit_id=units.department.id, **writer),
        "desk": make_clerk(units.department.id, code="S-VT", name="Lý Thị Mai"),
        "clerk": make_clerk(units.commune_a.id),
        "clerk_b": make_clerk(units.commune_b.id, code="B-VT", name="Ngô Thị Lan"),
        "clerk_c": make_clerk(other.id, code="C-VT", name="Cao Thị Hậu"),
        "other": other,
    }


def apart(work):
    """Run in a thread of its own: signing starts an event loop, and the browser's is running in this one."""

    def done():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(done).result()


def post(client, address, **fields):
    answer = apart(lambda: client.post(address, fields))
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.content.decode())[-2000:]
    return answer["Location"]


def come(now=None):
    apart(lambda: run_exchange(now or clock.now()))


def letter(client, *, signer, signs, desk, units, about="", subject, body):
    """Write a letter, submit it, have it signed, and issue it to some units; return the document's id."""
    begun = post(client, "/du-thao/moi/", loai="cong_van", trich_yeu=subject, tra_loi=about)
    page = begun.removesuffix("soan/")
    text = client.get(begun).content.decode()
    base = re.search(r'name="goc" value="(\d+)"', text)[1]
    words = {"trich_yeu": subject, "kinh_gui": "Như trên", "noi_dung": body, "luu": "VT", "khan": "0"}
    post(client, f"{page}soan/", **words, goc=base)
    draft = Draft.objects.get(pk=page.split("/")[2])
    post(client, f"{page}trinh/", ban=draft.head, nguoi_ky=str(signer.account_id))
    draft.refresh_from_db()
    post(signs, f"{page}lam/", lam="ky", ban=draft.head)
    run_queue()
    post(desk, f"{page}phat-hanh/", don_vi=[str(one) for one in units], khong_mat="1")
    run_queue()
    draft.refresh_from_db()
    return draft.document_id


def delivery(document_id, unit):
    return Delivery.objects.get(packet__document_id=document_id, packet__business=0, receiver_unit_id=unit.id)


def states_of(row):
    return [edxml.StatusCode(one) for one in row.lines.order_by("id").values_list("code", flat=True)]


def test_a_departments_letter_is_answered_refused_and_called_back_before_the_senders_eyes(
    signed_in, live_server, client_of, units, chi, ha, people
):
    desk, clerk = client_of(people["desk"]), client_of(people["clerk"])
    sent = letter(
        client_of(people["writer"]), signer=people["director"], signs=client_of(people["director"]), desk=desk,
        units=[units.commune_a.id, units.commune_b.id, people["other"].id], subject=ASKED, body=BODY,
    )  # fmt: skip
    come()
    row = delivery(sent, units.commune_a)

    # The commune's clerk finds it in her one inbox and registers it.
    assert ASKED in clerk.get("/viec/?hop=group").content.decode()
    post(clerk, f"/van-ban/nhan/{row.id}/vao-so/", khong_mat="1")
    question = Document.objects.get(delivery_id=row.id)

    _directed_on_a_phone(signed_in(chi, 390), live_server, question, ha)

    # The specialist finds what was given to her in the same inbox, takes it on, writes the answer.
    hand = client_of(ha)
    assert ASKED in hand.get("/viec/").content.decode()
    given = Instruction.objects.get(document=question)
    post(hand, f"/van-ban/giao-viec/{given.id}/lam/", lam="nhan")
    answer = letter(
        hand, signer=chi, signs=client_of(chi), desk=clerk, units=[units.department.id], about=str(question.id),
        subject=ANSWER, body=BODY,
    )  # fmt: skip
    page = hand.get(f"/van-ban/{question.id}/").content.decode()
    assert f'value="{answer}"' in page, "the answer is offered where the work is finished"
    post(hand, f"/van-ban/giao-viec/{given.id}/lam/", lam="xong", ket_qua="Đã trả lời Sở Tư pháp.", tra_loi=str(answer))
    assert ASKED not in hand.get("/viec/").content.decode()
    come()

    _sent_back_and_called_back(client_of, desk, sent, units, people)
    _seen_by_the_sender(signed_in(people["desk"], 1366, "dark"), live_server, sent, answer, row)


def _directed_on_a_phone(page, live_server, question, ha):
    """The chairman opens the letter from her inbox on a phone and gives it to the specialist."""
    page.goto(f"{live_server.url}/viec/?hop=group")
    page.locator("main").get_by_role("listitem").filter(has_text=ASKED).get_by_role("link").click()
    page.get_by_role("heading", name="Ý kiến chỉ đạo").wait_for()
    assert_accessible(page)
    screenshot(page, "thu-chi-dao-390-light")
    page.get_by_label("Câu chỉ đạo thường dùng").select_option(index=1)
    page.locator(f"#vai_{ha.account_id}").select_option("main")
    page.get_by_label("Thời hạn hoàn thành").fill(f"{clock.today() + timedelta(days=5):%d/%m/%Y}")
    page.get_by_role("button", name=re.compile("^Giao việc")).last.click()
    page.get_by_text("đã giao 1 người").wait_for()
    assert_accessible(page)


def _sent_back_and_called_back(client_of, desk, sent, units, people):
    """The second commune sends the letter back, the third gives it up when it is called back, the first does not."""
    refused, agreed, kept = (delivery(sent, one) for one in (units.commune_b, people["other"], units.commune_a))
    post(client_of(people["clerk_b"]), f"/van-ban/nhan/{refused.id}/tu-choi/", ly_do="Không thuộc địa bàn xã.")
    post(client_of(people["clerk_c"]), f"/van-ban/nhan/{agreed.id}/vao-so/", khong_mat="1")
    post(desk, f"/van-ban/{sent}/lam/", lam="thu_hoi", ly_do="Ban hành nhầm biểu mẫu kèm theo.")
    come()
    post(client_of(people["clerk_c"]), f"/van-ban/nhan/{agreed.id}/thu-hoi/", tra_loi="dong-y")
    post(
        client_of(people["clerk"]),
        f"/van-ban/nhan/{kept.id}/thu-hoi/",
        tra_loi="tu-choi",
        ly_do_thu_hoi="Đã trả lời xong.",
    )
    come()
    assert [code.value for code in states_of(kept)] == ["01", "03", "04", "05", "06", "13", "16"]
    said = {code for one in (refused, agreed, kept) for code in states_of(one)}
    assert said == set(edxml.StatusCode)


def _seen_by_the_sender(page, live_server, sent, answer, row):
    """The department's clerk follows each receiver, and finds the answer beside its question."""
    titles = {edxml.status_title(code) for one in Delivery.objects.filter(packet=row.packet) for code in states_of(one)}
    assert len(titles) == len(edxml.StatusCode)
    seen = set()
    for one in Delivery.objects.filter(packet=row.packet):
        page.goto(f"{live_server.url}/van-ban/da-gui/{one.packet_id}/noi-nhan/{one.id}/")
        seen |= {title for title in titles if title in page.locator("main").inner_text()}
    assert seen == titles
    screenshot(page, "thu-noi-nhan-1366-dark")
    came = Delivery.objects.get(packet__document_id=answer)
    reply = Document.objects.get(delivery_id=came.id)
    assert reply.answers_id == sent
    page.goto(f"{live_server.url}/van-ban/{sent}/")
    page.get_by_text("Đã trả lời bằng").wait_for()
    page.locator(f"main a[href='/van-ban/{reply.id}/']").click()
    page.get_by_text("Trả lời văn bản").wait_for()
    assert_accessible(page)
    screenshot(page, "thu-tra-loi-1366-dark")
