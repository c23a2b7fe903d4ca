"""The clerk's pages."""

import io

import pytest
from django.urls import reverse

from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.edxml.testing import make_packet, make_seal
from tinhso.government.correspondence.models import Delivery, Packet, SendList
from tinhso.government.correspondence.testing import delivery_to, make_sent, packet_of, run_exchange
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import State
from tinhso.government.documents.testing import make_clerk, make_pdf
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk_a(units):
    return make_clerk(units.commune_a.id)


@pytest.fixture
def clerk_b(units):
    return make_clerk(units.commune_b.id, code="B-VT", name="Ngô Thị Lan")


@pytest.fixture
def letter(units, clerk_a):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id, now=clock.now())
    run_exchange(clock.now())
    return info


def url(name, **ids):
    return reverse(f"correspondence:{name}", kwargs=ids or None)


def test_the_clerk_takes_a_letter_in_from_the_list(units, letter, clerk_b, client_of):
    client = client_of(clerk_b)
    delivery = delivery_to(letter, units.commune_b.id)
    page = client.get(url("came")).content.decode()
    assert letter.code in page and "Ủy ban nhân dân phường 1" in page
    page = client.get(url("delivery", came_id=delivery.id)).content.decode()
    assert "Nội dung nguyên vẹn" in page or "chưa được ký số" in page

    bare = client.post(url("register", came_id=delivery.id), {})
    assert bare.status_code == 422
    done = client.post(url("register", came_id=delivery.id), {"khong_mat": "1"})
    assert done.status_code == 302
    assert documents.find_by_delivery(delivery.id).state is State.REGISTERED
    assert letter.code not in client.get(url("came")).content.decode().partition("data-list")[2]
    assert letter.code in client.get(url("came") + "?hop=tat-ca").content.decode()


def test_a_refusal_needs_a_reason_and_the_sender_reads_it(units, letter, clerk_a, clerk_b, client_of):
    delivery = delivery_to(letter, units.commune_b.id)
    client = client_of(clerk_b)
    assert client.post(url("refuse", came_id=delivery.id), {"ly_do": ""}).status_code == 422
    assert client.post(url("refuse", came_id=delivery.id), {"ly_do": "Thiếu phụ lục"}).status_code == 302
    run_exchange(clock.now())

    sender = client_of(clerk_a)
    page = sender.get(url("receiver", packet_id=packet_of(letter).id, receiver_id=delivery.id)).content.decode()
    assert "Thiếu phụ lục" in page and "Từ chối tiếp nhận" in page
    assert "?tt=refused" in sender.get(url("sent")).content.decode()
    page = sender.get(url("packet", packet_id=packet_of(letter).id) + "?tt=refused").content.decode()
    assert "Ủy ban nhân dân xã An Bình" in page and "Đã xem lý do" in page


def test_a_call_back_is_answered_on_the_page(units, letter, clerk_a, clerk_b, client_of):
    delivery = delivery_to(letter, units.commune_b.id)
    client = client_of(clerk_b)
    client.post(url("register", came_id=delivery.id), {"khong_mat": "1"})
    run_exchange(clock.now())
    documents.recall(clerk_a, document_id=letter.id, reason="Ban hành nhầm", now=clock.now())
    run_exchange(clock.now())

    assert "Bên gửi yêu cầu lấy lại văn bản" in client.get(url("delivery", came_id=delivery.id)).content.decode()
    refused = client.post(url("answer_recall", came_id=delivery.id), {"tra_loi": "tu-choi"})
    assert refused.status_code == 422
    assert client.post(url("answer_recall", came_id=delivery.id), {"tra_loi": "dong-y"}).status_code == 302
    assert documents.find_by_delivery(delivery.id).state is State.FROZEN


def test_the_packet_is_given_as_it_was_sealed(letter, clerk_a, client_of):
    packet = packet_of(letter)
    got = client_of(clerk_a).get(url("packet_file", packet_id=packet.id))

    data = b"".join(got.streaming_content)
    assert len(data) == packet.size == int(got["Content-Length"])
    assert edxml.read(data).code == letter.code


def test_a_hostile_file_gets_its_sentence_and_leaves_nothing(units, clerk_a, client_of):
    client = client_of(clerk_a)
    bomb = b'<!DOCTYPE edXML [<!ENTITY a "x">]><edXML/>'
    got = client.post(url("import"), {"tep": io.BytesIO(bomb)})
    assert got.status_code == 422
    assert "DTD" in got.content.decode()
    assert client.post(url("import"), {}).status_code == 422
    assert not Packet.objects.exists()


def test_a_packet_from_outside_is_taken_in_and_shows_whose_seal_it_bears(units, clerk_a, client_of):
    packet = make_packet(
        sender=edxml.Agency("G22", "Văn phòng Chính phủ"),
        receivers=(edxml.Agency("H61.21.03", "UBND phường 1"),),
        attachments=(edxml.attach(make_pdf("x"), name="12.pdf", media_type="application/pdf"),),
    )
    client = client_of(clerk_a)
    file = io.BytesIO(edxml.write(packet, seal=make_seal()))
    file.name = "12.edxml"

    got = client.post(url("import"), {"tep": file}, follow=True)

    page = got.content.decode()
    assert got.status_code == 200 and "Văn phòng Chính phủ" in page and "Nội dung nguyên vẹn" in page
    delivery = Delivery.objects.get()
    assert client.get(url("status_file", came_id=delivery.id)).content.startswith(b"<?xml")


def test_send_lists_are_made_changed_and_used(units, letter, clerk_a, client_of):
    client = client_of(clerk_a)
    assert client.post(url("new_list"), {"ten": "", "loai": []}).status_code == 422
    made = client.post(url("new_list"), {"ten": "Nơi nhận quen", "don_vi": [str(units.department.id)]})
    assert made.status_code == 302
    kept = SendList.objects.get()
    assert "Sở Tư pháp" in client.get(url("list", list_id=kept.id)).content.decode()

    packet = packet_of(letter)
    assert client.post(url("send_more", packet_id=packet.id), {}).status_code == 422
    assert client.post(url("send_more", packet_id=packet.id), {"danh_sach": str(kept.id)}).status_code == 302
    run_exchange(clock.now())
    assert Delivery.objects.get(receiver_unit_id=units.department.id).status == "01"
    assert client.post(url("close_list", list_id=kept.id)).status_code == 302
    assert "Nơi nhận quen" not in client.get(url("lists")).content.decode()
