"""The gates: the only way to obtain a dossier or a draft for someone. Forbidden and missing look the same."""

from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.foundation.mandates import public as mandates
from tinhso.government.dossiers.errors import DossierDisposed, DossierNotFound, DraftNotFound, NotYourStep
from tinhso.government.dossiers.models import Dossier, Draft
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor, ActorKind, Behalf, Scope
from tinhso.kernel.rows import Changes, Rows

SEE: Final = "dossiers.see"
RECEIVE: Final = "dossiers.receive"
PROCESS: Final = "dossiers.process"
SIGN: Final = "dossiers.sign"
HAND_OVER: Final = "dossiers.hand_over"
OVERSEE: Final = "dossiers.oversee"
DOSSIERS: Final = Rows(Dossier)
AT_RECEIVING_DESK: Final = frozenset({SEE, RECEIVE, HAND_OVER, "work.one_stop_officer"})
"""What a desk that received a dossier for another unit keeps: to see it, take papers in, hand the result over."""


def visible(actor: Actor) -> QuerySet[Dossier]:
    """Return the dossiers this actor may see: an applicant's own; an officer's units', and those a desk there received.

    Who acts for somebody else sees that person's and not their own: all of them as representative, parent or guardian,
    by authorisation only those they handed in themselves within what it names. For picking a few by key or number;
    lists in order read `visible_parts`, each of which an index yields in its order.
    """
    scope = _officers_scope(actor)
    if scope is None:
        return visible_parts(actor)[0]
    received = Q(receiving_unit_id__in=sorted(scope.units))
    return Dossier.objects.filter(in_units(scope.units) | received)


def visible_parts(actor: Actor) -> tuple[QuerySet[Dossier], ...]:
    """Return what `visible` says in parts without a common row.

    Those of the units in scope come first, then those a desk in scope received for a unit that is not.
    """
    scope = _officers_scope(actor)
    if scope is not None:
        return (Dossier.objects.filter(in_units(scope.units)), received_for_others(scope.units))
    if actor.kind is ActorKind.SYSTEM or actor.is_officer:
        sees_all = actor.kind is ActorKind.SYSTEM or actor.scope(SEE).everywhere
        return (Dossier.objects.all() if sees_all else Dossier.objects.none(),)
    if not actor.is_applicant or not actor.account_id:
        return (Dossier.objects.none(),)
    own = Dossier.objects.filter(applicant_account_id=actor.principal_id)
    return (own.filter(_within(actor.account_id, actor.behalf)) if actor.behalf else own,)


def received_for_others(units: frozenset[UUID]) -> QuerySet[Dossier]:
    """Return what desks of these units received for units that are none of them."""
    ordered = sorted(units)
    here = Q(receiving_unit_id=ordered[0]) if len(ordered) == 1 else Q(receiving_unit_id__in=ordered)
    return Dossier.objects.filter(here).exclude(in_units(units))


def _officers_scope(actor: Actor) -> Scope | None:
    """Return the units an officer looks at; None for everybody whose sight is not counted in units."""
    if actor.kind is ActorKind.SYSTEM or not actor.is_officer:
        return None
    scope = actor.scope(SEE)
    return scope if scope and not scope.everywhere and scope.units else None


def sees(actor: Actor, dossier: Dossier) -> bool:
    """Tell whether this actor may see this dossier: what `visible` says of many, said of one."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    if actor.is_applicant and actor.account_id:
        return dossier.applicant_account_id == actor.principal_id and _reaches(actor.account_id, actor.behalf, dossier)
    return actor.is_officer and may_here(actor, SEE, dossier)


def _within(agent_id: UUID, behalf: Behalf) -> Q:
    """Return the condition "inside what this agent may do for their principal"."""
    if behalf.is_whole:
        return Q()
    named = Q(procedure_code__in=sorted(behalf.codes)) | Q(field_code__in=sorted(behalf.fields))
    filed = mandates.filed_by(agent_id, subject_kind="dossier", principal_id=behalf.account_id)
    return named & Q(id__in=filed)


def _reaches(agent_id: UUID, behalf: Behalf | None, dossier: Dossier) -> bool:
    """Tell the same of one dossier."""
    if behalf is None or behalf.is_whole:
        return True
    filing = mandates.find_filing(dossier.id) if behalf.covers(dossier.procedure_code, dossier.field_code) else None
    return filing is not None and filing.agent_id == agent_id


def may_here(actor: Actor, ability: str, dossier: Dossier) -> bool:
    """Tell whether the actor holds `ability` over the dossier: at its unit, or at the desk that received it."""
    if actor.may(ability, dossier.unit_id):
        return True
    desk = dossier.receiving_unit_id
    return desk is not None and ability in AT_RECEIVING_DESK and actor.may(ability, desk)


def in_units(units: frozenset[UUID]) -> Q:
    """Return the condition "in these units", as equality when there is one: the planner then uses the index order."""
    ordered = sorted(units)
    return Q(unit_id=ordered[0]) if len(ordered) == 1 else Q(unit_id__in=ordered)


def access_dossier(actor: Actor, *, dossier_id: UUID, ability: str | None = None, lock: bool = False) -> Dossier:
    """Return the dossier if `actor` may see it and, when `ability` is given, holds that ability over its unit.

    `lock` takes the row for the length of the transaction: two officers at once act one after the other.
    Raises DossierNotFound for what they may not see, NotYourStep for what they may see but not do, mandates.MayNotFile
    for those who only look at another's dossiers, DossierDisposed for a stub somebody wants to act on.
    """
    found = DOSSIERS.find("t.id = %s", [dossier_id], lock=lock)
    if not found or not sees(actor, found[0]):
        raise DossierNotFound
    dossier = found[0]
    if lock:
        if actor.behalf is not None and not actor.behalf.may_file:
            raise mandates.MayNotFile
        if dossier.disposed_at is not None:
            raise DossierDisposed
        dossier.changes = Changes(dossier)
    if ability is not None and not may_here(actor, ability, dossier):
        raise NotYourStep(_("Việc này thuộc bộ phận khác. Chuyển hồ sơ cho người có thẩm quyền."))
    return dossier


def access_own_dossier(actor: Actor, *, dossier_id: UUID, lock: bool = False) -> Dossier:
    """Return the applicant's own dossier. Raises DossierNotFound for anybody else's."""
    if not actor.is_applicant:
        raise DossierNotFound
    return access_dossier(actor, dossier_id=dossier_id, lock=lock)


def access_draft(actor: Actor, *, draft_id: UUID, lock: bool = False) -> Draft:
    """Return the actor's own draft, of whom they act for now. Raises DraftNotFound for anybody else's."""
    if not actor.is_applicant or actor.account_id is None:
        raise DraftNotFound
    rows = Draft.objects.filter(pk=draft_id, account_id=actor.account_id)
    draft = (rows.select_for_update() if lock else rows).first()
    if draft is None or not _is_of(actor, draft):
        raise DraftNotFound
    return draft


def _is_of(actor: Actor, draft: Draft) -> bool:
    """Tell whether a draft is of whom the actor acts for, and within what they may do for them."""
    filing = mandates.find_filing(draft.id)
    if (filing.principal_id if filing else None) != actor.on_behalf_of:
        return False
    return actor.behalf is None or covers(actor.behalf, procedures.get_version(draft.version_id))


def covers(behalf: Behalf, version: procedures.ProcedureVersion) -> bool:
    """Tell whether somebody may file this procedure for whom they act for."""
    return behalf.may_file and behalf.covers(version.code, version.info.field_code)


def own_drafts(actor: Actor) -> QuerySet[Draft]:
    """Return the drafts of an applicant, of whom they act for now."""
    if actor.account_id is None:
        return Draft.objects.none()
    rows = Draft.objects.filter(account_id=actor.account_id)
    bound = mandates.filed_by(actor.account_id, subject_kind="draft", principal_id=actor.on_behalf_of)
    return rows.exclude(id__in=bound) if actor.behalf is None else rows.filter(id__in=bound)
