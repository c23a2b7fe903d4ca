"""SMS and Zalo over the gateway, for real: the simulator on a port of its own, killed and started, late and wrong."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from tinhso.foundation.notifications import actions
from tinhso.foundation.notifications.adapters.signing import sign
from tinhso.foundation.notifications.data import Channel, DeliveryState, Group
from tinhso.foundation.notifications.errors import AnotherWay
from tinhso.foundation.notifications.events import NoticeUndelivered
from tinhso.foundation.notifications.models import Delivery, NoticeRow
from tinhso.foundation.notifications.rules.pauses import PAUSES
from tinhso.foundation.notifications.sending import LEASE, deliver, requeue_stranded, retry
from tinhso.foundation.notifications.testing import NOON, make_notice
from tinhso.kernel import clock
from tinhso.testing.simulators import ask, simulator, simulators  # noqa: F401 - fixtures

KEY = b"may-gia-lap"
RECEIPT = "/thong-bao/bien-nhan/"
NIGHT = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
"""22:30 in Vietnam."""


@pytest.fixture
def gateway(simulator, settings):  # noqa: F811
    one = simulator("messages")
    settings.SIMULATORS = one.url.rsplit("/", 1)[0]
    one.behave(quirks={"receipt": "none"})
    return one


def messages(gateway, delivery):
    return [one for one in ask(f"{gateway.url}/v1/messages")["messages"] if one["id"] == str(delivery.id)]


def make_message(account_id, channel=Channel.ZALO, *, now=NOON):
    return Delivery.objects.get(notice=make_notice(account_id, now=now), channel=channel)


def again(row):
    return Delivery.objects.get(pk=row.pk)


def post_receipt(row, status, *, key=KEY, at=None, reason="", as_id=None):
    body = json.dumps({"id": str(as_id or row.id), "status": status, "reason": reason}).encode()
    headers = sign(body, key=key, at=at or clock.now())
    return Client().post(RECEIPT, data=body, content_type="application/json", headers=headers)


def test_one_sentence_goes_by_zalo_and_nothing_by_sms(an, gateway):
    row = make_message(an.account_id)
    assert row.fallback == ["sms"]
    deliver(row.id, now=NOON)
    (got,) = messages(gateway, row)
    assert (got["channel"], got["to"], got["template"]) == ("zalo", "+84912345678", "dossier_received")
    assert got["params"]["code"] == "H61.12-261123-0001"
    assert "Nguyễn" not in json.dumps(got, ensure_ascii=False)
    assert (again(row).state, again(row).provider_id) == (DeliveryState.SENT, f"GL-{row.id}")
    assert not Delivery.objects.filter(channel="sms").exists()


def test_without_a_gateway_nothing_is_queued_for_it(an, settings):
    settings.SIMULATORS = settings.MESSAGES_URL = ""
    make_notice(an.account_id)
    assert not Delivery.objects.filter(channel__in=["sms", "zalo"]).exists()


def test_when_zalo_fails_the_same_goes_by_sms_in_plain_letters(an, gateway, settings):
    row = make_message(an.account_id)
    deliver(row.id, now=NOON)
    assert post_receipt(row, "failed", reason="no Zalo at this number").status_code == 204
    assert (again(row).state, again(row).reason) == (DeliveryState.FAILED, "no Zalo at this number")
    sms = Delivery.objects.get(channel="sms")
    later = max(NOON, sms.next_at)
    deliver(sms.id, now=later)
    (got,) = messages(gateway, sms)
    assert got["text"].startswith("Ho so H61.12-261123-0001 da duoc tiep nhan. Xem: http")
    assert (got["coding"], got["parts"]) == ("gsm", 1)
    settings.SMS_ACCENTS = True


def test_a_receipt_twice_and_late_and_contrary_changes_nothing_after_the_last_word(an, gateway):
    row = make_message(an.account_id)
    deliver(row.id, now=NOON)
    for _ in range(2):
        assert post_receipt(row, "delivered").status_code == 204
    first = again(row)
    assert post_receipt(row, "failed").status_code == 204
    assert again(row).delivered_at == first.delivered_at
    assert again(row).state == DeliveryState.SENT
    assert Delivery.objects.count() == 1


def test_delivered_after_failed_is_the_last_word(an, gateway):
    row = make_message(an.account_id)
    deliver(row.id, now=NOON)
    for _ in range(2):
        post_receipt(row, "failed")
    assert Delivery.objects.filter(channel="sms").count() == 1
    post_receipt(row, "delivered")
    assert (again(row).state, again(row).failed_at) == (DeliveryState.SENT, None)


@pytest.mark.django_db(transaction=True)
def test_two_receipts_at_once_go_on_to_one_sms(an, gateway):
    row = make_message(an.account_id)
    deliver(row.id, now=NOON)

    def one(_number):
        try:
            return post_receipt(row, "failed").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(8))) == [204] * 8
    assert Delivery.objects.filter(channel="sms").count() == 1


def test_a_receipt_nobody_signed_is_not_believed(an, gateway):
    row = make_message(an.account_id)
    deliver(row.id, now=NOON)
    assert post_receipt(row, "failed", key=b"guess").status_code == 401
    assert post_receipt(row, "failed", at=clock.now() - timedelta(minutes=6)).status_code == 401
    assert Client().post(RECEIPT, data=b"{}", content_type="application/json").status_code == 401
    assert again(row).state == DeliveryState.SENT


def test_a_receipt_of_nothing_we_sent_is_refused(an, gateway):
    row = make_message(an.account_id)
    assert post_receipt(row, "eaten").status_code == 422
    row.delete()
    assert post_receipt(row, "delivered").status_code == 422


def test_a_message_that_failed_twice_goes_on_to_the_next_way_once(an, em, gateway):
    row = make_message(an.account_id)
    deliver(row.id, now=NOON)
    post_receipt(row, "failed")
    by_sms = Delivery.objects.get(notice=row.notice_id, channel="sms")
    deliver(by_sms.id, now=by_sms.next_at)
    post_receipt(by_sms, "failed")

    retry(em, row.id, now=NOON)
    deliver(row.id, now=NOON)
    (got,) = [one for one in ask(f"{gateway.url}/v1/messages")["messages"] if one["id"] == str(again(row).handed_as)]
    assert got["channel"] == "zalo"
    assert post_receipt(row, "failed", as_id=again(row).handed_as).status_code == 204

    assert again(row).state == again(by_sms).state == DeliveryState.FAILED
    assert Delivery.objects.filter(notice=row.notice_id, channel="sms").count() == 1


def test_a_message_is_not_sent_again_while_another_way_has_it(an, em, gateway):
    row = make_message(an.account_id)
    deliver(row.id, now=NOON)
    post_receipt(row, "failed")
    with pytest.raises(AnotherWay):
        retry(em, row.id, now=NOON)
    by_sms = Delivery.objects.get(notice=row.notice_id, channel="sms")
    deliver(by_sms.id, now=by_sms.next_at)
    post_receipt(by_sms, "delivered")
    with pytest.raises(AnotherWay):
        retry(em, row.id, now=NOON)


def test_what_became_of_an_earlier_try_does_not_give_up_the_present_one(an, em, gateway):
    row = make_message(an.account_id, now=NOON)
    Delivery.objects.filter(pk=row.pk).update(fallback=[])
    deliver(row.id, now=NOON)
    post_receipt(row, "failed")
    retry(em, row.id, now=NOON)
    for _turn in range(2):
        assert post_receipt(row, "failed", reason="late").status_code == 204
        assert again(row).state != DeliveryState.FAILED
        deliver(row.id, now=NOON)
    assert again(row).state == DeliveryState.SENT
    assert post_receipt(row, "delivered", as_id=again(row).handed_as).status_code == 204
    assert again(row).delivered_at is not None


def test_when_every_way_has_failed_the_house_is_told_once(an, gateway, announced):
    row = make_message(an.account_id)
    gateway.behave(quirks={"refuse": ["+84912345678"]})
    deliver(row.id, now=NOON)
    sms = Delivery.objects.get(channel="sms")
    assert [fact for fact in announced() if isinstance(fact, NoticeUndelivered)] == []
    deliver(sms.id, now=NOON)
    (fact,) = [fact for fact in announced() if isinstance(fact, NoticeUndelivered)]
    assert (fact.subject_kind, fact.notice_id) == ("dossier", row.notice_id)
    assert again(sms).reason == "422 unreachable number"


def test_a_gateway_that_is_down_is_tried_again(an, gateway):
    row = make_message(an.account_id)
    gateway.behave(down=True)
    deliver(row.id, now=NOON)
    assert (again(row).state, again(row).next_at) == (DeliveryState.QUEUED, NOON + PAUSES[0])
    gateway.behave(down=False)
    deliver(row.id, now=NOON + PAUSES[0])
    assert again(row).state == DeliveryState.SENT


def test_at_night_a_telephone_stays_quiet_but_for_security(an, gateway):
    row = make_message(an.account_id, now=NIGHT)
    assert row.next_at == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    deliver(row.id, now=NIGHT)
    assert again(row).state == DeliveryState.QUEUED
    with transaction.atomic():
        actions.notify(an.account_id, template="account_signed_in_new_device", context={"at": NIGHT}, now=NIGHT)
    alarm = Delivery.objects.get(notice__template="account_signed_in_new_device")
    assert (alarm.channel, alarm.next_at) == ("sms", NIGHT)


def test_who_wants_no_zalo_gets_sms_and_who_wants_neither_gets_none(an, gateway):
    actions.set_preferences(an, choices={(Group.DOSSIER, Channel.ZALO): False}, now=NOON)
    assert make_message(an.account_id, Channel.SMS).fallback == []
    neither = {(Group.DOSSIER, Channel.ZALO): False, (Group.DOSSIER, Channel.SMS): False}
    actions.set_preferences(an, choices=neither, now=NOON)
    make_notice(an.account_id)
    assert Delivery.objects.count() == 1


def test_somebody_without_an_account_is_told_once_by_telephone(db, gateway):
    for _ in range(2):
        with transaction.atomic():
            actions.tell_phone(
                "0987 654 321",
                template="appointment_booked",
                context={"code": "ABCD2345", "unit": "UBND Phường 1", "at": NOON},
                token="a-token-of-16-chr",
                once_key="e1",
                now=NOON,
            )
    assert NoticeRow.objects.get().phone == "0987654321"
    row = Delivery.objects.get()
    deliver(row.id, now=NOON)
    (got,) = messages(gateway, row)
    assert got["to"] == "+84987654321"
    assert got["text"].endswith("/dat-lich/lich/a-token-of-16-chr/")


def test_a_landline_gets_no_message(db, gateway):
    with transaction.atomic():
        actions.tell_phone(
            "02703822822",
            template="appointment_booked",
            context={"code": "A", "unit": "B", "at": NOON},
            token="t",
            now=NOON,
        )
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_simulator_sends_signed_receipts_twice_and_the_house_takes_them(an, gateway, settings, live_server):
    settings.PUBLIC_URL = live_server.url
    gateway.behave(quirks={"receipt": "duplicate"})
    row = make_message(an.account_id)
    deliver(row.id, now=NOON)
    until = time.monotonic() + 15
    while again(row).delivered_at is None and time.monotonic() < until:
        time.sleep(0.1)
    assert again(row).delivered_at is not None


ONE_WORKER = """
import sys, django
from datetime import datetime
from uuid import UUID
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.SIMULATORS = sys.argv[2]
django.setup()
from tinhso.foundation.notifications.sending import deliver
deliver(UUID(sys.argv[3]), now=datetime.fromisoformat(sys.argv[4]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_the_answer_sends_again_and_the_gateway_sends_once(an, gateway, settings):
    gateway.behave(quirks={"receipt": "none", "slow": 20})
    row = make_message(an.account_id)
    what = [str(connection.settings_dict["NAME"]), settings.SIMULATORS, str(row.id), NOON.isoformat()]
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    worker = subprocess.Popen([sys.executable, "-c", ONE_WORKER, *what], env=paths)
    until = time.monotonic() + 20
    while not messages(gateway, row) and time.monotonic() < until:
        time.sleep(0.1)
    worker.kill()
    assert worker.wait(30) == -signal.SIGKILL
    assert again(row).state == DeliveryState.SENDING
    gateway.behave(quirks={"receipt": "none"})
    later = NOON + LEASE + timedelta(seconds=1)
    assert requeue_stranded(now=later) == 1
    deliver(row.id, now=later)
    (kept,) = messages(gateway, row)
    assert kept["times"] == 2
    assert again(row).state == DeliveryState.SENT


def test_a_killed_gateway_keeps_what_it_took(an, gateway):
    row = make_message(an.account_id)
    deliver(row.id, now=NOON)
    gateway.server.kill()
    gateway.server.start()
    assert len(messages(gateway, row)) == 1
