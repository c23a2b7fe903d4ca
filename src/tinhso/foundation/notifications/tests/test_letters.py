"""Letters, handed in at a real mail server on this machine."""

import os
import signal
import socket
import ssl
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
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
from tinhso.foundation.notifications.testing import NOON, free_port, mail_server, make_delivery
from tinhso.kernel.clock import frozen
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.modules import Health


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
    assert got["From"].addresses[0].display_name == "Cổng dịch vụ công"
    assert got.get_content_charset() == "utf-8"
    assert got.get_content().replace("\r\n", "\n").rstrip() == letter.text.rstrip()
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
    smtp(free_port())
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
    smtp(free_port())
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


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for 127.0.0.1 and the context of a server that shows it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "server.pem", folder / "server.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public


def signed_in_as(user: str, password: str):
    auth_result = pytest.importorskip("aiosmtpd.smtp").AuthResult

    def check(_server, _session, _envelope, _mechanism, given):
        return auth_result(success=(given.login, given.password) == (user.encode(), password.encode()), handled=False)

    return check


def test_starttls_and_sign_in_with_a_trusted_certificate(reachable, settings, tmp_path, monkeypatch, again, smtp):
    context, public = certificate(tmp_path)
    letter = make_delivery(reachable.account_id)
    check = signed_in_as("tinhso", "p@ss:w/rd")
    with mail_server(tls_context=context, require_starttls=True, auth_required=True, authenticator=check) as box:
        smtp(box.port, "tinhso:wrong@")
        settings.EMAIL_URL += "?tls=starttls"
        deliver(letter.id, now=NOON)
        assert "CERTIFICATE_VERIFY_FAILED" in again(letter).reason

        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        deliver(letter.id, now=NOON + PAUSES[0])
        assert again(letter).reason.startswith("535")
        assert again(letter).state == DeliveryState.QUEUED

        settings.EMAIL_URL = settings.EMAIL_URL.replace("wrong", "p%40ss%3Aw%2Frd")
        deliver(letter.id, now=again(letter).next_at)
    assert box.sessions_secured == [True]
    assert again(letter).state == DeliveryState.SENT


def test_starttls_that_is_not_offered_sends_nothing_in_the_open(reachable, settings, again, smtp):
    letter = make_delivery(reachable.account_id)
    with mail_server() as box:
        smtp(box.port)
        settings.EMAIL_URL += "?tls=starttls"
        deliver(letter.id, now=NOON)
    assert (box.got, again(letter).state) == ([], DeliveryState.QUEUED)


def test_the_longer_a_letter_has_waited_the_longer_it_leaves_an_absent_server_alone():
    waits = [knock_free_wait(timedelta(minutes=age)) for age in (0, 8, 40, 6000)]
    assert waits == [QUIET, timedelta(minutes=2), timedelta(minutes=10), LEASE - QUIET]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_letter_send_it_once(reachable, smtp, again):
    letter = make_delivery(reachable.account_id)

    def one_worker(_number: int) -> None:
        try:
            deliver(letter.id, now=NOON)
        finally:
            connection.close()

    with mail_server() as box:
        smtp(box.port)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(one_worker, range(8)))
    assert len(box.got) == 1
    assert (again(letter).state, again(letter).attempts) == (DeliveryState.SENT, 1)


ONE_WORKER = """
import sys, django
from datetime import datetime
from uuid import UUID
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.EMAIL_URL, settings.DEFAULT_FROM_EMAIL = sys.argv[2:4]
django.setup()
from tinhso.foundation.notifications.sending import deliver
deliver(UUID(sys.argv[4]), now=datetime.fromisoformat(sys.argv[5]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_after_the_server_took_the_letter_loses_nothing(reachable, smtp, again, settings):
    letter = make_delivery(reachable.account_id)
    with mail_server() as box:
        smtp(box.port)
        database = str(connection.settings_dict["NAME"])
        what = [database, settings.EMAIL_URL, settings.DEFAULT_FROM_EMAIL, str(letter.id), NOON.isoformat()]
        paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        worker = subprocess.Popen([sys.executable, "-c", ONE_WORKER, *what], env=paths)
        box.before_answer = worker.kill
        assert worker.wait(30) == -signal.SIGKILL
        assert again(letter).state == DeliveryState.SENDING

        box.before_answer = int
        later = NOON + LEASE + timedelta(seconds=1)
        assert requeue_stranded(now=later) == 1
        deliver(letter.id, now=later)
    assert again(letter).state == DeliveryState.SENT
    first, second = box.got
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_it_after_the_commit_and_never_before(reachable, smtp, again):
    from asgiref.sync import async_to_sync
    from procrastinate.contrib.django import app

    jobs_app: Any = app

    async def work() -> None:
        engine = jobs_app.with_connector(jobs_app.connector.get_worker_connector())
        async with engine.open_async():
            await engine.run_worker_async(queues=["mail"], wait=False, install_signal_handlers=False)

    with mail_server() as box:
        smtp(box.port)
        with transaction.atomic():
            letter = make_delivery(reachable.account_id)
            transaction.set_rollback(True)
        async_to_sync(work)()
        assert box.got == []
        letter = make_delivery(reachable.account_id)
        async_to_sync(work)()
    assert [message["Message-ID"] for message in box.got] == [f"<{UUID(str(letter.id))}@vinhlong.example>"]
    assert again(letter).state == DeliveryState.SENT
