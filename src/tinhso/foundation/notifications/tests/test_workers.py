"""Several workers, and workers that die."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tinhso.foundation.notifications.data import DeliveryState
from tinhso.foundation.notifications.sending import LEASE, deliver, requeue_stranded
from tinhso.foundation.notifications.testing import NOON, mail_server, make_delivery


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
    assert [message["Message-ID"] for message in box.got] == [f"<{letter.id}@vinhlong.example>"]
    assert again(letter).state == DeliveryState.SENT
