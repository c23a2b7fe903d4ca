"""Inbox, lists and search at ten thousand and a million dossiers, beside the database's own time for the same page."""

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.figures import Figure
from benchmarks.installation import PASSWORD, Installation
from benchmarks.limits import bare_page
from benchmarks.load import Client, Result, Round, drive

SIZES = (10_000, 1_000_000)
SMALL = (1_000, 5_000)
SHORT = 20
"""Rows of the pages by which the two sizes are compared: a commune has as many at either, so the pages are alike."""


def run(*, small: bool = False) -> list[Figure]:
    """Return p50 and p95 of each page at two sizes, their ratio, and pages a second with 8 clients."""
    few, many = SMALL if small else SIZES
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as folder:
        house = Installation(Path(folder))
        try:
            loaded = house.start("--dossiers", str(few)).seconds
            before = _pages_of(house, seconds=2 if small else 4, rows=SHORT)
            house.stop()
            loaded = house.start("--dossiers", str(many - few)).seconds
            after = _pages_of(house, seconds=2 if small else 8)
            alike = _pages_of(house, seconds=2 if small else 4, rows=SHORT)
            figures = _figures(house, after, (before, alike), (few, many))
            figures += _crowd(house, seconds=3 if small else 15)
        finally:
            house.stop()
    note = f"gồm cả khởi động; tải máy {os.getloadavg()[0]:.1f}"
    return [*figures, Figure(f"nạp {many - few} hồ sơ (load)", loaded, "s", "", None, "≤ 240 s", loaded <= 240, note)]


def pages(known: dict[str, Any], rows: int = 100) -> dict[str, tuple[str, str]]:
    """Return name → (who asks, address)."""
    commune = known["communes"][0]
    desk, leader = f"{commune['code']}-MC1", known["leader"]
    listing = f"/api/v1/dossiers?size={rows}"
    return {
        "việc của tôi, trang HTML (inbox)": (desk, "/viec/"),
        "danh sách 100 của đơn vị, đã trả kết quả": (desk, f"{listing}&unit_id={commune['id']}&status=10"),
        "danh sách 100 toàn tỉnh, đang xử lý": (leader, f"{listing}&status=4"),
        "danh sách 100 toàn tỉnh, sắp đến hạn": (leader, f"{listing}&order=due"),
        "danh sách 50 của đơn vị, trang HTML": (desk, "/ho-so/"),
        "tìm «nguyễn thị» ở đơn vị": (desk, f"{listing}&words={quote('nguyễn thị')}"),
        "tìm «nguyễn» toàn tỉnh": (leader, f"{listing}&words={quote('nguyễn')}"),
        "tìm ba từ toàn tỉnh": (leader, f"{listing}&words={quote('trần ngọc lan')}"),
        "tìm số định danh toàn tỉnh": (leader, f"{listing}&words={known['number']}"),
        "tìm mã hồ sơ toàn tỉnh": (leader, f"{listing}&words={known['code']}"),
    }


def _pages_of(house: Installation, *, seconds: float, rows: int = 100) -> dict[str, Result]:
    known = house.ask("offices")
    return {
        name: drive(reader(house, {name: asked}), clients=1, seconds=seconds)
        for name, asked in pages(known, rows).items()
    }


def reader(house: Installation, asked: dict[str, tuple[str, str]]) -> Any:
    """Return a client that asks for pages in turn, each as the person named beside its address."""
    signed_in = {number: Client(house.port).sign_in(number, PASSWORD) for number, _ in asked.values()}
    for person in signed_in.values():
        person.close()

    def script(at: int) -> Round:
        clients = {number: Client(house.port) for number in signed_in}
        for number, client in clients.items():
            client.cookies = dict(signed_in[number].cookies)
        order = list(asked.values())

        def act(number: int) -> None:
            person, path = order[(number + at) % len(order)]
            answer = clients[person].ask("GET", path)
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status}")

        return act

    return script


def _figures(
    house: Installation,
    after: dict[str, Result],
    short: tuple[dict[str, Result], dict[str, Result]],
    sizes: tuple[int, int],
) -> list[Figure]:
    known, figures = house.ask("offices"), []
    for name, (number, path) in pages(known).items():
        alone = house.ask("select", number, path, "40")
        result, p95 = after[name], after[name].milliseconds(0.95)
        small, large = (rounds[name].milliseconds(0.5) for rounds in short)
        growth = large / (small or 1)
        failed = f"; HỎNG {len(result.failures)}: {result.failures[0]}" if result.failures else ""
        figures.append(
            Figure(
                name, p95, "ms p95", "chỉ cơ sở dữ liệu, p95 ms", alone["p95"], "< 50 ms, ×≤ 1,2",
                p95 < 50 and growth <= 1.2 and not failed,
                f"p50 {result.milliseconds(0.5):.1f} ms; {SHORT} dòng: {small:.1f} ms ở {sizes[0]:,} → {large:.1f} ms "
                f"ở {sizes[1]:,} hồ sơ (×{growth:.2f}); {alone['queries']} câu lệnh{failed}",
            )
        )  # fmt: skip
    return figures


def _crowd(house: Installation, *, seconds: float) -> list[Figure]:
    known = house.ask("offices")
    result = drive(reader(house, pages(known)), clients=8, seconds=seconds)
    limit = bare_page(house, clients=8, seconds=min(seconds, 5))
    note = f"p95 {result.milliseconds(0.95):.0f} ms; máy đo dùng {result.cpu:.0%} CPU; hỏng {len(result.failures)}"
    name = "mọi trang trên, 8 máy trạm (pages)"
    return [
        Figure(name, result.rate, "trang/s", "Django trống đọc một dòng", limit, "≥ 100/s", result.rate >= 100, note)
    ]
