"""Letters, handed in at a real mail server on this machine."""

import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tinhso.foundation.identity.models import Account
from tinhso.foundation.notifications import jobs
from tinhso.foundation.notifications.adapters import outbox_folder
from tinhso.foundation.notifications.data import DeliveryState
from tinhso.foundation.notifications.health import mail_leaves
from tinhso.foundation.notifications.models import Delivery
from tinhso.foundation.notifications.public import DeliveryNotFailed, DeliveryNotFound, list_failed, retry
from tinhso.foundation.notifications.rules.pauses import PAUSES
from tinhso.foundation.notifications.sending import LEASE, QUIET, _claim, deliver, knock_free_wait, requeue_stranded
from tinhso.foundation.notifications.testing import NOON, mail_server, make_delivery
from tinhso.kernel.clock import frozen
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.modules import Health
from tinhso.testing.ports import own_port
from tinhso.ui import site


def reminders(delivery):
    found = ProcrastinateJob.objects.filter(task_name="notifications.deliver", args__delivery_id=str(delivery.id))
    return list(found.order_by("id").values_list("scheduled_at", flat=True))


def test_a_letter_arrives_whole(reachable, smtp, again):
    letter = make_delivery(reachable.account_id)
    with mail_server() as box:
        smtp(box.port)
        deliver(letter.id, now=NOON)
        deliver(letter.id, now=NOON)
    (got,) = box.got
    assert box.recipients == ["an@example.vn"]
    assert got["Subject"] == letter.subject
    assert got["Message-ID"] == f"<{letter.id}@vinhlong.example>"
    assert got["Date"].datetime == NOON
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["To"].addresses[0].addr_spec == "an@example.vn"
    assert got["From"].addresses[0].display_name == site.current().name
    body = got.get_body()
    assert body.get_content_charset() == "utf-8"
    assert body.get_content().replace("\r\n", "\n").rstrip() == letter.text.rstrip()
    assert all(len(line) <= 998 for line in got.as_bytes().splitlines())
    assert not got.defects
    after = again(letter)
    assert (after.state, after.attempts, after.sent_at, after.reason) == (DeliveryState.SENT, 1, NOON, "")


def test_a_refused_recipient_fails_at_once_and_the_reason_hides_the_address(reachable, smtp, again, em):
    letter = make_delivery(reachable.account_id)
    with mail_server() as box:
        box.at_recipient = "550 5.1.1 <{address}>: user unknown"
        smtp(box.port)
        deliver(letter.id, now=NOON)
    after = again(letter)
    assert (after.state, after.attempts, after.failed_at) == (DeliveryState.FAILED, 1, NOON)
    (shown,) = list_failed(em).items
    assert shown.reason == "550 5.1.1 <(địa chỉ)>: user unknown"
    assert shown.template == "dossier_received"


@pytest.mark.parametrize("answer", ["554 5.7.1 content refused", "552 5.3.4 too big"])
def test_refused_content_fails_at_once(reachable, smtp, again, answer):
    letter = make_delivery(reachable.account_id)
    with mail_server() as box:
        box.at_content = answer
        smtp(box.port)
        deliver(letter.id, now=NOON)
    assert (again(letter).state, again(letter).reason) == (DeliveryState.FAILED, answer)


@pytest.mark.parametrize("place", ["at_recipient", "at_content"])
def test_not_now_means_later(reachable, smtp, again, place):
    letter = make_delivery(reachable.account_id)
    with mail_server() as box:
        setattr(box, place, "451 4.7.1 greylisted, come back")
        smtp(box.port)
        deliver(letter.id, now=NOON)
        after = again(letter)
        assert (after.state, after.attempts, after.next_at) == (DeliveryState.QUEUED, 1, NOON + PAUSES[0])
        assert after.reason.startswith("451 4.7.1")
        assert reminders(letter) == [None, NOON + PAUSES[0]]

        setattr(box, place, "")
        deliver(letter.id, now=NOON + timedelta(seconds=10))
        assert box.got == []
        deliver(letter.id, now=after.next_at)
    assert len(box.got) == 1
    assert again(letter).state == DeliveryState.SENT


def test_a_server_that_is_down_is_tried_again_until_patience_ends(reachable, smtp, again):
    letter = make_delivery(reachable.account_id)
    smtp(own_port())
    now = NOON
    for pause in PAUSES:
        deliver(letter.id, now=now)
        after = again(letter)
        assert (after.state, after.next_at) == (DeliveryState.QUEUED, now + pause)
        now = after.next_at
    deliver(letter.id, now=now)
    after = again(letter)
    assert (after.state, after.attempts) == (DeliveryState.FAILED, len(PAUSES) + 1)
    assert "ConnectionRefusedError" in after.reason


def test_while_a_server_is_away_other_letters_wait_without_knocking(reachable, smtp, again):
    first, second = make_delivery(reachable.account_id), make_delivery(reachable.account_id)
    smtp(own_port())
    deliver(first.id, now=NOON)
    deliver(second.id, now=NOON + timedelta(seconds=1))
    waiting = again(second)
    assert (waiting.attempts, waiting.next_at) == (0, NOON + timedelta(seconds=1) + QUIET)
    with mail_server() as box:
        smtp(box.port)
        deliver(second.id, now=waiting.next_at)
        deliver(first.id, now=NOON + PAUSES[0])
    assert len(box.got) == 2


def test_a_server_that_says_nothing_is_left_after_the_time_limit(reachable, smtp, again, monkeypatch):
    monkeypatch.setattr("tinhso.foundation.notifications.adapters.smtp.TIMEOUT", 0.2)
    letter = make_delivery(reachable.account_id)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        smtp(silent.getsockname()[1])
        deliver(letter.id, now=NOON)
    assert again(letter).state == DeliveryState.QUEUED
    assert "timed out" in again(letter).reason


def test_a_letter_killed_on_its_way_goes_again_under_the_same_message_id(reachable, smtp, again):
    letter = make_delivery(reachable.account_id)
    assert _claim(letter.id, NOON) is not None
    with mail_server() as box:
        smtp(box.port)
        deliver(letter.id, now=NOON + timedelta(minutes=1))
        assert requeue_stranded(now=NOON + timedelta(minutes=1)) == 0
        assert box.got == []
        later = NOON + LEASE + timedelta(seconds=1)
        assert requeue_stranded(now=later) == 1
        assert len(reminders(letter)) == 2
        deliver(letter.id, now=later)
    assert box.got[0]["Message-ID"] == f"<{letter.id}@vinhlong.example>"
    assert again(letter).state == DeliveryState.SENT


def test_a_lost_reminder_is_made_again(reachable):
    letter = make_delivery(reachable.account_id)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    with frozen(NOON + LEASE + timedelta(seconds=1)):
        assert jobs.sweep() == 1
        assert jobs.sweep() == 0
    assert reminders(letter) == [None]


def test_a_person_who_took_the_address_back_gets_no_letter(reachable, again):
    letter = make_delivery(reachable.account_id)
    Account.objects.filter(id=reachable.account_id).update(email="")
    deliver(letter.id, now=NOON)
    assert (again(letter).state, again(letter).reason) == (
        DeliveryState.FAILED,
        "Tài khoản không còn địa chỉ thư điện tử.",
    )


@pytest.mark.parametrize(
    "address", ["hai nguoi@example.vn", "a@b@example.vn", "án@example.vn", "a@", "a@example.vn, b@example.vn"]
)
def test_an_address_that_cannot_be_one_fails_at_once(reachable, settings, tmp_path, again, address):
    settings.DATA_DIR = tmp_path
    letter = make_delivery(reachable.account_id)
    Account.objects.filter(id=reachable.account_id).update(email=address)
    deliver(letter.id, now=NOON)
    assert (again(letter).state, again(letter).attempts) == (DeliveryState.FAILED, 1)
    assert address not in again(letter).reason


def test_a_domain_with_vietnamese_letters_is_reached_by_its_ascii_name(reachable, smtp, again):
    letter = make_delivery(reachable.account_id)
    Account.objects.filter(id=reachable.account_id).update(email="an@vĩnhlong.example")
    with mail_server() as box:
        smtp(box.port)
        deliver(letter.id, now=NOON)
    assert box.recipients == ["an@xn--vnhlong-xdb.example"]


def test_a_sender_that_cannot_be_one_makes_letters_wait(reachable, settings, again):
    settings.DEFAULT_FROM_EMAIL = "Cổng <khong dung>"
    letter = make_delivery(reachable.account_id)
    deliver(letter.id, now=NOON)
    assert again(letter).state == DeliveryState.QUEUED
    assert "TINHSO_EMAIL_FROM" in again(letter).reason


def test_an_operator_sends_a_failed_letter_again_to_the_mended_address(reachable, smtp, again, em):
    letter = make_delivery(reachable.account_id)
    with mail_server() as box:
        smtp(box.port)
        box.at_recipient = "550 no such user"
        deliver(letter.id, now=NOON)
        box.at_recipient = ""
        Account.objects.filter(id=reachable.account_id).update(email="an.moi@example.vn")
        retry(em, letter.id, NOON + timedelta(hours=1))
        with pytest.raises(DeliveryNotFailed):
            retry(em, letter.id, NOON + timedelta(hours=1))
        deliver(letter.id, now=NOON + timedelta(hours=1))
    assert box.recipients == ["an.moi@example.vn"]
    assert again(letter).state == DeliveryState.SENT
    assert list_failed(em).items == []


def test_only_an_operator_sees_failed_letters(reachable, binh, again):
    letter = make_delivery(reachable.account_id)
    Account.objects.filter(id=reachable.account_id).update(email="")
    deliver(letter.id, now=NOON)
    with pytest.raises(Forbidden):
        list_failed(binh)
    with pytest.raises(DeliveryNotFound):
        retry(binh, letter.id, NOON)
    assert again(letter).state == DeliveryState.FAILED


def test_without_a_mail_server_the_letter_lies_in_a_folder(reachable, settings, tmp_path, again):
    settings.DATA_DIR, settings.EMAIL_URL = tmp_path, ""
    letter = make_delivery(reachable.account_id)
    deliver(letter.id, now=NOON)
    (file,) = list(outbox_folder().iterdir())
    assert file.name == f"{letter.id}.eml"
    assert file.stat().st_mode & 0o777 == 0o600
    message = message_from_bytes(file.read_bytes(), policy=policy.SMTP)
    assert message["Subject"] == letter.subject
    assert again(letter).state == DeliveryState.SENT


def test_a_folder_that_cannot_be_written_is_tried_again(reachable, settings, tmp_path, again):
    settings.DATA_DIR, settings.EMAIL_URL = tmp_path, ""
    (tmp_path / "outbox").write_text("in the way")
    letter = make_delivery(reachable.account_id)
    deliver(letter.id, now=NOON)
    assert again(letter).state == DeliveryState.QUEUED
    assert "outbox" in again(letter).reason


def test_a_setting_that_cannot_be_read_loses_no_letter(reachable, settings, again):
    letter = make_delivery(reachable.account_id)
    settings.EMAIL_URL = "smtp://mx.example.vn?tls=perhaps"
    deliver(letter.id, now=NOON)
    assert again(letter).state == DeliveryState.QUEUED
    assert mail_leaves().health is Health.FAILED


def test_health_tells_of_failed_and_of_late_letters(reachable, settings):
    settings.EMAIL_URL = ""
    assert mail_leaves().health is Health.OK
    letter = make_delivery(reachable.account_id)
    with frozen(NOON + timedelta(hours=1)):
        assert "1 thư chờ quá 30 phút" in mail_leaves().sentence
        Delivery.objects.filter(pk=letter.pk).update(state="failed", failed_at=NOON)
        assert "1 thư chưa gửi được" in mail_leaves().sentence
    with frozen(NOON + timedelta(days=8)):
        assert mail_leaves().health is Health.OK


def test_the_longer_a_letter_has_waited_the_longer_it_leaves_an_absent_server_alone():
    waits = [knock_free_wait(timedelta(minutes=age)) for age in (0, 8, 40, 6000)]
    assert waits == [QUIET, timedelta(minutes=2), timedelta(minutes=10), LEASE - QUIET]
