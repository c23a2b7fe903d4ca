"""The gates: the only way to obtain a check or a digitised paper for someone. Forbidden and missing look the same."""

from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.foundation.audit import public as audit
from tinhso.government.digitisation.errors import CheckNotFound
from tinhso.government.digitisation.models import DigitisedPaper, PaperCheck
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import Forbidden

SEE: Final = "digitisation.see"
SCAN: Final = "digitisation.scan"
REVIEW: Final = "digitisation.review"


def may_here(actor: Actor, ability: str, check: PaperCheck) -> bool:
    """Tell whether the actor holds `ability` at the unit of the dossier, or at the desk that received it."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    desk = check.receiving_unit_id
    return actor.is_officer and (actor.may(ability, check.unit_id) or (desk is not None and actor.may(ability, desk)))


def access_check(actor: Actor, *, dossier_id: UUID, ability: str = SEE, lock: bool = False) -> PaperCheck:
    """Return the paper check of a dossier. Raises CheckNotFound to a stranger, Forbidden to who may only see it."""
    rows = PaperCheck.objects.select_for_update() if lock else PaperCheck.objects.all()
    check = rows.filter(dossier_id=dossier_id).first()
    if check is None or not may_here(actor, SEE, check):
        raise CheckNotFound
    if not may_here(actor, ability, check):
        raise Forbidden
    return check


def access_digitised(actor: Actor, *, digitised_id: UUID, ability: str = SEE, lock: bool = False) -> DigitisedPaper:
    """Return one digitised paper, its check and line with it. Raises CheckNotFound, Forbidden."""
    rows: QuerySet[DigitisedPaper] = DigitisedPaper.objects.select_related("check_of", "line")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=digitised_id).first()
    if found is None or not may_here(actor, SEE, found.check_of):
        raise CheckNotFound
    if not may_here(actor, ability, found.check_of):
        raise Forbidden
    return found


def in_scope(actor: Actor, ability: str = SEE, *, prefix: str = "") -> Q | None:
    """Return the condition "of units this actor holds `ability` over"; None when there are none."""
    parts = halves(actor, ability, prefix=prefix)
    return reduce(or_, parts) if parts else None


def halves(actor: Actor, ability: str = SEE, *, prefix: str = "") -> list[Q]:
    """Return the same as conditions each of which an index answers in the order of ids; none when there are none.

    Of the units that decide, and of the desks that received: a check may be in both.
    """
    scope = actor.scope(ability) if actor.is_officer or actor.kind is ActorKind.SYSTEM else None
    if not scope:
        return []
    if scope.everywhere:
        return [Q()]
    units = sorted(scope.units)
    return [Q(**{f"{prefix}unit_id__in": units}), Q(**{f"{prefix}receiving_unit_id__in": units})]


def note_look(actor: Actor, check: PaperCheck, what: str) -> None:
    """Write an officer's look at an applicant's papers, also when the applicant only stands on them."""
    dossiers.note_look_at(actor, dossier_id=check.dossier_id, purpose=f"{what}, hồ sơ {check.dossier_code}")


def note_page_shown(actor: Actor, check: PaperCheck) -> None:
    """Write that pages of a check were shown: a line a check's person and hour, however many pages a grid has."""
    if actor.is_officer and actor.account_id is not None:
        audit.record_shown(
            actor,
            shown=[(check.person_id, check.dossier_id)],
            place="digitisation.pages",
            purpose=f"Xem các trang quét, hồ sơ {check.dossier_code}"[:300],
            subject_kind="dossier",
        )
