"""What the verbs share: the check of one member, and the mark of every change."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers import public as dossiers
from tinhso.government.groups.models import DossierGroup, GroupPaper, GroupRow
from tinhso.government.groups.rules import columns
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor

PAPERS = "papers/"


def version_of(group: DossierGroup) -> procedures.ProcedureVersion:
    """Return the version of the procedure the group was begun under."""
    return procedures.get_version(group.version_id)


def faults_of(
    actor: Actor, version: procedures.ProcedureVersion, data: dict[str, Any], given: Collection[str]
) -> dict[str, str]:
    """Return what keeps a member from being filed: its answers, then the papers its case asks for.

    On line the applicant of every member is the account that files (or is filed for): another citizen's number is one
    of the faults, as it is on a form of one's own.
    """
    checked = forms.check(version.form, data, language="vi")
    refused = dossiers.number_refusal(actor, checked.data) if actor.is_applicant else {}
    if checked.errors or refused:
        return {**refused, **checked.errors}
    case = procedures.case_of(version, checked.data)
    wanted = procedures.components_for(version, case.code, checked.data)
    return {
        f"{PAPERS}{one.code}": _("Thêm %(paper)s") % {"paper": one.name[0].lower() + one.name[1:]}
        for one in wanted
        if one.required and not one.from_form and one.code not in given
    }


def settle_row(
    actor: Actor,
    group: DossierGroup,
    row: GroupRow,
    version: procedures.ProcedureVersion,
    *,
    shared: Collection[str],
    own: Collection[str] = (),
) -> None:
    """Write down a member's name and what is left to mend, given the components handed in; nothing is saved."""
    data = columns.merged(group.common, row.data)
    row.name = columns.name_of(row.data) or columns.name_of(data)
    row.errors = faults_of(actor, version, data, {*shared, *own})
    row.refusal = ""


def own_papers(row: GroupRow) -> set[str]:
    """Return the components handed in for one member."""
    return set(GroupPaper.objects.filter(row_id=row.id).values_list("component", flat=True))


def common_papers(group: DossierGroup) -> set[str]:
    """Return the components handed in for every member alike."""
    return set(GroupPaper.objects.filter(group=group, row=None).values_list("component", flat=True))


def settle_all(actor: Actor, group: DossierGroup) -> None:
    """Look at every member not filed yet again, after what all share has changed."""
    version, shared = version_of(group), common_papers(group)
    rows = list(group.rows.filter(dossier_id=None).prefetch_related("papers"))
    for row in rows:
        data = columns.merged(group.common, row.data)
        row.name = columns.name_of(row.data) or columns.name_of(data)
        row.errors = faults_of(actor, version, data, {*shared, *(one.component for one in row.papers.all())})
    GroupRow.objects.bulk_update(rows, ["name", "errors"])


def touch(group: DossierGroup, *fields: str, now: datetime) -> None:
    """Save what changed of a group, and that it changed."""
    group.saved_at, group.version = now, group.version + 1
    group.save(update_fields=[*fields, "saved_at", "version"])
