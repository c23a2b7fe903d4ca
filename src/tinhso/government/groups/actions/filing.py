"""Filing a group: every member becomes a dossier of its own, each in its own transaction, once."""

from datetime import datetime
from time import monotonic
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import Delivery, DossierInfo, PaperForm, PaperInput
from tinhso.government.groups.access import access_to_edit
from tinhso.government.groups.actions._common import touch
from tinhso.government.groups.data import MIN_MEMBERS, Filed, GroupInfo, GroupState
from tinhso.government.groups.errors import GroupIncomplete
from tinhso.government.groups.events import GroupFiled
from tinhso.government.groups.models import DossierGroup, GroupPaper, GroupRow
from tinhso.government.groups.rules import columns
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.outbox import announce

SERIES: Final = numbering.Series("dossier_group", numbering.Period.DAY, "{owner}-{on:%y%m%d}-N{n:03d}")
SECONDS: Final = 8.0
"""How long one request files; what is left goes on with the next."""
_SAID: Final = frozenset({Kind.INVALID, Kind.CONFLICT, Kind.NOT_FOUND, Kind.TOO_MANY})
"""Refusals that are about one member; any other one stops the filing of all."""


@transaction.atomic
def begin_filing(actor: Actor, *, group_id: UUID, now: datetime) -> GroupInfo:
    """Give the group its code and close what all share: from here on its members are filed (nộp theo nhóm).

    Doing it again answers the same. Raises GroupIncomplete naming each row that is not ready, a missing unit, or fewer
    than two members; at the desk also without the name of who hands it in. GroupMissing, GroupClosed.
    """
    group = access_to_edit(actor, group_id=group_id)
    if group.state == GroupState.FILING:
        return group.to_info()
    _require_ready(group)
    if group.unit_id is None:
        raise GroupIncomplete
    owner = organisations.get_unit(group.unit_id).code
    group.code = numbering.next_code(SERIES, owner=owner, on=local_day(now))
    group.state = GroupState.FILING
    touch(group, "code", "state", now=now)
    audit.record(
        actor,
        verb="groups.filing_begun",
        subject_kind="dossier_group",
        subject_id=group.id,
        unit_id=group.unit_id,
        person_id=group.account_id,
        purpose=group.procedure_name,
    )
    return group.to_info()


def _require_ready(group: DossierGroup) -> None:
    faults: dict[str, str] = {}
    if group.unit_id is None:
        faults["unit"] = _("Chọn nơi nộp hồ sơ")
    if group.at_counter and not group.representative_name:
        faults["representative"] = _("Ghi họ tên hoặc tên tổ chức của người nộp nhóm hồ sơ")
    rows = list(group.rows.order_by("ordinal"))
    if len(rows) < MIN_MEMBERS:
        faults["rows"] = _("Thêm ít nhất hai người vào danh sách; một hồ sơ thì nộp theo cách thông thường")
    for row in rows:
        if row.errors:
            words = next(iter(row.errors.values()))
            faults[f"dong-{row.ordinal}"] = _("Dòng %(n)s: %(words)s") % {"n": row.ordinal, "words": words}
    if faults:
        raise GroupIncomplete(fields=faults)


def file_members(actor: Actor, *, group_id: UUID, now: datetime, seconds: float = SECONDS) -> Filed:
    """File the members that are no dossiers yet, in the order of the list, for so long; may be called again any time.

    Each member is one transaction: a member filed stays filed whatever happens next, and none is filed twice, also by
    two requests at once or after the power failed. A member that is refused keeps the reason and the others go on; what
    does not concern a member (a level of identity that is too low) is raised. Raises GroupMissing, GroupClosed.
    """
    until = monotonic() + seconds
    with transaction.atomic():
        group = access_to_edit(actor, group_id=group_id)
        waiting = list(group.rows.filter(dossier_id=None).order_by("ordinal").values_list("id", "ordinal"))
    done, refused = 0, []
    for row_id, ordinal in waiting:
        if monotonic() > until:
            break
        why = _file_one(actor, group, row_id, now=now)
        if why:
            refused.append((ordinal, why))
        else:
            done += 1
    left = _conclude(actor, group_id, now=now)
    return Filed(done, left, tuple(refused))


def _papers(group: DossierGroup, row_id: UUID) -> list[PaperInput]:
    """Return what is handed in for one member: what all share, then its own."""
    rows = GroupPaper.objects.filter(Q(row=None) | Q(row_id=row_id), group=group)
    found = sorted(rows, key=lambda one: (one.row_id is not None, one.id))
    return [PaperInput(one.component, one.file_id, PaperForm(one.form), one.count) for one in found]


def _file_one(actor: Actor, group: DossierGroup, row_id: UUID, *, now: datetime) -> str:
    """File one member; return why not, "" when it is a dossier (now, or already)."""
    try:
        with transaction.atomic():
            row = GroupRow.objects.select_for_update().filter(pk=row_id).first()
            if row is None or row.dossier_id is not None:  # taken out meanwhile, or filed by somebody else
                return ""
            info = _dossier(actor, group, row, _papers(group, row_id), now=now)
            row.dossier_id, row.code, row.refusal = info.id, info.code, ""
            row.save(update_fields=["dossier_id", "code", "refusal"])
    except DomainError as refusal:
        if refusal.kind not in _SAID:
            raise
        why = f"{_(refusal.sentence)} {'; '.join(map(str, refusal.fields.values()))}".strip()[:1000]
        GroupRow.objects.filter(pk=row_id, dossier_id=None).update(refusal=why)
        return why
    return ""


def _dossier(
    actor: Actor, group: DossierGroup, row: GroupRow, papers: list[PaperInput], *, now: datetime
) -> DossierInfo:
    if group.unit_id is None:
        raise GroupIncomplete
    data = columns.merged(group.common, row.data)
    delivery = Delivery(group.delivery)
    if group.at_counter:
        return dossiers.receive_at_counter(
            actor,
            procedure_code=group.procedure_code,
            unit_id=group.unit_id,
            data=data,
            papers=papers,
            delivery=delivery,
            now=now,
        )
    return dossiers.submit_directly(
        actor,
        procedure_code=group.procedure_code,
        unit_id=group.unit_id,
        data=data,
        papers=papers,
        delivery=delivery,
        now=now,
    )


@transaction.atomic
def _conclude(actor: Actor, group_id: UUID, *, now: datetime) -> int:
    """Close the group once every member is a dossier; return how many are not."""
    group = DossierGroup.objects.select_for_update().get(pk=group_id)
    left = group.rows.filter(dossier_id=None).count()
    if left or group.state == GroupState.FILED or group.unit_id is None:
        return left
    group.state, group.filed_at = GroupState.FILED, now
    touch(group, "state", "filed_at", now=now)
    members = group.rows.count()
    audit.record(
        actor,
        verb="groups.filed",
        subject_kind="dossier_group",
        subject_id=group.id,
        unit_id=group.unit_id,
        person_id=group.account_id,
        purpose=group.procedure_name,
        detail={"members": members},
    )
    announce(GroupFiled(group.id, group.unit_id, members), actor=actor)
    return 0
