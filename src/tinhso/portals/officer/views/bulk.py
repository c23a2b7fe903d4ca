"""Acts on many rows of the inbox or of the list: each in its own transaction, each with its own line in the report."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.kernel.ids import uuid7
from tinhso.portals.officer import batching, filtering, shell
from tinhso.portals.officer.boxes import BOXES
from tinhso.portals.officer.views.acts import people_for
from tinhso.portals.officer.views.dossiers import filter_of
from tinhso.portals.officer.views.inbox import filters_of
from tinhso.ui.parse import uuid_of, version_of
from tinhso.ui.people import officer_of

MAX_ITEMS: Final = 500
PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the report that is no longer this officer's to see."""

    who: str
    refused: str
    code: str = ""


@dataclass(slots=True)
class Chosen:
    """What was ticked: things to do or dossiers, with what is no longer there, and the versions the page showed."""

    items: list[work.WorkItemInfo] = field(default_factory=list)
    infos: list[dossiers.DossierInfo] = field(default_factory=list)
    gone: list[Line] = field(default_factory=list)
    shown: dict[UUID, int] = field(default_factory=dict)

    @property
    def subjects(self) -> list[UUID]:
        """The dossiers chosen, in order."""
        return [item.subject_id for item in self.items] + [info.id for info in self.infos]

    def rows(self, *, by_dossier: bool) -> list[work.BatchRow]:
        """Return the rows of a batch; the version is that of the dossier, or of the thing to do."""
        rows = [
            work.BatchRow(
                item.subject_id,
                item.id,
                self.shown.get(item.id) if by_dossier else None,
                item.code,
                str(item.facts.get("applicant") or item.title),
            )
            for item in self.items
        ]
        return rows + [
            work.BatchRow(
                info.id, None, self.shown.get(info.id) if by_dossier else None, info.code, info.applicant.name
            )
            for info in self.infos
        ]


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Take, give, forward, sign, hand over or print the chosen rows."""
    actor = officer_of(request)
    back = shell.way_back(request, reverse("officer:inbox"))
    chosen = _chosen(actor, request)
    name = request.POST.get("lam", "")
    if not chosen.subjects and not chosen.gone:
        messages.error(request, _("Chọn ít nhất một việc trong danh sách rồi bấm lại."))
        return redirect(back)
    if name not in batching.ACTS:
        raise NotFound
    if name == "ky":
        return _sign_page(request, actor, chosen, back)
    if name == "giao":
        return _assign(request, actor, chosen, back)
    act = batching.ACTS[name]
    if act.sure and "chac_chan" not in request.POST:
        return _sure_page(request, actor, chosen, name, back)
    return _begin(request, actor, chosen, name, back, title=str(act.title))


def _chosen(actor: Actor, request: HttpRequest) -> Chosen:
    """Return what is ticked, or everything the filters of the page match, at most 500."""
    post = request.POST
    chosen = Chosen()
    if "tat_ca" in post:
        _all_matching(actor, chosen, post)
    else:
        _ticked(actor, chosen, post)
    ids = [item.subject_id for item in chosen.items if item.kind.startswith("dossiers.")]
    dossiers.note_names_shown(actor, dossier_ids=ids, place="inbox")
    return chosen


def _ticked(actor: Actor, chosen: Chosen, post: QueryDict) -> None:
    for text in dict.fromkeys(post.getlist("viec")[:MAX_ITEMS]):
        key, _colon, version = text.partition(":")
        item_id = uuid_of(key) or UUID(int=0)
        try:
            chosen.items.append(work.get_item(actor, item_id=item_id))
        except DomainError as refused:
            chosen.gone.append(Line(_("Việc đã chọn"), _(refused.sentence)))
        seen = version_of(version) or version_of(post.get(f"phien_ban_{key}", ""))
        if seen is not None:
            chosen.shown[item_id] = seen
    keys = [text.partition(":") for text in dict.fromkeys(post.getlist("ho_so")[:MAX_ITEMS])]
    ids = {dossier_id: version_of(version) for key, _c, version in keys if (dossier_id := uuid_of(key))}
    now = clock.now()
    for place in range(0, len(ids), PAGE):
        part = tuple(list(ids)[place : place + PAGE])
        page = dossiers.list_dossiers(actor, wanted=dossiers.DossierFilter(ids=part), now=now, size=PAGE)
        chosen.infos += page.items
    chosen.shown |= {key: version for key, version in ids.items() if version is not None}


def _all_matching(actor: Actor, chosen: Chosen, post: QueryDict) -> None:
    now = clock.now()
    query = QueryDict(post.get("bo_loc", "")[:2000])
    shared = filtering.read(query, actor, now=now)
    cursor = ""
    for _page in range(MAX_ITEMS // PAGE):
        if post.get("trang") == "dossiers":
            found = dossiers.list_dossiers(actor, wanted=filter_of(query, shared), now=now, cursor=cursor, size=PAGE)
            chosen.infos += found.items
            cursor = found.next_cursor
        else:
            box = BOXES.get(query.get("hop", ""), BOXES["toi"])[0]
            page = work.list_items(actor, box=box, cursor=cursor, size=PAGE, filters=filters_of(query, shared), now=now)
            chosen.items += page.items
            cursor = page.next_cursor
        if not cursor:
            return


def _begin(
    request: HttpRequest,
    actor: Actor,
    chosen: Chosen,
    name: str,
    back: str,
    *,
    title: str,
    facts: dict[str, Any] | None = None,
) -> HttpResponse:
    """Write the batch down, do what fits into one request, and report."""
    rows = chosen.rows(by_dossier=batching.ACTS[name].by_dossier)
    token = uuid_of(request.POST.get("ma_lo", "")) or uuid7()
    now = clock.now()
    batch = work.start_batch(
        actor, token=token, act=name, title=title, rows=rows, facts={**(facts or {}), "back": back[:1000]}, now=now
    )
    return _go_on(request, actor, batch, back, chosen.gone)


def _go_on(
    request: HttpRequest, actor: Actor, batch: work.BatchInfo, back: str, gone: list[Line] | None = None
) -> HttpResponse:
    perform = batching.performer(actor, batch.act, batch.facts)
    done = work.run_batch(actor, batch_id=batch.id, perform=perform, seconds=batching.SECONDS, now=clock.now())
    good = done.of(work.LineState.DONE)
    said = ngettext("%(title)s: xong %(n)d việc.", "%(title)s: xong %(n)d việc.", len(good)) % {
        "title": done.title,
        "n": len(good),
    }
    undo = _undo_url(done) if good else ""
    if len(good) == len(done.lines) and not gone:
        messages.success(request, said, extra_tags=undo)
        return redirect(reverse("officer:prints") if done.act == "in" else back)
    return _report(request, done, said, back, undo, gone or [])


def _undo_url(batch: work.BatchInfo) -> str:
    act = batching.ACTS.get(batch.act)
    return reverse("officer:batch_undo", args=[batch.id]) if act is not None and act.can_undo else ""


def _report(
    request: HttpRequest, batch: work.BatchInfo, said: str, back: str, undo: str, gone: list[Line]
) -> HttpResponse:
    """List each row: done, refused with the reason, or still waiting for «Tiếp tục»."""
    bad = [Line(line.who, line.refusal, line.code) for line in batch.of(work.LineState.REFUSED)]
    context = {
        "title": batch.title,
        "said": said,
        "batch": batch,
        "good": batch.of(work.LineState.DONE),
        "bad": [*bad, *gone],
        "waiting": batch.of(work.LineState.WAITING),
        "back": back,
        "undo": undo,
    }
    return shell.page(request, "report.html", context)


@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show the report of an act on many rows; POST goes on with what was interrupted."""
    actor = officer_of(request)
    found = work.get_batch(actor, batch_id=batch_id)
    back = str(found.facts.get("back") or reverse("officer:inbox"))
    if request.method == "POST":
        return _go_on(request, actor, found, back)
    good = found.of(work.LineState.DONE)
    said = ngettext("%(title)s: xong %(n)d việc.", "%(title)s: xong %(n)d việc.", len(good)) % {
        "title": found.title,
        "n": len(good),
    }
    return _report(request, found, said, back, "", [])


@require_POST
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take back, within its short time, what an act on many rows did; a batch of its own with its own report."""
    actor = officer_of(request)
    now = clock.now()
    found = work.get_batch(actor, batch_id=batch_id)
    back = str(found.facts.get("back") or reverse("officer:inbox"))
    if not _undo_url(found):
        raise NotFound
    try:
        _batch, rows = work.undo_rows(actor, batch_id=batch_id, now=now)
    except DomainError as refused:
        messages.error(request, _(refused.sentence))
        return redirect(back)
    before = {str(line.subject_id): dict(line.before) for line in found.of(work.LineState.DONE)}
    made = work.start_batch(
        actor,
        token=uuid7(),
        act=f"undo.{found.act}",
        title=_("Hoàn tác: %(title)s") % {"title": found.title},
        rows=rows,
        facts={"before": before, "back": back},
        undo_of=found.id,
        now=now,
    )
    return _go_on(request, actor, made, back)


def _assign(request: HttpRequest, actor: Actor, chosen: Chosen, back: str) -> HttpResponse:
    items = chosen.items or _items_of(actor, chosen)
    people = people_for(actor, items)
    name = request.POST.get("nguoi")
    if name is None or name not in dict(people):
        errors = {} if name is None else {"nguoi": _("Chọn người nhận việc")}
        context = {"items": items, "people": people, "back": back, "errors": errors, "token": uuid7()}
        return shell.page(request, "bulk_assign.html", context, status=422 if errors else 200)
    title = _("Giao việc cho %(name)s") % {"name": dict(people)[name]}
    chosen.items, chosen.infos = items, []
    return _begin(request, actor, chosen, "giao", back, title=title, facts={"assignee": name})


def _items_of(actor: Actor, chosen: Chosen) -> list[work.WorkItemInfo]:
    """Return what is to be done about the dossiers chosen; those with nothing to do are reported."""
    found = []
    for info in chosen.infos:
        items = work.list_of_subject(actor, subject_id=info.id)
        if not items:
            words = _("Hồ sơ không có việc đang chờ trong phạm vi của Ông/Bà.")
            chosen.gone.append(Line(info.applicant.name, words, info.code))
        found += items
    return found


def _sure_page(request: HttpRequest, actor: Actor, chosen: Chosen, name: str, back: str) -> HttpResponse:
    """List what the act would touch, each at its present version, before anything is done."""
    act = batching.ACTS[name]
    versions = dossiers.versions_of(actor, dossier_ids=chosen.subjects)
    rows = [
        (f"viec:{item.id}", item.facts.get("applicant") or item.title, item.code, item.facts.get("step") or "")
        for item in chosen.items
    ]
    fields = [("viec", item.id, versions.get(item.subject_id, "")) for item in chosen.items]
    rows += [(f"ho_so:{info.id}", info.applicant.name, info.code, info.step_title) for info in chosen.infos]
    fields += [("ho_so", info.id, versions.get(info.id, "")) for info in chosen.infos]
    context = {"act": act, "name": name, "rows": rows, "fields": fields, "back": back, "token": uuid7()}
    return shell.page(request, "bulk_sure.html", context)


def _sign_page(request: HttpRequest, actor: Actor, chosen: Chosen, back: str) -> HttpResponse:
    """Show what would be signed, each with its paper and at its present version, before anything is signed."""
    items = chosen.items or _items_of(actor, chosen)
    ready = [item for item in items if item.facts.get("act") == "sign"]
    if not ready:
        messages.error(request, _("Các việc đã chọn không có việc nào chờ ký."))
        return redirect(back)
    versions = dossiers.versions_of(actor, dossier_ids=[item.subject_id for item in ready])
    rows = [(item, versions.get(item.subject_id, "")) for item in ready]
    context = {"rows": rows, "back": back, "left_out": len(items) - len(ready), "token": uuid7()}
    return shell.page(request, "sign_many.html", context)


@require_POST
def sign_many(request: HttpRequest) -> HttpResponse:
    """Sign the listed results as they were shown, each in its own transaction, and report each.

    A dossier somebody acted on since the page was drawn is left unsigned and reported with who acted.
    """
    actor = officer_of(request)
    back = shell.way_back(request, reverse("officer:inbox"))
    chosen = _chosen(actor, request)
    return _begin(request, actor, chosen, "ky", back, title=_("Ký kết quả"))
