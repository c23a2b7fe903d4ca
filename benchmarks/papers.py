"""Prints (Typst) and PDF signatures (PAdES) of one core, beside an empty page and a bare P-256 signature."""

from benchmarks.figures import Figure
from benchmarks.installation import installation


def run(*, small: bool = False) -> list[Figure]:
    """Return prints and signatures a second, in one process."""
    with installation() as house:
        found = house.ask("papers", "1" if small else "5")
    return [
        Figure(
            "bản in một trang (prints)",
            found["prints"],
            "bản/s/lõi",
            "Typst, trang trắng",
            found["empty_prints"],
            "≥ 60/s",
            found["prints"] >= 60,
            f"mẫu {found['template']}, {found['size'] / 1024:.0f} KB",
        ),
        Figure(
            "chữ ký PAdES (signatures)",
            found["signatures"],
            "chữ ký/s/lõi",
            "ký P-256 thô",
            found["raw"],
            "≥ 60/s",
            found["signatures"] >= 60,
        ),
    ]
