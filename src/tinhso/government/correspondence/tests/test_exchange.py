"""From one agency's register into another's, and the word that comes back."""

import io
from datetime import timedelta

import pytest

from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.organisations.testing import make_unit
from tinhso.foundation.work.models import WorkItem
from tinhso.government.correspondence import public as exchange
from tinhso.government.correspondence.models import Delivery, Packet, StatusLine
from tinhso.government.correspondence.testing import delivery_to, make_sent, packet_of, recipient, run_exchange
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import Recipient, State
from tinhso.government.documents.testing import MORNING, make_clerk, make_issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk_a(units):
    return make_clerk(units.commune_a.id)


@pytest.fixture
def clerk_b(units):
    return make_clerk(units.commune_b.id, code="B-VT", name="Ngô Thị Lan")


def codes(delivery):
    return [line.code for line in StatusLine.objects.filter(delivery=delivery).order_by("id")]


def take_in(clerk, delivery):
    return documents.register(clerk, document_id=delivery.document_id, no_secret=True, now=MORNING)


def test_what_one_agency_issues_arrives_at_the_other_once_however_often_it_is_told(units, clerk_a):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id, units.department.id)
    run_exchange()
    run_exchange()

    assert Delivery.objects.count() == 2
    delivery = delivery_to(info, units.commune_b.id)
    came = documents.find_by_delivery(delivery.id)
    assert came.id == delivery.document_id
    assert (came.state, came.unit_id, came.code) == (State.ARRIVED, units.commune_b.id, info.code)
    assert (came.subject, came.issued_on, came.issuer_code) == (info.subject, info.issued_on, "H61.21.03")
    assert came.issuer_name == "Ủy ban nhân dân phường 1"
    assert came.issuer_unit_id == units.commune_a.id
    assert [one.file_id for one in came.files] == [one.file_id for one in info.files]
    assert codes(delivery) == ["01"]


def test_the_packet_is_sealed_by_the_agency_and_kept_byte_for_byte(units, clerk_a, settings):
    settings.DEMO = True
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()

    found, pieces = exchange.bytes_of(clerk_a, packet_id=packet_of(info).id)
    data = b"".join(pieces)
    read = edxml.read(data)
    import hashlib

    assert hashlib.sha256(data).hexdigest() == found.sha256
    assert read.signature is not None
    assert "phường 1" in found.signer
    assert read.document_id == f"H61.21.03,{info.issued_on:%Y/%m/%d},{info.code}"
    assert [one.code for one in read.receivers] == ["H61.22.05"]
    assert read.attachments[0].sha256 == info.files[0].sha256


def test_an_agency_without_a_key_sends_without_a_seal(units, clerk_a, settings):
    settings.DEMO = False
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()

    assert delivery_to(info, units.commune_b.id).status == "01"
    assert packet_of(info).signer == ""


def test_the_sender_sees_each_step_of_the_receiver(units, clerk_a, clerk_b):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()
    delivery = delivery_to(info, units.commune_b.id)
    take_in(clerk_b, delivery)
    run_exchange()

    sent = exchange.packets_of_document(clerk_a, document_id=info.id)[0]
    assert sent.counts[exchange.Standing.TAKEN] == 1
    assert codes(delivery) == ["01", "03"]
    lines = exchange.list_lines(clerk_a, delivery_id=delivery.id)
    assert [line.title for line in lines] == ["Đã đến", "Đã tiếp nhận, vào sổ"]


def test_a_refusal_reaches_the_sender_with_its_reason_and_becomes_work(units, clerk_a, clerk_b):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()
    delivery = delivery_to(info, units.commune_b.id)
    documents.refuse_arrival(clerk_b, document_id=delivery.document_id, reason="Gửi nhầm đơn vị", now=MORNING)
    run_exchange()

    delivery.refresh_from_db()
    assert delivery.status == "02"
    assert exchange.list_lines(clerk_a, delivery_id=delivery.id)[-1].text == "Gửi nhầm đơn vị"
    item = WorkItem.objects.get(kind="correspondence.refused", state="open")
    assert (item.unit_id, item.role) == (units.commune_a.id, "clerk")
    exchange.seen_refusals(clerk_a, packet_id=packet_of(info).id, now=MORNING)
    assert not WorkItem.objects.filter(kind="correspondence.refused", state="open").exists()


def test_a_recall_freezes_what_nobody_registered_and_asks_for_the_rest(units, clerk_a, clerk_b):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id, units.department.id)
    run_exchange()
    registered, untouched = delivery_to(info, units.commune_b.id), delivery_to(info, units.department.id)
    take_in(clerk_b, registered)
    run_exchange()
    documents.recall(clerk_a, document_id=info.id, reason="Ban hành sai thẩm quyền", now=MORNING)
    run_exchange()

    assert codes(untouched) == ["01", "13", "15"]
    assert documents.find_by_delivery(untouched.id).state is State.FROZEN
    assert codes(registered) == ["01", "03", "13"]
    assert documents.find_by_delivery(registered.id).state is State.REGISTERED
    assert WorkItem.objects.get(kind="correspondence.recall", state="open").unit_id == units.commune_b.id

    exchange.answer_recall(clerk_b, delivery_id=registered.id, agrees=True, now=MORNING)
    run_exchange()
    assert codes(registered) == ["01", "03", "13", "15"]
    frozen = documents.find_by_delivery(registered.id)
    assert (frozen.state, frozen.reason) == (State.FROZEN, "Ban hành sai thẩm quyền")
    assert not WorkItem.objects.filter(kind="correspondence.recall", state="open").exists()


def test_a_recall_refused_says_why_and_the_document_stays(units, clerk_a, clerk_b):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()
    delivery = delivery_to(info, units.commune_b.id)
    take_in(clerk_b, delivery)
    documents.recall(clerk_a, document_id=info.id, reason="Ban hành nhầm", now=MORNING)
    run_exchange()

    with pytest.raises(exchange.BadReply):
        exchange.answer_recall(clerk_b, delivery_id=delivery.id, agrees=False, reason=" ", now=MORNING)
    exchange.answer_recall(clerk_b, delivery_id=delivery.id, agrees=False, reason="Đã triển khai xong", now=MORNING)

    assert codes(delivery)[-1] == "16"
    assert documents.find_by_delivery(delivery.id).state is State.REGISTERED
    with pytest.raises(exchange.IllegalStatus):
        exchange.answer_recall(clerk_b, delivery_id=delivery.id, agrees=True, now=MORNING)


def test_what_is_recalled_before_it_left_goes_nowhere(units, clerk_a):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    documents.recall(clerk_a, document_id=info.id, reason="Ban hành nhầm", now=MORNING)
    run_exchange()

    packet = packet_of(info)
    assert {one.state for one in Delivery.objects.filter(packet=packet)} in ({"cancelled"}, {"delivered"})
    assert not [
        one
        for one in Delivery.objects.filter(packet=packet)
        if one.document_id and documents.find_by_delivery(one.id).state is not State.FROZEN
    ]


def test_a_replacement_brings_the_new_and_calls_back_the_old(units, clerk_a, clerk_b):
    old = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()
    first = delivery_to(old, units.commune_b.id)
    take_in(clerk_b, first)
    new = make_sent(clerk_a, units.commune_a.id, units.commune_b.id, replaces_id=old.id)
    run_exchange()

    packet = packet_of(new)
    assert packet.business == edxml.Business.REPLACE
    read = edxml.read(b"".join(exchange.bytes_of(clerk_a, packet_id=packet.id)[1]))
    assert read.act.replaces == (edxml.Replacement(packet_of(old).wire_id, ("H61.22.05",)),)
    assert codes(first) == ["01", "03", "13"]
    assert codes(delivery_to(new, units.commune_b.id)) == ["01"]


def test_an_answer_finds_the_letter_it_answers(units, clerk_a, clerk_b):
    letter = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()
    came = take_in(clerk_b, delivery_to(letter, units.commune_b.id))
    answer = make_issued(clerk_b, units.commune_b.id, recipients=(recipient(units.commune_a.id),), answers_id=came.id)
    run_exchange()

    back = documents.find_by_delivery(delivery_to(answer, units.commune_a.id).id)
    assert back.answers_id == letter.id


def test_a_unit_that_was_merged_is_found_by_who_took_over_and_gets_it_once(units, clerk_a):
    from tinhso.foundation.organisations.models import Unit, UnitSuccession
    from tinhso.foundation.organisations.tree import bump

    gone = make_unit(code="H61.22.06", name="Xã Cũ", parent_id=units.district.id)
    Unit.objects.filter(pk=gone.id).update(valid_to=MORNING.date())
    UnitSuccession.objects.create(
        old_id=gone.id, new_id=units.commune_b.id, share="whole", on=MORNING.date(), document="QĐ"
    )
    bump()
    info = make_sent(clerk_a, units.commune_a.id, gone.id, units.commune_b.id)
    run_exchange()

    assert [one.receiver_unit_id for one in Delivery.objects.filter(packet=packet_of(info))] == [units.commune_b.id]


def test_a_receiver_outside_waits_for_its_file_and_tells_by_a_file(units, clerk_a):
    outside = Recipient("Văn phòng Chính phủ", code="G22")
    info = make_issued(clerk_a, units.commune_a.id, recipients=(outside,))
    run_exchange()
    delivery = Delivery.objects.get(packet=packet_of(info))
    assert delivery.state == "outside"
    packet = packet_of(info)

    def told(code):
        about = edxml.DocumentRef("H61.21.03", info.code, info.issued_on, packet.wire_id)
        status = edxml.Status(edxml.Agency("000.00.00.G22", "VPCP"), about, code, MORNING, "Đã nhận")
        return exchange.import_status(
            clerk_a, unit_id=units.commune_a.id, stream=io.BytesIO(edxml.write_status(status)), now=MORNING
        )

    assert told(edxml.StatusCode.ARRIVED).title == "Đã đến"
    assert told(edxml.StatusCode.REGISTERED).title == "Đã tiếp nhận, vào sổ"
    with pytest.raises(exchange.IllegalStatus):
        told(edxml.StatusCode.REFUSED)


def test_further_receivers_get_it_and_the_first_ones_do_not_again(units, clerk_a):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange()
    more = (recipient(units.commune_b.id), recipient(units.department.id))

    assert exchange.send_more(clerk_a, packet_id=packet_of(info).id, recipients=more, now=MORNING) == 1
    run_exchange()
    assert exchange.send_more(clerk_a, packet_id=packet_of(info).id, recipients=more, now=MORNING) == 0

    assert sorted(str(one) for one in Delivery.objects.values_list("receiver_unit_id", flat=True)) == sorted(
        [str(units.commune_b.id), str(units.department.id)]
    )
    documents.recall(clerk_a, document_id=info.id, reason="Ban hành nhầm", now=MORNING)
    run_exchange()
    assert set(Delivery.objects.filter(packet__business=0).values_list("recall", flat=True)) == {"15"}


def test_a_restricted_document_leaves_no_words_and_stays_restricted(units, clerk_a, clerk_b, chi):
    info = make_sent(
        clerk_a,
        units.commune_a.id,
        units.commune_b.id,
        restricted=True,
        reader_ids=(chi.account_id,),
        subject="Nhân sự chủ chốt nhiệm kỳ tới",
    )
    run_exchange()
    delivery = delivery_to(info, units.commune_b.id)

    assert packet_of(info).subject == ""
    assert documents.find_by_delivery(delivery.id).restricted
    assert not WorkItem.objects.filter(title__contains="Nhân sự").exists()
    other = make_clerk(units.commune_a.id, code="A-VT2", name="Đỗ Thị Mận")
    assert [one.packet.id for one in exchange.list_sent(other).items] == []
    with pytest.raises(exchange.DeliveryMissing):
        exchange.bytes_of(other, packet_id=packet_of(info).id)


def test_strangers_see_nothing_of_it(units, clerk_a, clerk_b, dung, an):
    info = make_sent(clerk_a, units.commune_a.id, units.department.id)
    run_exchange()
    packet, delivery = packet_of(info), delivery_to(info, units.department.id)

    for stranger in (clerk_b, dung, an):
        assert exchange.list_sent(stranger).items == []
        for act, named in (
            (exchange.get_sent, {"packet_id": packet.id}),
            (exchange.get_came, {"delivery_id": delivery.id}),
            (exchange.list_lines, {"delivery_id": delivery.id}),
            (exchange.bytes_of, {"packet_id": packet.id}),
            (exchange.answer_recall, {"delivery_id": delivery.id, "agrees": True, "now": MORNING}),
            (exchange.resend, {"packet_id": packet.id, "now": MORNING}),
        ):
            with pytest.raises(exchange.DeliveryMissing):
                act(stranger, **named)


def test_what_cannot_be_taken_fails_becomes_work_and_is_sent_again(units, clerk_a):
    info = make_sent(clerk_a, units.commune_a.id, units.commune_b.id)
    run_exchange(MORNING - timedelta(days=2))  # a clock that runs behind: the letter would be of tomorrow
    delivery = delivery_to(info, units.commune_b.id)
    assert delivery.state == "failed"
    assert "Ngày văn bản" in delivery.error or delivery.error
    packet = packet_of(info)
    assert exchange.get_sent(clerk_a, packet_id=packet.id).counts[exchange.Standing.FAILED] == 1
    assert WorkItem.objects.get(kind="correspondence.failed", state="open").subject_id == packet.id

    assert exchange.resend(clerk_a, packet_id=packet.id, now=MORNING) == 1
    run_exchange()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.status) == ("delivered", "01")
    assert not WorkItem.objects.filter(kind="correspondence.failed", state="open").exists()
    assert Packet.objects.count() == 1


def outside_packet(units, seal=None, **changes):
    from tinhso.foundation.edxml.testing import make_packet
    from tinhso.government.documents.testing import make_pdf

    given = {
        "sender": edxml.Agency("000.00.00.G22", "Văn phòng Chính phủ"),
        "receivers": (edxml.Agency("000.03.21.H61", "UBND phường 1"),),
        "document_id": "000.00.00.G22,2026/11/20,88/VPCP-KSTT",
        "number": "88",
        "notation": "VPCP-KSTT",
        "attachments": (edxml.attach(make_pdf("88"), name="88.pdf", media_type="application/pdf"),),
        "answers": (),
        "promulgated_on": MORNING.date(),
        **changes,
    }
    return edxml.write(make_packet(**given), seal=seal)


def taken_in(clerk, units, data):
    return exchange.import_packet(clerk, unit_id=units.commune_a.id, stream=io.BytesIO(data), now=MORNING)


def test_a_packet_from_outside_arrives_once_is_kept_whole_and_its_status_goes_back(units, clerk_a):
    from tinhso.foundation.edxml.testing import make_seal

    data = outside_packet(units, make_seal())
    came = taken_in(clerk_a, units, data)
    assert taken_in(clerk_a, units, data).id == came.id

    info = documents.find_by_delivery(came.id)
    assert (info.state, info.code, info.issuer_name) == (State.ARRIVED, "88/VPCP-KSTT", "Văn phòng Chính phủ")
    assert b"".join(exchange.bytes_of(clerk_a, packet_id=came.packet_id)[1]) == data
    documents.register(clerk_a, document_id=info.id, no_secret=True, now=MORNING)
    run_exchange()
    status = edxml.read_status(exchange.status_message(clerk_a, delivery_id=came.id, now=MORNING))
    assert (status.code, status.about.document_id) == (
        edxml.StatusCode.REGISTERED,
        "000.00.00.G22,2026/11/20,88/VPCP-KSTT",
    )


def test_a_packet_from_outside_calls_back_what_came_before(units, clerk_a):
    first = taken_in(clerk_a, units, outside_packet(units))
    act = edxml.Act(edxml.Business.RECALL, "Ban hành nhầm", document_id="000.00.00.G22,2026/11/20,88/VPCP-KSTT")
    taken_in(clerk_a, units, outside_packet(units, act=act, attachments=()))

    assert codes(Delivery.objects.get(pk=first.id)) == ["01", "13", "15"]
    assert documents.find_by_delivery(first.id).state is State.FROZEN


@pytest.mark.parametrize("wrong", ["receiver", "own", "recall", "files", "kind"])
def test_a_sound_packet_that_does_not_belong_here_is_refused_and_leaves_nothing(units, clerk_a, wrong):
    changes = {
        "receiver": {"receivers": (edxml.Agency("H61.22.05", "UBND xã An Bình"),)},
        "own": {"sender": edxml.Agency("H61.21.03", "UBND phường 1")},
        "recall": {"act": edxml.Act(edxml.Business.RECALL, "x", document_id="G22,2026/01/01,1/X")},
        "files": {"attachments": ()},
        "kind": {"attachments": (edxml.attach(b"MZ" + b"x" * 90, name="a.exe", media_type="application/pdf"),)},
    }[wrong]
    with pytest.raises(exchange.BadImport) as caught:
        taken_in(clerk_a, units, outside_packet(units, **changes))
    assert caught.value.sentence.endswith(".")
    assert not Packet.objects.exists() and not Delivery.objects.exists()


def test_send_lists_follow_the_tree_of_the_day(units, clerk_a, clerk_b):
    clerk = make_clerk(units.province.id, code="T-VT", name="Lý Thị Mai")
    kept = exchange.save_list(
        clerk,
        unit_id=units.province.id,
        title="Các xã, phường",
        kinds=["commune"],
        members=[units.department.id],
        now=MORNING,
    )
    assert {one.code for one in exchange.resolve_list(clerk, list_id=kept.id)} == {"H61.21.03", "H61.22.05", "H61.03"}
    make_unit(code="H61.22.07", name="Xã Mới", parent_id=units.district.id)
    assert "H61.22.07" in {one.code for one in exchange.resolve_list(clerk, list_id=kept.id)}

    with pytest.raises(exchange.BadSendList):
        exchange.save_list(
            clerk, unit_id=units.province.id, title="Các xã, phường", kinds=["commune"], members=[], now=MORNING
        )
    with pytest.raises(exchange.BadSendList):
        exchange.save_list(clerk, unit_id=units.province.id, title="Trống", kinds=["x"], members=[], now=MORNING)
    with pytest.raises(exchange.DeliveryMissing):
        exchange.resolve_list(clerk_a, list_id=kept.id)
    exchange.close_list(clerk, list_id=kept.id, now=MORNING)
    assert exchange.list_send_lists(clerk) == []


def test_the_demo_brings_lists_for_the_whole_province_once(units):
    from tinhso.government.correspondence.demo import load_lists
    from tinhso.government.correspondence.models import SendList

    load_lists()
    load_lists()

    held = SendList.objects.get(title="Tất cả Ủy ban nhân dân cấp xã").to_info()
    assert {one.code for one in exchange.receivers_of(held)} == {"H61.21.03", "H61.22.05"}
    assert SendList.objects.count() == 3
