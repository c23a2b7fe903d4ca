"""Reads of the register: the list, one line with its history, figures and their trend."""

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from tinhso.foundation.audit import public as audit
from tinhso.foundation.certificates.access import access_certificate, visible
from tinhso.foundation.certificates.data import (
    CertificateInfo,
    EventInfo,
    Filters,
    HolderKind,
    MonthFigures,
    State,
    UnitFigures,
)
from tinhso.foundation.certificates.models import Certificate, CertificateEvent
from tinhso.foundation.organisations import public as organisations
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page, page_by_key
from tinhso.kernel.text import fold

MAX_EVENTS: Final = 200
MAX_ROWS: Final = 20_000
LIVE: Final = (State.ISSUED.value, State.HANDED_OVER.value, State.IN_USE.value, State.SUSPENDED.value)
SOON: Final = timedelta(days=60)


def get_certificate(actor: Actor, *, certificate_id: UUID) -> CertificateInfo:
    """Return one line of the register; an officer's look at somebody's is on record. Raises CertificateMissing."""
    row = access_certificate(actor, certificate_id=certificate_id)
    if row.kind == HolderKind.PERSON and row.owner_id not in (None, actor.account_id):
        audit.record_read(
            actor,
            person_id=row.owner_id,
            purpose="Quản lý chứng thư chữ ký số",
            subject_kind="certificates.certificate",
            subject_id=row.id,
        )
    return row.to_info()


def list_events(actor: Actor, *, certificate_id: UUID) -> list[EventInfo]:
    """Return what happened to a certificate, newest first, at most 200. Raises CertificateMissing."""
    row = access_certificate(actor, certificate_id=certificate_id)
    return [one.to_info() for one in row.events.order_by("-id")[:MAX_EVENTS]]


def pem_of(actor: Actor, *, certificate_id: UUID) -> str:
    """Return the certificate itself as PEM, "" when none has been issued. Raises CertificateMissing."""
    return access_certificate(actor, certificate_id=certificate_id).certificate


def list_certificates(
    actor: Actor, *, filters: Filters, cursor: str = "", size: int | None = None
) -> Page[CertificateInfo]:
    """Return a page of the certificates this actor sees, newest first. Raises BadCursor."""
    return page_by_key(_filtered(actor, filters, clock.now()), Certificate.to_info, cursor=cursor, size=size)


def certificates_of(owner_id: UUID) -> list[CertificateInfo]:
    """Return what stands in the register of a person or a unit, newest first, at most 50. No gate: for other rooms."""
    return [row.to_info() for row in Certificate.objects.filter(owner_id=owner_id).order_by("-id")[:50]]


def _filtered(actor: Actor, filters: Filters, now: datetime) -> QuerySet[Certificate]:
    rows = visible(actor)
    for word in fold(filters.words)[:100].split()[:6]:
        rows = rows.filter(words__contains=word)
    if filters.states:
        rows = rows.filter(state__in=[one.value for one in filters.states])
    if filters.kind:
        rows = rows.filter(kind=filters.kind.value)
    if filters.unit_id:
        rows = rows.filter(unit_id__in=organisations.subtree_ids(filters.unit_id))
    if filters.ends_within is not None:
        rows = rows.filter(state__in=LIVE, not_after__gt=now, not_after__lte=now + timedelta(days=filters.ends_within))
    if filters.is_blocked:
        rows = rows.exclude(blocked="").filter(state__in=LIVE)
    return rows


def figures(actor: Actor, *, unit_id: UUID | None = None, now: datetime) -> list[UnitFigures]:
    """Return by unit how many certificates stand in which state, how many end within 60 days, how many may not sign."""
    rows = visible(actor)
    if unit_id:
        rows = rows.filter(unit_id__in=organisations.subtree_ids(unit_id))
    ending = Count("id", filter=Q(state__in=LIVE, not_after__gt=now, not_after__lte=now + SOON))
    blocked = Count("id", filter=Q(state__in=LIVE) & ~Q(blocked=""))
    found: dict[UUID, UnitFigures] = {}
    counted = rows.values("unit_id", "unit_name", "state").annotate(n=Count("id"), ending=ending, blocked=blocked)
    for row in counted.order_by("unit_name", "unit_id"):
        kept = found.get(row["unit_id"]) or UnitFigures(row["unit_id"], row["unit_name"])
        counts = {**kept.counts, State(row["state"]): kept.counts.get(State(row["state"]), 0) + row["n"]}
        found[row["unit_id"]] = UnitFigures(
            row["unit_id"], kept.unit_name, counts, kept.ending + row["ending"], kept.blocked + row["blocked"]
        )
    return list(found.values())


def total_of(parts: Iterable[UnitFigures]) -> dict[State, int]:
    """Return the sum over units by state."""
    total: dict[State, int] = defaultdict(int)
    for part in parts:
        for state, count in part.counts.items():
            total[state] += count
    return total


def trend(actor: Actor, *, months: int = 12, unit_id: UUID | None = None, now: datetime) -> list[MonthFigures]:
    """Return the last months from the register's own events: what began, was revoked, ran out; in use at each end."""
    rows = CertificateEvent.objects.filter(certificate__in=visible(actor))
    if unit_id:
        rows = rows.filter(certificate__unit_id__in=organisations.subtree_ids(unit_id))
    moved: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for at, was, state in rows.exclude(was=F("state")).values_list("at", "was", "state").iterator(chunk_size=5_000):
        month = clock.local_day(at).replace(day=1)
        moved[month][state] += 1
        moved[month]["in"] += (state == State.IN_USE) - (was == State.IN_USE)
    return _months(moved, last=clock.local_day(now).replace(day=1), count=max(1, min(months, 36)))


def _months(moved: dict[date, dict[str, int]], *, last: date, count: int) -> list[MonthFigures]:
    shown = [last]
    while len(shown) < count:
        shown.append((shown[-1] - timedelta(days=1)).replace(day=1))
    shown.reverse()
    standing = sum(parts["in"] for month, parts in moved.items() if month < shown[0])
    lines = []
    for month in shown:
        parts = moved[month]
        standing += parts["in"]
        lines.append(MonthFigures(month, parts[State.IN_USE], parts[State.REVOKED], parts[State.EXPIRED], standing))
    return lines


COLUMNS: Final = (
    "Số chứng thư", "Loại", "Người giữ", "Chức vụ", "Đơn vị", "Nơi cấp", "Thiết bị", "Văn bản", "Hiệu lực từ",
    "Hiệu lực đến", "Trạng thái", "Từ ngày", "Không được ký vì", "Lý do",
)  # fmt: skip


@transaction.atomic
def export(actor: Actor, *, filters: Filters, now: datetime) -> bytes:
    """Return what a list shows as a workbook (xlsx), at most 20,000 lines; every cell is text, nothing a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    rows = [row.to_info() for row in _filtered(actor, filters, now).order_by("-id")[:MAX_ROWS]]
    audit.record(
        actor,
        verb="certificates.exported",
        subject_kind="unit",
        subject_id=filters.unit_id,
        unit_id=filters.unit_id or actor.unit_id,
        purpose="Sổ chứng thư chữ ký số",
        detail={"rows": len(rows)},
    )
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Chung thu")
    sheet.freeze_panes = "A2"

    def cell(value: str) -> Any:
        made = WriteOnlyCell(sheet, value="".join(c for c in value if c >= " "))
        made.data_type = "s"
        return made

    for line in (COLUMNS, *(_line(one) for one in rows)):
        sheet.append([cell(value) for value in line])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _line(one: CertificateInfo) -> Sequence[str]:
    days = [f"{clock.local_day(at):%d/%m/%Y}" if at else "" for at in (one.not_before, one.not_after, one.state_since)]
    return (
        one.serial, one.kind_title, one.owner_name, one.position, one.unit_name, one.issuer, one.device, one.document,
        days[0], days[1], one.title, days[2], one.blocked, one.reason,
    )  # fmt: skip
