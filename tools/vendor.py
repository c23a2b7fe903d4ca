"""Fetch, cut and check what the screens carry with them (tools/vendor.toml). Run by maintainers, never by the program.

    python tools/vendor.py check          compare what is committed with its recorded SHA-256 (no network)
    python tools/vendor.py fetch          download with `npm pack`, cut, refuse what differs from its recorded SHA-256
    python tools/vendor.py fetch --pin    the same, and record the SHA-256 of what came (after reading it)

A file whose recorded hash is empty is refused unless `--pin` is given.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
LIST: Final = ROOT / "tools" / "vendor.toml"
TARGET: Final = ROOT / "src" / "tinhso" / "ui" / "static" / "vendor"
_DRAWING: Final = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def wanted(package: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (path below TARGET, recorded SHA-256) of everything one package brings."""
    for entry in package["files"].values():
        yield entry["to"], entry["sha256"]
    if sprite := package.get("sprite"):
        yield sprite["to"], sprite["sha256"]


def sprite_of(folder: Path, icons: list[str], *, banner: str) -> bytes:
    """Return one SVG holding each icon as a symbol. Stroke and size come from CSS (`.icon`)."""
    symbols = []
    for icon in sorted(icons):
        found = _DRAWING.search((folder / "icons" / f"{icon}.svg").read_text())
        if found is None:
            raise SystemExit(f"{icon}.svg holds no drawing")
        inner = re.sub(r"\s+", " ", found[1]).strip().replace(" />", "/>").replace("> <", "><")
        symbols.append(f'<symbol id="{icon}" viewBox="0 0 24 24">{inner}</symbol>')
    body = "\n".join(symbols)
    return f'<!-- {banner} -->\n<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'.encode()


def produce(package: dict[str, Any]) -> dict[str, bytes]:
    """Download one package and return the bytes of everything it brings, by path below TARGET."""
    spec = f"{package['name']}@{package['version']}"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        subprocess.run(["npm", "pack", "--silent", spec], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
        inside = folder / "package"
        made = {entry["to"]: (inside / name).read_bytes() for name, entry in package["files"].items()}
        if sprite := package.get("sprite"):
            banner = f"{spec} - {package['licence']}, see LICENSE.txt"
            made[sprite["to"]] = sprite_of(inside, sprite["icons"], banner=banner)
        return made


def fetch(packages: list[dict[str, Any]], *, pin: bool) -> list[str]:
    """Write everything the list names; return what was refused."""
    refused = []
    text = LIST.read_text()
    for package in packages:
        made = produce(package)
        for to, recorded in wanted(package):
            fresh = digest(made[to])
            if fresh != recorded and not pin:
                refused.append(f"{to}: recorded {recorded or 'nothing'}, came {fresh}")
                continue
            text = re.sub(rf'(to = "{re.escape(to)}"[,\s]+sha256 = )"[0-9a-f]*"', rf'\1"{fresh}"', text)
            (TARGET / to).parent.mkdir(parents=True, exist_ok=True)
            (TARGET / to).write_bytes(made[to])
    LIST.write_text(text)
    return refused


def check(packages: list[dict[str, Any]]) -> list[str]:
    """Return what is missing, changed or not on the list."""
    faults, known = [], set()
    for package in packages:
        for to, recorded in wanted(package):
            known.add(to)
            path = TARGET / to
            if not path.exists():
                faults.append(f"{to}: missing")
            elif digest(path.read_bytes()) != recorded:
                faults.append(f"{to}: differs from its recorded SHA-256")
    strangers = {str(path.relative_to(TARGET)) for path in TARGET.rglob("*") if path.is_file()} - known
    return faults + [f"{to}: not on the list" for to in sorted(strangers)]


def main() -> int:
    """Run one command; the exit code says whether all is as recorded."""
    parser = argparse.ArgumentParser(description="vendored files of the screens")
    parser.add_argument("command", choices=["check", "fetch"])
    parser.add_argument("--pin", action="store_true", help="record the hashes of what came")
    options = parser.parse_args()
    packages = tomllib.loads(LIST.read_text())["package"]
    faults = check(packages) if options.command == "check" else fetch(packages, pin=options.pin)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
