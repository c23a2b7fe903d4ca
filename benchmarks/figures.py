"""A figure: what was measured, beside the limit measured in the same run."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One result. `ratio` is value to limit; `aim` says what is wanted, in words; `is_met` None when nothing is."""

    name: str
    value: float
    unit: str
    limit_name: str = ""
    limit: float | None = None
    aim: str = ""
    is_met: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How the value stands to its limit."""
        return self.value / self.limit if self.limit else None

    def to_json(self) -> dict[str, Any]:
        """Return it as data."""
        return {**asdict(self), "ratio": self.ratio}


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of all lie; 0 when there are none."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def table(figures: list[Figure]) -> str:
    """Return figures as a table for people."""
    heads = ["Phép đo (figure)", "Kết quả (value)", "Giới hạn cùng lượt (limit)", "Tỷ lệ", "Mục tiêu (aim)", "Đạt"]
    rows = [
        [
            figure.name,
            f"{_short(figure.value)} {figure.unit}",
            f"{_short(figure.limit)} · {figure.limit_name}" if figure.limit is not None else "",
            f"{figure.ratio:.3f}" if figure.ratio is not None else "",
            figure.aim,
            {True: "✓", False: "✗", None: ""}[figure.is_met],
        ]
        for figure in figures
    ]
    widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [heads, *rows]]
    notes = [f"  {figure.name}: {figure.note}" for figure in figures if figure.note]
    return "\n".join([lines[0], "─" * len(lines[0]), *lines[1:], "", *notes])


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
