"""A hundred people at once, four fifths reading: no error, how long each page takes, and that nothing grows."""

import multiprocessing
import os
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from benchmarks.figures import Figure, percentile
from benchmarks.inside import filing_of
from benchmarks.installation import PASSWORD, Installation, installation, memory_of
from benchmarks.limits import bare_page
from benchmarks.load import Answer, Client

USERS = 100
PROCESSES = 4
THINK = (1.0, 5.0)
WRITES = 0.3
"""So often somebody means to write; a third find nothing waiting for them and read, so that a fifth are writes."""
GROUPS = 15
"""Communes that have a desk, a specialist and a head at work; the other users are citizens and passers-by."""
MINUTES = float(os.environ.get("TINHSO_BENCH_MINUTES", "10"))
GROWTH = 1.1
RACED = 409
"""Two acted on one dossier: the second is told so, which is an answer, not an error."""

Act = Callable[[], tuple[str, Answer]]


def run(*, small: bool = False) -> list[Figure]:
    """Return the figures of ten minutes (TINHSO_BENCH_MINUTES); twenty seconds when small."""
    with installation("--dossiers", "300" if small else "30000") as house:
        return measure(house, seconds=20 if small else 60 * MINUTES, users=20 if small else USERS)


def measure(house: Installation, *, seconds: float, users: int = USERS) -> list[Figure]:
    """Return requests a second, the latency of each page, memory at the start and the end, and connections."""
    known = house.ask("offices")
    context = multiprocessing.get_context("fork")
    queue, start = context.Queue(), context.Barrier(PROCESSES + 1)
    crews = [
        context.Process(target=_crew, args=(house.port, known, range(at, users, PROCESSES), start, queue, seconds))
        for at in range(PROCESSES)
    ]
    for crew in crews:
        crew.start()
    start.wait(600)
    watched = _watch(house, seconds)
    latencies: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []
    for _ in crews:
        seen, wrong = queue.get(timeout=seconds + 120)
        failures += wrong
        for name, found in seen.items():
            latencies[name] += found
    for crew in crews:
        crew.join()
    return _figures(house, latencies, failures, watched, seconds, users)


def _watch(house: Installation, seconds: float) -> list[tuple[dict[str, float], int]]:
    """Return memory of each part (MB) and the database's connections, ten times over the run."""
    import psycopg

    found = []
    with psycopg.connect(house.server.url("postgres", role="tinhso_owner"), autocommit=True) as connection:
        for _ in range(10):
            time.sleep(seconds / 10)
            row = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = 'tinhso'").fetchone()
            memory = {name: memory_of(pid) / 2**20 for name, pid in house.children().items()}
            found.append((memory, int(row[0]) if row else 0))
    return found


def _figures(
    house: Installation,
    latencies: dict[str, list[float]],
    failures: list[str],
    watched: list[tuple[dict[str, float], int]],
    seconds: float,
    users: int,
) -> list[Figure]:
    everything = [one for found in latencies.values() for one in found]
    writes = sum(len(found) for name, found in latencies.items() if name.startswith("ghi"))
    limit = bare_page(house, clients=8, seconds=5)
    wrong = f"; HỎNG: {failures[0]}" if failures else ""
    middle = percentile(everything, 0.95) * 1000
    figures = [
        Figure(
            f"{users} người cùng lúc, {seconds:.0f} s (mixed load)", len(everything) / seconds, "yêu cầu/s",
            "Django trống đọc một dòng", limit, "không lỗi, p95 < 500 ms", not failures and middle < 500,
            f"{len(everything)} yêu cầu, {writes / max(len(everything), 1):.0%} ghi, {len(failures)} lỗi; "
            f"p50 {percentile(everything, 0.5) * 1000:.0f} ms, p95 {middle:.0f} ms, "
            f"p99 {percentile(everything, 0.99) * 1000:.0f} ms; tải máy {os.getloadavg()[0]:.1f}{wrong}",
        )
    ]  # fmt: skip
    for name, found in sorted(latencies.items()):
        p50, p99 = percentile(found, 0.5) * 1000, percentile(found, 0.99) * 1000
        note = f"{len(found)} lần, p50 {p50:.0f} ms, p99 {p99:.0f} ms"
        figures.append(Figure(f"  {name}", percentile(found, 0.95) * 1000, "ms p95", note=note))
    first, last = watched[2][0], watched[-1][0]
    for part in ("web", "worker"):
        before, after = first.get(part, 0.0), last.get(part, 0.0)
        figures.append(
            Figure(
                f"bộ nhớ {part} lúc cuối (memory)", after, "MB", "sau ba phần mười thời gian, MB", before,
                f"≤ {GROWTH:.1f} lần", after <= before * GROWTH, "PSS",
            )
        )  # fmt: skip
    most = max(count for _, count in watched)
    return [
        *figures,
        Figure("kết nối cơ sở dữ liệu nhiều nhất (connections)", most, "kết nối", note="max_connections 120"),
    ]


def _crew(port: int, known: dict[str, Any], numbers: range, start: Any, queue: Any, seconds: float) -> None:
    """Be some of the users, a thread each."""
    latencies: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []
    people: list[User] = []
    try:
        people += [User(port, known, number) for number in numbers]
    except Exception as error:  # noqa: BLE001 - whoever cannot begin must not let the others wait
        failures.append(f"{type(error).__name__}: {error}"[:300])
    start.wait(600)
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=one.live, args=(until, latencies, failures)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put((dict(latencies), failures))


class User:
    """One person: who they are follows from their number, what they do from dice of their own."""

    def __init__(self, port: int, known: dict[str, Any], number: int) -> None:
        self.known, self.dice = known, random.Random(number)
        self.client = Client(port)
        self.commune = known["communes"][number // 5 % min(GROUPS, len(known["communes"]))]
        role = ("citizen", "desk", "specialist", "head", "citizen")[number % 5]
        self.role = "public" if number % 10 == 9 else role
        self.reads, self.write = self._habits()
        self.number = self._number(number)
        if self.number:
            self.client.sign_in(self.number, PASSWORD)

    def _number(self, number: int) -> str:
        posts = {"desk": "MC1", "specialist": "TP", "head": "CT"}
        if self.role in posts:
            return f"{self.commune['code']}-{posts[self.role]}"
        citizens = self.known["citizens"]
        return citizens[number % len(citizens)] if self.role == "citizen" else ""

    def _habits(self) -> tuple[list[tuple[str, str]], Act]:
        officer = [
            ("đọc hộp việc", "/viec/"),
            ("đọc danh sách", "/ho-so/"),
            ("đọc danh sách API", f"/api/v1/dossiers?size=50&unit_id={self.commune['id']}"),
        ]
        public = [
            ("đọc trang chủ", "/"),
            ("đọc thủ tục", "/thu-tuc/"),
            ("tra cứu mã", f"/api/v1/dossiers/look-up?code={self.known['code']}"),
            ("tìm thủ tục", "/api/v1/procedures/search?q=khai+sinh"),
        ]
        return {
            "public": (public, self._look),
            "citizen": ([("đọc của tôi", "/cua-toi/"), *public[:3]], self._file),
            "desk": (officer, self._receive),
            "specialist": (officer, self._draft),
            "head": ([*officer, ("đọc hộp việc", "/viec/")], self._sign),
        }[self.role]

    def live(self, until: float, latencies: dict[str, list[float]], failures: list[str]) -> None:
        """Read and write, with pauses to think, until the time is over."""
        time.sleep(self.dice.uniform(0, THINK[1]))
        while time.monotonic() < until:
            began = time.perf_counter()
            try:
                name, answer = self.write() if self.dice.random() < WRITES else self._read()
                latencies[name].append(time.perf_counter() - began)
                if answer.status >= 400 and answer.status != RACED:
                    failures.append(f"{name}: {answer.status} {answer.body[:160]!r}")
            except (OSError, ValueError, KeyError, RuntimeError) as error:
                failures.append(f"{self.role}: {type(error).__name__}: {error}"[:300])
                self.client.close()
            time.sleep(self.dice.uniform(*THINK))
        self.client.close()

    def _read(self) -> tuple[str, Answer]:
        name, path = self.dice.choice(self.reads)
        return name, self.client.ask("GET", path)

    def _look(self) -> tuple[str, Answer]:
        return "đọc tra cứu", self.client.ask("GET", "/tra-cuu/")

    def _file(self) -> tuple[str, Answer]:
        filing = filing_of(self.known, self.number, self.commune["id"])
        return "ghi nộp hồ sơ", self.client.send("POST", "/api/v1/dossiers", filing)

    def _one(self, status: int, task: str = "") -> str:
        """Return the address of one of the unit's dossiers in a state and at a step, newest first."""
        path = f"/api/v1/dossiers?size=20&unit_id={self.commune['id']}&status={status}"
        items = self.client.ask("GET", path).json()["items"]
        return next((f"/api/v1/dossiers/{one['id']}" for one in items if one["step_task"] == task), "")

    def _receive(self) -> tuple[str, Answer]:
        one = self._one(1)
        if one:
            return "ghi tìm rồi tiếp nhận", self.client.send("POST", f"{one}/receive", {})
        filing = {**self.known["filing"], "unit_id": self.commune["id"]}
        return "ghi nhận tại quầy", self.client.send("POST", "/api/v1/dossiers/counter", filing)

    def _draft(self) -> tuple[str, Answer]:
        one = self._one(2, "tham_tra")
        if not one:
            return self._read()
        fields = self.client.ask("GET", f"{one}/draft-fields")
        if fields.status != 200:
            return "ghi soạn và trình", fields
        texts = {field["key"]: field["value"] or "Không" for field in fields.json()}
        drafted = self.client.send("PUT", f"{one}/draft-result", {"fields": texts})
        if drafted.status != 200:
            return "ghi soạn và trình", drafted
        return "ghi soạn và trình", self.client.send("POST", f"{one}/steps", {"task": "tham_tra"})

    def _sign(self) -> tuple[str, Answer]:
        one = self._one(4, "ky_duyet")
        return ("ghi tìm rồi ký số", self.client.send("POST", f"{one}/sign", {})) if one else self._read()
