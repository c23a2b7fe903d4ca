"""The clerk registers what came by hand, post, mail or scan."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.foundation.organisations import public as organisations
from tinhso.government.documents import access
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import REGISTER, URGENCY_TITLES, WAY_TITLES, Arrival, Signer, Urgency, Way
from tinhso.government.documents.errors import DocumentMissing, TwinsFound
from tinhso.government.documents.queries.people import list_staff
from tinhso.government.documents.web import reading
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.ui.parse import choice_of, typed_day, uuid_of, whole_of
from tinhso.ui.people import officer_of


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form, and register what was typed; a twin is shown before anything is kept in the register."""
    actor = officer_of(request, REGISTER)
    if request.method != "POST":
        return _show(request, actor, errors={}, kept=[])
    moment = now()
    errors: dict[str, str] = {}
    refused_at_once = reading.secrecy_in(request.POST)
    if refused_at_once:  # nothing of it is kept, not even an uploaded file
        return _show(request, actor, errors=refused_at_once, kept=[])
    kept = reading.kept_files(request, actor, errors, now=moment)
    try:
        arrival = _typed(request, actor, errors, kept)
        reading.raise_errors(errors)
        made = documents.register_incoming(actor, arrival=arrival, now=moment)
    except TwinsFound as refused:
        return _show(
            request, actor, errors={"ly_do_trung": _(refused.sentence)}, kept=kept, twins=_twins(actor, refused)
        )
    except DomainError as refused:
        return _show(request, actor, errors=errors | reading.errors_of(refused), kept=kept)
    messages.success(request, _("Đã vào sổ, số đến %(n)d.") % {"n": made.number or 0})
    return redirect("documents:one", document_id=made.id)


def _typed(request: HttpRequest, actor: Actor, errors: dict[str, str], kept: list[documents.NewFile]) -> Arrival:
    post = request.POST
    unit_id = uuid_of(post.get("don_vi", "")) or next(iter(units_of(actor)))
    issued = typed_day(post.get("ngay_van_ban", ""), "ngay_van_ban", errors)
    if issued is None and "ngay_van_ban" not in errors:
        errors["ngay_van_ban"] = _("Nhập ngày văn bản, ví dụ 20/11/2026.")
    due = typed_day(post.get("han", ""), "han", errors) if post.get("han") else None
    return Arrival(
        unit_id=unit_id,
        way=choice_of(Way, post.get("cach_den", ""), Way.HAND),
        code=post.get("so_ky_hieu", "")[:200],
        kind=post.get("loai", ""),
        subject=post.get("trich_yeu", "")[:2000],
        issued_on=issued or date.min,
        issuer_name=post.get("co_quan", "")[:500],
        issuer_code=post.get("ma_co_quan", "")[:100],
        signer=Signer(post.get("nguoi_ky", "")[:200], post.get("chuc_vu", "")[:200]),
        urgency=Urgency(min(whole_of(post.get("do_khan", ""), 0), 4)),
        restricted="han_che" in post,
        reader_ids=reading.readers_in(post),
        due_on=due,
        pages=min(max(whole_of(post.get("so_trang", ""), 0), 0), 1000),
        description=post.get("ghi_chu", "")[:2000],
        files=tuple(kept),
        twin_reason=post.get("ly_do_trung", "")[:200],
        no_secret="khong_mat" in post,
        warning_reason=post.get("ly_do_mat", "")[:200],
    )


def units_of(actor: Actor) -> list[Any]:
    """Return the agencies whose incoming register the actor keeps. Raises DocumentMissing for none."""
    found = [organisations.get_unit(one) for one in access.units_with(actor, REGISTER)]
    open_ones = sorted((one.id for one in found if one.valid_to is None), key=lambda one: one != actor.unit_id)
    if not open_ones:
        raise DocumentMissing
    return open_ones


def _twins(actor: Actor, refused: TwinsFound) -> list[dict[str, Any]]:
    twins: list[documents.Twin] = refused.detail["twins"]
    infos = {one.id: one for one in documents.list_documents_by_id(actor, [one.document_id for one in twins])}
    return [{"twin": one, "info": infos.get(one.document_id)} for one in twins]


def _show(
    request: HttpRequest,
    actor: Actor,
    *,
    errors: dict[str, str],
    kept: list[documents.NewFile],
    twins: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    units = [organisations.get_unit(one) for one in units_of(actor)]
    chosen = uuid_of(request.POST.get("don_vi", ""))
    context = {
        "units": units,
        "kinds": [one for one in documents.kinds() if not (one.is_copy or one.is_slip)],
        "copies": [one for one in documents.kinds() if one.is_copy],
        "ways": [(one.value, _(title)) for one, title in WAY_TITLES.items() if one is not Way.EXCHANGE],
        "urgencies": [(int(one), _(title)) for one, title in URGENCY_TITLES.items()],
        "staff": list_staff(chosen if chosen in {one.id for one in units} else units[0].id),
        "chosen_readers": {str(one) for one in reading.readers_in(request.POST)},
        "typed": request.POST,
        "kept": reading.shown_files(kept),
        "twins": twins or [],
        "errors": errors,
    }
    return render(request, "documents/new_incoming.html", context, status=422 if errors else 200)
