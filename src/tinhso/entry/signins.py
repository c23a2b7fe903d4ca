"""The demo sign-ins that `./tinhso run` prints: kept as a file by the demo loader; printing needs no database."""

import json
from pathlib import Path


def demo_lines(environment: dict[str, str]) -> list[str]:
    """Return the lines to print; none when there is no demo."""
    kept = Path(environment["TINHSO_DATA"]) / "demo-sign-ins.json"
    if not kept.exists():
        return []
    rows = json.loads(kept.read_text())
    lines = ["  Tài khoản minh họa (chỉ dùng để xem thử):", ""]
    lines += [f"    {row['number']:<16} {row['password']:<16} {row['who']}" for row in rows]
    return [*lines, ""]
