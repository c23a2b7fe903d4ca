"""The register, one certificate, figures."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.foundation.certificates import public as certificates
from tinhso.foundation.certificates.data import (
    ASK,
    KIND_TITLES,
    MANAGE,
    MOVE_TITLES,
    REASON_TITLES,
    SEE,
    STATE_TITLES,
    Filters,
    HolderKind,
    Reason,
    State,
)
from tinhso.foundation.certificates.rules import WITH_REASON
from tinhso.foundation.organisations import public as organisations
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.ui.parse import uuid_of, whole_of
from tinhso.ui.people import officer_of

EVENT_TITLES: Final = {
    "asked": "Đề nghị cấp",
    "registered": "Vào sổ",
    "blocked": "Không cho ký nữa",
    "moved_unit": "Chuyển đơn vị",
    "key_found": "Gắn với khóa ký",
    "warned": "Nhắc sắp hết hạn",
}
MAX_UNITS: Final = 400


def filters_of(request: HttpRequest) -> Filters:
    """Return what the address narrows the list to."""
    asked = request.GET
    kind, states = asked.get("loai", ""), asked.getlist("trang_thai")[: len(State)]
    return Filters(
        words=asked.get("tim", "")[:100],
        states=tuple(State(one) for one in states if one in set(State)),
        kind=HolderKind(kind) if kind in set(HolderKind) else None,
        unit_id=uuid_of(asked.get("don_vi", "")),
        ends_within=whole_of(asked.get("con_ngay", ""), 0) or None,
        is_blocked=asked.get("khong_ky", "") == "1",
    )


def units_for(actor: Actor, ability: str) -> list[tuple[str, str]]:
    """Return the units over which the actor holds an ability, to choose from: agencies first by name."""
    scope = actor.scope(ability)
    units = [one for one in organisations.list_units() if scope.covers(one.id)]
    return [(str(one.id), one.name) for one in units[:MAX_UNITS]]


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the register, narrowed by the address."""
    actor, filters = officer_of(request), filters_of(request)
    page = certificates.list_certificates(actor, filters=filters, cursor=request.GET.get("cursor", ""))
    context = {
        "page": page,
        "asked": filters,
        "typed": request.GET,
        "states": [(one.value, _(title), one in filters.states) for one, title in STATE_TITLES.items()],
        "kinds": [(one.value, _(title)) for one, title in KIND_TITLES.items()],
        "may_ask": actor.may(ASK),
        "may_manage": actor.may(MANAGE),
        "sees_figures": actor.may(SEE),
        "export_url": f"{reverse('certificates:export')}?{request.GET.urlencode()}",
    }
    return render(request, "certificates/list.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give what the list shows as a workbook."""
    actor = officer_of(request, SEE, MANAGE)
    made = certificates.export(actor, filters=filters_of(request), now=now())
    answer = HttpResponse(made, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer["Content-Disposition"] = 'attachment; filename="so-chung-thu-so.xlsx"'
    return answer


@require_safe
def certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Show one certificate: facts, what can be done, what happened."""
    return show(request, officer_of(request), certificate_id, errors={})


def show(request: HttpRequest, actor: Actor, certificate_id: UUID, *, errors: dict[str, str]) -> HttpResponse:
    """Show one certificate, with what was wrong in what was sent."""
    info = certificates.get_certificate(actor, certificate_id=certificate_id)
    manages = actor.may(MANAGE, info.unit_id)
    moves = certificates.moves_from(info.state) if manages else ()
    context: dict[str, Any] = {
        "info": info,
        "events": [(one, event_title(one.what)) for one in certificates.list_events(actor, certificate_id=info.id)],
        "manages": manages,
        "moves": [
            (one.value, _(MOVE_TITLES[one]), one in WITH_REASON) for one in moves if one is not certificates.Move.ISSUE
        ],
        "may_issue": certificates.Move.ISSUE in moves,
        "may_move": manages and info.state.value in ("issued", "handed_over", "in_use", "suspended"),
        "causes": [(one.value, _(title)) for one, title in REASON_TITLES.items()],
        "units": units_for(actor, MANAGE) if manages else [],
        "typed": request.POST,
        "errors": errors,
    }
    return render(request, "certificates/certificate.html", context, status=422 if errors else 200)


def event_title(what: str) -> str:
    """Return what happened in words."""
    verb, _colon, more = what.partition(":")
    if verb == "warned":
        return _("Nhắc: còn không quá %(days)s ngày") % {"days": more}
    title = _(EVENT_TITLES.get(verb) or MOVE_TITLES.get(certificates.Move(verb)) or verb)
    return f"{title}: {_(REASON_TITLES[Reason(more)])}" if more else title


@require_safe
def pem(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Give the certificate itself; it is public by its nature, the list of them is not."""
    made = certificates.pem_of(officer_of(request), certificate_id=certificate_id)
    if not made:
        raise certificates.CertificateMissing
    answer = HttpResponse(made, content_type="application/x-pem-file")
    answer["Content-Disposition"] = f'attachment; filename="chung-thu-{str(certificate_id)[-8:]}.pem"'
    return answer


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show how many certificates stand where, by unit and by month; each number leads to its lines."""
    actor, unit_id, moment = officer_of(request, SEE, MANAGE), uuid_of(request.GET.get("don_vi", "")), now()
    parts = certificates.figures(actor, unit_id=unit_id, now=moment)
    total = certificates.total_of(parts)
    shown = (State.IN_USE, State.SUSPENDED, State.REVOKED, State.EXPIRED, State.REQUESTED)
    url = reverse("certificates:list")

    def link(**asked: str) -> str:
        return f"{url}?{urlencode(asked)}"

    chosen = {"don_vi": str(unit_id)} if unit_id else {}
    context = {
        "total": [(_(STATE_TITLES[one]), total.get(one, 0), link(trang_thai=one.value, **chosen)) for one in shown],
        "ending": (sum(one.ending for one in parts), link(con_ngay="60", **chosen)),
        "blocked": (sum(one.blocked for one in parts), link(khong_ky="1", **chosen)),
        "heads": [_(STATE_TITLES[one]) for one in shown],
        "rows": [
            (
                one,
                f"?{urlencode({'don_vi': str(one.unit_id)})}",
                [(one.counts.get(s, 0), link(trang_thai=s.value, don_vi=str(one.unit_id))) for s in shown],
            )
            for one in parts
        ],
        "months": certificates.trend(actor, unit_id=unit_id, now=moment),
        "unit": organisations.get_unit(unit_id) if unit_id else None,
    }
    return render(request, "certificates/figures.html", context)
