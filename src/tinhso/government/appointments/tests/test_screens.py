"""The pages: for people in the hall, at home, and at the desk."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tinhso.foundation.notifications.events import NoticeUndelivered
from tinhso.foundation.work import public as work
from tinhso.government.appointments import handlers
from tinhso.government.appointments import public as appointments
from tinhso.government.appointments.testing import KEY, MONDAY, TUESDAY_NINE, make_booking, make_ticket, open_desks
from tinhso.government.appointments.web.hall import COOKIE
from tinhso.kernel.clock import frozen
from tinhso.kernel.events import Envelope
from tinhso.kernel.ids import uuid7
from tinhso.testing.cast import officer_actor


@pytest.fixture(autouse=True)
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def a(units):
    open_desks(units.commune_a.id)
    return units.commune_a


@pytest.fixture
def mai(units):
    return officer_actor(code="A-TBP", name="Hồ Thị Mai", unit_id=units.counter_a.id, roles=("one_stop_head",))


def text_of(answer):
    return answer.content.decode()


def test_somebody_without_an_account_books_moves_and_cancels_without_javascript(a):
    client = Client()
    with frozen(MONDAY):
        assert a.name in text_of(client.get("/dat-lich/?tim=phuong 1"))
        address = f"/dat-lich/don-vi/{a.code}/"
        page = text_of(client.get(f"{address}?ngay=2026-11-17"))
        slot = re.search(r'name="starts_at" value="(2026-11-17T09:00[^"]+)"', page)[1]
        refused = client.post(address, {"ngay": "2026-11-17", "name": "", "phone": "1"})
        assert refused.status_code == 422
        assert "Chọn một khung giờ." in text_of(refused)
        form = {"ngay": "2026-11-17", "starts_at": slot, "letter": "A", "name": "Trần Thị Thử", "phone": "0912 345 678"}
        answer = client.post(address, form, follow=True)
        here = answer.redirect_chain[-1][0]
        assert "Đã đặt lịch." in text_of(answer)
        assert "Trần Thị Thử" in text_of(answer)
        ics = client.get(f"{here}lich.ics")
        assert ics["Content-Type"].startswith("text/calendar")
        assert b"TZID=Asia/Ho_Chi_Minh:20261117T090000" in ics.content
        page = text_of(client.get(f"{here}chuyen/?ngay=2026-11-18"))
        slot = re.search(r'name="starts_at" value="(2026-11-18T10:00[^"]+)"', page)[1]
        assert "Đã chuyển lịch hẹn." in text_of(client.post(f"{here}chuyen/", {"starts_at": slot}, follow=True))
        assert "Đã hủy lịch hẹn." in text_of(client.post(f"{here}huy/", follow=True))
        assert b"METHOD:CANCEL" in client.get(f"{here}lich.ics").content


def test_a_full_half_hour_is_said_beside_the_half_hours(units):
    open_desks(units.commune_a.id, per_half_hour=1)
    make_booking(units.commune_a.id)
    form = {"starts_at": TUESDAY_NINE.isoformat(), "letter": "A", "name": "Trần Thị Thử", "phone": "0912345679"}
    with frozen(MONDAY):
        answer = Client().post(f"/dat-lich/don-vi/{units.commune_a.code}/", form)
    assert answer.status_code == 422
    assert "Khung giờ này vừa hết chỗ." in text_of(answer)
    assert 'value="Trần Thị Thử"' in text_of(answer)


def test_a_booking_is_looked_up_and_a_guess_is_told_nothing(a):
    booking = make_booking(a.id)
    with frozen(MONDAY):
        found = Client().post("/dat-lich/tra-cuu/", {"code": booking.code, "phone": "0912345678"})
        assert found["Location"] == f"/dat-lich/lich/{booking.token}/"
        missed = Client().post("/dat-lich/tra-cuu/", {"code": booking.code, "phone": "0912345670"})
    assert missed.status_code == 422
    assert "Không tìm thấy lịch hẹn." in text_of(missed)


def test_the_machine_gives_numbers_only_with_its_key(a):
    address = f"/lay-so/{a.code}/"
    with frozen(TUESDAY_NINE):
        assert Client().get(address).status_code == 403
        assert Client().post(address, {"letter": "A"}).status_code == 403
        machine = Client()
        machine.cookies[COOKIE] = KEY
        assert "Chạm vào việc cần làm" in text_of(machine.get(address))
        answer = text_of(machine.post(address, {"letter": "B", "precedence": "elderly"}, follow=True))
        assert "B001" in answer
        assert "<svg" in answer
        booking = make_booking(a.id, starts_at=TUESDAY_NINE, now=MONDAY)
        said = f"http://x/dat-lich/lich/{booking.token}/"
        assert "A001" in text_of(machine.post(address, {"text": said}, follow=True))
        wrong = machine.post(address, {"text": "nothing"})
        assert wrong.status_code == 422
        assert "Không tìm thấy lịch hẹn." in text_of(wrong)


def test_the_screen_shows_numbers_and_desks_and_nobodys_name(a, binh, an):
    make_booking(a.id, actor=an)
    with frozen(TUESDAY_NINE):
        appointments.check_in_at_desk(binh, text=appointments.list_own_bookings(an)[0].code, now=TUESDAY_NINE)
        appointments.open_desk(binh, desk=2, now=TUESDAY_NINE)
        appointments.call_next(binh, now=TUESDAY_NINE)
        client = Client()
        page = text_of(client.get(f"/goi-so/{a.code}/"))
        assert "A001" in page
        assert "Quầy số 2" in page
        assert "Mời số A 0 0 1 đến quầy số 2" in page
        assert "Nguyễn" not in page
        board = client.get(f"/goi-so/{a.code}/bang/")
        tag = board["ETag"]
        assert client.get(f"/goi-so/{a.code}/bang/", headers={"If-None-Match": tag}).status_code == 304
        appointments.recall(binh, now=TUESDAY_NINE)
        assert client.get(f"/goi-so/{a.code}/bang/", headers={"If-None-Match": tag}).status_code == 200


def test_a_ticket_tells_its_holder_how_it_stands(a, binh):
    ticket = make_ticket(a.id)
    address = f"/so/{ticket.token}/"
    with frozen(TUESDAY_NINE):
        assert "chưa có quầy nào mở" in text_of(Client().get(address))
        appointments.open_desk(binh, desk=1, now=TUESDAY_NINE)
        assert "Dự kiến chờ" in text_of(Client().get(f"{address}?phan=1"))
        appointments.call_next(binh, now=TUESDAY_NINE)
        assert "Mời đến quầy số 1" in text_of(Client().get(address))
        appointments.finish(binh, now=TUESDAY_NINE)
        assert "Đã phục vụ xong." in text_of(Client().get(address))
    assert Client().get("/so/no-such-token/").status_code == 404


def test_the_panel_does_what_its_buttons_say(a, binh, client_of):
    make_ticket(a.id)
    client = client_of(binh)

    def press(**form):
        return text_of(client.post("/quay/viec/", form, follow=True))

    with frozen(TUESDAY_NINE):
        assert "Mở quầy" in text_of(client.get("/quay/"))
        assert "Chưa mở quầy." in press(lam="goi")
        assert "Đã mở quầy số 1." in press(lam="mo", desk="1", letters=["A", "B"])
        assert "Đang gọi số A001." in press(lam="goi")
        assert "Đang gọi lại số A001." in press(lam="goi_lai")
        assert "Đã phục vụ xong số A001." in press(lam="xong")
        assert "Không còn ai chờ ở quầy này." in press(lam="goi")
        assert "Đã cấp số B001." in press(lam="cap_so", letter="B")
        assert "Đã đóng quầy." in press(lam="dong")
        assert client.post("/quay/viec/", {"lam": "x"}).status_code == 404


def test_looking_at_the_days_bookings_is_on_the_persons_record(a, binh, an, client_of):
    from tinhso.foundation.audit import public as audit

    make_booking(a.id, actor=an)
    with frozen(TUESDAY_NINE):
        page = text_of(client_of(binh).get("/quay/lich-hen/?ngay=17/11/2026"))
    assert "Nguyễn Văn Thử" in page
    assert audit.list_reads_of(an.account_id).items[0].purpose == "Tiếp công dân theo lịch hẹn tại quầy"


def test_the_head_sets_the_rule_and_registers_a_machine(units, mai, binh, client_of):
    client = client_of(mai)
    assert "Đơn vị chưa mở quầy" in text_of(client.get("/quay/"))
    wrong = client.post("/quay/thiet-lap/", {"per_half_hour": "0", "desks": "x"})
    assert wrong.status_code == 422
    assert "Nhập một số từ 1 đến 200." in text_of(wrong)
    form = {"is_open": "on", "per_half_hour": 6, "days_ahead": 10, "lead_minutes": 0, "per_person": 1, "desks": 2}
    assert "Đã lưu thiết lập quầy." in text_of(client.post("/quay/thiet-lap/", form, follow=True))
    client.post("/quay/thiet-lap/may-lay-so/", {"lam": "dang_ky"})
    assert client.get(f"/lay-so/{units.commune_a.code}/").status_code == 200
    client.post("/quay/thiet-lap/may-lay-so/", {"lam": "thu_hoi"})
    assert client.get(f"/lay-so/{units.commune_a.code}/").status_code == 403
    assert client_of(binh).get("/quay/thiet-lap/").status_code == 403


def test_a_person_no_message_reached_is_given_to_the_head(a, an, mai, binh, dung, client_of):
    booking = make_booking(a.id, actor=an)
    fact = NoticeUndelivered(uuid7(), "booking", booking.id)
    for _ in range(2):
        handlers.reach_person(Envelope(uuid7(), fact, MONDAY))
    (item,) = work.list_of_subject(mai, subject_id=booking.id)
    assert (item.kind, item.role) == (handlers.REACH, "one_stop_head")
    client = client_of(mai)
    assert "0912 345 678" in text_of(client.get(f"/quay/lien-he/{booking.id}/")).replace("\xa0", " ")
    assert client_of(binh).get(f"/quay/lien-he/{booking.id}/").status_code == 403
    client.post(f"/quay/lien-he/{booking.id}/")
    assert work.list_of_subject(mai, subject_id=booking.id) == []


def test_nothing_of_a_stranger_can_be_moved_by_guessing(a):
    with frozen(MONDAY + timedelta(hours=1)):
        for address in ("/dat-lich/lich/x/", "/dat-lich/lich/x/huy/", "/dat-lich/lich/x/lich.ics"):
            assert Client().get(address).status_code == 404
        assert Client().post("/dat-lich/lich/x/huy/").status_code == 404
