"""Papers of payments: the receipt and the report of a shift, as PDF/A."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitKind
from tinhso.foundation.prints import public as prints
from tinhso.government.payments.accounts import receipt_form
from tinhso.government.payments.data import FeeItem, ReceiptInfo, ShiftInfo
from tinhso.government.payments.models import LedgerEntry
from tinhso.government.payments.queries.requests import get_request
from tinhso.government.payments.words import ENTRY, METHOD
from tinhso.kernel.clock import local_day, now, to_local
from tinhso.ui.format import money_words, number_vi

MAX_ROWS: Final = 500


def receipt_pdf(receipt: ReceiptInfo) -> bytes:
    """Return a receipt as PDF; a void one says so across the page (its gate: `get_receipt` or the payer's link)."""
    request = get_request(receipt.request_id)
    marks = receipt_form(receipt.kind.value, local_day(receipt.issued_at).year)
    data: dict[str, Any] = {
        "demo": settings.DEMO,
        "title": marks.title,
        "form": receipt.form,
        "symbol": receipt.symbol,
        "number": receipt.number,
        "collector": collector(receipt.unit_id).upper(),
        "issued_at": receipt.issued_at,
        "payer": receipt.payer_name,
        "subject": request.title,
        "subject_code": request.subject_code,
        "items": [_line(item) for item in receipt.items],
        "total": number_vi(receipt.amount.amount),
        "total_in_words": money_words(receipt.amount),
        "method": str(METHOD[receipt.method]),
        "reference": request.reference if receipt.voided_at is None else "",
        "officer": receipt.collector_name,
        "lookup": {"address": f"{settings.PUBLIC_URL}/bien-lai/{receipt.token}/", "token": receipt.token},
    }
    if receipt.voided_at:
        data["void"] = {"at": receipt.voided_at, "reason": receipt.void_reason}
    return prints.render_pdf("bien_lai", data)


def shift_pdf(shift: ShiftInfo) -> bytes:
    """Return the report of a shift as PDF."""
    unit = organisations.get_unit(shift.unit_id)
    sums = [
        ("Tiền đầu ca", shift.opening_float.amount),
        ("Đã thu", shift.takings.amount),
        ("Đã chi", shift.paid_out.amount),
        ("Phải có", shift.expected.amount),
    ]
    if shift.counted is not None and shift.difference is not None:
        sums += [("Kiểm đếm", shift.counted.amount), ("Chênh lệch", shift.difference.amount)]
    data = {
        "demo": settings.DEMO,
        "letterhead": {
            "agency": collector(shift.unit_id).upper(),
            "place": unit.name,
            "date": local_day(shift.closed_at or now()),
        },
        "officer": shift.officer_name,
        "opened_at": shift.opened_at,
        "closed_at": shift.closed_at or "",
        "reason": shift.reason,
        "sums": [{"label": label, "amount": number_vi(amount)} for label, amount in sums],
        "rows": _shift_rows(shift.id),
    }
    return prints.render_pdf("bao_cao_ca", data)


def collector(unit_id: UUID) -> str:
    """Return the body that collects: «Ủy ban nhân dân phường 1»; a department collects under its own name."""
    unit = organisations.get_unit(unit_id)
    if unit.kind not in (UnitKind.COMMUNE, UnitKind.DISTRICT, UnitKind.PROVINCE):
        return unit.name
    return f"Ủy ban nhân dân {unit.name[:1].lower()}{unit.name[1:]}"


def _line(item: FeeItem) -> dict[str, str]:
    return {"title": item.title, "quantity": number_vi(item.quantity), "amount": number_vi(item.amount.amount)}


def _shift_rows(shift_id: UUID) -> list[dict[str, str]]:
    entries = LedgerEntry.objects.filter(shift_id=shift_id, what__in=["received", "refund_paid"]).order_by("id")
    rows = []
    for entry in entries.select_related("request").prefetch_related("lines")[:MAX_ROWS]:
        amount = sum(line.amount for line in entry.lines.all() if line.account == "drawer")
        rows.append(
            {
                "time": f"{to_local(entry.posted_at):%H:%M}",
                "code": entry.request.code if entry.request else "-",
                "what": entry.request.title if entry.request else str(ENTRY[entry.what]),
                "amount": number_vi(amount),
            }
        )
    return rows
