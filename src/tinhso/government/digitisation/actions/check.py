"""The paper check of a dossier: begun when it is received, filled in at the desk, followed when a result is there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.government.digitisation.access import SCAN, access_check
from tinhso.government.digitisation.data import CheckInfo, ComponentState, Exemption, LineInput
from tinhso.government.digitisation.errors import BadCheck, CheckChanged, CheckNotFound
from tinhso.government.digitisation.events import PapersChecked
from tinhso.government.digitisation.models import PaperCheck, PaperCheckLine
from tinhso.government.digitisation.rules.needs import freed_by_channel, is_pending
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

MAX_COPIES: Final = 99
MAX_PAGES: Final = 200
_COLUMN: Final = {
    dossiers.PaperForm.ORIGINAL: "originals",
    dossiers.PaperForm.CERTIFIED: "certified",
    dossiers.PaperForm.PHOTO: "photos",
}


def ensure_check(dossier_id: UUID, *, now: datetime) -> UUID:
    """Begin the paper check of a dossier with what the desk has already written down, once; return its id.

    A component taken from the applicant's store is there as reused; what was filed on line needs no scan.
    """
    there = PaperCheck.objects.filter(dossier_id=dossier_id).values_list("id", flat=True).first()
    if there is not None:
        return there
    try:
        with transaction.atomic():
            return _begin(dossier_id, now)
    except IntegrityError:
        return PaperCheck.objects.values_list("id", flat=True).get(dossier_id=dossier_id)


def _begin(dossier_id: UUID, now: datetime) -> UUID:
    detail = dossiers.get_dossier(SYSTEM, dossier_id=dossier_id)
    info = detail.info
    check = PaperCheck.objects.create(
        dossier_id=info.id,
        dossier_code=info.code,
        procedure_code=info.procedure_code,
        unit_id=info.unit_id,
        receiving_unit_id=info.receiving_unit_id,
        person_id=info.applicant.account_id,
        channel=info.channel.value,
        created_at=now,
    )
    reused = {use.component: use.paper_id for use in dossiers.reused_papers(SYSTEM, dossier_id=dossier_id, now=now)}
    version = procedures.get_version(detail.version_id)
    parts = [one for one in procedures.components_for(version, detail.case, detail.data) if not one.from_form]
    known = {one.code for one in parts}
    names = {one.code: one.name for one in parts}
    names |= {paper.component: paper.name for paper in detail.papers if paper.component not in known}
    lines = [
        PaperCheckLine(
            check_of=check,
            ordinal=place,
            component=code,
            name=name,
            exemption=freed_by_channel(info.channel.value).value,
            state=ComponentState.REUSED if code in reused else ComponentState.NOT_YET,
            paper_id=reused.get(code),
            **_counted(detail.papers, code),
        )
        for place, (code, name) in enumerate(names.items())
    ]
    PaperCheckLine.objects.bulk_create(lines)
    settle(check)
    return check.id


def _counted(papers: Sequence[dossiers.PaperInfo], component: str) -> Mapping[str, int]:
    counts = dict.fromkeys(_COLUMN.values(), 0)
    for paper in papers:
        if paper.component == component and paper.form in _COLUMN:
            counts[_COLUMN[paper.form]] = min(MAX_COPIES, counts[_COLUMN[paper.form]] + paper.count)
    return counts


def open_check(actor: Actor, *, dossier_id: UUID, now: datetime) -> CheckInfo:
    """Return the paper check of a dossier the actor may see, begun if need be. Raises CheckNotFound, Forbidden."""
    if not actor.is_officer:
        raise CheckNotFound
    try:
        dossiers.get_dossier(actor, dossier_id=dossier_id, purpose="Kiểm tra giấy tờ để số hóa")
    except dossiers.DossierNotFound:
        raise CheckNotFound from None
    ensure_check(dossier_id, now=now)
    return access_check(actor, dossier_id=dossier_id).to_info()


@transaction.atomic
def save_check(
    actor: Actor, *, dossier_id: UUID, lines: Sequence[LineInput], revision: int, now: datetime
) -> CheckInfo:
    """Write down what lies on the desk: copies of each kind, pages, a remark, why no scan is needed.

    For officers holding `digitisation.scan`. `revision` is the one the officer saw: CheckChanged when somebody saved in
    between. Raises CheckNotFound, Forbidden, BadCheck naming each field as "<component>.<field>".
    """
    check = access_check(actor, dossier_id=dossier_id, ability=SCAN, lock=True)
    if check.revision != revision:
        raise CheckChanged
    rows = {row.component: row for row in check.lines.all()}
    faults = {key: words for one in lines for key, words in _faults(one, rows).items()}
    if faults:
        raise BadCheck(fields=faults)
    for one in lines:
        _write(rows[one.component], one)
    check.checked_at, check.checked_by, check.revision = now, actor.name, check.revision + 1
    check.save(update_fields=["checked_at", "checked_by", "revision"])
    settle(check)
    audit.record(
        actor,
        verb="digitisation.papers_checked",
        subject_kind="dossier",
        subject_id=check.dossier_id,
        unit_id=check.unit_id,
        person_id=check.person_id,
        detail={"pending": check.pending},
    )
    announce(PapersChecked(check.dossier_id, check.unit_id, check.pending), actor=actor)
    return check.to_info()


def _faults(one: LineInput, rows: Mapping[str, PaperCheckLine]) -> dict[str, str]:
    if one.component not in rows:
        return {f"{one.component[:32]}.originals": _("Thành phần này không có trong hồ sơ. Tải lại trang")}
    counts = {"originals": one.originals, "certified": one.certified, "photos": one.photos}
    wrong = {
        f"{one.component}.{name}": _("Nhập số bản từ 0 đến 99")
        for name, count in counts.items()
        if not 0 <= count <= MAX_COPIES
    }
    if not 0 <= one.pages <= MAX_PAGES:
        wrong[f"{one.component}.pages"] = _("Nhập số trang từ 0 đến 200")
    if one.exemption not in set(Exemption):
        wrong[f"{one.component}.exemption"] = _("Chọn lý do trong danh sách")
    return wrong


def _write(row: PaperCheckLine, one: LineInput) -> None:
    row.originals, row.certified, row.photos = one.originals, one.certified, one.photos
    row.pages, row.note, row.exemption = one.pages, clean_line(one.note)[:300], one.exemption
    row.save(update_fields=["originals", "certified", "photos", "pages", "note", "exemption"])


def settle(check: PaperCheck) -> None:
    """Count again what is still to be digitised."""
    check.pending = sum(
        is_pending(copies=row.originals + row.certified + row.photos, exemption=row.exemption, state=row.state)
        for row in check.lines.all()
    )
    check.save(update_fields=["pending"])


@transaction.atomic
def note_result(dossier_id: UUID, *, now: datetime) -> None:
    """Note the day a dossier got its result, for the figures; the first day counts."""
    check_id = ensure_check(dossier_id, now=now)
    PaperCheck.objects.filter(pk=check_id, result_on=None).update(result_on=local_day(now))
