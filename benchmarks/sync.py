"""The National Portal: how fast a backlog drains, how soon a commit is acknowledged; beside bare HTTP to that portal.

An installation of its own, with its worker and its simulators. The drain is measured in a process of its own while the
worker's is paused; the latency through everything: commit, outbox, queue, worker, portal, acknowledgement.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

from benchmarks.figures import Figure, percentile
from benchmarks.inside import filing_of
from benchmarks.installation import PASSWORD, Installation, installation
from benchmarks.load import Client

BACKLOG = 300


def run(*, small: bool = False) -> list[Figure]:
    """Return the drain's rate, the latency of acknowledgement, and the limit."""
    with installation() as house:
        return measure(house, filings=20 if small else BACKLOG, watched=5 if small else 60)


def measure(house: Installation, *, filings: int, watched: int) -> list[Figure]:
    """Return the figures of a running installation."""
    seconds = _latency(house, watched)
    drained = _drained(house, filings)
    bare, p95 = drained["bare"], percentile(seconds, 0.95)
    longest = f"lâu nhất {max(seconds):.2f} s, {len(seconds)} hồ sơ" if seconds else "không có"
    return [
        Figure(
            "gửi lên Cổng quốc gia sau sự cố (national drain)", drained["rate"], "bản ghi/s",
            "HTTP trần tới cùng Cổng, cùng số kết nối", bare, "≥ 200/s", drained["rate"] >= 200,
            f"{drained['records']} bản ghi của {drained['lanes']} hồ sơ, {drained['connections']} kết nối; "
            f"tải máy {os.getloadavg()[0]:.1f}",
        ),
        Figure(
            "từ lúc ghi đến lúc Cổng xác nhận, p95 (acknowledgement)", p95, "s", "một yêu cầu HTTP trần",
            drained["connections"] / bare, "< 5 s", len(seconds) >= watched and p95 < 5,
            f"p50 {percentile(seconds, 0.5):.2f} s, {longest}",
        ),
    ]  # fmt: skip


def _drained(house: Installation, filings: int) -> Any:
    """Measure the drain alone: the worker's own is paused, then held still."""
    _ask(house, "pause")
    time.sleep(4)  # the worker ends its turn
    worker = house.children()["worker"]
    os.kill(worker, signal.SIGSTOP)
    try:
        return _ask(house, "drain", str(filings))
    finally:
        os.kill(worker, signal.SIGCONT)


def _latency(house: Installation, watched: int) -> list[float]:
    """File dossiers one after another while the worker runs; return how long each first record took."""
    known = house.ask("offices")
    commune = known["communes"][0]
    citizen = Client(house.port).sign_in(known["citizens"][0], PASSWORD)
    filing = filing_of(known, known["citizens"][0], commune["id"])
    for _ in range(watched):
        filed = citizen.send("POST", "/api/v1/dossiers", filing)
        if filed.status != 201:
            raise RuntimeError(f"filing: {filed.status} {filed.body[:200]!r}")
        time.sleep(0.05)
    until = time.monotonic() + 60
    while True:
        found = _ask(house, "latency", str(watched))
        if len(found["seconds"]) >= watched or time.monotonic() > until:
            return list(found["seconds"])
        time.sleep(0.5)


def _ask(house: Installation, what: str, *arguments: str) -> Any:
    port = house.port + 90  # as `./tinhso run` places them
    environment = {**house.environment(), "TINHSO_SIMULATORS": f"http://127.0.0.1:{port}"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sync", what, *arguments],
        cwd=house.root, env=environment, capture_output=True, check=False, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{what}: {done.stderr[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def latency(watched: str) -> dict[str, Any]:
    """Return the seconds from the commit of a filing to the acknowledgement of its first record."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM r.acknowledged_at - o.recorded_at)::float8 FROM national_record r"
            " JOIN kernel_outbox o ON o.type = 'dossiers.submitted.v1' AND o.data->>'dossier_id' = r.dossier_id::text"
            " WHERE r.sequence = 1 AND r.acknowledged_at IS NOT NULL ORDER BY o.recorded_at DESC LIMIT %s",
            [int(watched)],
        )
        return {"seconds": [row[0] for row in cursor.fetchall()]}


def pause() -> dict[str, Any]:
    """Pause the exchange."""
    from tinhso.government.national.models import NationalCircuit

    NationalCircuit.objects.update_or_create(pk=1, defaults={"is_paused": True})
    return {}


def drain(filings: str) -> dict[str, Any]:
    """Queue a backlog and drain it with one process; then put as many bare requests over as many connections."""
    from django.conf import settings

    from tinhso.government.national.adapters.lgsp import portal
    from tinhso.government.national.drain import Drain
    from tinhso.government.national.models import NationalCircuit, NationalMirror, NationalRecord
    from tinhso.kernel import clock

    _queue(int(filings))
    records = NationalRecord.objects.filter(state="waiting").count()
    lanes = NationalMirror.objects.filter(next_at__isnull=False).count()
    other_side = portal()
    assert other_side is not None
    one = Drain(settings.NATIONAL_CONNECTIONS)
    NationalCircuit.objects.update(is_paused=False)
    began = time.perf_counter()
    one.run(other_side, seconds=600)
    seconds = time.perf_counter() - began
    left = NationalRecord.objects.exclude(state="acknowledged").count()
    if left:
        raise RuntimeError(f"{left} records were not acknowledged: {NationalRecord.objects.exclude(error='').first()}")
    bare = _bare(settings.NATIONAL_CONNECTIONS, 800)
    return {
        "rate": records / seconds, "records": records, "lanes": lanes, "bare": bare,
        "connections": settings.NATIONAL_CONNECTIONS, "at": clock.now().isoformat(),
    }  # fmt: skip


def _queue(filings: int) -> None:
    """Queue again, as new dossiers, what was told of the first twenty: a backlog as an outage leaves it."""
    from uuid import uuid4

    from tinhso.government.national.models import NationalMirror, NationalRecord
    from tinhso.kernel import clock

    now = clock.now()
    told = [list(one.records.order_by("sequence")) for one in NationalMirror.objects.order_by("dossier_id")[:20]]
    lanes, records = [], []
    for place in range(filings):
        copied = told[place % len(told)]
        code = f"DO-{place:06d}"
        lane = NationalMirror(dossier_id=uuid4(), code=code, last_sequence=len(copied), next_at=now)
        lanes.append(lane)
        records += [
            NationalRecord(
                mirror=lane, sequence=one.sequence, kind=one.kind, status=one.status, made_at=now,
                payload={**one.payload, "MaHoSo": code}, payload_hash=one.payload_hash,
            )
            for one in copied
        ]  # fmt: skip
    NationalMirror.objects.bulk_create(lanes)
    NationalRecord.objects.bulk_create(records)


def _bare(connections: int, requests: int) -> float:
    """Return requests a second of the same body and effect by the plainest client there is."""
    import http.client
    from concurrent.futures import ThreadPoolExecutor
    from urllib.parse import urlsplit

    from django.conf import settings

    from tinhso.government.national.models import NationalRecord

    row = NationalRecord.objects.filter(kind="dossier").first()
    assert row is not None
    address = urlsplit(settings.SIMULATORS)
    keys = dict.fromkeys(("AccessKey", "SecretKey", "AppName", "PartnerCode", "PartnerCodeCus"), "x")
    headers = {
        "lgspaccesstoken": base64.b64encode(json.dumps(keys).encode()).decode(),
        "Content-Type": "application/json",
    }

    def post(line: http.client.HTTPConnection, service: str, body: str, more: dict[str, str]) -> Any:
        line.request("POST", f"/national-portal/{service}", body, {**headers, **more})
        return json.loads(line.getresponse().read())

    def put(part: int) -> None:
        line = http.client.HTTPConnection(address.hostname or "", address.port)
        bearer = post(line, "token", "grant_type=client_credentials", {})["access_token"]
        for place in range(requests // connections):
            body = json.dumps({**row.payload, "MaHoSo": f"BARE-{part}-{place}"})
            more = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": f"{time.time_ns()}-{part}-{place}"}
            if post(line, "DongBoHoSoMC", body, more)["KetQua"] != "1":
                raise RuntimeError("the portal refused")
        line.close()

    with ThreadPoolExecutor(connections) as pool:
        began = time.perf_counter()
        list(pool.map(put, range(connections)))
        return requests / (time.perf_counter() - began)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"drain": drain, "latency": latency, "pause": pause}[sys.argv[1]](*sys.argv[2:])))
