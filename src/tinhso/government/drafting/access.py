"""The gates of drafting. Forbidden and missing look the same: a draft is there only for those who take part in it.

Who holds no post any more takes part in nothing.
Once it is issued, whoever issues there reads it as long as they may open the document it became: of one for named
readers alone the draft says no more than the document does.
"""

from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tinhso.government.documents import public as documents
from tinhso.government.drafting.data import ISSUE, Status
from tinhso.government.drafting.errors import DraftMissing
from tinhso.government.drafting.models import Draft, DraftMember
from tinhso.kernel.actors import Actor

TO_ISSUE: Final = (Status.SIGNED.value, Status.SEALING.value)
"""Where a draft lies with who issues documents of its agency."""


def drafts(actor: Actor) -> QuerySet[Draft]:
    """Return the drafts the actor takes part in, and, for who issues documents of a unit, those signed there."""
    rows = Draft.objects.all()
    if actor.account_id is None or not actor.is_officer or actor.unit_id is None:
        return rows.none()
    own = Exists(DraftMember.objects.filter(draft=OuterRef("pk"), member_id=actor.account_id))
    units = sorted(documents.units_with(actor, ISSUE))
    if not units:
        return rows.filter(own)
    signed = Q(status__in=TO_ISSUE, unit_id__in=units)
    readable = documents.visible(actor).filter(pk=OuterRef("document_id"))
    return rows.filter(Q(own) | signed | Q(Exists(readable), status=Status.ISSUED.value, unit_id__in=units))


def access_draft(actor: Actor, *, draft_id: UUID, lock: bool = False) -> Draft:
    """Return a draft the actor takes part in, locked when it is to be changed. Raises DraftMissing."""
    rows = drafts(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=draft_id).first()
    if found is None:
        raise DraftMissing
    return found


def account_of(actor: Actor) -> UUID:
    """Return the account that acts. Raises DraftMissing for an actor without one: drafts are written by people."""
    if actor.account_id is None:
        raise DraftMissing
    return actor.account_id


def is_writer(actor: Actor, draft: Draft) -> bool:
    """Tell whether the actor writes this draft."""
    return draft.members.filter(member_id=account_of(actor), may_write=True).exists()


def writers_of(draft: Draft) -> tuple[UUID, ...]:
    """Return the accounts of who wrote a draft, at most 50: once it is issued they may open it by name."""
    rows = draft.members.filter(may_write=True).order_by("id")
    return tuple(rows.values_list("member_id", flat=True)[:50])


def may_issue(actor: Actor, draft: Draft) -> bool:
    """Tell whether the actor issues documents of the draft's agency."""
    return documents.may(actor, ISSUE, draft.unit_id)
