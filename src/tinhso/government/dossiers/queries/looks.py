"""Every look at a person's data is on record, whether they have an account or only stand on a paper."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from tinhso.foundation.audit import public as audit
from tinhso.government.dossiers.access import sees
from tinhso.government.dossiers.data import DossierInfo
from tinhso.government.dossiers.models import Dossier
from tinhso.kernel.actors import Actor


def note_look(actor: Actor, *, dossier_id: UUID, person_id: UUID | None, purpose: str) -> None:
    """Write an officer's look, and that of who acts for the applicant; an applicant's look at their own is theirs."""
    if not actor.is_officer and actor.behalf is None:
        return
    audit.record_read(actor, person_id=person_id, purpose=purpose, subject_kind="dossier", subject_id=dossier_id)


def may_see(actor: Actor, *, dossier_id: UUID) -> bool:
    """Tell whether this actor may see a dossier, for a room that keeps something of it. Nothing is shown by asking."""
    dossier = Dossier.objects.defer("data", "search").filter(pk=dossier_id).first()
    return dossier is not None and sees(actor, dossier)


def note_look_at(actor: Actor, *, dossier_id: UUID, purpose: str) -> None:
    """Write a look at something of a dossier that another room keeps and has let this actor see, under its own gate."""
    person = Dossier.objects.filter(pk=dossier_id).values_list("applicant_account_id", flat=True).first()
    note_look(actor, dossier_id=dossier_id, person_id=person, purpose=purpose[:300])


PLACES: Final = {
    "inbox": "Xem tên trong danh sách việc",
    "list": "Xem tên trong danh sách hồ sơ",
    "search": "Xem tên khi tra cứu hồ sơ",
    "duplicates": "Xem tên khi kiểm tra hồ sơ trùng",
}
"""Where names are shown, and how the citizen's record says it."""


def note_shown(actor: Actor, *, infos: Sequence[DossierInfo], place: str) -> None:
    """Write that an officer was shown the applicants' names of these dossiers: a line a person, place and hour."""
    _note(actor, ((info.applicant.account_id, info.id) for info in infos), place)


def note_names_shown(actor: Actor, *, dossier_ids: Iterable[UUID], place: str) -> None:
    """Write the same for a list that knows the dossiers by id only (the inbox). Ids of other things are passed over."""
    ids = list(dict.fromkeys(dossier_ids))
    if ids and actor.is_officer:
        pairs = Dossier.objects.filter(pk__in=ids).values_list("applicant_account_id", "pk")
        _note(actor, pairs, place)


def _note(actor: Actor, pairs: Iterable[tuple[UUID | None, UUID]], place: str) -> None:
    if actor.is_officer and actor.account_id is not None:
        purpose = PLACES[place]
        audit.record_shown(actor, shown=pairs, place=f"dossiers.{place}", purpose=purpose, subject_kind="dossier")
