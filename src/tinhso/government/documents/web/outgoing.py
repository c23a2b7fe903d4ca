"""The clerk numbers and issues a document that was signed elsewhere; drafting issues its own."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.foundation.organisations import public as organisations
from tinhso.government.documents import access
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import ISSUE, URGENCY_TITLES, Direction, Outgoing, Recipient, Signer, Urgency
from tinhso.government.documents.errors import DocumentMissing
from tinhso.government.documents.models import ReservedNumber
from tinhso.government.documents.queries.people import list_staff
from tinhso.government.documents.web import reading
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day, now
from tinhso.kernel.errors import DomainError
from tinhso.ui.parse import choice_of, uuid_of, whole_of
from tinhso.ui.people import officer_of


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form, and issue what was typed. `tra_loi`, `thay_the`, `dinh_chinh` name another document."""
    actor = officer_of(request, ISSUE)
    if request.method != "POST":
        return _show(request, actor, errors={}, kept=[])
    moment = now()
    errors: dict[str, str] = {}
    refused_at_once = reading.secrecy_in(request.POST)
    if refused_at_once:  # nothing of it is kept, not even an uploaded file
        return _show(request, actor, errors=refused_at_once, kept=[])
    kept = reading.kept_files(request, actor, errors, now=moment)
    try:
        outgoing = _typed(request, actor, kept)
        reading.raise_errors(errors)
        made = documents.issue(actor, outgoing=outgoing, now=moment)
    except DomainError as refused:
        return _show(request, actor, errors=errors | reading.errors_of(refused), kept=kept)
    messages.success(request, _("Đã phát hành văn bản số %(code)s.") % {"code": made.code})
    return redirect("documents:one", document_id=made.id)


def _typed(request: HttpRequest, actor: Actor, kept: list[documents.NewFile]) -> Outgoing:
    post = request.POST
    names = [one.strip() for one in post.get("noi_nhan", "")[:20000].replace(";", "\n").splitlines() if one.strip()]
    known = _agencies()
    return Outgoing(
        unit_id=uuid_of(post.get("don_vi", "")) or units_of(actor)[0].id,
        kind=post.get("loai", ""),
        subject=post.get("trich_yeu", "")[:2000],
        files=tuple(kept),
        recipients=tuple(_recipient(one, known) for one in names),
        signer=Signer(post.get("nguoi_ky", "")[:200], post.get("chuc_vu", "")[:200], post.get("tham_quyen", "")[:10]),
        direction=choice_of(Direction, post.get("chieu", ""), Direction.OUTGOING),
        symbol_tail=post.get("ky_hieu", "").strip()[:30],
        number=whole_of(post.get("so_giu", ""), 0) or None,
        answers_id=uuid_of(post.get("tra_loi", "")),
        replaces_id=uuid_of(post.get("thay_the", "")),
        corrects_id=uuid_of(post.get("dinh_chinh", "")),
        urgency=Urgency(min(whole_of(post.get("do_khan", ""), 0), 4)),
        restricted="han_che" in post,
        reader_ids=reading.readers_in(post),
        copies=min(max(whole_of(post.get("so_ban", ""), 0), 0), 1000),
        kept_by=post.get("noi_luu", "")[:500],
        description=post.get("ghi_chu", "")[:2000],
        no_secret="khong_mat" in post,
        warning_reason=post.get("ly_do_mat", "")[:200],
    )


def _agencies() -> dict[str, Any]:
    """Return the agencies by name, those whose name no other bears: a document never goes to one of two by chance."""
    agencies = [one for one in organisations.list_units() if one.is_agency]
    count = Counter(one.name for one in agencies)
    return {one.name: one for one in agencies if count[one.name] == 1}


def _recipient(name: str, known: dict[str, Any]) -> Recipient:
    unit = known.get(name)
    return Recipient(name, unit.id if unit else None, unit.code if unit else "")


def units_of(actor: Actor) -> list[organisations.UnitInfo]:
    """Return the agencies the actor issues for, their own first. Raises DocumentMissing for none."""
    found = [organisations.get_unit(one) for one in access.units_with(actor, ISSUE)]
    open_ones = sorted((one for one in found if one.valid_to is None), key=lambda one: one.id != actor.unit_id)
    if not open_ones:
        raise DocumentMissing
    return open_ones


def _show(request: HttpRequest, actor: Actor, *, errors: dict[str, str], kept: list[documents.NewFile]) -> HttpResponse:
    units = units_of(actor)
    given = request.POST if request.method == "POST" else request.GET
    chosen = uuid_of(given.get("don_vi", ""))
    context = {
        "units": units,
        "kinds": [one for one in documents.kinds() if not one.is_slip],
        "urgencies": [(int(one), _(title)) for one, title in URGENCY_TITLES.items()],
        "directions": [(Direction.OUTGOING.value, _("Văn bản đi")), (Direction.INTERNAL.value, _("Văn bản nội bộ"))],
        "reserved": _reserved([one.id for one in units]),
        "staff": list_staff(chosen if chosen in {one.id for one in units} else units[0].id),
        "chosen_readers": {str(one) for one in reading.readers_in(request.POST)},
        "about": _about(actor, given),
        "typed": given,
        "kept": reading.shown_files(kept),
        "errors": errors,
    }
    return render(request, "documents/new_outgoing.html", context, status=422 if errors else 200)


def _reserved(unit_ids: list[UUID]) -> list[ReservedNumber]:
    rows = ReservedNumber.objects.filter(
        book__unit_id__in=unit_ids, used_by=None, voided_at=None, held_for=None, day=local_day(now())
    ).select_related("book")
    return list(rows.order_by("number")[:100])


def _about(actor: Actor, given: Any) -> list[tuple[str, str, documents.DocumentInfo]]:
    """Return the documents this one answers, replaces or corrects, as the page names them."""
    found = []
    for name, words in (("tra_loi", _("Trả lời")), ("thay_the", _("Thay thế")), ("dinh_chinh", _("Đính chính"))):
        key = uuid_of(given.get(name, ""))
        if key is not None:
            found.append((name, words, documents.get_document(actor, key)))
    return found
