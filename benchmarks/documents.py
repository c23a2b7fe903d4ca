"""Registers of documents: how fast one is registered, how fast words are found among a million.

Each figure stands beside its limit of the same run: the same rows written bare, the database's own time for the page.
"""

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.figures import Figure
from benchmarks.installation import Installation
from benchmarks.lists import reader
from benchmarks.load import drive

MANY, SMALL = 1_000_000, 3_000
CLERKS = 4
AIM_RATE, AIM_SEARCH = 150, 100


def run(*, small: bool = False) -> list[Figure]:
    """Return documents registered a second and p95 of each page over the registers."""
    wanted = SMALL if small else MANY
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as folder:
        house = Installation(Path(folder))
        try:
            house.start()
            loaded = house.ask("load_documents", str(wanted))
            figures = [_registered(house, seconds=2 if small else 12), _read(house, seconds=5 if small else 60)]
            figures += _pages(house, loaded["clerks"], wanted, seconds=1 if small else 5)
        finally:
            house.stop()
    note = f"tải máy {os.getloadavg()[0]:.1f}"
    return [*figures, Figure(f"nạp {wanted:,} văn bản (load)", loaded["seconds"], "s", note=note)]


def _registered(house: Installation, *, seconds: int) -> Figure:
    """Let clerks register at once, each in the register of their own agency."""
    with ThreadPoolExecutor(CLERKS) as pool:
        found = list(pool.map(lambda at: house.ask("register", str(at), str(seconds)), range(CLERKS)))
    rate, raw = sum(one["rate"] for one in found), sum(one["raw"] for one in found)
    note = f"{CLERKS} văn thư cùng lúc, mỗi văn bản một tệp 40 KB và {found[0]['rows']:.0f} dòng"
    return Figure(
        "vào sổ: lưu tệp, băm, lập chỉ mục (register)", rate, "văn bản/s", "băm + ghi tệp + chèn thô cùng số dòng", raw,
        f"≥ {AIM_RATE}/s", rate >= AIM_RATE, note,
    )  # fmt: skip


def _read(house: Installation, *, seconds: int) -> Figure:
    """Let the worker read the files just registered, whatever of them it has not read meanwhile."""
    found = house.ask("read_texts", str(seconds))
    note = f"{found['before']:.0f} tệp còn chờ sau khi vào sổ, còn lại {found['left']:.0f}; worker chạy nhường"
    return Figure("đọc chữ trong tệp để tìm (read)", found["rate"], "tệp/s", "", None, "", None, note)


def pages(clerk: dict[str, str], other: dict[str, str], wanted: int) -> dict[str, tuple[str, str]]:
    """Return name → (who asks, address)."""

    def found(words: str) -> str:
        return f"/van-ban/?hop=den&q={quote(words)}"

    own, doer = clerk["number"], clerk["specialist"]
    return {
        "danh sách văn bản đến của cơ quan lớn": (own, "/van-ban/?hop=den"),
        "tìm từ có ở mọi văn bản «công văn»": (own, found("công văn")),
        "tìm hai từ hay gặp «báo cáo kinh phí»": (own, found("bao cao kinh phi")),
        "tìm bốn từ «xâm nhập mặn hạn hán»": (own, found("xâm nhập mặn hạn hán")),
        "tìm địa danh hiếm": (own, found("Thới 377")),
        "tìm số, ký hiệu": (own, found(f"{wanted // 2}/STP-HCTP")),
        "tìm từ chỉ có trong tệp": (own, found(f"van ban so {wanted // 2}")),
        "tìm từ không có": (own, found("khongcotunay")),
        "tìm từ hay gặp, đang xử lý": (own, found("báo cáo") + "&tt=assigned"),
        "tìm ở cơ quan nhỏ": (other["number"], found("báo cáo kinh phí")),
        "tìm của chuyên viên được giao": (doer, f"/van-ban/?hop=viec&q={quote('báo cáo')}"),
    }


def _pages(house: Installation, clerks: list[dict[str, str]], wanted: int, *, seconds: float) -> list[Figure]:
    figures = []
    asked: dict[str, Any] = pages(clerks[0], clerks[1 % len(clerks)], wanted)
    for name, (number, path) in asked.items():
        alone = house.ask("select", number, path, "40")
        result = drive(reader(house, {name: (number, path)}), clients=1, seconds=seconds)
        p95, failed = result.milliseconds(0.95), ""
        if result.failures:
            failed = f"; HỎNG {len(result.failures)}: {result.failures[0]}"
        figures.append(
            Figure(
                name, p95, "ms p95", "chỉ cơ sở dữ liệu, p95 ms", alone["p95"], f"≤ {AIM_SEARCH} ms",
                p95 <= AIM_SEARCH and not failed,
                f"p50 {result.milliseconds(0.5):.1f} ms trong {wanted:,} văn bản; {alone['queries']} câu lệnh{failed}",
            )
        )  # fmt: skip
    return figures
