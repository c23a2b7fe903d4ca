"""The papers of a draft: one slot for each paper this case needs, one file or many, seen and removed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.files import public as files
from tinhso.government.dossiers import public as dossiers
from tinhso.government.papers import public as papers_door
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.public import Component
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.portals.citizen import presenting, texts, uploads
from tinhso.portals.citizen.filing import PAPERS, trail_of, wanted_papers
from tinhso.portals.citizen.views._common import applicant_of, open_draft, show_step, to_first_missing
from tinhso.ui import languages
from tinhso.ui.data import StoredFile, UploadSlot
from tinhso.ui.parse import uuid_of

REMOVE: Final = "xoa-"
FROM_STORE: Final = "kho-"
OFFERED: Final = 3


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show the slots; keep what was sent, take off what was removed, and go on when nothing is missing."""
    opened = open_draft(request, draft_id)
    if isinstance(opened, HttpResponse):
        return opened
    draft, version, trail = opened
    if not trail.allows(PAPERS):
        return to_first_missing(trail)
    wanted = wanted_papers(version, draft)
    errors: dict[str, str] = {}
    if request.method == "POST":
        actor, moment = applicant_of(request), now()
        errors = _take_all(request, actor, draft.id, wanted, moment)
        removed = next((name.removeprefix(REMOVE) for name in request.POST if name.startswith(REMOVE)), "")
        if removed:
            return _remove(actor, draft.id, removed, moment)
        if any(name.startswith(FROM_STORE) for name in request.POST):
            return _take_from_store(request, actor, draft.id, moment)
        draft = dossiers.get_draft(actor, draft_id=draft.id)
        answer = _after(request, draft, version, wanted, errors)
        if answer is not None:
            return answer
    held = dossiers.offered_for_draft(applicant_of(request), draft_id=draft.id, now=now())
    slots = _slots(draft, version, wanted, errors)
    rows = [(slot, _held(draft, one, held)) for one, slot in zip(wanted, slots, strict=True)]
    context: dict[str, Any] = {"rows": rows, "back": request.GET.get("ve", "")}
    fresh = (draft, version, trail_of(draft, version))
    return show_step(request, "citizen/papers.html", fresh, PAPERS, errors=errors, **context)


def slot_name(code: str) -> str:
    """Return the name of a paper's slot."""
    return f"giay-{code}"


def _take_all(
    request: HttpRequest, actor: Actor, draft_id: UUID, wanted: tuple[Component, ...], moment: datetime
) -> dict[str, str]:
    errors = {}
    for component in wanted:
        taken = uploads.take(request, actor, slot=slot_name(component.code), now=moment)
        try:
            for info in taken.kept:
                dossiers.attach(actor, draft_id=draft_id, component=component.code, file_id=info.id, now=moment)
        except DomainError as refusal:
            taken.error = refusal.sentence
        if taken.error:
            errors[slot_name(component.code)] = taken.error
    return errors


def _remove(actor: Actor, draft_id: UUID, paper: str, moment: datetime) -> HttpResponse:
    paper_id = uuid_of(paper)
    if paper_id is not None:
        dossiers.detach(actor, draft_id=draft_id, paper_id=paper_id, now=moment)
    return redirect("citizen:papers", draft_id=draft_id)


def _held(
    draft: dossiers.DraftInfo, component: Component, held: Mapping[str, list[papers_door.PaperInfo]]
) -> list[tuple[str, papers_door.PaperInfo]]:
    """Return the papers of the store that may stand for a component and are not attached yet, as (button, paper)."""
    there = {one.file_id for one in draft.papers if one.component == component.code}
    found = [one for one in held.get(component.code, ()) if one.file_id not in there]
    return [(f"{FROM_STORE}{component.code}-{one.id}", one) for one in found[:OFFERED]]


def _take_from_store(request: HttpRequest, actor: Actor, draft_id: UUID, moment: datetime) -> HttpResponse:
    """Let a paper of one's own store stand for a component (once only); a paper that no longer counts says so."""
    name = next(name for name in request.POST if name.startswith(FROM_STORE))
    component, _dash, typed = name.removeprefix(FROM_STORE).partition("-")
    paper_id = uuid_of(typed)
    if paper_id is not None:
        try:
            dossiers.attach_from_store(actor, draft_id=draft_id, component=component, paper_id=paper_id, now=moment)
            messages.success(request, _("Đã dùng lại giấy tờ trong kho, không cần nộp lại."))
        except papers_door.PaperNotUsable as refused:
            messages.error(request, refused.sentence)
    return redirect("citizen:papers", draft_id=draft_id)


def _after(
    request: HttpRequest,
    draft: dossiers.DraftInfo,
    version: procedures.ProcedureVersion,
    wanted: tuple[Component, ...],
    errors: dict[str, str],
) -> HttpResponse | None:
    """Return where to go; None to stay, with what is missing or broken added to `errors`."""
    if not errors and "_later" in request.POST:
        messages.success(request, _("Đã lưu. Ông/Bà làm tiếp bất cứ lúc nào từ trang này."))
        return redirect("citizen:mine")
    if not errors and "_add" in request.POST:
        return redirect("citizen:papers", draft_id=draft.id)
    errors.update(_still_missing(draft, version, wanted, errors))
    return None if errors else redirect(trail_of(draft, version).after(PAPERS).url)


def _still_missing(
    draft: dossiers.DraftInfo,
    version: procedures.ProcedureVersion,
    wanted: tuple[Component, ...],
    said: Mapping[str, str],
) -> dict[str, str]:
    """Return a sentence for each compulsory slot with nothing in it and each whose stored file is not whole."""
    found = {}
    infos = {info.id: info for info in files.list_infos([p.file_id for p in draft.papers if p.file_id])}
    for component in wanted:
        slot = slot_name(component.code)
        mine = [infos[p.file_id] for p in draft.papers if p.component == component.code and p.file_id in infos]
        fault = next((words for words in map(uploads.fault_of, mine) if words), "")
        if component.required and not mine:
            name = texts.component_name(version, component)
            fault = _("Chọn ảnh hoặc tệp: %(name)s") % {"name": name}
        if fault and slot not in said:
            found[slot] = fault
    return found


def _slots(
    draft: dossiers.DraftInfo,
    version: procedures.ProcedureVersion,
    wanted: tuple[Component, ...],
    errors: Mapping[str, str],
) -> list[UploadSlot]:
    words = texts.component_texts(version)
    infos = {info.id: info for info in files.list_infos([p.file_id for p in draft.papers if p.file_id])}
    return [
        presenting.upload_slot(
            slot_name(one.code),
            words[one.code]["name"] + ("" if one.required else " " + _("(không bắt buộc)")),
            hint=languages.joined(words[one.code]["hint"], words[one.code]["example"]),
            error=errors.get(slot_name(one.code), ""),
            files=_stored(draft, one, infos),
        )
        for one in wanted
    ]


def _stored(draft: dossiers.DraftInfo, component: Component, infos: Mapping[UUID, files.FileInfo]) -> list[StoredFile]:
    found = [
        (one.id, infos.get(one.file_id)) for one in draft.papers if one.component == component.code and one.file_id
    ]
    return [
        presenting.stored_file(
            info,
            url=reverse("citizen:draft_paper", args=[draft.id, paper_id]),
            remove_name=f"{REMOVE}{paper_id}",
        )
        for paper_id, info in found
        if info is not None
    ]


@require_safe
def paper(request: HttpRequest, draft_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """Show one file of one's own draft."""
    draft = dossiers.get_draft(applicant_of(request), draft_id=draft_id)
    found = next((one for one in draft.papers if one.id == paper_id and one.file_id), None)
    if found is None or found.file_id is None:
        raise dossiers.DraftNotFound
    return files.respond(found.file_id, inline=True, request=request)
