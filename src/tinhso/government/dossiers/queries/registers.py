"""The register of dossiers (Sổ theo dõi hồ sơ, Mẫu số 06): from the trace, by unit, period and field; PDF and xlsx."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.government.dossiers.access import OVERSEE, RECEIVE
from tinhso.government.dossiers.data import Delivery
from tinhso.government.dossiers.errors import DossierNotFound, NothingAsked
from tinhso.government.dossiers.models import Dossier, TimelineEvent
from tinhso.government.dossiers.queries.looks import note_names_shown
from tinhso.government.dossiers.regimes import get_regime
from tinhso.government.dossiers.rules import wording
from tinhso.government.dossiers.rules.next_step import DESK
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE, local_day, to_local
from tinhso.kernel.errors import TooMany

MAX_ROWS: Final = 10_000
MAX_DAYS: Final = 366
PART: Final = 1_000
"""Lines printed at once: a paper register of 10,000 is ten parts, each laid out in a second or two."""
_CHUNK: Final = 1_000

COLUMNS: Final = (
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục hành chính",
    "Tên tổ chức, cá nhân",
    "Địa chỉ, số điện thoại",
    "Cơ quan chủ trì giải quyết",
    "Nhận hồ sơ",
    "Hẹn trả kết quả",
    "Trả kết quả",
    "Phương thức nhận kết quả",
    "Ký nhận",
)
"""The columns of the form (Thông tư 03/2025/TT-VPCP)."""
WIDTHS: Final = (6, 26, 40, 28, 34, 30, 17, 17, 17, 16, 28)
WAYS: Final = {Delivery.COUNTER: "Trực tiếp", Delivery.ONLINE: "Trực tuyến", Delivery.POST: "Bưu chính"}


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Which register: of one unit, of dossiers received on the days from `first` to `last`, of one field or all."""

    unit_id: UUID
    first: date
    last: date
    field_code: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register, in the order of its columns; moments as people read them."""

    ordinal: int
    code: str
    procedure: str
    applicant: str
    contact: str
    unit: str
    received: str
    promised: str
    handed_over: str
    way: str
    taken_by: str


def register_rows(actor: Actor, *, wanted: RegisterFilter, part: int = 0) -> list[RegisterRow]:
    """Return the lines of a register in the order of reception; that their names were shown is on record.

    All of them, or the thousand of one `part` from 1 on.

    For who receives or oversees at the unit (DossierNotFound otherwise). What the unit's desk received for another
    unit stands in its register too. Raises NothingAsked for a period that runs back or is longer than a year, TooMany
    past 10,000 lines.
    """
    _gate(actor, wanted)
    found = list(_rows(wanted)[: MAX_ROWS + 1])
    if len(found) > MAX_ROWS:
        raise TooMany(_("Sổ có hơn 10.000 hồ sơ. Thu hẹp khoảng ngày hoặc chọn một lĩnh vực rồi in từng phần."))
    before = PART * (max(part, 1) - 1)
    found = found[before : before + PART] if part else found
    takers = dict(_takers([dossier.id for dossier in found if dossier.handed_over_at is not None]))
    note_names_shown(actor, dossier_ids=[dossier.id for dossier in found], place="list")
    return [_line(place, dossier, takers) for place, dossier in enumerate(found, before + 1)]


def _gate(actor: Actor, wanted: RegisterFilter) -> None:
    if not (actor.may(RECEIVE, wanted.unit_id) or actor.may(OVERSEE, wanted.unit_id)):
        raise DossierNotFound
    if not timedelta(0) <= wanted.last - wanted.first <= timedelta(days=MAX_DAYS):
        words = _("Chọn khoảng ngày xuôi chiều, không quá một năm.")
        raise NothingAsked(words, fields={"last": words})


def _rows(wanted: RegisterFilter) -> QuerySet[Dossier]:
    begin = datetime.combine(wanted.first, time(0), LOCAL_ZONE)
    end = datetime.combine(wanted.last + timedelta(days=1), time(0), LOCAL_ZONE)
    units = organisations.subtree_ids(wanted.unit_id)
    rows = Dossier.objects.filter(
        Q(unit_id__in=units) | Q(receiving_unit_id__in=units), received_at__gte=begin, received_at__lt=end
    )
    if wanted.field_code:
        rows = rows.filter(field_code=wanted.field_code)
    return rows.defer("data", "search", "search_words", "draft_result").order_by("received_at", "id")


def _takers(ids: Sequence[UUID]) -> Iterator[tuple[UUID, str]]:
    """Yield who took each result, and how they signed for it."""
    for place in range(0, len(ids), _CHUNK):
        lines = TimelineEvent.objects.filter(dossier_id__in=ids[place : place + _CHUNK], verb="handed_over")
        for dossier_id, facts, remark in lines.order_by("id").values_list("dossier_id", "facts", "note"):
            parts = (facts.get("to", ""), facts.get("tracking", ""), remark)
            yield dossier_id, "; ".join(part for part in parts if part)


def _line(ordinal: int, dossier: Dossier, takers: dict[UUID, str]) -> RegisterRow:
    return RegisterRow(
        ordinal,
        dossier.code,
        dossier.procedure_name,
        dossier.applicant_name,
        ", ".join(part for part in (dossier.applicant_address, dossier.applicant_phone) if part),
        dossier.unit_name,
        _moment(dossier.received_at),
        _moment(dossier.reappointed_at or dossier.promised_at),
        _moment(dossier.handed_over_at),
        WAYS[Delivery(dossier.delivery)],
        takers.get(dossier.id, ""),
    )


def _moment(at: datetime | None) -> str:
    return f"{to_local(at):%H:%M %d/%m/%Y}" if at else ""


def count_parts(actor: Actor, *, wanted: RegisterFilter) -> int:
    """Return in how many parts of 1,000 lines the register is printed; at least one. Raises what the rows raise."""
    _gate(actor, wanted)
    return max(1, -(-min(_rows(wanted).count(), MAX_ROWS) // PART))


def print_register(actor: Actor, *, wanted: RegisterFilter, part: int = 1, now: datetime) -> bytes:
    """Return one part of the register as PDF, landscape, with its head on every page.

    Lines are numbered through all parts. Raises what `register_rows` raises.
    """
    rows = register_rows(actor, wanted=wanted, part=part)
    _record(actor, wanted, "pdf", len(rows))
    unit = organisations.get_unit(wanted.unit_id)
    return prints.render_pdf(
        "so_theo_doi",
        {
            "demo": settings.DEMO,
            "letterhead": {
                "parent": wording.issuer(unit).upper(),
                "agency": DESK.upper(),
                "number": "",
                "place": wording.place(unit),
                "date": local_day(now),
            },
            "form": get_regime(local_day(now)).forms["register"],
            "first": wanted.first,
            "last": wanted.last,
            "field": wanted.field_code,
            "columns": list(COLUMNS),
            "rows": [[str(value) for value in astuple(row)] for row in rows],
        },
    )


def export_register(actor: Actor, *, wanted: RegisterFilter) -> bytes:
    """Return the register as a workbook (xlsx). Every cell is text or a number: nothing in it is ever a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    rows = register_rows(actor, wanted=wanted)
    _record(actor, wanted, "xlsx", len(rows))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("So theo doi")
    sheet.freeze_panes = "A2"
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions[chr(ord("A") + place)].width = width

    def cell(value: object, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(title, bold=True) for title in COLUMNS])
    for row in rows:
        sheet.append([cell(_plain(value)) for value in astuple(row)])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _plain(value: object) -> object:
    """Return text without the control characters a workbook refuses."""
    return "".join(c for c in value if c >= " ") if isinstance(value, str) else value


@transaction.atomic
def _record(actor: Actor, wanted: RegisterFilter, form: str, count: int) -> None:
    audit.record(
        actor,
        verb="dossiers.register_taken",
        subject_kind="unit",
        subject_id=wanted.unit_id,
        unit_id=wanted.unit_id,
        purpose="Sổ theo dõi hồ sơ",
        detail={"first": wanted.first, "last": wanted.last, "field": wanted.field_code, "form": form, "rows": count},
    )
