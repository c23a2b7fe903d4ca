"""Signatures verified a second, one after another and 8,000 on both cores, beside hashing and a bare P-256 check."""

from benchmarks.figures import Figure
from benchmarks.installation import installation

MANY = 8000


def run(*, small: bool = False) -> list[Figure]:
    """Return verifications a second a core, and how long 8,000 take at the rate of both cores."""
    with installation() as house:
        found = house.ask("verifying", "1" if small else "6")
    return [
        Figure(
            "kiểm tra chữ ký PAdES (verifying)",
            found["one"],
            "tệp/s/lõi",
            "băm và kiểm tra P-256 thô",
            found["raw"],
            "≥ 100/s",
            found["one"] >= 100,
            f"tệp {found['size'] / 1024:.0f} KB",
        ),
        Figure(
            "kiểm tra hàng loạt, hai lõi (verifying many)",
            found["both"],
            "tệp/s",
            "băm và kiểm tra P-256 thô",
            found["raw"],
            f"{MANY} tệp trong 120 s",
            found["both"] >= MANY / 120,
            f"{MANY} tệp: {MANY / found['both']:.0f} s",
        ),
    ]
