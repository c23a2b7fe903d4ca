"""Submit and receive through HTTP, beside pgbench writing the same rows in one transaction."""

import os
from typing import Any

from benchmarks.figures import Figure
from benchmarks.inside import filing_of
from benchmarks.installation import PASSWORD, Installation, installation
from benchmarks.limits import bare_page, pgbench
from benchmarks.load import Client, Round, drive

CLIENTS = 8


def run(*, small: bool = False) -> list[Figure]:
    """Return pairs a second with 8 clients, and statements of a request."""
    with installation() as house:
        return measure(house, seconds=3 if small else 15)


def measure(house: Installation, *, seconds: int) -> list[Figure]:
    """Return the figures of a running installation."""
    known, found = house.ask("offices"), house.ask("pair")
    result = drive(lambda at: _pair(house.port, known, at), clients=CLIENTS, seconds=seconds)
    if result.failures:
        raise RuntimeError(f"{len(result.failures)} requests failed: {result.failures[0]}")
    limit = pgbench(house, found["script"], clients=CLIENTS, seconds=seconds)
    page = bare_page(house, clients=CLIENTS, seconds=min(seconds, 5))
    submit, receive = found["submit"], found["receive"]
    most = max(submit["queries"], receive["queries"])
    return [
        Figure(
            "nộp + tiếp nhận (submit + receive)", result.rate, "cặp/s", "pgbench cùng số dòng, một giao dịch", limit,
            "≥ 150/s, 8 máy trạm", result.rate >= 150,
            f"p50 {result.milliseconds(0.5):.0f} ms, p95 {result.milliseconds(0.95):.0f} ms một cặp; "
            f"máy đo dùng {result.cpu:.0%} CPU; tải máy {os.getloadavg()[0]:.1f}",
        ),
        Figure(
            "yêu cầu HTTP khi nộp + tiếp nhận (requests)", 2 * result.rate, "yêu cầu/s",
            "Django trống đọc một dòng", page,
        ),
        Figure(
            "câu lệnh SQL một yêu cầu (queries)", most, "câu", "", None, "≤ 12", most <= 12,
            f"nộp {submit['queries']} (và {submit['marks']} BEGIN/SAVEPOINT/COMMIT), "
            f"tiếp nhận {receive['queries']} (và {receive['marks']})",
        ),
    ]  # fmt: skip


def _pair(port: int, known: dict[str, Any], at: int) -> Round:
    commune = known["communes"][at % len(known["communes"])]
    number = known["citizens"][at % len(known["citizens"])]
    citizen = Client(port).sign_in(number, PASSWORD)
    desk = Client(port).sign_in(f"{commune['code']}-MC1", PASSWORD)
    filing = filing_of(known, number, commune["id"])

    def act(_number: int) -> None:
        filed = citizen.send("POST", "/api/v1/dossiers", filing)
        if filed.status != 201:
            raise RuntimeError(f"filing: {filed.status} {filed.body[:200]!r}")
        taken = desk.send("POST", f"/api/v1/dossiers/{filed.json()['id']}/receive", {})
        if taken.status != 200:
            raise RuntimeError(f"receiving: {taken.status} {taken.body[:200]!r}")

    return act
