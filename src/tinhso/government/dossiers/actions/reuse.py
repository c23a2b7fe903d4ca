"""Papers from the applicant's store: offered, attached, refused to be asked for again, watched when revoked later."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.access import public as access
from tinhso.government.dossiers.access import PROCESS, RECEIVE, access_dossier, access_draft
from tinhso.government.dossiers.actions._applicant import owner_number
from tinhso.government.dossiers.actions.drafts import MAX_PAPERS
from tinhso.government.dossiers.data import OPEN, DraftInfo, PaperForm, PaperInfo, PaperOrigin, Status, SupplementItem
from tinhso.government.dossiers.errors import AlreadyInStore, IllegalMove, NothingAsked, NotYourStep
from tinhso.government.dossiers.models import Dossier, DossierPaper, Draft, DraftPaper
from tinhso.government.dossiers.queries.drafts import draft_info
from tinhso.government.dossiers.rules import once_only
from tinhso.government.papers import public as papers
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import TooMany

Offered = Mapping[str, list[papers.PaperInfo]]
"""By component: the papers that may stand for it, newest first."""


def offered_for_draft(actor: Actor, *, draft_id: UUID, now: datetime) -> Offered:
    """Return what the applicant's store holds for each component of a draft. Raises DraftNotFound.

    Who files for somebody else is offered that person's papers where they represent them wholly, and never their own.
    Nothing for who is not proven far enough to read a store: they file by handing papers in.
    """
    draft = access_draft(actor, draft_id=draft_id)
    components = procedures.get_version(draft.version_id).components
    types = once_only.accepted_types(components)
    if not types or not access.is_proven(actor, access.Gate.READ_STORE):
        return {}
    found = papers.offer(actor, paper_types=types, on=local_day(now), subject_kind="draft", subject_id=draft.id)
    return _by_component(components, found)


@transaction.atomic
def attach_from_store(actor: Actor, *, draft_id: UUID, component: str, paper_id: UUID, now: datetime) -> DraftInfo:
    """Let a paper of the applicant's store stand for a component of a draft (dùng lại giấy tờ đã có trong kho).

    Attaching the same paper twice is attaching it once. Raises DraftNotFound, NothingAsked for a component that does
    not take this type of paper, PaperNotFound for somebody else's (who acts for another: their own, too),
    PaperNotUsable for one out of force, TooMany, access.AssuranceTooLow.
    """
    draft = access_draft(actor, draft_id=draft_id, lock=True)
    if draft.dossier_id is not None:
        raise IllegalMove(_("Bản khai này đã được nộp. Xem hồ sơ trong trang của tôi."))
    if draft.papers.count() >= MAX_PAPERS:
        raise TooMany(_("Mỗi hồ sơ nhận nhiều nhất 60 tệp. Gộp các trang của một giấy tờ vào một tệp rồi thử lại."))
    used = papers.use(actor, paper_id=paper_id, subject_kind="draft", subject_id=draft.id, component=component, now=now)
    _require_fit(draft.version_id, component, str(used.snapshot["type"]))
    if not draft.papers.filter(component=component, file_id=used.file_id).exists():
        DraftPaper.objects.create(draft=draft, component=component, file_id=used.file_id, origin=_origin(used))
    draft.revision, draft.saved_at = draft.revision + 1, now
    draft.save(update_fields=["revision", "saved_at"])
    return draft_info(draft)


def held_in_store(actor: Actor, *, dossier_id: UUID, now: datetime) -> Offered:
    """Return what the applicant's store holds for the components of a dossier, for the officer at work on it.

    «Đã có trong kho, không được yêu cầu nộp lại». The look is on the applicant's record, under this dossier. Nothing
    for an officer who may not look into stores. Raises DossierNotFound.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id)
    components = procedures.get_version(dossier.version_id).components
    types = once_only.accepted_types(components)
    if not types or not actor.is_officer or not actor.may("papers.see"):
        return {}
    found = papers.offer(
        actor,
        owner_number=owner_number(dossier),
        paper_types=types,
        on=local_day(now),
        purpose=f"Kiểm tra giấy tờ đã có trong kho, hồ sơ {dossier.code}",
        subject_kind="dossier",
        subject_id=dossier.id,
    )
    return _by_component(components, found)


@transaction.atomic
def attach_from_store_at_counter(
    actor: Actor, *, dossier_id: UUID, component: str, paper_id: UUID, now: datetime
) -> PaperInfo:
    """Let a verified paper of the applicant's store stand for a component of a dossier at the desk.

    For who receives or processes the dossier, while it is open. Twice is once. Raises DossierNotFound, NotYourStep,
    IllegalMove once it has ended, NothingAsked, PaperNotFound, PaperNotUsable.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, lock=True)
    if not actor.is_officer or not (actor.may(RECEIVE, dossier.unit_id) or actor.may(PROCESS, dossier.unit_id)):
        raise NotYourStep(_("Chỉ người tiếp nhận hoặc thụ lý hồ sơ mới lấy giấy tờ từ kho được."))
    if Status(dossier.status) not in OPEN:
        raise IllegalMove(_("Hồ sơ đã kết thúc nên không thêm giấy tờ được."))
    used = papers.use(
        actor,
        paper_id=paper_id,
        owner_number=owner_number(dossier),
        subject_kind="dossier",
        subject_id=dossier.id,
        component=component,
        purpose=f"Dùng lại giấy tờ trong kho cho hồ sơ {dossier.code}",
        now=now,
    )
    found = _require_fit(dossier.version_id, component, str(used.snapshot["type"]))
    paper, _made = DossierPaper.objects.get_or_create(
        dossier=dossier,
        component=component,
        file_id=used.file_id,
        defaults={"name": found.name, "form": PaperForm.ELECTRONIC, "count": 1, "origin": _origin(used)},
    )
    return paper.to_info()


def reused_papers(actor: Actor, *, dossier_id: UUID, now: datetime) -> list[papers.UseInfo]:
    """Return the papers of a dossier that came from the store, each with how it stands today.

    One revoked since says so here, on every dossier that used it. Raises DossierNotFound.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id)
    draft = Draft.objects.filter(dossier_id=dossier.id).values_list("id", flat=True).first()
    there = set(dossier.papers.filter(file_id__isnull=False, withdrawn_at=None).values_list("component", "file_id"))
    uses = papers.uses_of([dossier.id, *([draft] if draft else [])], on=local_day(now))
    return [one for one in uses if (one.component, one.file_id) in there]


def refuse_what_is_held(dossier: Dossier, items: Sequence[SupplementItem], *, now: datetime) -> None:
    """Raise AlreadyInStore when an item asks for what the applicant's store holds, in force and verified.

    The sentence names the component and nothing that stands on the paper.
    """
    components = procedures.get_version(dossier.version_id).components
    types = once_only.accepted_types(components)
    if not types:
        return
    held = papers.held_types(owner_number(dossier), paper_types=types, on=local_day(now))
    twice = once_only.asked_twice(components, held, [item.component for item in items])
    if twice:
        names = "; ".join(one.name for one in twice)
        words = _("Đã có trong kho của người nộp: %(names)s. Dùng lại từ kho, không yêu cầu nộp lại.")
        raise AlreadyInStore(
            words % {"names": names}, fields={f"chon_{one.code}": words % {"names": one.name} for one in twice}
        )


def _origin(used: papers.Used) -> PaperOrigin:
    """Return how a paper of the store counts in a dossier: reused, or reused as the result of another dossier."""
    return PaperOrigin.RESULT if used.origin is papers.Origin.RESULT else PaperOrigin.STORE


def _require_fit(version_id: UUID, component: str, paper_type: str) -> procedures.Component:
    found = next((one for one in procedures.get_version(version_id).components if one.code == component), None)
    if found is None or not once_only.may_stand_for(found, paper_type):
        raise NothingAsked(_("Thành phần này không dùng được loại giấy tờ đã chọn. Chọn giấy tờ khác trong kho."))
    return found


def _by_component(components: Sequence[procedures.Component], found: Sequence[papers.PaperInfo]) -> Offered:
    fitting = {one.code: [paper for paper in found if paper.type_code in one.accepts] for one in components}
    return {code: group for code, group in fitting.items() if group}
