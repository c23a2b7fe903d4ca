"""Reads of drafts."""

from uuid import UUID

from tinhso.foundation.files import public as files
from tinhso.government.dossiers.access import access_draft
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
    rows = (
        Draft.objects.filter(account_id=actor.account_id, dossier=None).prefetch_related("papers").order_by("-id")[:50]
    )
    return [draft_info(draft) for draft in rows]


def draft_info(draft: Draft) -> DraftInfo:
    """Return a draft as others see it, its files by name."""
    rows = sorted(draft.papers.all(), key=lambda p: p.id)
    names = {f.id: f.name for f in files.list_infos([p.file_id for p in rows])} if rows else {}
    papers = tuple(
        PaperInfo(p.id, p.component, names.get(p.file_id, ""), PaperForm.ELECTRONIC, 1, p.file_id) for p in rows
    )
    version = procedures.get_version(draft.version_id)
    return DraftInfo(
        id=draft.id,
        procedure_code=draft.procedure_code,
        version_id=draft.version_id,
        unit_id=draft.unit_id,
        case=procedures.case_of(version, draft.data).code,
        data=draft.data,
        papers=papers,
        delivery=Delivery(draft.delivery),
        saved_at=draft.saved_at,
        revision=draft.revision,
        dossier_id=draft.dossier_id,
    )
