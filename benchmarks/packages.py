"""How long a package of 137 documents (87 MB) takes to build and to verify, beside hashing and writing the bytes."""

import hashlib
import io
import os
import random
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure

DOCUMENTS, BYTES = 137, 87 * 1024 * 1024
AIM_BUILD, AIM_VERIFY = 20.0, 5.0


def run(*, small: bool = False) -> list[Figure]:
    """Return the seconds a package takes to build and to verify; `small` takes a tenth of the documents."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.settings.base")
    import django

    django.setup()
    from tinhso.government.archive.packages import Kind

    chance, figures = random.Random(5), []
    count = DOCUMENTS // 10 if small else DOCUMENTS
    papers = [b"%PDF-1.7\n" + chance.randbytes(BYTES // DOCUMENTS) + b"\n%%EOF\n" for _n in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        raw = _seconds(partial(_raw, papers, Path(folder)))
        for kind in (Kind.SIP_HOSO, Kind.AIP_HOSO):
            built, verified = _times(kind, papers, Path(folder))
            figures.append(_figure(f"lập gói {kind.value}", built, raw, AIM_BUILD))
            figures.append(_figure(f"kiểm tra gói {kind.value}", verified, raw, AIM_VERIFY))
    return figures


def _times(kind: Any, papers: list[bytes], folder: Path) -> tuple[float, float]:
    from tinhso.government.archive.packages import read
    from tinhso.government.archive.testing import make_item, make_order, write_package

    order = make_order(kind, *(make_item(kind, n, data) for n, data in enumerate(papers, start=1)))
    started = time.perf_counter()
    path, _built = write_package(order, folder)
    built = time.perf_counter() - started
    started = time.perf_counter()
    found = read(path)
    if found.findings:
        raise SystemExit(f"the package is not sound: {found.findings[:3]}")
    return built, time.perf_counter() - started


def _figure(name: str, value: float, raw: float, aim: float) -> Figure:
    return Figure(name, value, "s", "băm + ghi thô", raw, f"≤ {aim:.0f} s", value <= aim)


def _raw(papers: list[bytes], folder: Path) -> None:
    with (folder / "raw").open("wb") as out:
        for data in papers:
            hashlib.file_digest(io.BytesIO(data), "sha256")
            out.write(data)


def _seconds(run: "partial[None]") -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
