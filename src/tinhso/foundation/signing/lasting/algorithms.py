"""Until when algorithms are relied upon: content/signing/algorithms.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

FAR: Final = datetime(9999, 12, 31, tzinfo=UTC)
FILE: Final = Path("signing") / "algorithms.yaml"


@dataclass(frozen=True, slots=True)
class Table:
    """What the file says: names are «sha256», «rsa:2048»; ends are the first moments at which one no longer counts."""

    ahead: timedelta
    stamp_with: tuple[str, ...]
    digests: dict[str, datetime]
    keys: dict[str, tuple[tuple[int, datetime], ...]]

    def end_of(self, name: str) -> datetime:
        """Return when an algorithm ends; far away for one whose end is not known."""
        kind, _mark, bits = name.partition(":")
        if not bits:
            return self.digests.get(kind, FAR)
        reached = [end for least, end in self.keys.get(kind, ()) if least <= int(bits)]
        return reached[-1] if reached else FAR

    def first_end(self, names: Iterable[str]) -> tuple[datetime, str]:
        """Return which of these ends first, and when."""
        return min(((self.end_of(name), name) for name in names), default=(FAR, ""))

    def best_digest(self) -> str:
        """Return the digest to stamp with: the first whose end is the latest."""
        return max(self.stamp_with, key=self.end_of)


def table() -> Table:
    """Return the table as it stands now; read again when the file changed."""
    path = Path(settings.CONTENT_DIR) / FILE
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Table:
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Table(
        ahead=timedelta(days=int(raw["renew_before_days"])),
        stamp_with=tuple(str(one) for one in raw["stamp_with"]),
        digests={str(name): _end(one) for name, one in raw["digests"].items()},
        keys={
            str(kind): tuple(sorted((int(one["bits"]), _end(one)) for one in entries))
            for kind, entries in raw["keys"].items()
        },
    )


def _end(entry: dict[str, Any]) -> datetime:
    """Return the first moment after the last day an entry names."""
    last = entry.get("until")
    return datetime.combine(last + timedelta(days=1), time(), UTC) if isinstance(last, date) else FAR
