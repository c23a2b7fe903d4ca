"""Preparing a group: what all share, its members one by one or from a file, its papers. Nothing here is law yet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.forms import public as forms
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import Delivery, PaperForm
from tinhso.government.groups import sheets
from tinhso.government.groups.access import RECEIVE, access_to_edit
from tinhso.government.groups.actions._common import (
    common_papers,
    own_papers,
    settle_all,
    settle_row,
    touch,
    version_of,
)
from tinhso.government.groups.data import MAX_MEMBERS, MAX_PAPERS, GroupInfo, GroupState, Imported, Representative
from tinhso.government.groups.errors import BadRow, GroupClosed, GroupMissing
from tinhso.government.groups.models import DossierGroup, GroupPaper, GroupRow
from tinhso.government.groups.rules import columns
from tinhso.government.procedures import public as procedures
from tinhso.government.results.public import new_token
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import TooMany, Unauthenticated
from tinhso.kernel.text import clean_line

MAX_OPEN: Final = 20
"""Groups one account or desk officer may be preparing at a time."""

TYPED: Final = ("data", "name", "errors", "refusal")
"""What typing may change of a member: never the dossier it became meanwhile."""


@transaction.atomic
def start_group(actor: Actor, *, procedure_code: str, unit_id: UUID | None = None, now: datetime) -> GroupInfo:
    """Begin a group under the version in force today: an applicant on line, or an officer at their desk.

    Raises Unauthenticated for a stranger, NotOffered when the procedure is not taken in this way, TooMany past 20
    groups in preparation, GroupMissing for an officer without a desk.
    """
    version = procedures.get_current(procedure_code, on=local_day(now))
    if actor.is_officer:
        group = _at_desk(actor, version, now)
    elif actor.is_applicant and actor.account_id:
        group = _on_line(actor, version, unit_id, now)
    else:
        raise Unauthenticated(_("Đăng nhập bằng tài khoản công dân hoặc doanh nghiệp để nộp hồ sơ."))
    mine = DossierGroup.objects.filter(maker_id=group.maker_id, state=GroupState.DRAFT)
    if mine.count() >= MAX_OPEN:
        raise TooMany(_("Ông/Bà đang soạn 20 nhóm hồ sơ. Nộp hoặc bỏ bớt nhóm cũ trước khi lập nhóm mới."))
    group.save(force_insert=True)
    return group.to_info()


def _group(actor: Actor, version: procedures.ProcedureVersion, now: datetime) -> DossierGroup:
    if actor.account_id is None:
        raise GroupMissing
    return DossierGroup(
        token=new_token(),
        procedure_code=version.code,
        procedure_name=version.name,
        version_id=version.id,
        maker_id=actor.account_id,
        started_at=now,
        saved_at=now,
    )


def _at_desk(actor: Actor, version: procedures.ProcedureVersion, now: datetime) -> DossierGroup:
    if actor.unit_id is None or not actor.may(RECEIVE, actor.unit_id):
        raise GroupMissing
    desk = organisations.agency_of(actor.unit_id)
    if not version.info.counter or not procedures.is_offered_at(version, desk.id):
        raise dossiers.NotOffered
    group = _group(actor, version, now)
    group.at_counter, group.delivery = True, Delivery.COUNTER
    group.unit_id, group.unit_name = desk.id, organisations.full_name(desk.id)
    return group


def _on_line(actor: Actor, version: procedures.ProcedureVersion, unit_id: UUID | None, now: datetime) -> DossierGroup:
    if version.info.online != "local":
        raise dossiers.NotOffered(_("Thủ tục này không nộp trực tuyến tại đây. Xem cách nộp trong trang hướng dẫn."))
    principal = actor.principal_id or actor.account_id
    if principal is None:
        raise GroupMissing
    account = identity.get_account(principal)
    group = _group(actor, version, now)
    group.delivery, group.account_id = Delivery.ONLINE, account.id
    group.representative_name, group.representative_number = account.name, account.number
    group.representative_phone = account.phone
    if account.kind is identity.AccountKind.CITIZEN:  # a business files for others: who they are is each member's own
        group.common = forms.prefill(
            version_of(group).form,
            {
                "applicant.name": account.name,
                "applicant.number": account.number,
                "applicant.birth_on": account.birth_on.isoformat() if account.birth_on else "",
                "applicant.phone": account.phone,
                "applicant.email": account.email,
            },
        )
    if unit_id is not None:
        _put_unit(group, unit_id)
    return group


def _put_unit(group: DossierGroup, unit_id: UUID) -> None:
    unit = organisations.get_unit(unit_id)
    if not procedures.is_offered_at(version_of(group), unit.id):
        raise dossiers.NotOffered
    group.unit_id, group.unit_name = unit.id, organisations.full_name(unit.id)


@transaction.atomic
def choose(
    actor: Actor,
    *,
    group_id: UUID,
    title: str | None = None,
    unit_id: UUID | None = None,
    delivery: Delivery | None = None,
    representative: Representative | None = None,
    now: datetime,
) -> GroupInfo:
    """Name the group, its unit (on line), how results are taken, and at the desk who hands it in.

    Raises GroupMissing, GroupClosed, NotOffered.
    """
    group = access_to_edit(actor, group_id=group_id)
    _require_draft(group)
    if title is not None:
        group.title = clean_line(title)[:200]
    if unit_id is not None and not group.at_counter:
        _put_unit(group, unit_id)
    if delivery is not None:
        group.delivery = delivery
    if representative is not None and group.at_counter:
        group.representative_name = clean_line(representative.name)[:200]
        group.representative_number = clean_line(representative.number)[:20]
        group.representative_phone = clean_line(representative.phone)[:20]
        group.representative_address = clean_line(representative.address)[:300]
    group.saved_at, group.version = now, group.version + 1
    group.save()
    return group.to_info()


def _require_draft(group: DossierGroup) -> None:
    if group.state != GroupState.DRAFT:
        raise GroupClosed


@transaction.atomic
def put_common(actor: Actor, *, group_id: UUID, answers: Mapping[str, Any], now: datetime) -> dict[str, str]:
    """Keep the answers every member shares, right or wrong; return what is wrong with those that were given.

    What is left empty is each member's own. Members follow at once. Raises GroupMissing, GroupClosed.
    """
    group = access_to_edit(actor, group_id=group_id)
    _require_draft(group)
    checked = forms.check(version_of(group).form, dict(answers))
    group.common = columns.own_part({}, checked.data)
    wrong = {
        pointer: words for pointer, words in checked.errors.items() if columns.value_at(answers, pointer) is not None
    }
    touch(group, "common", now=now)
    settle_all(actor, group)
    return wrong


@transaction.atomic
def put_row(
    actor: Actor, *, group_id: UUID, row_id: UUID | None, answers: Mapping[str, Any], now: datetime
) -> tuple[UUID, dict[str, str]]:
    """Add a member, or keep what was typed for one, right or wrong; return its id and what is left to mend.

    `answers` are all of the member's, those it shares included. Raises BadRow past 200 members, GroupMissing for a
    strange row, GroupClosed for one that is a dossier already.
    """
    group = access_to_edit(actor, group_id=group_id)
    row = _row(group, row_id) if row_id else _new_row(group)
    version = version_of(group)
    row.data = columns.own_part(group.common, forms.check(version.form, dict(answers)).data)
    settle_row(actor, group, row, version, shared=common_papers(group), own=own_papers(row))
    row.save(update_fields=None if row._state.adding else TYPED)  # noqa: SLF001 - as Django's own save() asks
    touch(group, now=now)
    return row.id, dict(row.errors)


def _row(group: DossierGroup, row_id: UUID) -> GroupRow:
    row = group.rows.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise GroupMissing
    if row.dossier_id is not None:
        raise GroupClosed
    return row


def _new_row(group: DossierGroup) -> GroupRow:
    return GroupRow(group=group, ordinal=_next_ordinals(group, 1))


def _next_ordinals(group: DossierGroup, count: int) -> int:
    """Return the number of the first of so many new members. Raises BadRow past the bound."""
    if group.rows.count() + count > MAX_MEMBERS:
        words = _("Mỗi nhóm nhiều nhất %(n)s hồ sơ. Lập thêm nhóm cho những người còn lại.") % {"n": MAX_MEMBERS}
        raise BadRow(words, fields={"rows": words})
    last: int | None = group.rows.aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


@transaction.atomic
def drop_row(actor: Actor, *, group_id: UUID, row_id: UUID, now: datetime) -> None:
    """Take a member out that is no dossier yet. Raises GroupMissing, GroupClosed."""
    group = access_to_edit(actor, group_id=group_id)
    _row(group, row_id).delete()
    touch(group, now=now)


@transaction.atomic
def import_rows(actor: Actor, *, group_id: UUID, data: bytes, replace: bool = False, now: datetime) -> Imported:
    """Take members from a file made after the template; each line is a member, also where something is to be mended.

    `replace` takes out the members that are no dossiers yet first. Tells for each line what is wrong with it.
    Raises BadSheet for a file that is no such list, BadRow past 200 members, GroupMissing, GroupClosed.
    """
    group = access_to_edit(actor, group_id=group_id)
    version = version_of(group)
    shown = columns.columns(version.form, group.common)
    lines = sheets.read(data, shown)
    if replace:
        open_rows = group.rows.select_for_update().filter(dossier_id=None)  # who is being filed now is waited for
        group.rows.filter(pk__in=list(open_rows.values_list("pk", flat=True))).delete()
    first = _next_ordinals(group, len(lines))
    shared = common_papers(group)
    rows, faults = [], []
    for ordinal, (number, cells) in enumerate(lines, first):
        post = {shown[place].field.pointer: columns.posted(shown[place], text) for place, text in cells.items()}
        row = GroupRow(group=group, ordinal=ordinal)
        row.data = columns.own_part(group.common, forms.check(version.form, forms.read_all(version.form, post)).data)
        settle_row(actor, group, row, version, shared=shared)
        rows.append(row)
        faults += [(number, _fault(version, pointer, words)) for pointer, words in row.errors.items()]
    GroupRow.objects.bulk_create(rows)
    touch(group, now=now)
    return Imported(len(rows), tuple(faults))


def _fault(version: procedures.ProcedureVersion, pointer: str, words: str) -> str:
    field = version.form.fields.get(pointer)
    title = field.title.vi if field is not None and field.title else ""
    return f"{title}: {words}" if title and title.casefold() not in words.casefold() else words


@transaction.atomic
def attach(
    actor: Actor,
    *,
    group_id: UUID,
    row_id: UUID | None = None,
    component: str,
    file_id: UUID | None = None,
    form: PaperForm = PaperForm.ELECTRONIC,
    count: int = 1,
    now: datetime,
) -> None:
    """Hand in a paper for every member, or for one: a file of this actor's, or at the desk the paper itself.

    The same file twice is once; a paper seen at the desk again replaces what was said of it. Raises GroupMissing,
    GroupClosed, BadRow for a component the procedure does not have or too many files, FileMissing for another's file.
    """
    group = access_to_edit(actor, group_id=group_id)
    row = _row(group, row_id) if row_id else None
    if row is None:
        _require_draft(group)
    if component not in {one.code for one in version_of(group).components if not one.from_form}:
        raise BadRow(_("Thành phần này không có trong thủ tục. Chọn giấy tờ trong danh sách."))
    _require_paper(actor, group, file_id=file_id, form=form)
    there = GroupPaper.objects.filter(group=group, row=row, component=component)
    if file_id is None:
        there.filter(file_id=None).delete()
    elif there.filter(file_id=file_id).exists():
        return
    if there.count() >= MAX_PAPERS:
        raise BadRow(_("Mỗi giấy tờ nhận nhiều nhất 20 tệp. Gộp các trang vào một tệp rồi gửi lại."))
    GroupPaper.objects.create(
        group=group, row=row, component=component, file_id=file_id, form=form, count=max(1, min(count, 999))
    )
    _settle(actor, group, row, now=now)


def _require_paper(actor: Actor, group: DossierGroup, *, file_id: UUID | None, form: PaperForm) -> None:
    if file_id is not None:
        files.require_own(actor, file_ids=[file_id])
    elif not group.at_counter or form is PaperForm.ELECTRONIC:
        raise BadRow(_("Tải lên tệp của giấy tờ này."))


@transaction.atomic
def detach(actor: Actor, *, group_id: UUID, paper_id: UUID, now: datetime) -> None:
    """Take a paper off again; an unknown one, or one of a member that is a dossier already, is passed over."""
    group = access_to_edit(actor, group_id=group_id)
    found = group.papers.filter(pk=paper_id).first()
    if found is None or (found.row_id is None and group.state != GroupState.DRAFT):
        return
    row = group.rows.select_for_update().get(pk=found.row_id) if found.row_id else None
    if row is not None and row.dossier_id is not None:
        return
    found.delete()
    _settle(actor, group, row, now=now)


def _settle(actor: Actor, group: DossierGroup, row: GroupRow | None, *, now: datetime) -> None:
    if row is None:
        settle_all(actor, group)
    else:
        settle_row(actor, group, row, version_of(group), shared=common_papers(group), own=own_papers(row))
        row.save(update_fields=TYPED)
    touch(group, now=now)


@transaction.atomic
def discard(actor: Actor, *, group_id: UUID) -> None:
    """Throw a group away that was never filed, at the wish of who prepares it. Raises GroupMissing, GroupClosed."""
    group = access_to_edit(actor, group_id=group_id)
    _require_draft(group)
    group.papers.all().delete()
    group.rows.all().delete()
    group.delete()
