"""Whatever happens on the way, nothing is lost, nothing is there twice, and every dossier's story is in order."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings as house
from django.db import connection, connections

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_done, make_received
from tinhso.government.national.actions import lanes
from tinhso.government.national.data import RecordState
from tinhso.government.national.drain import Drain
from tinhso.government.national.models import NationalCircuit, NationalMirror, NationalRecord
from tinhso.government.national.testing import deliver, portal
from tinhso.government.procedures import public as procedures
from tinhso.testing.simulators import simulator, simulators

__all__ = ["portal", "simulator", "simulators"]
pytestmark = pytest.mark.django_db(transaction=True)
STEPS = ["2", "4", "9"]
ROOT = Path(__file__).resolve().parents[5]


@pytest.fixture(autouse=True)
def small_procedures():
    procedures.forget_versions()
    yield
    procedures.forget_versions()


def told(portal, code):
    return [step["TrangThai"] for step in portal.held(code)["progress"]]


def records_are_all(state):
    return set(NationalRecord.objects.values_list("state", flat=True)) == {state.value}


def pass_the_pauses():
    """Let every lane and the breaker be due now, as time would."""
    NationalMirror.objects.filter(next_at__isnull=False).update(next_at=MONDAY)
    NationalCircuit.objects.update(open_until=None)


def tell_until_all_is_told(portal, **how):
    for _ in range(60):
        portal.tell(**how)
        if records_are_all(RecordState.ACKNOWLEDGED):
            return
        pass_the_pauses()
    pytest.fail(str(list(NationalRecord.objects.values_list("state", "attempts", "error"))))


def test_three_hours_of_outage_lose_nothing_and_double_nothing(portal, an, binh, ha, chi, units):
    from tinhso.kernel import clock

    began = clock.now()
    portal.behave(down=True)
    codes = []
    for minute in range(0, 180, 10):
        now = began + timedelta(minutes=minute)
        if minute % 60 == 0:
            codes.append(make_done(an, binh, ha, chi, unit_id=units.commune_a.id, now=MONDAY).code)
            deliver()
        with clock.frozen(now):
            portal.tell()
    assert portal.held()["dossier"] == 0
    assert NationalCircuit.objects.get().failures > 4
    tried = sum(NationalRecord.objects.values_list("attempts", flat=True))
    assert tried < 400  # the breaker knocks now and then; it does not hammer

    portal.behave(down=False)
    with clock.frozen(began + timedelta(hours=3, minutes=2)):
        for _ in range(5):
            portal.tell()
    assert records_are_all(RecordState.ACKNOWLEDGED)
    assert [told(portal, code) for code in codes] == [STEPS] * 3
    assert portal.held()["dossier"] == 3


@pytest.mark.parametrize("quirks", [{"ack_lost": 3}, {"ack_lost": 3, "no_keys": True}, {"ack_lost_share": 0.5}])
def test_an_acknowledgement_that_is_lost_doubles_nothing(portal, an, binh, ha, chi, units, quirks):
    info = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    deliver()
    portal.behave(quirks=quirks)
    tell_until_all_is_told(portal)
    assert told(portal, info.code) == STEPS
    assert portal.held(info.code)["status"] == 9


def test_a_portal_that_answers_nonsense_is_asked_again(portal, an, binh, units):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    portal.behave(quirks={"wrong": True})
    portal.tell()
    assert records_are_all(RecordState.ACKNOWLEDGED) is False
    portal.behave(quirks={})
    pass_the_pauses()
    tell_until_all_is_told(portal)
    assert told(portal, info.code) == ["2"]


def test_four_drains_at_once_keep_every_story_in_order(portal, an, binh, ha, chi, units):
    codes = [make_done(an, binh, ha, chi, unit_id=units.commune_a.id).code for _ in range(8)]
    deliver()
    faults = []

    def drain():
        one = Drain(2)
        try:
            one.run(portal.client, seconds=60)
        except Exception as error:  # noqa: BLE001 - the thread's fault is the test's
            faults.append(error)
        finally:
            one.pool.shutdown()
            connections.close_all()

    threads = [Thread(target=drain) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    tell_until_all_is_told(portal)
    assert [told(portal, code) for code in codes] == [STEPS] * 8
    assert max(NationalRecord.objects.values_list("attempts", flat=True)) == 1


DRAIN = """
import django; django.setup()
from tinhso.government.national.drain import run_once
print("drains", flush=True)
while True:
    run_once()
"""


@pytest.mark.parametrize("no_keys", [False, True])
def test_a_drain_killed_in_the_middle_leaves_nothing_undone_and_nothing_double(
    portal, an, binh, ha, chi, units, no_keys
):
    codes = [make_done(an, binh, ha, chi, unit_id=units.commune_a.id).code for _ in range(6)]
    deliver()
    portal.behave(delay=0.03, quirks={"no_keys": no_keys})
    killed_in_the_middle = 0
    for _ in range(3):
        process = start_drain(portal)
        until = time.monotonic() + 20
        before = NationalRecord.objects.filter(state=RecordState.ACKNOWLEDGED).count()
        while time.monotonic() < until:
            if NationalRecord.objects.filter(state=RecordState.SENT).exists():
                break
            time.sleep(0.005)
        time.sleep(0.1)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        killed_in_the_middle += NationalRecord.objects.filter(state=RecordState.SENT).exists()
        NationalMirror.objects.update(claimed_until=None)  # as after two minutes
        if NationalRecord.objects.filter(state=RecordState.ACKNOWLEDGED).count() == before == len(codes) * 5:
            break
    assert killed_in_the_middle
    portal.behave(delay=0)
    tell_until_all_is_told(portal)
    assert [told(portal, code) for code in codes] == [STEPS] * 6


def start_drain(portal):
    name, host, user = (connection.settings_dict[key] for key in ("NAME", "HOST", "USER"))
    from urllib.parse import quote

    password = quote(connection.settings_dict["PASSWORD"])
    where = f"@{host}/" if not host.startswith("/") else "@/"
    query = f"?host={host}" if host.startswith("/") else ""
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{user}:{password}{where}{name}{query}",
        "DJANGO_SETTINGS_MODULE": "tinhso.settings.base",
        "TINHSO_DATA": str(house.DATA_DIR),
        "TINHSO_DATABASE_POOL": "0",
        "TINHSO_NATIONAL_URL": portal.simulator.url,
        "TINHSO_NATIONAL_KEY": "a:b",
        "TINHSO_NATIONAL_PARTNER": "T:H61:H61",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", DRAIN], env=environment, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout.readline() == b"drains\n"
    process.stdout.close()
    return process


def test_the_portal_itself_killed_keeps_what_it_acknowledged(portal, an, binh, ha, chi, units):
    first = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    deliver()
    portal.tell()
    portal.simulator.server.kill()
    second = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    portal.tell()
    portal.simulator.server.start()
    pass_the_pauses()
    tell_until_all_is_told(portal)
    assert (told(portal, first.code), told(portal, second.code)) == (STEPS, ["2"])


def test_who_lost_its_claim_notes_nothing(portal, an, binh, units):
    make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    from tinhso.government.national.data import Ending, LaneResult, Outcome
    from tinhso.kernel import clock

    (lane,) = lanes.claim(5, now=clock.now())
    NationalMirror.objects.update(claim=None, claimed_until=None)
    result = LaneResult(lane, tuple(Outcome(record, Ending.REFUSED, "X") for record in lane.records[:1]))
    lanes.settle([result], now=clock.now())
    assert not NationalRecord.objects.filter(state=RecordState.FAILED).exists()
    tell_until_all_is_told(portal)


def test_what_is_withdrawn_and_refused_is_told_too(portal, an, binh, units):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    dossiers.withdraw(an, dossier_id=info.id, now=MONDAY)
    deliver()
    portal.tell()
    assert told(portal, info.code) == ["2", "7"]
