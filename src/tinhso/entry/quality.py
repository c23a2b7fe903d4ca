"""`./tinhso check` and `./tinhso test`: what stands between a change and the house."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Final

from tinhso.settings import env

SOME_FAILED: Final = 1
NOTHING_COLLECTED: Final = 5
MOST_ASKED_AGAIN: Final = 10
"""More failures than these are no accident of timing."""
DEBIAN: Final = {
    "chromium": "chromium",
    "litmus": "litmus",
    "pdfsig": "poppler-utils",
    "qpdf": "qpdf",
    "soffice": "libreoffice-writer-nogui",
    "softhsm2-util": "softhsm2",
    "xmlsec1": "xmlsec1",
    "xmllint": "libxml2-utils",
}


def check(_arguments: list[str]) -> int:
    """Run the quick checks; print each with its time; 0 when all pass."""
    python = sys.executable
    tools = Path(python).parent
    steps: list[tuple[str, Callable[[], int]]] = [
        ("phong cách (ruff)", lambda: _call(f"{tools}/ruff", "check", "--quiet", ".")),
        ("định dạng (ruff format)", lambda: _call(f"{tools}/ruff", "format", "--check", "--quiet", ".")),
        ("hợp đồng nhập (import-linter)", lambda: _call(f"{tools}/lint-imports", "--no-cache", quiet=True)),
        ("di trú", lambda: _call(python, "-m", "tinhso.entry.checks.migrations")),
        ("bản dịch", lambda: _call(python, "-m", "tinhso.entry.checks.translations")),
        ("giấy phép thư viện", lambda: _call(python, "-m", "tinhso.entry.checks.licences")),
        ("bộ thủ tục", lambda: _call(python, "-m", "tinhso.entry.checks.procedures")),
        ("kiểu (mypy)", lambda: _call(f"{tools}/mypy", "--no-error-summary")),
    ]
    failed = []
    for title, run in steps:
        began = monotonic()
        good = run() == 0
        print(f"{'✓' if good else '✗'} {title:<32} {monotonic() - began:5.1f} s", flush=True)
        if not good:
            failed.append(title)
    if failed:
        print(f"Chưa đạt: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def test(arguments: list[str]) -> int:
    """Run pytest over everything, browsers apart; on Debian as root install what the browser and PDF tests need.

    A few that failed are asked once more, one at a time (`_once_more`): the two parts run several at once.
    """
    missing = {program: package for program, package in DEBIAN.items() if not shutil.which(program)}
    if missing:
        _provide(sorted(set(missing.values())))
    environment = dict(os.environ)
    parallel = (
        []
        if any(a.startswith(("-n", "--numprocesses", "-p", "--pdb")) for a in arguments)
        else ["-n", str(_workers()), "--dist", "loadgroup"]
    )
    codes: list[int] = []
    for part in ("not browser", "browser"):
        if "-m" in arguments and codes:
            break
        chosen = [] if "-m" in arguments else ["-m", part]
        command = [sys.executable, "-m", "pytest", *chosen, *arguments]
        code = subprocess.run([*command, *parallel], cwd=env.ROOT, env=environment, check=False).returncode
        codes.append(_once_more(command, environment) if code == SOME_FAILED and parallel else code)
    found = [code for code in codes if code != NOTHING_COLLECTED]
    return max(found, default=NOTHING_COLLECTED)


def _once_more(command: list[str], environment: dict[str, str]) -> int:
    """Ask the tests that failed beside others once more, alone on the machine; return what that came to.

    A fault fails alone too. What passes alone raced something: it is named, and is to be mended, not trusted.
    More than MOST_ASKED_AGAIN are not asked again.
    """
    kept = env.ROOT / ".pytest_cache/v/cache/lastfailed"
    failed = sorted(json.loads(kept.read_text())) if kept.is_file() else []
    if not 0 < len(failed) <= MOST_ASKED_AGAIN:
        return SOME_FAILED
    print(f"\n{len(failed)} kiểm thử không đạt khi chạy song song; chạy riêng lại một lần:", flush=True)
    code = subprocess.run([*command, "--last-failed"], cwd=env.ROOT, env=environment, check=False).returncode
    if code == 0:
        print("CẢNH BÁO: đạt khi chạy riêng, cần tìm nguyên nhân:", *failed, sep="\n  ", flush=True)
    return code


def _workers() -> int:
    """Return how many test processes run at once: one more than there are processors, for they wait for one another."""
    return min((os.cpu_count() or 2) + 1, 8)


def _provide(packages: list[str]) -> None:
    wanted = " ".join(packages)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Cài gói Debian cho kiểm thử: {wanted}", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False, stdout=subprocess.DEVNULL)
        done = subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            env=quiet,
            check=False,
            stdout=subprocess.DEVNULL,
        )
        if done.returncode == 0:
            os.environ["TINHSO_REQUIRE_BROWSER"] = "1"
            return
    print(
        f"Thiếu: {wanted}. Cài bằng: apt-get install {wanted}\n"
        "Không có chúng thì các kiểm thử trình duyệt (chromium) và chữ ký PDF (poppler-utils) được "
        "bỏ qua, và lý do hiện ở cuối bản kê.",
        file=sys.stderr,
    )


def _call(*command: str, quiet: bool = False) -> int:
    done = subprocess.run(
        command,
        cwd=env.ROOT,
        check=False,
        stdout=subprocess.PIPE if quiet else None,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tinhso.settings.base", "TINHSO_DATABASE_POOL": "0"},
    )
    if quiet and done.returncode:
        print(done.stdout)
    return done.returncode
