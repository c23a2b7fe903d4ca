"""One document: what it is, its files, who does what about it, what happened; and every act on it."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.foundation.work.data import Part
from tinhso.government.documents import access, content
from tinhso.government.documents import public as documents
from tinhso.government.documents.actions.follow import find_follow
from tinhso.government.documents.data import INSTRUCT, ISSUE, REGISTER, USE, Direction, Secrecy, State
from tinhso.government.documents.instruction_data import PART_TITLES, InstructionInfo
from tinhso.government.documents.printing import slip as print_slip
from tinhso.government.documents.queries import routing
from tinhso.government.documents.queries.one import take_file
from tinhso.government.documents.queries.people import list_staff
from tinhso.government.documents.queries.story import told
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.ui.people import officer_of
from tinhso.ui.site import address_of

DRAFT: Final = "drafting.write"
COPIED_IN: Final = frozenset({State.DONE, State.ISSUED})
PARTS: Final = [(one.value, title) for one, title in PART_TITLES.items()]


@require_safe
def show(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Show one document to whoever may open it; looking is put on record."""
    actor = officer_of(request, USE)
    documents.open_document(actor, document_id=document_id, now=now())
    return page(request, actor, document_id)


def page(
    request: HttpRequest, actor: Actor, document_id: UUID, *, errors: dict[str, str] | None = None, about: str = ""
) -> HttpResponse:
    """Draw the page; `errors` are of the form named by `about`."""
    info = documents.get_document(actor, document_id)
    given = documents.list_instructions(actor, document_id=document_id)
    may, is_off = _may(actor, info, given), info.state is State.FROZEN
    context: dict[str, Any] = {
        "document": info,
        "given": [_shown(one, actor, is_off=is_off) for one in given],
        "own": [one for one in given if one.assignee_id == actor.account_id and one.is_open and not is_off],
        "story": told(documents.list_story(actor, document_id=document_id)),
        "readers": documents.list_readers(actor, document_id=document_id) if info.restricted else [],
        "may": may,
        "follow": find_follow(actor, document_id=document_id),
        "related": _related(actor, info),
        "answers": [(one.id, one.name) for one in _answers(actor, info) if one.state is State.ISSUED],
        "errors": errors or {},
        "about": about,
        "typed": request.POST,
        "parts": [(value, _(title)) for value, title in PARTS],
        "phrases": content.phrases(),
    }
    if may["instruct"] or context["own"]:
        context["staff"] = _staff(request, actor, info)
        context["recent"] = routing.recent_phrases(actor)
    if may["instruct"]:
        proposed = routing.propose(actor, document_id=document_id)
        context["routing"] = proposed
        context["due"] = request.POST.get("han", "") if errors else f"{proposed.due_on:%d/%m/%Y}"
        context["one_tap"] = proposed.people[0] if proposed.people and not given and not info.restricted else None
        context["next"] = routing.next_to_direct(actor, after=document_id)
    if may["register"]:
        context["twins"] = documents.find_twins(
            actor,
            unit_id=info.unit_id,
            code=info.code,
            issuer_name=info.issuer_name,
            issuer_code=info.issuer_code,
            issued_on=info.issued_on,
            sha256s=[one.sha256 for one in info.files],
        )
        context["twins"] = [one for one in context["twins"] if one.document_id != info.id]
        context["all_staff"] = list_staff(info.unit_id)
    return render(request, "documents/one.html", context, status=422 if errors else 200)


def _may(actor: Actor, info: documents.DocumentInfo, given: list[InstructionInfo]) -> dict[str, bool]:
    incoming = info.direction is Direction.INCOMING
    directs = access.may(actor, INSTRUCT, info.unit_id)
    in_charge = any(
        one.assignee_id == actor.account_id and one.depth == 0 and one.part is Part.MAIN and one.is_open
        for one in given
    )
    numbered_open = incoming and info.number is not None and (info.is_open or info.state is State.DONE)
    return {
        "register": info.state is State.ARRIVED and access.may(actor, REGISTER, info.unit_id),
        "instruct": numbered_open and directs,
        "close": incoming and info.number is not None and info.is_open and (directs or in_charge),
        "freeze": incoming
        and info.state not in (State.FROZEN, State.REFUSED)
        and access.may(actor, REGISTER, info.unit_id),
        "recall": info.state is State.ISSUED and access.may(actor, ISSUE, info.unit_id),
        "answer": incoming and info.number is not None and access.may(actor, ISSUE, info.unit_id),
        "draft": incoming and _may_draft(actor, info),
        "slip": incoming and info.number is not None,
        "copy": _may_copy(actor, info),
        "steer": directs,
        "settle_secrecy": info.secrecy is Secrecy.HELD and access.may(actor, REGISTER, info.unit_id),
    }


def _may_draft(actor: Actor, info: documents.DocumentInfo) -> bool:
    """Tell whether to show the way to drafting an answer; the room that drafts decides."""
    in_force = info.number is not None and info.state is not State.FROZEN
    return in_force and access.may(actor, DRAFT, info.unit_id) and bool(address_of("drafting:new"))


def _may_copy(actor: Actor, info: documents.DocumentInfo) -> bool:
    """Tell whether to show the way to a copy (sao văn bản); the room that makes copies decides."""
    in_force = info.number is not None and not info.restricted and (info.is_open or info.state in COPIED_IN)
    return in_force and access.may(actor, DRAFT, info.unit_id) and bool(address_of("drafting:new_copy"))


def _shown(one: InstructionInfo, actor: Actor, *, is_off: bool) -> dict[str, Any]:
    steers = (
        one.is_open and not is_off and (one.giver_id == actor.account_id or access.may(actor, INSTRUCT, one.unit_id))
    )
    return {"info": one, "is_late": one.is_late(now()), "indent": min(one.depth, 4), "steers": steers}


def _staff(request: HttpRequest, actor: Actor, info: documents.DocumentInfo) -> list[dict[str, Any]]:
    """Return who may be told, with the part ticked before; whoever looks is not told by themselves."""
    proposed = {} if request.method == "POST" else _proposed(actor, info)
    return [
        {"one": one, "part": request.POST.get(f"vai_{one.account_id}", "") or proposed.get(one.account_id, "")}
        for one in list_staff(info.unit_id)
        if one.account_id != actor.account_id
    ]


def _proposed(actor: Actor, info: documents.DocumentInfo) -> dict[UUID, str]:
    if info.state is not State.REGISTERED or not access.may(actor, INSTRUCT, info.unit_id):
        return {}
    people = routing.propose(actor, document_id=info.id).people
    return {people[0].account_id: Part.MAIN.value} if people else {}


def _related(actor: Actor, info: documents.DocumentInfo) -> list[tuple[str, documents.DocumentInfo]]:
    """Return the documents this one answers, replaces, corrects or is replaced by, those that may be opened."""
    words = {
        info.answers_id: _("Trả lời văn bản"),
        info.replaces_id: _("Thay thế văn bản"),
        info.replaced_by_id: _("Được thay thế bằng"),
        info.corrects_id: _("Đính chính văn bản"),
    }
    found = documents.list_documents_by_id(actor, [one for one in words if one is not None])
    return [(words[one.id], one) for one in found] + [(_("Đã trả lời bằng"), one) for one in _answers(actor, info)]


def _answers(actor: Actor, info: documents.DocumentInfo) -> list[documents.DocumentInfo]:
    """Return the documents that answer this one, those that may be opened, at most 20."""
    answering = access.visible(actor).filter(answers_id=info.id).values_list("id", flat=True)[:20]
    return documents.list_documents_by_id(actor, list(answering))


@require_safe
def file(request: HttpRequest, document_id: UUID, attached_id: UUID) -> HttpResponseBase:
    """Give one file of a document; that it was taken is put on record. A dossier's paper is opened at the dossier."""
    actor = officer_of(request, USE)
    dossier_id = documents.get_document(actor, document_id).dossier_id
    there = address_of("officer:letter", dossier_id, document_id) if dossier_id else ""
    if there:
        return redirect(there)
    take_file(actor, document_id=document_id, file_id=attached_id)
    return files.respond(signing.newest_of(attached_id), inline=True, request=request)


@require_safe
def slip(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Give the slip with the stamp ĐẾN as PDF."""
    made = print_slip(officer_of(request, USE), document_id=document_id)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="phieu-giai-quyet.pdf"'
    return answer


@require_safe
def instruction(request: HttpRequest, instruction_id: UUID) -> HttpResponse:
    """Lead from something in the inbox to the document it is about."""
    found = documents.get_instruction(officer_of(request, USE), instruction_id=instruction_id)
    return redirect(f"{reverse('documents:one', args=[found.document_id])}#viec-{found.id}")
