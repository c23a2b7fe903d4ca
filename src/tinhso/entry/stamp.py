"""What an installation was last brought up with: a digest of everything that decides what its database must hold."""

import hashlib
from pathlib import Path
from typing import Final

from tinhso.settings import env

MARK: Final = "prepared"


def fingerprint(province: str, *, demo: bool, data: Path) -> str:
    """Return the digest of code, content, translations and province, as they lie on the disk now. Needs no Django."""
    digest = hashlib.sha256(f"{province}:{demo}:{data}".encode())
    root = Path(__file__).resolve().parents[1]
    for folder in (root, env.CONTENT_DIR.path(), env.ROOT / "locale", Path(province)):
        if folder.is_dir():
            for file in sorted(folder.rglob("*")):
                if file.suffix not in (".pyc", ".mo") and "__pycache__" not in file.parts and file.is_file():
                    found = file.stat()
                    digest.update(f"{file}:{found.st_mtime_ns}:{found.st_size}".encode())
    return digest.hexdigest()


def mark(data: Path, value: str) -> None:
    """Remember beside the data what the database was brought up with."""
    kept = data / "run" / MARK
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(".new")
    fresh.write_text(value)
    fresh.replace(kept)


def is_marked(data: Path, value: str) -> bool:
    """Tell whether the last start over this data brought the database up with the same."""
    kept = data / "run" / MARK
    return kept.exists() and kept.read_text() == value
