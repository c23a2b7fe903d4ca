"""Filings made at the National Portal: fetched, kept, made into dossiers once, confirmed.

What was fetched is kept before anything else happens to it; the mark moves with it. A filing becomes a dossier in the
transaction that notes so, and the confirmation comes after: killed anywhere, it is taken up again and filed once.
One that cannot be read, taken or confirmed holds up no other: it waits for people, with the reason.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, DataError, transaction

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers import public as dossiers
from tinhso.government.national.adapters.lgsp import portal
from tinhso.government.national.data import FilingState
from tinhso.government.national.models import NationalCircuit, NationalFiling
from tinhso.government.national.ports import Portal, PortalFault, Refused
from tinhso.government.national.rules.circuit import pause_after
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import DomainError

log = structlog.get_logger(__name__)

PAGE: Final = 50
MAX_FILES: Final = 60
MAX_BODY: Final = 200_000
A_TURN: Final = 50
MAX_TRIES: Final = 8
"""Tries of a filing that something here breaks on; a portal that is not there is asked again without end."""


def pull(*, now: datetime | None = None) -> int:
    """Fetch what was filed at the portal since the mark, and take in what is due; return how many became dossiers.

    The worker calls it each minute.
    """
    other_side, moment = portal(), now or clock.now()
    if other_side is None or NationalCircuit.objects.filter(pk=1, is_paused=True).exists():
        return 0
    try:
        while _fetch_page(other_side, moment) == PAGE:
            continue
    except PortalFault as fault:
        log.warning("national.filings_not_fetched", error=str(fault))
    due = NationalFiling.objects.filter(next_at__lte=moment).order_by("next_at").values_list("pk", flat=True)[:A_TURN]
    return sum(_take(other_side, filing_id, moment) for filing_id in list(due))


def _fetch_page(other_side: Portal, now: datetime) -> int:
    """Keep one page and move the mark with it."""
    NationalCircuit.objects.bulk_create([NationalCircuit(id=1)], ignore_conflicts=True)
    mark = NationalCircuit.objects.values_list("filings_mark", flat=True).get(pk=1)
    rows, following = other_side.list_filings(mark=mark, size=PAGE)
    kept = [filing for row in rows[:PAGE] if (filing := _kept(row, now))]
    with transaction.atomic():
        _insert(kept)
        NationalCircuit.objects.filter(pk=1, filings_mark=mark).update(filings_mark=following)
    return len(rows) if following != mark else 0


def _insert(kept: Sequence[NationalFiling]) -> None:
    """Keep a page in one statement; where the database refuses it, one by one, and what it refuses without its body."""
    try:
        with transaction.atomic():
            NationalFiling.objects.bulk_create(kept, ignore_conflicts=True)
    except DatabaseError:
        for filing in kept:
            _insert_one(filing)


def _insert_one(filing: NationalFiling) -> None:
    try:
        with transaction.atomic():
            NationalFiling.objects.bulk_create([filing], ignore_conflicts=True)
    except DataError as error:
        log.warning("national.filing_unreadable", error=type(error).__name__)
        NationalFiling.objects.bulk_create([_unread(filing.external_code, filing.fetched_at)], ignore_conflicts=True)


def _kept(row: Mapping[str, Any], now: datetime) -> NationalFiling | None:
    """Return the filing to keep: whole, or only its code when its body is too large; None without a code."""
    code = clean(str(row.get("MaHoSoQuocGia") or "")[:100])
    if not code:
        log.warning("national.filing_without_code", size=len(str(row)))
        return None
    if len(str(row)) > MAX_BODY:
        return _unread(code, now)
    procedure = clean(str(row.get("MaTTHC") or "")[:40])
    return NationalFiling(
        external_code=code, procedure_code=procedure, payload=clean(dict(row)), fetched_at=now, next_at=now
    )


def _unread(code: str, now: datetime) -> NationalFiling:
    """Return a filing of which only the code can be kept."""
    return NationalFiling(
        external_code=code, payload={}, state=FilingState.FAILED, is_slim=True, error=BodyUnreadable.sentence,
        fetched_at=now,
    )  # fmt: skip


def clean(value: Any) -> Any:
    """Return what the portal sent without characters a database cannot hold (NUL, halves of a character)."""
    if isinstance(value, str):
        return "".join(mark for mark in value if mark != "\0" and not 0xD800 <= ord(mark) <= 0xDFFF)
    if isinstance(value, dict):
        return {clean(str(name)): clean(inner) for name, inner in value.items()}
    return [clean(inner) for inner in value] if isinstance(value, list) else value


def _take(other_side: Portal, filing_id: UUID, now: datetime) -> bool:
    """Bring one filing as far as it goes; True when it became a dossier now."""
    row = NationalFiling.objects.get(pk=filing_id)
    try:
        is_new = row.state == FilingState.WAITING and _file(other_side, row, now)
        if is_new:
            row.refresh_from_db()
        if row.state == FilingState.FILED:
            key = f"confirm-{row.id}"
            other_side.confirm_filing(external_code=row.external_code, code=row.dossier_code, key=key)
            NationalFiling.objects.filter(pk=row.pk).update(confirmed_at=now, next_at=None, error="")
    except Refused as refusal:
        _give_up(row, str(refusal))
        return False
    except PortalFault as fault:
        _later(row, str(fault), now)
        return False
    except DomainError as refusal:
        _give_up(row, f"{refusal.sentence} {', '.join(list(refusal.fields)[:10])}".strip())
        return False
    except Exception as error:  # noqa: BLE001 - whatever breaks on one filing, the others are taken
        log.warning("national.filing_broke", filing_id=str(row.pk), error=type(error).__name__)
        _later(row, f"{BROKE} ({type(error).__name__})", now, most=MAX_TRIES)
        return False
    return is_new


def _file(other_side: Portal, row: NationalFiling, now: datetime) -> bool:
    """Make the dossier, once: the row is locked, and what it became is written with it."""
    papers = _papers(other_side, row.payload, now)
    unit = organisations.find_unit(str(row.payload.get("MaDonVi") or "")[:60])
    if unit is None:
        raise UnitUnknown
    with transaction.atomic():
        locked = NationalFiling.objects.select_for_update().get(pk=row.pk)
        if locked.state != FilingState.WAITING:
            return False
        info = dossiers.file_from_national(
            SYSTEM,
            procedure_code=locked.procedure_code,
            unit_id=unit.id,
            data=_answers(locked.payload),
            papers=papers,
            delivery=dossiers.Delivery.POST if row.payload.get("HinhThuc") == "1" else dossiers.Delivery.ONLINE,
            now=now,
        )
        locked.state, locked.dossier_id, locked.dossier_code = FilingState.FILED.value, info.id, info.code
        locked.payload = {"MaTTHC": locked.procedure_code}  # the dossier has it now; nobody needs it twice
        locked.save()
    return True


BROKE: Final = "Hệ thống gặp lỗi khi tiếp nhận hồ sơ này"


class UnitUnknown(DomainError):
    """The filing names an agency that is not here."""

    code = "national_unit_unknown"
    sentence = "Hồ sơ ghi đơn vị không có trong danh mục của tỉnh. Đối chiếu mã đơn vị rồi thử lại."


class BodyUnreadable(DomainError):
    """The filing is too large, or no database can hold it."""

    code = "national_body_unreadable"
    sentence = "Nội dung hồ sơ quá lớn hoặc không đọc được. Xem hồ sơ tại Cổng quốc gia và tiếp nhận tại quầy."


class FilesRefused(DomainError):
    """The filing has more files than a dossier takes."""

    code = "national_files_refused"
    sentence = "Hồ sơ có quá 60 tệp. Đề nghị người nộp gộp tệp và nộp lại."


def _answers(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    answers = payload.get("DuLieuToKhai")
    return answers if isinstance(answers, dict) else {}


def _papers(other_side: Portal, payload: Mapping[str, Any], now: datetime) -> Sequence[dossiers.PaperInput]:
    """Fetch the files, each bounded like an upload, checked like one."""
    listed = payload.get("TaiLieuNop")
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    if len(rows) > MAX_FILES:
        raise FilesRefused
    made = []
    for row in rows:
        content = other_side.fetch_file(str(row.get("DuongDanTaiTepTin") or ""), limit=settings.FILE_MAX_BYTES)
        name = str(row.get("TenTepDinhKem") or "giay-to.pdf")[:200]
        kept = files.save_bytes(content, name=name, actor=SYSTEM, now=now)
        made.append(dossiers.PaperInput(str(row.get("MaThanhPhanHoSo") or "")[:32], kept.id))
    return made


def _later(row: NationalFiling, error: str, now: datetime, *, most: int | None = None) -> None:
    """Note what went wrong and when to try again; give up after `most` tries."""
    attempts = row.attempts + 1
    NationalFiling.objects.filter(pk=row.pk).update(
        attempts=attempts, error=error[:500], next_at=now + pause_after(attempts)
    )
    if most is not None and attempts >= most:
        _give_up(row, error)


def _give_up(row: NationalFiling, error: str) -> None:
    """Leave it to people: the reason names fields, never what stands in them. What was filed stays filed."""
    rows = NationalFiling.objects.filter(pk=row.pk)
    rows.update(next_at=None, error=error[:500])
    rows.filter(state=FilingState.WAITING).update(state=FilingState.FAILED)
