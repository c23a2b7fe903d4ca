"""Reads of drafts."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from tinhso.foundation.files import public as files
from tinhso.government.dossiers.access import access_draft, own_drafts
from tinhso.government.dossiers.data import Delivery, DraftInfo, PaperForm, PaperInfo
from tinhso.government.dossiers.models import Draft
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor


def get_draft(actor: Actor, *, draft_id: UUID) -> DraftInfo:
    """Return the actor's own draft. Raises DraftNotFound."""
    return draft_info(access_draft(actor, draft_id=draft_id))


def list_drafts(actor: Actor) -> list[DraftInfo]:
    """Return the actor's unfinished drafts, newest first, at most 50."""
    if actor.account_id is None:
        return []
    rows = own_drafts(actor).filter(dossier=None).prefetch_related("papers").order_by("-id")[:50]
    drafts = list(rows)
    names = _file_names([paper.file_id for draft in drafts for paper in draft.papers.all()])
    return [draft_info(draft, names=names) for draft in drafts]


def _file_names(file_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    return {file.id: file.name for file in files.list_infos(file_ids)} if file_ids else {}


def draft_info(draft: Draft, *, names: Mapping[UUID, str] | None = None) -> DraftInfo:
    """Return a draft as others see it, its files by name; `case` is "" while the answers do not tell it yet."""
    rows = sorted(draft.papers.all(), key=lambda p: p.id)
    known = _file_names([p.file_id for p in rows]) if names is None else names
    papers = tuple(
        PaperInfo(p.id, p.component, known.get(p.file_id, ""), PaperForm.ELECTRONIC, 1, p.file_id) for p in rows
    )
    return DraftInfo(
        id=draft.id,
        procedure_code=draft.procedure_code,
        version_id=draft.version_id,
        unit_id=draft.unit_id,
        case=_case_so_far(draft),
        data=draft.data,
        papers=papers,
        delivery=Delivery(draft.delivery),
        saved_at=draft.saved_at,
        revision=draft.revision,
        dossier_id=draft.dossier_id,
    )


def _case_so_far(draft: Draft) -> str:
    try:
        return procedures.case_of(procedures.get_version(draft.version_id), draft.data).code
    except procedures.CaseUnknown:
        return ""
