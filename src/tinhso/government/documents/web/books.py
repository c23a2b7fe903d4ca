"""Registers: what they hold, that they have no hole, numbers kept back; to print and as a workbook."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.foundation.organisations import public as organisations
from tinhso.government.documents import access
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import BOOKS, DIRECTION_TITLES, ISSUE, READ, Direction
from tinhso.government.documents.models import Book, ReservedNumber
from tinhso.government.documents.queries import registers
from tinhso.government.documents.queries.registers import Form
from tinhso.government.documents.web import reading
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day, now
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.ui.parse import choice_of, day_of, uuid_of, whole_of
from tinhso.ui.people import officer_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the registers of the actor's agency (`dv`)."""
    return _list(request, officer_of(request, READ), errors={})


def _list(request: HttpRequest, actor: Actor, *, errors: dict[str, str]) -> HttpResponse:
    units = [organisations.get_unit(one) for one in access.units_with(actor, READ)]
    units = sorted((one for one in units if one.valid_to is None), key=lambda one: one.id != actor.unit_id)
    if not units:
        raise NotFound
    asked = uuid_of(request.GET.get("dv", "") or request.POST.get("dv", ""))
    unit = next((one for one in units if one.id == asked), units[0])
    documents.ensure_books(unit.id, now=now())
    year = whole_of(request.GET.get("nam", ""), local_day(now()).year)
    year = min(max(year, 2000), 2100)
    books = registers.list_books(actor, unit_id=unit.id)
    context: dict[str, Any] = {
        "units": units,
        "unit": unit,
        "year": year,
        "books": [(one, registers.gap_report(actor, book_id=one.id, year=year), _kinds(one)) for one in books],
        "kinds": documents.kinds(),
        "directions": [(one.value, _(title)) for one, title in DIRECTION_TITLES.items()],
        "reserved": ReservedNumber.objects.filter(book__unit_id=unit.id, used_by=None, voided_at=None, held_for=None)
        .select_related("book")
        .order_by("book__code", "number")[:100],
        "may_open": access.may(actor, BOOKS, unit.id),
        "may_issue": access.may(actor, ISSUE, unit.id),
        "typed": request.POST,
        "chosen_kinds": request.POST.getlist("loai"),
        "errors": errors,
    }
    return render(request, "documents/books.html", context, status=422 if errors else 200)


def _kinds(book: Book) -> str:
    titles = [found.title for one in book.kinds if (found := documents.find_kind(one))]
    return ", ".join(titles) or _("Các loại còn lại")


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Open or close a register, keep a number back, make one void (`lam`)."""
    actor, post = officer_of(request, BOOKS, ISSUE), request.POST
    unit_id = uuid_of(post.get("dv", ""))
    if unit_id is None:
        raise NotFound
    try:
        said = _done(actor, unit_id, post)
    except DomainError as refused:
        return _list(request, actor, errors=reading.errors_of(refused))
    messages.success(request, said)
    return redirect("documents:books")


def _done(actor: Actor, unit_id: UUID, post: Any) -> str:
    match post.get("lam", ""):
        case "mo":
            book = documents.open_book(
                actor,
                unit_id=unit_id,
                code=post.get("ma", "")[:30],
                title=post.get("ten", "")[:300],
                direction=choice_of(Direction, post.get("chieu", ""), Direction.OUTGOING),
                kinds=post.getlist("loai")[:40],
                symbol=post.get("ky_hieu", "")[:60],
                now=now(),
            )
            return _("Đã lập %(title)s.") % {"title": book.title}
        case "dong":
            book = documents.close_book(actor, book_id=_key(post, "so"), now=now())
            return _("Đã đóng %(title)s.") % {"title": book.title}
        case "giu":
            kept = documents.reserve_number(
                actor, unit_id=unit_id, kind=post.get("loai_giu", ""), purpose=post.get("muc_dich", "")[:400], now=now()
            )
            return _("Đã giữ số %(n)d trong %(title)s đến hết hôm nay.") % {"n": kept.number, "title": kept.book.title}
        case "huy":
            documents.void_number(
                actor, reserved_id=_key(post, "so_giu"), reason=post.get("ly_do", "")[:400], now=now()
            )
            return _("Đã hủy số đã giữ.")
        case _:
            raise NotFound


def _key(post: Any, name: str) -> UUID:
    found = uuid_of(post.get(name, ""))
    if found is None:
        raise NotFound
    return found


@require_safe
def taken(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Give a register as PDF, or as a workbook (`dang=xlsx`), for days `tu` to `den_ngay`, in the form `mau`."""
    actor, asked = officer_of(request, READ), request.GET
    today = local_day(now())
    last = day_of(asked.get("den_ngay", "")) or today
    first = day_of(asked.get("tu", "")) or max(date(last.year, 1, 1), last - timedelta(days=366))
    book = registers.access_book(actor, book_id=book_id)
    plain = Form.IN if book.direction == Direction.INCOMING else Form.OUT
    form = Form.FOLLOWED if asked.get("mau") == "theo-doi" else plain
    if asked.get("dang") == "xlsx":
        made = registers.export_register(actor, book_id=book_id, form=form, first=first, last=last)
        answer = HttpResponse(made, content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="so-{book.code.lower()}.xlsx"'
        return answer
    made = registers.print_register(actor, book_id=book_id, form=form, first=first, last=last, now=now())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="so-{book.code.lower()}.pdf"'
    return answer
