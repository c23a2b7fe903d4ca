"""Drafts: everything an applicant fills in is on the server at every step, and theirs alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.data.population import public as population
from tinhso.foundation.access.public import Gate
from tinhso.foundation.files import public as files
from tinhso.foundation.forms import public as forms
from tinhso.foundation.identity import public as identity
from tinhso.foundation.mandates import public as mandates
from tinhso.government.dossiers.access import access_draft, covers, own_drafts
from tinhso.government.dossiers.actions._applicant import NUMBER, number_refusal
from tinhso.government.dossiers.actions._proof import require_proof
from tinhso.government.dossiers.actions._signatures import require_sound
from tinhso.government.dossiers.actions._write import take_turns
from tinhso.government.dossiers.data import Delivery, DraftInfo
from tinhso.government.dossiers.errors import DraftChanged, DraftNotFound, IllegalMove, NothingAsked, NotOffered
from tinhso.government.dossiers.models import Draft, DraftPaper
from tinhso.government.dossiers.queries.drafts import draft_info
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import TooMany, Unauthenticated

MAX_DRAFTS: Final = 50
MAX_PAPERS: Final = 60


@transaction.atomic
def start_draft(actor: Actor, *, procedure_code: str, unit_id: UUID | None = None, now: datetime) -> DraftInfo:
    """Begin a request under the version in force today, prefilled from the account.

    An unfinished draft of the same procedure is continued instead of a second one begun. Raises Unauthenticated for a
    stranger, NotOffered when the procedure is not filed here, access.AssuranceTooLow, TooMany past 50 open drafts,
    mandates.MayNotFile for those acting for somebody who did not let them file this.
    """
    if not actor.is_applicant or actor.account_id is None:
        raise Unauthenticated(_("Đăng nhập bằng tài khoản công dân hoặc doanh nghiệp để nộp hồ sơ."))
    version = procedures.get_current(procedure_code, on=local_day(now))
    if not _filed_here(version):
        raise NotOffered(_("Thủ tục này không nộp trực tuyến tại đây. Xem cách nộp trong trang hướng dẫn thủ tục."))
    require_proof(actor, Gate.START, version)
    if actor.behalf is not None and not covers(actor.behalf, version):
        raise mandates.MayNotFile
    if unit_id is not None:
        require_offered(version, unit_id, online=True)
    take_turns(f"dossiers.draft:{actor.account_id}")
    open_drafts = own_drafts(actor).filter(dossier=None)
    same = open_drafts.filter(version_id=version.id).order_by("-id").first()
    if same is not None:
        return draft_info(same)
    if open_drafts.count() >= MAX_DRAFTS:
        raise TooMany(_("Ông/Bà đang có 50 bản khai chưa nộp. Nộp hoặc bỏ bớt bản khai cũ trước khi bắt đầu bản mới."))
    draft = Draft.objects.create(
        account_id=actor.account_id,
        procedure_code=procedure_code,
        version_id=version.id,
        unit_id=unit_id,
        data=_prefilled(version, actor.principal_id or actor.account_id),
        started_at=now,
        saved_at=now,
    )
    mandates.note_filing(actor, subject_kind="draft", subject_id=draft.id, now=now)
    return draft_info(draft)


def _prefilled(version: procedures.ProcedureVersion, account_id: UUID) -> dict[str, Any]:
    """Return the answers the account already gives: nobody types what we know (once only)."""
    account = identity.get_account(account_id)
    known = {
        "applicant.name": account.name,
        "applicant.number": account.number,
        "applicant.birth_on": account.birth_on.isoformat() if account.birth_on else "",
        "applicant.phone": account.phone,
        "applicant.email": account.email,
        "applicant.address": {"commune": "", "detail": account.address} if account.address else None,
    }
    return forms.prefill(version.form, {key: value for key, value in known.items() if value})


def _filed_here(version: procedures.ProcedureVersion) -> bool:
    """Tell whether some agency takes this procedure through this portal: all do, or one that said so itself."""
    return version.info.online == "local" or bool(procedures.agencies_of(version, online=True))


def require_offered(version: procedures.ProcedureVersion, unit_id: UUID, *, online: bool = False) -> None:
    """Refuse a unit that does not handle this procedure; `online`: not through this portal. Raises NotOffered."""
    if not procedures.is_offered_at(version, unit_id, online=online):
        raise NotOffered


@transaction.atomic
def save_page(
    actor: Actor,
    *,
    draft_id: UUID,
    page: str,
    answers: Mapping[str, Any],
    revision: int | None = None,
    now: datetime,
) -> tuple[DraftInfo, Mapping[str, str]]:
    """Keep one page's answers as typed, right or wrong, and return the draft with this page's errors.

    Saving never loses input: wrong answers are kept and named, another person's number among them. Questions whose
    answer is the State's datum stay as the national database says, whatever is sent there, from a page or through the
    API. Raises DraftChanged when `revision` is older than what is kept (another window saved meanwhile), IllegalMove
    when the draft was already submitted.
    """
    draft = _open_draft(actor, draft_id)
    if revision is not None and revision < draft.revision:
        raise DraftChanged
    form = procedures.get_version(draft.version_id).form
    kept = forms.keep_locked(form, page, answers, _locked(actor, draft.id))
    merged, errors = forms.merge_page(form, page, so_far=draft.data, answers=kept)
    draft.data = merged
    _touch(draft, now)
    return draft_info(draft), {**_number_refusal(actor, form, page, merged), **errors}


def _locked(actor: Actor, draft_id: UUID) -> dict[str, forms.Known]:
    """Return what the applicant does not change; nothing when it is somebody else's matter."""
    if actor.behalf is not None:
        return {}
    found = population.locked_values(actor, subject_kind="draft", subject_id=draft_id)
    return {word: forms.Known(value, "", is_locked=True) for word, value in found.items()}


def _number_refusal(actor: Actor, form: forms.Form, page: str, data: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the refusal of another person's number, on the page that asks for it."""
    asks = any(f"{NUMBER}/".startswith(f"{head}/") for head in form.page(page).fields)
    return number_refusal(actor, data) if asks else {}


@transaction.atomic
def choose(
    actor: Actor,
    *,
    draft_id: UUID,
    unit_id: UUID | None = None,
    delivery: Delivery | None = None,
    now: datetime,
) -> DraftInfo:
    """Choose where to file and how to get the result. Raises NotOffered for a unit that does not handle it."""
    draft = _open_draft(actor, draft_id)
    if unit_id is not None:
        require_offered(procedures.get_version(draft.version_id), unit_id, online=True)
        draft.unit_id = unit_id
    if delivery is not None:
        draft.delivery = delivery
    _touch(draft, now)
    return draft_info(draft)


@transaction.atomic
def attach(actor: Actor, *, draft_id: UUID, component: str, file_id: UUID, now: datetime) -> DraftInfo:
    """Attach one file of this actor's to a component. Refuses an unknown component, a broken signature, 60 files."""
    draft = _open_draft(actor, draft_id)
    known = {c.code for c in procedures.get_version(draft.version_id).components}
    if component not in known:
        raise NothingAsked(_("Thành phần hồ sơ này không có trong thủ tục. Tải lại trang rồi chọn lại."))
    if draft.papers.count() >= MAX_PAPERS:
        raise TooMany(_("Mỗi hồ sơ nhận nhiều nhất 60 tệp. Gộp các trang của một giấy tờ vào một tệp rồi thử lại."))
    require_sound(files.require_own(actor, file_ids=[file_id]), components={file_id: component}, now=now)
    DraftPaper.objects.create(draft=draft, component=component, file_id=file_id)
    _touch(draft, now)
    return draft_info(draft)


@transaction.atomic
def detach(actor: Actor, *, draft_id: UUID, paper_id: UUID, now: datetime) -> DraftInfo:
    """Take a file off a draft (it was never part of a dossier). Unknown papers are passed over."""
    draft = _open_draft(actor, draft_id)
    draft.papers.filter(pk=paper_id).delete()
    _touch(draft, now)
    return draft_info(draft)


@transaction.atomic
def discard(actor: Actor, *, draft_id: UUID) -> None:
    """Throw an unfinished draft away, at its owner's wish."""
    _open_draft(actor, draft_id).delete()
    population.forget(subject_kind="draft", subject_id=draft_id)


def _open_draft(actor: Actor, draft_id: UUID) -> Draft:
    draft = access_draft(actor, draft_id=draft_id, lock=True)
    if draft.dossier_id is not None:
        raise IllegalMove(_("Bản khai này đã được nộp. Xem hồ sơ trong trang của tôi."))
    return draft


def _touch(draft: Draft, now: datetime) -> None:
    draft.revision += 1
    draft.saved_at = now
    draft.save()


__all__ = ["DraftNotFound", "attach", "choose", "detach", "discard", "require_offered", "save_page", "start_draft"]
