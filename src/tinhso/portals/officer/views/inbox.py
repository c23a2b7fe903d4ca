"""The one inbox: boxes, list and detail side by side; the address is its state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tinhso.foundation.access import public as access
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import NotFound
from tinhso.kernel.ids import uuid7
from tinhso.kernel.modules import work_kind
from tinhso.kernel.paging import Page
from tinhso.portals.officer import filtering, presenting, shell
from tinhso.portals.officer.boxes import BOXES
from tinhso.portals.officer.pane import pane_context
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of

SIZE: Final = 30
PANE_KINDS: Final = ("dossiers.receive", "dossiers.step")


@dataclass(frozen=True, slots=True)
class Tab:
    """One box: its name, how many it holds, and its address."""

    title: str
    count: str
    url: str
    current: bool


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Show a box of the inbox and, when one is chosen, its dossier beside the list."""
    actor = officer_of(request)
    now = clock.now()
    counts = work.count_boxes(actor, now=now)
    name = _box_name(request.GET, counts)
    shared = filtering.read(request.GET, actor, now=now)
    filters = filters_of(request.GET, shared)
    found = work.list_items(
        actor, box=BOXES[name][0], cursor=request.GET.get("sau", ""), size=SIZE, filters=filters, now=now
    )
    dossiers.note_names_shown(actor, dossier_ids=_dossiers_in(found.items), place="inbox")
    chosen = uuid_of(request.GET.get("chon", ""))
    context: dict[str, Any] = {
        "tabs": _tabs(actor, counts, name),
        "box": name,
        "box_title": BOXES[name][1],
        "box_count": counts[BOXES[name][0]],
        "rows": _rows(found, request.GET, chosen, now),
        "next_cursor": found.next_cursor,
        "filters": filters,
        "filter_chips": _chips(request.GET, shared),
        "shared": shared,
        "choices": filtering.choices(actor, shared),
        "here_query": _kept_query(request.GET),
        "batch_token": uuid7(),
        "may_sign": actor.may("dossiers.sign"),
        "may_assign": actor.may(work.OVERSEE),
        "may_hand_over": actor.may("dossiers.hand_over"),
        "here_url": request.get_full_path(),
        "chosen": chosen,
        "detail_open": chosen is not None,
        "list_url": _without(request.GET, "chon"),
    }
    if chosen is not None:
        context |= pane_context(actor, chosen, back=_after(request.GET, found, chosen), now=now)
        context["followed"] = work.follows(actor, subject_id=chosen)
    return shell.page(request, "inbox.html", context)


def filters_of(query: QueryDict, shared: filtering.Wanted) -> work.Filters:
    """Return what an address narrows a box to."""
    return work.Filters(
        procedure=query.get("thu_tuc", "")[:20],
        text=query.get("loc", "")[:100],
        procedures=filtering.codes_of_field(shared.field),
        unit_id=uuid_of(query.get("don_vi", "")),
        due_before=shared.due_before,
        assignee_id=shared.handler_id,
        is_free=shared.handler == filtering.FREE,
        act=shared.step,
        facts={k: v for k, v in (("applicant_kind", shared.kind), ("channel", shared.channel)) if v},
    )


def _kept_query(query: QueryDict) -> str:
    """Return the filters of an address without its place in the list or what is open beside it."""
    kept = query.copy()
    for name in ("sau", "chon", "xong"):
        kept.pop(name, None)
    return kept.urlencode()


def _dossiers_in(items: Sequence[work.WorkItemInfo]) -> list[UUID]:
    """Return the dossiers among the things to do; other rooms see to what their items show."""
    return [item.subject_id for item in items if item.kind.startswith("dossiers.")]


def _box_name(query: QueryDict, counts: dict[work.Box, work.BoxCount]) -> str:
    """Return the box asked for; without one, the first of one's own that holds something."""
    asked = query.get("hop", "")
    if asked in BOXES:
        return asked
    return next((name for name in ("toi", "nhom", "ky") if counts[BOXES[name][0]].count), "toi")


def _tabs(actor: Actor, counts: dict[work.Box, work.BoxCount], current: str) -> list[Tab]:
    """Return the boxes; the signing box is for those who sign, the unit's for those who oversee it."""
    hidden = {name for name, needed in (("ky", "dossiers.sign"), ("don_vi", work.OVERSEE)) if not actor.may(needed)}
    return [
        Tab(str(title), str(counts[box]), f"?{urlencode({'hop': name})}", name == current)
        for name, (box, title) in BOXES.items()
        if name not in hidden
    ]


def _rows(
    found: Page[work.WorkItemInfo], query: QueryDict, chosen: UUID | None, now: datetime
) -> list[tuple[presenting.ItemRow, bool]]:
    return [(_row(item, query, now), item.subject_id == chosen) for item in found.items]


def _row(item: work.WorkItemInfo, query: QueryDict, now: datetime) -> presenting.ItemRow:
    facts = item.facts
    beside = item.kind in PANE_KINDS
    return presenting.ItemRow(
        id=item.id,
        subject_id=item.subject_id,
        code=item.code,
        who=str(facts.get("applicant") or item.title),
        what=procedures.name_here(str(facts.get("procedure_code") or ""), item.title),
        step=str(facts.get("step") or ""),
        taken_by=item.assignee_name,
        due=presenting.due_of_item(item, now),
        url=_with(query, chon=str(item.subject_id)) if beside else _address_of(item),
        is_open=beside,
    )


def _address_of(item: work.WorkItemInfo) -> str:
    return reverse(work_kind(item.kind).url_name, args=[item.subject_id])


def _with(query: QueryDict, **changes: str) -> str:
    kept = query.copy()
    for name, value in changes.items():
        kept[name] = value
    return f"?{kept.urlencode()}"


def _without(query: QueryDict, *names: str) -> str:
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return f"{reverse('officer:inbox')}?{kept.urlencode()}"


def _after(query: QueryDict, found: Page[work.WorkItemInfo], chosen: UUID) -> str:
    """Return where to go once the chosen row is done: this box, the next row open."""
    ids = [item.subject_id for item in found.items]
    place = ids.index(chosen) if chosen in ids else -1
    following = (ids[place + 1 :] or ids[:place])[:1] if place >= 0 else []
    if not following:
        return _without(query, "chon")
    return reverse("officer:inbox") + _with(query, chon=str(following[0]), xong="1")


def _chips(query: QueryDict, shared: filtering.Wanted) -> list[Any]:
    words, procedure = query.get("loc", "")[:40], query.get("thu_tuc", "")[:20]
    titles = {"loc": f"«{words}»" if words else "", "thu_tuc": procedure, **filtering.titles(shared)}
    return presenting.chips(titles, titles, query)


@require_POST
def posts(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own posts from now on."""
    officer_of(request)
    chosen = uuid_of(request.POST.get("appointment", ""))
    if chosen is None:
        raise NotFound
    access.choose_post(request, chosen)
    messages.success(request, _("Đã chuyển vị trí làm việc."))
    return redirect("officer:inbox")


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Keep an eye on the subject of a thing to do, or stop (`bo`)."""
    actor = officer_of(request)
    back = shell.way_back(request, reverse("officer:inbox"))
    item_id, subject_id = uuid_of(request.POST.get("viec", "")), uuid_of(request.POST.get("bo", ""))
    if subject_id is not None:
        work.unfollow(actor, subject_id=subject_id)
        messages.success(request, _("Đã thôi theo dõi."))
    elif item_id is not None:
        work.follow(actor, item_id=item_id)
        messages.success(request, _("Đã đưa vào hộp «Theo dõi»."))
    else:
        raise NotFound
    return redirect(back)
