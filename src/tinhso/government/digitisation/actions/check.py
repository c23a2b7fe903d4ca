"""The paper check of a dossier: begun when it is received, filled in at the desk, followed when a result is there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.government.digitisation.access import SCAN, access_check
from tinhso.government.digitisation.data import CheckInfo, ComponentState, Exemption, LineInput
from tinhso.government.digitisation.errors import BadCheck, CheckChanged, CheckNotFound
from tinhso.government.digitisation.events import PapersChecked
from tinhso.government.digitisation.models import PaperCheck, PaperCheckLine
from tinhso.government.digitisation.rules.needs import freed_by_channel, is_pending
from tinhso.government.dossiers import public as dossiers
from tinhso.government.papers import public as papers
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.outbox import announce
from tinhso.kernel.rows import Rows
from tinhso.kernel.text import clean_line

_LINES: Final = Rows(PaperCheckLine)
MAX_COPIES: Final = 99
MAX_PAGES: Final = 200
_COLUMN: Final = {
    dossiers.PaperForm.ORIGINAL: "originals",
    dossiers.PaperForm.CERTIFIED: "certified",
    dossiers.PaperForm.PHOTO: "photos",
}


def ensure_check(dossier_id: UUID, *, now: datetime) -> UUID:
    """Begin the paper check of a dossier with what the desk has already written down, once; return its id.

    A component taken from the applicant's store is there as reused; what was filed on line needs no scan. Raises
    CheckNotFound when there is no such dossier.
    """
    own = PaperCheck.objects.filter(dossier_id=dossier_id).values_list("id", flat=True)
    there = own.first()
    if there is None:
        ensure_checks([dossier_id], now=now)
        there = own.first()
    if there is None:
        raise CheckNotFound
    return there


@transaction.atomic
def ensure_checks(dossier_ids: Iterable[UUID], *, now: datetime) -> None:
    """Begin the paper checks of dossiers that have none yet, in a few statements; ids of no dossier are passed over."""
    ids = set(dossier_ids)
    missing = ids - set(PaperCheck.objects.filter(dossier_id__in=ids).values_list("dossier_id", flat=True))
    if not missing:
        return
    begun = [_begin(facts, now) for facts in dossiers.intake_facts(SYSTEM, ids=sorted(missing), now=now)]
    PaperCheck.objects.bulk_create([check for check, _ in begun], ignore_conflicts=True)
    ours = set(PaperCheck.objects.filter(pk__in=[check.pk for check, _ in begun]).values_list("pk", flat=True))
    _LINES.insert(*(line for check, lines in begun if check.pk in ours for line in lines))


def _begin(facts: dossiers.IntakeFacts, now: datetime) -> tuple[PaperCheck, list[PaperCheckLine]]:
    """Return a check with its lines, not yet written."""
    check = PaperCheck(
        dossier_id=facts.id,
        dossier_code=facts.code,
        procedure_code=facts.procedure_code,
        unit_id=facts.unit_id,
        receiving_unit_id=facts.receiving_unit_id,
        person_id=facts.person_id,
        channel=facts.channel.value,
        created_at=now,
    )
    reused = {use.component: use for use in facts.reused}
    version = procedures.get_version(facts.version_id)
    parts = [one for one in procedures.components_for(version, facts.case, facts.data) if not one.from_form]
    known = {one.code for one in parts}
    names = {one.code: one.name for one in parts}
    names |= {paper.component: paper.name for paper in facts.papers if paper.component not in known}
    lines = [
        PaperCheckLine(
            check_of=check,
            ordinal=place,
            component=code,
            name=name,
            exemption=freed_by_channel(facts.channel.value).value,
            state=_state(reused.get(code)),
            paper_id=reused[code].paper_id if code in reused else None,
            **_counted(facts.papers, code),
        )
        for place, (code, name) in enumerate(names.items())
    ]
    check.pending = _pending(lines)
    return check, lines


def _state(used: papers.UseInfo | None) -> ComponentState:
    """Return how a component stands before anything is scanned (TD: DuocSoHoa 0, 2 or 3)."""
    if used is None:
        return ComponentState.NOT_YET
    return ComponentState.REUSED_RESULT if used.origin is papers.Origin.RESULT else ComponentState.REUSED


def _counted(handed: Sequence[dossiers.PaperInfo], component: str) -> Mapping[str, int]:
    counts = dict.fromkeys(_COLUMN.values(), 0)
    kinds = dossiers.kinds_of(handed, component)
    return counts | {_COLUMN[form]: min(MAX_COPIES, count) for form, count in kinds}


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
    _tell_dossier(actor, check, lines, now)
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


def _tell_dossier(actor: Actor, check: PaperCheck, lines: Sequence[LineInput], now: datetime) -> None:
    """Let the dossier, and with it the receipt, say what lies on the desk; one that has ended keeps what it said."""
    counts = [
        dossiers.PaperCount(one.component)
        if one.exemption == Exemption.SHOWN
        else dossiers.PaperCount(one.component, one.originals, one.certified, one.photos)
        for one in lines
        if one.exemption != Exemption.ONLINE
    ]
    try:
        with transaction.atomic():
            dossiers.record_papers(actor, dossier_id=check.dossier_id, counts=counts, now=now)
    except (dossiers.IllegalMove, dossiers.NotYourStep):
        return  # it has ended, or is another's to say: the check stands beside it
    except dossiers.NothingAsked as refused:
        named = [place.removeprefix("papers/") for place in refused.fields] or [lines[0].component]
        raise BadCheck(fields={f"{one}.originals": refused.sentence for one in named}) from None


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
    check.pending = _pending(check.lines.all())
    check.save(update_fields=["pending"])


def _pending(lines: Iterable[PaperCheckLine]) -> int:
    return sum(
        is_pending(copies=row.originals + row.certified + row.photos, exemption=row.exemption, state=row.state)
        for row in lines
    )


@transaction.atomic
def note_results(dossier_ids: Iterable[UUID], *, now: datetime) -> None:
    """Note the day dossiers got their results, for the figures; the first day counts."""
    ids = set(dossier_ids)
    ensure_checks(ids, now=now)
    PaperCheck.objects.filter(dossier_id__in=ids, result_on=None).update(result_on=local_day(now))
