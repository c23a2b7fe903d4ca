"""Whatever is killed, and whenever: nothing acknowledged is lost, nothing is there twice, nothing is half done.

An installation of its own files, receives, drafts and signs dossiers over HTTP from several threads, while the web
process, the worker, PostgreSQL and at last the supervisor itself are killed (SIGKILL) at random moments.
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
from functools import partial
from pathlib import Path

import pytest
from benchmarks.inside import filing_of
from benchmarks.installation import ROOT, Installation
from benchmarks.load import Client

from tinhso.settings.embedded import kill

pytestmark = pytest.mark.slow

VICTIMS = ("web", "postgres", "worker", "postgres", "web")
PASSWORD = "minh-hoa-2026"


@pytest.fixture
def house(tmp_path):
    tmp_path.chmod(0o755)
    house = Installation(tmp_path)
    yield house.start(seconds=240)
    house.stop()


class Clerk(threading.Thread):
    """One commune: a citizen files, the desk receives, the specialist drafts and passes on, the chair signs."""

    def __init__(self, house, known, at, enough):
        super().__init__(name=f"clerk-{at}")
        self.house, self.known, self.enough = house, known, enough
        self.commune = known["communes"][at]
        self.citizen = known["citizens"][at % len(known["citizens"])]
        self.filed, self.received, self.signed, self.refused = {}, set(), {}, []
        self.people = {}

    def run(self):
        while not self.enough.is_set():
            try:
                self._one()
            except (OSError, RuntimeError, ValueError, IndexError):  # no answer, or half of one: nothing is known of it
                self._forget()
                time.sleep(0.2)
        self._forget()

    def _forget(self):
        for person in self.people.values():
            person.close()
        self.people.clear()

    def _one(self):
        key = os.urandom(12).hex()
        filing = filing_of(self.known, self.citizen, self.commune["id"])
        answer = self._ask(self.citizen, "/api/v1/dossiers", filing, key=key)
        if answer.status != 201:
            return
        info = answer.json()
        self.filed[info["id"]] = info["code"]
        path = f"/api/v1/dossiers/{info['id']}"
        if self._done("MC1", f"{path}/receive", {}):
            self.received.add(info["id"])
            if self._done("TP", f"{path}/draft-result", {"fields": self._draft(path)}, method="PUT") and self._done(
                "TP", f"{path}/steps", {"task": "tham_tra"}
            ):
                self._sign(info["id"], path)

    def _draft(self, path):
        number = f"{self.commune['code']}-TP"
        answer = self._ask(number, f"{path}/draft-fields", None, method="GET")
        if answer.status != 200:
            raise RuntimeError(f"draft-fields answered {answer.status}")  # something was just killed
        return {field["key"]: field["value"] for field in answer.json()}

    def _sign(self, dossier_id, path):
        if self._done("CT", f"{path}/sign", {}):
            self.signed[dossier_id] = True

    def _done(self, post, path, data, method="POST"):
        answer = self._ask(f"{self.commune['code']}-{post}", path, data, method=method)
        if answer.status not in (200, 201):
            self.refused.append((path.rsplit("/", 1)[1], answer.status, answer.body[:200]))
        return answer.status == 200

    def _ask(self, number, path, data, key="", method="POST"):
        if number not in self.people:
            self.people[number] = Client(self.house.port)
            self.people[number].sign_in(number, PASSWORD)
        headers = {"Idempotency-Key": key} if key else {}
        return self.people[number].send(method, path, data, headers)


def disturb(house, clerks, dice):
    """Kill one part after another at random moments, and let work go on in between; at most about a minute."""
    victims = dice.sample(VICTIMS, len(VICTIMS))
    for victim in victims:
        time.sleep(dice.uniform(0.5, 3.0))
        if victim == "postgres":
            kill(house.server)
        else:
            for pid in pids_of(house, victim):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        wanted = done(clerks) + 4
        wait_until(partial(reached, clerks, wanted), seconds=60, what=f"work after killing {victim}")


def done(clerks):
    return sum(len(clerk.filed) + len(clerk.received) + len(clerk.signed) for clerk in clerks)


def reached(clerks, wanted):
    return done(clerks) >= wanted


def pids_of(house, victim):
    rows = json.loads((house.folder / "run" / "children.json").read_text())
    return [pid for pid, mark in rows if ("wsgi" in mark) == (victim == "web")]


def wait_until(holds, *, seconds, what):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"no {what}"
        time.sleep(0.1)


def test_whatever_is_killed_nothing_is_lost_doubled_or_half_done(house):
    dice = random.Random(os.environ.get("TINHSO_CRASH_SEED", "61"))
    known = house.ask("offices")
    enough = threading.Event()
    clerks = [Clerk(house, known, at, enough) for at in range(4)]
    for clerk in clerks:
        clerk.start()
    try:
        wait_until(lambda: done(clerks) > 8, seconds=60, what="work at all")
        disturb(house, clerks, dice)
    finally:
        enough.set()
        for clerk in clerks:
            clerk.join()

    house.process.kill()  # the supervisor itself: the next start finds what it left and begins again
    house.process.wait()
    house.start(seconds=120)
    wait_until(lambda: house.ask("waiting") == 0, seconds=240, what="delivery of all events and signing of all results")

    filed = {key: code for clerk in clerks for key, code in clerk.filed.items()}
    signed = [key for clerk in clerks for key in clerk.signed]
    assert len(filed) > 10 and signed, [clerk.refused[:3] for clerk in clerks]
    facts = house.ask("invariants")
    assert facts["faults"] == []
    assert filed.items() <= facts["codes"].items()
    assert set(signed) <= set(facts["done"])
    assert {key for clerk in clerks for key in clerk.received} <= set(facts["received"])
    assert audit_is_whole(house)


def audit_is_whole(house):
    command = [sys.executable, "-m", "tinhso.entry.cli", "verify", "--data", str(house.folder)]
    done = subprocess.run(command, cwd=ROOT, env=house.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return Path(house.folder).exists()
