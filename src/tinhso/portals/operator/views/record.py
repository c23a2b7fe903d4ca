"""`/ky-thuat/nhat-ky/`: whether the record is whole."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.foundation.audit import public as audit
from tinhso.kernel import modules
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.portals.operator import actions
from tinhso.portals.operator.errors import SealsUnreadable
from tinhso.portals.operator.gate import console
from tinhso.portals.operator.queries import health
from tinhso.portals.operator.verifying import TASK, Walk, last_walks
from tinhso.portals.operator.views.health import health_row
from tinhso.portals.operator.views.pages import page, table
from tinhso.ui import data as ui
from tinhso.ui.format import moment_vi
from tinhso.ui.templatetags.ui import moment, number, status_tag


@require_http_methods(["GET", "HEAD", "POST"])
@console
def show(request: ActorRequest) -> HttpResponse:
    """Show the state of sealing, what the last walks over the record found, and the ways to start one.

    A POST walks over the seals from `tu` to `den`, at most 50, and shows what was found.
    """
    if request.method != "POST":
        return _page(request)
    typed = {name: request.POST.get(name, "").strip()[:20] for name in ("tu", "den")}
    try:
        report = actions.verify_seals(actor_of(request), first=typed["tu"], last=typed["den"])
    except SealsUnreadable as refusal:
        return _page(request, typed=typed, errors=refusal.fields)
    say = messages.success if report.ok else messages.error
    say(request, report.sentence)
    return redirect("operator:record")


def _page(
    request: ActorRequest, *, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> HttpResponse:
    checks = [(m.title, check) for m in modules.all_modules() if m.name == "audit" for check in m.health]
    walks = last_walks()
    newest = audit.last_seal()
    heads = [_("Lúc"), _("Phạm vi"), _("Kết quả"), _("Kết luận"), _("Số dòng"), _("Con dấu"), _("Chưa niêm phong")]
    context = {
        "checks": table([_("Bộ phận"), _("Tình trạng"), _("Kết luận")], map(health_row, health.check_all(checks))),
        "walks": table(heads, map(_walk, walks), numeric=frozenset({4, 5, 6})),
        "shown": len(walks),
        "verify_url": reverse("operator:run_periodic", args=[TASK]),
        "newest": _facts(newest) if newest else [],
        "typed": typed or _latest(newest),
        "errors": errors or {},
        "most": actions.MAX_SEALS,
    }
    return page(request, "record", context, status=422 if errors else 200)


def _facts(newest: audit.SealInfo) -> list[ui.SummaryRow]:
    tail = _("từ 10.000 dòng") if newest.tail >= audit.TAIL_LIMIT else _("%(n)s dòng") % {"n": number(newest.tail)}
    return [
        ui.SummaryRow(_("Con dấu gần nhất"), _("Số %(n)s") % {"n": number(newest.number)}),
        ui.SummaryRow(_("Niêm phong lúc"), moment_vi(newest.sealed_at)),
        ui.SummaryRow(_("Số dòng niêm phong"), number(newest.entries)),
        ui.SummaryRow(_("Chưa niêm phong"), tail),
        ui.SummaryRow(_("Mã của con dấu"), _in_groups(newest.fingerprint)),
    ]


def _in_groups(digest: str) -> str:
    """Return a digest in groups of eight, to be read aloud and to fit a phone."""
    return " ".join(digest[n : n + 8] for n in range(0, len(digest), 8))


def _latest(newest: audit.SealInfo | None) -> dict[str, str]:
    """Return the newest few seals, as what one would most likely check."""
    if newest is None:
        return {"tu": "", "den": ""}
    return {"tu": str(max(newest.number - 9, 1)), "den": str(newest.number)}


def _walk(walk: Walk) -> list[object]:
    words, tone = (_("Nguyên vẹn"), ui.Tone.OK) if walk.is_whole else (_("Bị sửa"), ui.Tone.LATE)
    figures = [number(walk.entries), number(walk.seals), number(walk.unsealed)]
    part = _("Con dấu %(part)s") % {"part": walk.part.replace("-", "–")} if walk.part else _("Toàn bộ")
    return [moment(walk.at), part, status_tag(words, tone), walk.sentence, *figures]
