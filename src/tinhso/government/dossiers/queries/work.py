"""What an officer needs beside a dossier: the texts of its draft, whom to give it to, what was filed before."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers.access import PROCESS, access_dossier, visible
from tinhso.government.dossiers.data import DossierInfo
from tinhso.government.dossiers.queries.looks import note_look, note_shown
from tinhso.government.dossiers.queries.people import Handler, specialists_of
from tinhso.government.dossiers.rules import result_fields
from tinhso.government.dossiers.rules.drafts import draft_of
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor

DUPLICATE_DAYS: Final = 30


def draft_fields(actor: Actor, *, dossier_id: UUID) -> list[result_fields.DraftField]:
    """Return the texts of the result's draft, prefilled from the answers, or as kept."""
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=PROCESS)
    look = f"Soạn kết quả hồ sơ {dossier.code}"
    note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=look)
    version = procedures.get_version(dossier.version_id)
    words = {
        row.pointer: row.value
        for section in forms.summary(version.form, dossier.data, language="vi")
        for row in section.rows
        if row.answered
    }
    return result_fields.fields_of(draft_of(version), words, dossier.draft_result, data=dossier.data)


def handlers_for(actor: Actor, *, dossier_id: UUID) -> list[Handler]:
    """Return the specialists of the dossier's unit, by given name."""
    dossier = access_dossier(actor, dossier_id=dossier_id)
    return specialists_of(dossier.unit_id)


def recent_duplicates(
    actor: Actor,
    *,
    number: str,
    procedure_code: str,
    now: datetime,
) -> Sequence[DossierInfo]:
    """Return this person's dossiers of the same procedure in the last 30 days that the officer may see, at most 5.

    The names shown are on record, once an hour.
    """
    if not number:
        return []
    since = now - timedelta(days=DUPLICATE_DAYS)
    rows = (
        visible(actor)
        .filter(
            applicant_number=number,
            procedure_code=procedure_code,
            submitted_at__gte=since,
        )
        .defer("data", "search")
        .order_by("-id")[:5]
    )
    infos = [d.to_info() for d in rows]
    note_shown(actor, infos=infos, place="duplicates")
    return infos
