"""Pages of figures at a million dossiers, beside the database alone; making all sums anew, and a recount."""

import os
from typing import Any

from benchmarks.figures import Figure
from benchmarks.installation import Installation, installation
from benchmarks.lists import reader
from benchmarks.load import drive

SIZE, SMALL = 1_000_000, 3_000


def run(*, small: bool = False) -> list[Figure]:
    """Return p95 of each page of figures, dossiers a second of a rebuild, and whether every sum equals its recount."""
    size = SMALL if small else SIZE
    with installation("--dossiers", str(size)) as house:
        rebuilt = house.ask("figures")
        found = [_page(house, name, path, seconds=2 if small else 8) for name, path in pages(rebuilt["last"]).items()]
    rate = rebuilt["dossiers"] / max(rebuilt["seconds"], 0.001)
    note = f"{rebuilt['dossiers']:,} hồ sơ trong {rebuilt['seconds']:.0f} s; tải máy {os.getloadavg()[0]:.1f}"
    wrong, took = rebuilt["wrong"], f"{rebuilt['recount']:.0f} s"
    return [
        *found,
        Figure(
            "lập lại số liệu (rebuild)", rate, "hồ sơ/s", "đọc hồ sơ một lượt, hồ sơ/s", rebuilt["read"], "≥ 2.000/s",
            rate >= 2000, note,
        ),
        Figure("tổng khác số đếm lại (recount)", wrong, "tổng", "", None, "0", wrong == 0, took),
    ]  # fmt: skip


def pages(last: str) -> dict[str, str]:
    """Return name → address of the pages of figures, for the year of a month such as 2026-11."""
    year = last[:4]
    return {
        "số liệu công khai, năm": f"/so-lieu/?ky={year}",
        "bảng 24 chỉ tiêu, tháng": f"/bang-so-lieu/?ky={last}",
        "bảng 24 chỉ tiêu, năm": f"/bang-so-lieu/?ky={year}",
        "điểm 766, năm": f"/bang-so-lieu/diem/766/?ky={year}",
        "chín tiêu chí, năm": f"/bang-so-lieu/diem/chin-tieu-chi/?ky={year}",
        "hồ sơ sau một con số": f"/bang-so-lieu/ho-so/?chi_so=received.trong&ky={year}",
        "quá hạn theo lĩnh vực": "/dieu-hanh/qua-han/",
    }


def _page(house: Installation, name: str, path: str, *, seconds: float) -> Figure:
    leader: str = house.ask("offices")["leader"]
    result = drive(reader(house, {name: (leader, path)}), clients=1, seconds=seconds)
    alone: dict[str, Any] = house.ask("select", leader, path, "20")
    p95 = result.milliseconds(0.95)
    failed = f"; HỎNG {len(result.failures)}: {result.failures[0]}" if result.failures else ""
    note = f"p50 {result.milliseconds(0.5):.1f} ms; {alone['queries']} câu lệnh{failed}"
    return Figure(
        name, p95, "ms p95", "chỉ cơ sở dữ liệu, p95 ms", alone["p95"], "< 1.000 ms", p95 < 1000 and not failed, note
    )
