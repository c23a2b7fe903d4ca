"""Whatever outside is killed in the middle of filing, paying and telling: nothing is lost, nothing is there twice.

An installation with every simulator: citizens file, payers transfer, verifications of persons wait in their queue, and
the process that stands for the bank, the National Portal, the population database and the message gateway is killed
(SIGKILL) again and again; the supervisor starts it anew. What they hold afterwards and what the house knows must agree.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest
from benchmarks.inside import filing_of
from benchmarks.installation import ROOT, Installation
from benchmarks.load import Client

from tinhso.testing.simulators import ask

pytestmark = pytest.mark.slow

PASSWORD = "minh-hoa-2026"
KILLS = 4


@pytest.fixture
def house(tmp_path):
    tmp_path.chmod(0o755)
    house = Installation(tmp_path)
    yield house.start(seconds=240)
    house.stop()


def inside(house, *words):
    """Ask the house from within, with its simulators connected."""
    environment = {**house.environment(), "TINHSO_SIMULATORS": outside(house)}
    command = [sys.executable, "-m", "benchmarks.outside", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def outside(house):
    return f"http://127.0.0.1:{house.port + 90}"  # as `./tinhso run` places them


class Person(threading.Thread):
    """Somebody who does one thing again and again; no answer means that nothing is known of it."""

    def __init__(self, act, enough, leave=lambda: None):
        super().__init__()
        self.act, self.enough, self.leave = act, enough, leave
        self.done, self.faults = [], []

    def run(self):
        while not self.enough.is_set():
            try:
                self.done.append(self.act())
            except OSError:  # the other side was just killed
                time.sleep(0.2)
            except Exception as error:  # noqa: BLE001 - a thread tells what went wrong, the test says so
                self.faults.append(f"{type(error).__name__}: {error}"[:300])
                break
            time.sleep(0.15)
        self.leave()


def citizen(house, known, at, enough):
    client = Client(house.port).sign_in(known["citizens"][at], PASSWORD)
    filing = filing_of(known, known["citizens"][at], known["communes"][at]["id"])

    def file():
        began = time.monotonic()
        answer = client.send("POST", "/api/v1/dossiers", filing, {"Idempotency-Key": os.urandom(12).hex()})
        assert answer.status == 201, answer.body[:200]
        assert time.monotonic() - began < 10  # nobody waits for a system outside
        return answer.json()["code"]

    return Person(file, enough, leave=client.close)


def payer(house, waiting):
    left = iter(waiting)

    def pay():
        code, account = next(left)
        ask(f"{outside(house)}/bank/pay", {"account_number": account, "amount": 8000, "text": f"CT {code}"})
        return code

    return pay


def kill_outside(house):
    rows = json.loads((house.folder / "run" / "children.json").read_text())
    for pid in [pid for pid, mark in rows if "wsgi" not in mark and mark != "worker"]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def wait_until(holds, *, seconds, what):
    until = time.monotonic() + seconds
    while True:
        with suppress(OSError):
            if holds():
                return
        assert time.monotonic() < until, f"no {what}"
        time.sleep(0.5)


def settled(house):
    """Tell whether every queue to the outside is empty."""
    facts = inside(house, "report")
    queued = sum(facts["checks"].get(state, 0) for state in ("waiting", "asking"))
    return not (facts["untold"] or queued or facts["unsent"]) and transactions(house) <= set(facts["booked"])


def transactions(house):
    address = f"{outside(house)}/bank/transactions?limit=500"
    import urllib.request

    request = urllib.request.Request(address, headers={"Authorization": "Bearer drill"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return {row["transaction_id"] for row in json.loads(answer.read())["transactions"]}


def subscribe(house, prepared):
    import urllib.request

    body = json.dumps(
        {"url": f"http://127.0.0.1:{house.port}/ngan-hang/bao-co/{prepared['bank']}/", "secret": prepared["secret"]}
    ).encode()
    request = urllib.request.Request(f"{outside(house)}/bank/subscription", data=body, method="PUT")
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


def test_when_the_systems_outside_are_killed_nothing_is_lost_and_nothing_is_told_or_paid_twice(house):
    dice = random.Random(os.environ.get("TINHSO_CRASH_SEED", "61"))
    prepared, known = inside(house, "prepare", "300", "12"), house.ask("offices")
    wait_until(lambda: ask(f"{outside(house)}/"), seconds=60, what="simulators")
    subscribe(house, prepared)
    enough = threading.Event()
    filing = [citizen(house, known, at, enough) for at in range(2)]
    paying = Person(payer(house, prepared["waiting"]), enough)
    everybody = [*filing, paying]
    for one in everybody:
        one.start()
    try:
        for _ in range(KILLS):
            time.sleep(dice.uniform(1.0, 3.0))
            kill_outside(house)
        time.sleep(3)
    finally:
        enough.set()
        for one in everybody:
            one.join()
    assert [one.faults for one in everybody] == [[], [], []]

    wait_until(lambda: house.ask("waiting") == 0, seconds=120, what="delivery of all events")
    wait_until(lambda: settled(house), seconds=120, what="peace outside")
    facts = inside(house, "report")
    filed = {code for one in filing for code in one.done}
    assert len(filed) > 10 and len(paying.done) > 10
    assert filed <= set(facts["lanes"])
    for code in filed:
        held = ask(f"{outside(house)}/national-portal/_control/held?MaHoSo={code}")
        assert held["status"] is not None, f"the portal does not know {code}"
        steps = [json.dumps(step, sort_keys=True) for step in held["progress"]]
        assert len(steps) == len(set(steps)), f"the portal was told twice of {code}"
    booked = facts["booked"]
    assert len(booked) == len(set(booked)) and transactions(house) <= set(booked)
    assert set(paying.done) <= set(facts["paid"])
    assert facts["books"] == 0
    assert sum(facts["checks"].values()) >= 1 and set(facts["checks"]) <= {"done"}
    messages = ask(f"{outside(house)}/messages/v1/messages")["messages"]
    ids = [one["id"] for one in messages]
    assert len(ids) == len(set(ids)) and set(facts["sent"]) <= set(ids)
