"""From a bare checkout to `ready`, the second start, and memory at rest."""

import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.installation import ROOT, Installation, memory_of


def run(*, small: bool = False) -> list[Figure]:
    """Return seconds of the first and the second start, and megabytes at rest."""
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as folder:
        root = ROOT if small else _checkout(Path(folder) / "checkout")
        command = () if small else (str(root / "tinhso"),)
        data = Path(folder) / "data"
        data.mkdir()
        house = Installation(data, root=root, command=command)
        try:
            first = house.start().seconds
            house.stop()
            second = house.start().seconds
            time.sleep(1 if small else 10)  # worker and simulators load behind it
            parts = {name: memory_of(pid) / 2**20 for name, pid in house.children().items()}
            house.stop()
            database = _database_alone(house)
        finally:
            house.stop()
    memory = sum(parts.values())
    return [
        Figure(
            "lần chạy đầu (first start)", first, "s", "", None, "≤ 60 s", first <= 60,
            "môi trường có sẵn" if small else "từ bản sao trống; gói lấy qua uv, bộ nhớ đệm của uv còn nguyên",
        ),
        Figure("lần chạy sau (second start)", second, "s", "chỉ PostgreSQL", database, "≤ 5 s", second <= 5),
        Figure(
            "bộ nhớ khi nghỉ (memory at rest)", memory, "MB", "", None, "< 400 MB", memory < 400,
            "PSS: " + ", ".join(f"{name} {size:.0f} MB" for name, size in sorted(parts.items())),
        ),
    ]  # fmt: skip


def _checkout(place: Path) -> Path:
    """Copy what git knows, and nothing else."""
    place.mkdir()
    archive = subprocess.Popen(["git", "archive", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", str(place)], stdin=archive.stdout, check=True)
    if archive.wait():
        raise RuntimeError("git archive failed: the benchmark of a bare checkout needs git")
    return place


def _database_alone(house: Installation) -> float:
    began = time.monotonic()
    house.server.start()
    seconds = time.monotonic() - began
    house.server.stop()
    return seconds
