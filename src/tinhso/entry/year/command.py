"""`./tinhso simulate`: make a year of one province through the public acts; goes on where a killed run stood."""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from argparse import Namespace
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from tinhso.settings import env

PAUSE = 5.0


def simulate(arguments: list[str]) -> int:
    """Run the command; return its exit code: 0 when the year is whole."""
    options = _options(arguments)
    data = Path(options.data).expanduser().resolve()
    (data / "run").mkdir(parents=True, exist_ok=True)
    from tinhso.entry import run

    with run.only_one(data) as free:
        if not free:
            print(f"Tỉnh Số đang chạy trên {data}. Dừng lần chạy đó trước, hoặc chọn --data khác.", file=sys.stderr)
            return 1
        environment = run.environment_of(options, data, options.province)
        server = run.start_database(data, environment) if not environment.get("DATABASE_URL") else None
        try:
            if not run.prepare(options, options.province, environment):
                return 1
            return _make(options, environment)
        finally:
            if server is not None:
                server.stop()


def _options(arguments: list[str]) -> Namespace:
    parser = argparse.ArgumentParser(prog="./tinhso simulate", description="Tạo một năm hoạt động của tỉnh.")
    parser.add_argument("--dossiers", type=int, default=300_000, dest="wanted", help="số hồ sơ của cả năm")
    parser.add_argument("--months", type=int, default=12, choices=range(1, 13), metavar="1–12")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--seed", type=int, default=61)
    parser.add_argument("--seconds", type=int, default=0, help="dừng sau chừng ấy giây (chạy lại để làm tiếp)")
    parser.add_argument("--data", default=env.DATA_DIR.text())
    parser.add_argument("--province", default=env.PROVINCE.text())
    options = parser.parse_args(arguments)
    if not 1 <= options.wanted <= 1_000_000 or not 1 <= options.processes <= 64:
        parser.error("--dossiers từ 1 đến 1.000.000, --processes từ 1 đến 64")
    options.dossiers, options.no_demo, options.port, options.simulators_port = 0, False, 8000, 0
    return options


def _make(options: Namespace, environment: dict[str, str]) -> int:
    os.environ.update(environment)
    os.environ["TINHSO_DATABASE_POOL"] = "0"
    os.environ["DATABASE_URL"] = environment.get("DATABASE_ADMIN_URL") or environment["DATABASE_URL"]
    import django

    django.setup()
    from tinhso.entry.year import calendar, journal
    from tinhso.kernel import clock

    last = clock.today() - timedelta(days=1)
    wanted = calendar.facts_of(dossiers=options.wanted, months=options.months, seed=options.seed, last=last)
    facts = journal.begin(wanted)
    before = journal.standing()
    began = time.monotonic()
    workers = _start(options, facts)
    try:
        _watch(workers, facts, before.filed)
    finally:
        for worker in workers:
            worker.terminate()
    reports = [worker.communicate()[0] for worker in workers]
    now = journal.standing()
    _report(reports, now.filed - before.filed, time.monotonic() - began, now)
    return max(worker.returncode for worker in workers)


def _start(options: Namespace, facts: dict[str, Any]) -> list["subprocess.Popen[str]"]:
    environment = {**os.environ, "TINHSO_YEAR": json.dumps(facts)}
    command = [sys.executable, "-m", "tinhso.entry.year"]
    command += ["--of", str(options.processes), "--seconds", str(options.seconds)]
    return [
        subprocess.Popen(
            [*command, "--part", str(part)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in range(options.processes)
    ]


def _watch(workers: list["subprocess.Popen[str]"], facts: dict[str, Any], before: int) -> None:
    """Show how far it is until every process has ended; one that fails ends all."""
    from tinhso.entry.year import journal

    began = time.monotonic()
    while any(worker.poll() is None for worker in workers):
        if any(worker.returncode for worker in workers):
            return
        time.sleep(PAUSE)
        now = journal.standing()
        rate = (now.filed - before) / (time.monotonic() - began)
        left = (facts["dossiers"] - now.filed) / rate / 60 if rate else 0
        print(
            f"  {now.filed:,}/{facts['dossiers']:,} hồ sơ · {now.acts:,} việc · {now.refused} bị từ chối · đến"
            f" {now.slowest} · {rate:.1f} hồ sơ/s · còn {left:.0f} phút",
            file=sys.stderr,
            flush=True,
        )


def _report(reports: list[str], made: int, seconds: float, now: Any) -> None:
    cost, times, refused = Counter[str](), Counter[str](), Counter[str]()
    for text in reports:
        found = json.loads(text.strip().splitlines()[-1]) if text.strip() else {}
        cost.update(found.get("seconds", {}))
        times.update(found.get("times", {}))
        refused.update(found.get("refused", {}))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{made:,} hồ sơ trong {seconds:.0f} s; cả năm: {now.filed:,} hồ sơ, {now.finished:,} đã kết thúc")
    if made:
        print(f"CPU của chương trình: {1000 * cost['all'] / made:.1f} ms một hồ sơ ({used.ru_utime:.0f} s)")
    for word, spent in cost.most_common():
        many = times[word] or 1
        print(f"  {word:<12} {spent:8.1f} s  {times[word]:8,} lần  {1000 * spent / many:7.1f} ms một lần")
    for word, many in refused.most_common(12):
        print(f"  bị từ chối {many:5}: {word}")
