"""What goes out and comes in stays with whom it concerns, and nothing is sent that was called back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from tinhso.foundation.audit import public as audit
from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.edxml.testing import make_packet
from tinhso.foundation.files.models import FileObject
from tinhso.foundation.organisations.models import Unit, UnitSuccession
from tinhso.foundation.organisations.testing import make_unit
from tinhso.foundation.organisations.tree import bump
from tinhso.foundation.work.data import Part
from tinhso.foundation.work.models import WorkItem
from tinhso.government.correspondence import public as exchange
from tinhso.government.correspondence.actions import delivering, sending
from tinhso.government.correspondence.models import Delivery, Packet
from tinhso.government.correspondence.packets import arrival_of
from tinhso.government.correspondence.testing import delivery_to, make_sent, packet_of, recipient, run_exchange
from tinhso.government.correspondence.tests.test_exchange import outside_packet, taken_in
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import Recipient
from tinhso.government.documents.testing import MORNING, make_clerk, make_issued
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk_a(units):
    return make_clerk(units.commune_a.id)


@pytest.fixture
def clerk_b(units):
    return make_clerk(units.commune_b.id, code="B-VT", name="Ngô Thị Lan")


@pytest.fixture
def head_b(units):
    return officer_actor(code="B-TP", name="Lý Trưởng", unit_id=units.commune_b.id, roles=("unit_head",))


def test_what_was_called_back_is_not_sent_to_anybody_more(units, clerk_a):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()
    documents.recall(clerk_a, document_id=info.id, reason="Ban hành nhầm", now=MORNING)
    with pytest.raises(documents.IllegalDocumentMove):
        exchange.send_more(
            clerk_a, packet_id=packet_of(info).id, recipients=[recipient(units.department.id)], now=MORNING
        )
    run_exchange()
    assert not Delivery.objects.filter(receiver_unit_id=units.department.id).exists()


def test_further_receivers_are_counted_by_who_really_gets_it(units, clerk_a):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    old = make_unit(code="H61.99", name="Xã cũ", parent_id=units.province.id)
    Unit.objects.filter(pk=old.id).update(valid_to=MORNING.date())
    UnitSuccession.objects.create(
        old_id=old.id, new_id=units.commune_b.id, share="whole", on=MORNING.date(), document="QĐ"
    )
    bump()
    run_exchange()
    more = [replace(recipient(units.commune_b.id), unit_id=old.id, name="Xã cũ"), recipient(units.commune_a.id)]
    assert exchange.send_more(clerk_a, packet_id=packet_of(info).id, recipients=more, now=MORNING) == 0
    assert Packet.objects.count() == 1


def test_what_is_called_back_before_it_was_sealed_is_never_sealed_and_nobodys_failure(units, clerk_a):
    info = make_issued(clerk_a, units.commune_a.id, recipients=(recipient(units.commune_b.id),))
    sending.send_issued(document_id=info.id, now=MORNING)
    documents.recall(clerk_a, document_id=info.id, reason="Ban hành nhầm", now=MORNING)
    sending.send_recall(document_id=info.id, now=MORNING)
    assert not delivering.seal_next(MORNING)
    assert packet_of(info).attempts == 0 and not WorkItem.objects.filter(kind="correspondence.failed").exists()


def test_who_only_follows_does_not_take_whole_packets(units, clerk_a, clerk_b, head_b, client_of):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()
    packet, delivery = packet_of(info), delivery_to(info, units.commune_b.id)
    page = client_of(head_b).get(reverse("correspondence:delivery", args=[delivery.id]))
    assert page.status_code == 200 and "Tải gói tin" not in page.content.decode()
    assert client_of(head_b).get(reverse("correspondence:packet_file", args=[packet.id])).status_code == 404
    assert b"".join(exchange.bytes_of(clerk_b, packet_id=packet.id)[1])
    assert "correspondence.packet_taken" in {one.verb for one in audit.list_trail(packet.id).items}


def test_what_the_receiver_restricts_is_hidden_from_those_who_follow(units, clerk_a, clerk_b, head_b):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id, subject="Nhân sự chủ chốt")
    run_exchange()
    delivery = delivery_to(info, units.commune_b.id)
    assert exchange.get_came(head_b, delivery_id=delivery.id)
    documents.register(
        clerk_b,
        document_id=delivery.document_id,
        no_secret=True,
        restricted=True,
        reader_ids=(clerk_b.account_id,),
        now=MORNING,
    )
    run_exchange()
    with pytest.raises(exchange.DeliveryMissing):
        exchange.get_came(head_b, delivery_id=delivery.id)
    assert not exchange.list_came(head_b, is_open=False).items
    assert exchange.get_came(clerk_b, delivery_id=delivery.id)  # who is named


def test_having_seen_refusals_leaves_failures_before_the_clerk(units, clerk_a, clerk_b):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id, units.department.id)
    run_exchange()
    exchange.send_back(
        clerk_b, delivery_id=delivery_to(info, units.commune_b.id).id, reason="Gửi nhầm đơn vị", now=MORNING
    )
    sending.report_failure(packet_of(info), now=MORNING)
    exchange.seen_refusals(clerk_a, packet_id=packet_of(info).id, now=MORNING)
    assert [one.kind for one in WorkItem.objects.filter(subject_id=packet_of(info).id, state="open")] == [
        "correspondence.failed"
    ]


def test_the_number_of_a_restricted_answer_is_not_told(units, clerk_a, clerk_b, chi):
    leader = officer_actor(code="B-CT", name="Võ Lãnh Đạo", unit_id=units.commune_b.id, roles=("leader",))
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()
    delivery = delivery_to(info, units.commune_b.id)
    came = exchange.take_in(clerk_b, delivery_id=delivery.id, no_secret=True, now=MORNING)
    order = documents.NewInstruction(clerk_b.account_id, Part.MAIN, MORNING.replace(day=27), "Trả lời")
    (one,) = documents.instruct(leader, document_id=came.id, orders=[order], now=MORNING)
    answer = make_issued(clerk_b, units.commune_b.id, restricted=True, reader_ids=(leader.account_id,))
    documents.answer(clerk_b, instruction_id=one.id, answer_id=answer.id, now=MORNING)
    run_exchange()
    last = exchange.list_lines(clerk_a, delivery_id=delivery.id)[-1]
    assert last.code is edxml.StatusCode.DONE and answer.code not in last.text


def test_a_long_subject_and_a_sender_without_a_name_come_in(units, clerk_a):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()
    read = make_packet(subject="Rất dài " * 200, sender=edxml.Agency("000.00.00.G22", ""))
    arrival = arrival_of(read, delivery_to(info, units.commune_b.id), ())
    assert len(arrival.subject) == 500 and arrival.subject.endswith("…")
    assert arrival.issuer_name == "000.00.00.G22"


def test_only_looking_whether_a_packet_is_there_hands_nothing_out(units, clerk_a, client_of):
    outside = Recipient("Văn phòng Chính phủ", code="G22")
    info = make_issued(clerk_a, units.commune_a.id, recipients=(outside,))
    run_exchange()
    address = reverse("correspondence:packet_file", args=[packet_of(info).id])
    client_of(clerk_a).head(address)
    assert Delivery.objects.get().state == "outside"
    assert b"".join(client_of(clerk_a).get(address).streaming_content)
    assert Delivery.objects.get().state == "handed_out"


@pytest.mark.django_db(transaction=True)
def test_the_same_file_taken_in_by_two_at_once_is_one_delivery(units):
    clerk = make_clerk(units.commune_a.id)
    data = outside_packet(units)
    start = Barrier(3)

    def take(_n):
        try:
            start.wait(10)
            return taken_in(clerk, units, data).id
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=3) as pool:
        assert len(set(pool.map(take, range(3)))) == 1
    assert Delivery.objects.count() == 1


def test_of_a_packet_marked_secret_not_a_byte_is_kept(units, clerk_a):
    before = FileObject.objects.count()
    with pytest.raises(documents.SecretRefused):
        taken_in(clerk_a, units, outside_packet(units, subject="Phương án (TUYỆT MẬT)"))
    assert FileObject.objects.count() == before and not Packet.objects.exists()
