"""Issue to 107 units is one operation: whatever dies in the middle, each has it exactly once."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from tinhso.foundation.organisations.data import Level, UnitKind
from tinhso.foundation.organisations.testing import SINCE, _insert
from tinhso.government.correspondence.actions.delivering import deliver_all
from tinhso.government.correspondence.actions.sending import send_issued
from tinhso.government.correspondence.models import Delivery, StatusLine
from tinhso.government.correspondence.testing import make_sent
from tinhso.government.documents.models import Document
from tinhso.government.documents.testing import MORNING, make_clerk
from tinhso.kernel.ids import uuid7

COMMUNES = 107
WORKER = """
import sys, django
from pathlib import Path
from datetime import datetime
from django.conf import settings
settings.DATABASES["default"]["NAME"], settings.DATA_DIR = sys.argv[1], Path(sys.argv[2])
django.setup()
from tinhso.government.correspondence.actions.delivering import deliver_all
print("ready", flush=True)
deliver_all(datetime.fromisoformat(sys.argv[3]))
"""


def worker():
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "DJANGO_SETTINGS_MODULE": "tinhso.settings.testing"}
    what = [str(connection.settings_dict["NAME"]), str(settings.DATA_DIR), MORNING.isoformat()]
    return subprocess.Popen([sys.executable, "-c", WORKER, *what], env=paths, stdout=subprocess.PIPE)


def killed_after(count):
    """Start a worker and kill it once so many deliveries are there; tell whether it was still at work."""
    child = worker()
    try:
        child.stdout.readline()
        until = time.monotonic() + 120
        while Delivery.objects.filter(status="01").count() < count and child.poll() is None:
            assert time.monotonic() < until, "the worker does nothing"
            time.sleep(0.02)
        child.kill()
        return child.wait(30) == -signal.SIGKILL
    finally:
        child.kill()
        child.wait(30)
        child.stdout.close()


@pytest.mark.django_db(transaction=True)
def test_a_decision_for_107_communes_reaches_each_exactly_once_though_its_worker_is_killed_twice(units):
    rows = [
        (uuid7(), f"H61.70.{n:03d}", f"Xã {n}", "", UnitKind.COMMUNE, Level.COMMUNE, units.district.id, "")
        for n in range(1, COMMUNES + 1)
    ]
    _insert(rows, SINCE)
    clerk = make_clerk(units.commune_a.id)
    info = make_sent(clerk, units.commune_a.id, *(row[0] for row in rows))
    send_issued(document_id=info.id, now=MORNING)
    send_issued(document_id=info.id, now=MORNING)
    assert Delivery.objects.count() == COMMUNES

    killed = [killed_after(1), killed_after(40)]
    partly = Delivery.objects.filter(status="01").count()
    deliver_all(MORNING)

    assert any(killed) and partly < COMMUNES, "nothing was killed in the middle"
    came = Document.objects.filter(direction="incoming", code=info.code)
    assert came.count() == COMMUNES
    assert len(set(came.values_list("unit_id", flat=True))) == COMMUNES
    assert set(came.values_list("delivery_id", flat=True)) == set(Delivery.objects.values_list("id", flat=True))
    assert StatusLine.objects.filter(code="01").count() == COMMUNES
