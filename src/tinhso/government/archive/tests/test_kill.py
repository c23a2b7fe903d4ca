"""A worker killed in the middle of a package: it is made again, once, the same, and nothing of the half is kept."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from tinhso.foundation.audit import public as audit
from tinhso.government.archive import public as archive
from tinhso.government.archive import stores
from tinhso.government.archive.making import LEASE
from tinhso.government.archive.models import ArchivePackage, ArchiveRequest
from tinhso.government.archive.packages import read
from tinhso.government.casefiles import public as casefiles
from tinhso.government.casefiles.testing import MORNING, make_closed
from tinhso.government.documents.testing import make_clerk
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM

WORKER = """
import sys, time, django
from pathlib import Path
from datetime import datetime
from django.conf import settings
settings.DATABASES["default"]["NAME"], settings.DATA_DIR = sys.argv[1], Path(sys.argv[2])
django.setup()
from tinhso.government.archive import dip, making, stores
def slowly(step):
    def run(*given, **named):
        print("at work", flush=True)
        time.sleep(60)
        return step(*given, **named)
    return run
place, name = {"building": (making, "build"), "keeping": (making, "read"), "copying": (dip, "read")}[sys.argv[4]]
setattr(place, name, slowly(getattr(place, name)))
at = datetime.fromisoformat(sys.argv[3])
making.make_next(now=at) or dip.make_copy(now=at)
"""


def killed_at(step, at):
    """Start a worker that stands still at a step, kill it there."""
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "DJANGO_SETTINGS_MODULE": "tinhso.settings.testing"}
    what = [str(connection.settings_dict["NAME"]), str(settings.DATA_DIR), at.isoformat(), step]
    with subprocess.Popen([sys.executable, "-c", WORKER, *what], env=paths, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline().strip() == b"at work"
        child.kill()
        assert child.wait(30) == -signal.SIGKILL


@pytest.fixture
def clerk(units, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    return make_clerk(units.commune_a.id)


def whole(copy):
    return list(stores.folder_of(copy).glob("??/*.zip"))


@pytest.mark.django_db(transaction=True)
def test_a_package_whose_worker_is_killed_twice_is_kept_once_and_whole(clerk, units):
    closed = make_closed(clerk, units.commune_a.id)
    slip = casefiles.send(clerk, file_ids=[closed.id], now=MORNING)
    archive.take_slip(clerk, slip_id=slip.id, returned={}, now=MORNING)
    again = MORNING + LEASE + timedelta(seconds=1)

    killed_at("building", MORNING)
    assert not archive.make_next(now=MORNING), "what another works at is not taken"
    killed_at("keeping", again)
    assert ArchivePackage.objects.get().state == archive.PackageState.WAITING
    assert whole(stores.FIRST) == whole(stores.SECOND) == []
    assert archive.make_next(now=again + LEASE + timedelta(seconds=1))

    kept = ArchivePackage.objects.get()
    assert (kept.state, kept.copies, kept.tries) == ("kept", 2, 3)
    assert [one.stem for one in whole(stores.FIRST)] == [one.stem for one in whole(stores.SECOND)] == [kept.sha256]
    assert read(stores.path_of(kept.sha256)).is_sound
    assert [one.verb for one in audit.list_trail(kept.id).items].count("archive.kept") == 1
    assert casefiles.get_file(SYSTEM, file_id=closed.id).state is casefiles.FileState.ARCHIVED

    halves = list(stores.folder_of(stores.FIRST).glob("tmp*"))
    assert len(halves) == 2 and stores.sweep() == 0
    for one in halves:
        os.utime(one, (clock.now().timestamp() - 90_000,) * 2)
    assert stores.sweep() == 2
    assert read(stores.path_of(kept.sha256)).is_sound


@pytest.mark.django_db(transaction=True)
def test_a_readers_copy_whose_worker_is_killed_is_made_again(clerk, ha, units):
    closed = make_closed(clerk, units.commune_a.id)
    slip = casefiles.send(clerk, file_ids=[closed.id], now=MORNING)
    archive.take_slip(clerk, slip_id=slip.id, returned={}, now=MORNING)
    archive.make_next(now=MORNING)
    package = ArchivePackage.objects.get()
    wish = archive.Asking(package.unit_id, "read", "Quyết định về đất đai", "02", "Đối chiếu khi giải quyết hồ sơ")
    asked = archive.ask(ha, asking=wish, now=MORNING)
    archive.put_line(clerk, request_id=asked.id, package_id=package.id)
    archive.grant(clerk, request_id=asked.id, days=5, now=MORNING)

    killed_at("copying", MORNING)
    assert ArchiveRequest.objects.get().state == archive.RequestState.PREPARING
    assert not stores.reader_path(asked.id).exists()
    assert archive.make_copy(now=MORNING + LEASE + timedelta(seconds=1))

    assert ArchiveRequest.objects.get().state == archive.RequestState.READY
    assert read(stores.reader_path(asked.id)).is_sound
    assert [one.verb for one in audit.list_trail(asked.id).items].count("archive.copy_made") == 1
