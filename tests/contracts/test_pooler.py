"""Behind a pooler that hands a connection to somebody else after each transaction (docs/settings.md).

With PgBouncer on the machine the house's own database settings are tried through it; its way of refusing what it does
not know is what the page's advice was written from.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from tinhso.settings import database
from tinhso.settings.embedded import SYSTEM_USER
from tinhso.testing.ports import own_port

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
THROUGH = "prepare_threshold=0&options="
ROUNDS = 8


def options_of(query):
    return database.from_url(f"postgresql://house@db/tinhso?{query}", pool=4)


def test_behind_a_pooler_nothing_is_left_on_the_server_between_two_transactions():
    found = options_of(THROUGH)
    assert found["OPTIONS"]["prepare_threshold"] is None
    assert found["OPTIONS"]["server_side_binding"] is False
    assert found["DISABLE_SERVER_SIDE_CURSORS"]
    assert "options" not in found["OPTIONS"]


def test_with_connections_of_its_own_the_house_prepares_and_plans_for_the_values_asked():
    found = options_of("sslmode=require")
    assert found["OPTIONS"]["prepare_threshold"] == 3
    assert found["OPTIONS"]["server_side_binding"]
    assert not found["DISABLE_SERVER_SIDE_CURSORS"]
    assert found["OPTIONS"]["options"] == "-c plan_cache_mode=force_custom_plan"
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.fixture
def pooler(tmp_path, transactional_db):
    """A PgBouncer with one connection to the tests' database, handed round after each transaction."""
    if PGBOUNCER is None:
        pytest.skip("PgBouncer is not installed")
    tmp_path.chmod(0o777)
    for above in list(tmp_path.parents)[:3]:
        with suppress(PermissionError):
            above.chmod(above.stat().st_mode | 0o055)
    given = connection.settings_dict
    port = own_port()
    server = f"host={given['HOST']} user={given['USER']} password={given['PASSWORD']} dbname={given['NAME']}"
    server += f" port={given['PORT']}" if given["PORT"] else ""
    (tmp_path / "pooler.ini").write_text(
        f"[databases]\nhouse = {server}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        "auth_type = any\npool_mode = transaction\ndefault_pool_size = 1\nlogfile =\n"
    )
    command = [PGBOUNCER, "-q", *(["-u", SYSTEM_USER] if os.getuid() == 0 else []), str(tmp_path / "pooler.ini")]
    with (tmp_path / "log").open("w") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log)
    until = time.monotonic() + 10
    while not answers(port) and running.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    assert running.poll() is None, (tmp_path / "log").read_text()
    yield f"postgresql://house@127.0.0.1:{port}/house"
    running.terminate()
    running.wait(10)


def answers(port):
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


def test_clients_that_share_one_connection_do_not_meet_each_others_statements_and_cursors(pooler):
    """Two clients, as two threads of the program: what one leaves on the server the other would stumble over."""
    environment = {**os.environ, "DATABASE_URL": f"{pooler}?{THROUGH}", "TINHSO_DATABASE_POOL": "0"}
    environment["DJANGO_SETTINGS_MODULE"] = "tinhso.settings.base"
    done = subprocess.run(
        [sys.executable, "-c", TWO_CLIENTS], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == [str(2 * ROUNDS), str(2 * ROUNDS - 1)]
    assert Group.objects.count() == 2 * ROUNDS + 1


TWO_CLIENTS = f"""
import django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from django.contrib.auth.models import Group
from django.db import connection, transaction

first, second = ThreadPoolExecutor(1), ThreadPoolExecutor(1)

def write(name):
    with transaction.atomic():
        Group.objects.create(name=name)
    return [one.name for one in Group.objects.filter(name=name).iterator(chunk_size=2)] == [name]

for number in range({ROUNDS}):
    assert first.submit(write, f"first {{number}}").result(30)
    assert second.submit(write, f"second {{number}}").result(30)
print(first.submit(Group.objects.count).result(30))
reading = Group.objects.order_by("id").iterator(chunk_size=2)
first.submit(next, reading).result(30)
assert second.submit(write, "another").result(30)
print(len(first.submit(list, reading).result(30)))
for client in (first, second):
    client.submit(lambda: connection.close()).result(30)
"""


def test_the_address_on_the_page_is_the_one_tried_here():
    from tinhso.settings import env

    page = (env.ROOT / "docs" / "settings.md").read_text()
    (address,) = {
        word.strip("`,").removeprefix("DATABASE_URL=")
        for word in page.split()
        if "prepare_threshold=0&options=" in word
    }
    assert set(parse_qs(urlsplit(address).query, keep_blank_values=True)) == {"prepare_threshold", "options"}
    assert "ALTER ROLE" in page
