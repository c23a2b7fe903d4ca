"""What components take: small frozen shapes with no word of any room, which views fill and templates show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Tone(StrEnum):
    """The six tones of a status tag. Red (`late`) is for late, refused and failed alone."""

    NEW = "new"
    OK = "ok"
    WARN = "warn"
    LATE = "late"
    HOLD = "hold"
    END = "end"


class Light(StrEnum):
    """How a deadline stands. Shown by shape, words and colour together, never by colour alone."""

    ON_TIME = "on_time"
    SOON = "soon"
    LATE = "late"
    STOPPED = "stopped"
    ENDED = "ended"


SHAPES: Final = MappingProxyType(
    {
        Light.ON_TIME: "circle",
        Light.SOON: "triangle-alert",
        Light.LATE: "square",
        Light.STOPPED: "circle-pause",
        Light.ENDED: "check",
    },
)


@dataclass(frozen=True, slots=True)
class Task:
    """A row of a task list; without `url` it cannot be started yet."""

    title: str
    status: str
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened: what, who, when, and where to read more."""

    title: str
    at: datetime
    who: str = ""
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. With `sort_url` its heading is a link; `sorted` is "ascending", "descending" or ""."""

    title: str
    numeric: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: as many cells as columns; the first is the row's heading and carries `url`."""

    cells: Sequence[object]
    url: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A question and its answer. `change_words` says to a screen reader what «Thay đổi» would change."""

    title: str
    value: str = ""
    change_url: str = ""
    change_words: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: a count and the address of exactly the rows it counts."""

    label: str
    value: int
    url: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """A horizontal bar chart: one sentence that says what it shows, and when its figures were taken."""

    takeaway: str
    bars: Sequence[Bar]
    label_title: str
    value_title: str
    taken_at: datetime | None = None
    csv_url: str = ""

    def drawn(self) -> list[tuple[Bar, str]]:
        """Return each bar with its length as an SVG percentage of the longest one."""
        longest = max((bar.value for bar in self.bars), default=0) or 1
        return [(bar, f"{max(bar.value, 0) * 100 / longest:.1f}%") for bar in self.bars]


@dataclass(frozen=True, slots=True)
class MapShape:
    """An area of a map, as an SVG path; `key` is what choosing it means."""

    path: str
    name: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place of a map; its name is shown from `zoom` on, where there is room for it."""

    x: float
    y: float
    name: str
    key: str = ""
    zoom: float = 1.0


@dataclass(frozen=True, slots=True)
class MapLine:
    """A line of the grid of coordinates."""

    x1: float
    y1: float
    x2: float
    y2: float
    label: str


@dataclass(frozen=True, slots=True)
class MapPin:
    """Something at a point of a map: a letter or two on it, its title, and where it leads."""

    x: float
    y: float
    label: str
    title: str
    url: str = ""
    tone: str = Tone.NEW


@dataclass(frozen=True, slots=True)
class MapSheet:
    """A map drawn here.

    `view` is the part first shown (x, y, width, height); `west`, `north`, `scale` (units in a degree of latitude) and
    `squeeze` (longitude beside latitude) lead from the sheet back to degrees.
    """

    title: str
    width: float
    height: float
    west: float
    north: float
    scale: float
    squeeze: float
    view: tuple[float, float, float, float]
    ruler: float
    ruler_km: int
    shapes: Sequence[MapShape] = ()
    places: Sequence[MapPlace] = ()
    lines: Sequence[MapLine] = ()
    pins: Sequence[MapPin] = ()

    @property
    def unit(self) -> float:
        """Units of the sheet in a pixel where nobody measures: on a map 520 pixels wide."""
        return round(self.view[2] / 520, 3)

    @property
    def zoom(self) -> float:
        """How much more room names have than where the whole sheet is 300 pixels wide."""
        return self.width / self.view[2] * 520 / 300


@dataclass(frozen=True, slots=True)
class MapPick:
    """How a point is chosen on a map: the fields it goes to (CSS selectors), and perhaps the list of units it sets."""

    latitude: str
    longitude: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    title: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class DateBoxes:
    """What was typed in the three boxes of a date, as typed."""

    day: str = ""
    month: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file already in an upload slot."""

    name: str
    size: int
    url: str = ""
    remove_name: str = ""
    pages: int = 0


@dataclass(frozen=True, slots=True)
class UploadSlot:
    """One slot of papers: what it takes and what it holds. Without `upload_url` it is a plain file input."""

    name: str
    label: str
    hint: str = ""
    accept: str = ".pdf,.jpg,.jpeg,.png,.heic,.heif"
    upload_url: str = ""
    max_bytes: int = 20 * 1024 * 1024
    multiple: bool = True
    error: str = ""
    files: Sequence[StoredFile] = field(default=())
