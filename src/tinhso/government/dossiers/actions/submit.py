"""Filing: on line from a draft, through the API in one call, or at the counter."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.data.population import public as population
from tinhso.foundation.access.public import Gate
from tinhso.foundation.files import public as files
from tinhso.foundation.forms import public as forms
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers.access import RECEIVE, access_draft, covers
from tinhso.government.dossiers.actions._applicant import applicant_of
from tinhso.government.dossiers.actions._proof import require_proof
from tinhso.government.dossiers.actions._signatures import require_sound
from tinhso.government.dossiers.actions._write import DOSSIER_SERIES, finish, new_token, note, open_receive_work
from tinhso.government.dossiers.actions.drafts import require_offered
from tinhso.government.dossiers.data import (
    Applicant,
    Channel,
    Delivery,
    DossierInfo,
    PaperForm,
    PaperInput,
    PaperOrigin,
    Status,
)
from tinhso.government.dossiers.errors import DossierNotFound, FormIncomplete, PapersMissing
from tinhso.government.dossiers.events import DossierSubmitted
from tinhso.government.dossiers.models import Dossier, DossierPaper
from tinhso.government.dossiers.regimes import get_regime, require_any_commune
from tinhso.government.dossiers.rules.search import phone_word, words_of
from tinhso.government.procedures import public as procedures
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Unauthenticated
from tinhso.kernel.rows import Rows

PAPERS: Final = Rows(DossierPaper)
CHANNEL_WORDS: Final = {
    Channel.ONLINE: gettext_noop("trực tuyến"),
    Channel.COUNTER: gettext_noop("trực tiếp"),
    Channel.NPSP: gettext_noop("qua Cổng Dịch vụ công quốc gia"),
    Channel.POST: gettext_noop("qua bưu chính"),
}


@transaction.atomic
@outbox.gathering()
def submit(actor: Actor, *, draft_id: UUID, now: datetime) -> DossierInfo:
    """File a draft: the whole form is checked, compulsory papers must be there, a code is given (nộp hồ sơ).

    Idempotent: a draft becomes one dossier, however often the button is pressed or the request retried.
    Raises DraftNotFound, FormIncomplete or PapersMissing (naming each), NotOffered, access.AssuranceTooLow.
    """
    draft = access_draft(actor, draft_id=draft_id, lock=True)
    if draft.dossier_id is not None:
        return Dossier.objects.get(pk=draft.dossier_id).to_info()
    if draft.unit_id is None:
        raise FormIncomplete(_("Chọn nơi nộp hồ sơ."), fields={"unit": _("Chọn nơi nộp hồ sơ")})
    version = procedures.get_version(draft.version_id)
    require_proof(actor, Gate.SUBMIT, version)
    require_offered(version, draft.unit_id, online=True)
    papers = [PaperInput(p.component, p.file_id, origin=PaperOrigin(p.origin)) for p in draft.papers.order_by("id")]
    dossier = file_dossier(
        actor,
        version=version,
        unit_id=draft.unit_id,
        data=draft.data,
        papers=papers,
        channel=Channel.ONLINE,
        delivery=Delivery(draft.delivery),
        now=now,
    )
    population.rebind(from_kind="draft", from_id=draft.id, to_kind="dossier", to_id=dossier.id, code=dossier.code)
    draft.dossier, draft.saved_at = dossier, now
    draft.save(update_fields=["dossier", "saved_at"])
    return dossier.to_info()


@transaction.atomic
@outbox.gathering()
def submit_directly(
    actor: Actor,
    *,
    procedure_code: str,
    unit_id: UUID,
    data: Mapping[str, Any],
    papers: Sequence[PaperInput] = (),
    delivery: Delivery = Delivery.ONLINE,
    now: datetime,
) -> DossierInfo:
    """File in one call, without a draft (the API's way). Promises and refuses what `submit` does.

    On line a paper is a file this account uploaded: naming a component alone hands in nothing.
    """
    if not actor.is_applicant:
        raise Unauthenticated(_("Đăng nhập bằng tài khoản công dân hoặc doanh nghiệp để nộp hồ sơ."))
    version = procedures.get_current(procedure_code, on=local_day(now))
    require_proof(actor, Gate.SUBMIT, version)
    if actor.behalf is not None and not covers(actor.behalf, version):
        raise mandates.MayNotFile
    require_offered(version, unit_id, online=True)
    require_files(papers)
    _require_own_files(actor, papers, now)
    return file_dossier(
        actor,
        version=version,
        unit_id=unit_id,
        data=data,
        papers=papers,
        channel=Channel.ONLINE,
        delivery=delivery,
        now=now,
    ).to_info()


def file_dossier(  # noqa: PLR0913 - a dossier is made of this many things
    actor: Actor,
    *,
    version: procedures.ProcedureVersion,
    unit_id: UUID,
    data: Mapping[str, Any],
    papers: Sequence[PaperInput],
    channel: Channel,
    delivery: Delivery,
    now: datetime,
    to_desk: bool = True,
    received_by: UUID | None = None,
    applicant: Applicant | None = None,
) -> Dossier:
    """Write a new dossier with its code, papers and story; `to_desk` puts it on the receiving desk.

    `received_by` is the unit whose desk takes it in for `unit_id`; the code is of the desk that gives it. Without an
    `applicant` it is who files, as `applicant_of` says. Raises FormIncomplete, also for another person's number.
    """
    checked = forms.check(version.form, data)
    if checked.errors:
        raise FormIncomplete(fields=dict(checked.errors))
    case = procedures.case_of(version, checked.data)
    _require_papers(version, case.code, checked.data, papers)
    unit = organisations.get_unit(unit_id)
    desk = organisations.get_unit(received_by) if received_by else None
    applicant = applicant or applicant_of(actor, checked.data, channel)
    dossier = Dossier(
        code=numbering.next_code(DOSSIER_SERIES, owner=(desk or unit).code, on=local_day(now)),
        token=new_token(),
        procedure_code=version.code,
        procedure_name=version.name,
        field_code=version.info.field_code,
        version_id=version.id,
        case=case.code,
        unit_id=unit.id,
        unit_name=organisations.full_name(unit.id),
        channel=channel,
        delivery=delivery,
        status=Status.NEW,
        applicant_account_id=applicant.account_id,
        applicant_name=applicant.name,
        applicant_number=applicant.number,
        applicant_phone=applicant.phone,
        applicant_email=applicant.email,
        applicant_address=applicant.address,
        applicant_birth_on=applicant.birth_on,
        subject=version.name,
        data=checked.data,
        submitted_at=now,
        receiving_unit_id=received_by,
        receiving_unit_name=organisations.full_name(received_by) if received_by else "",
    )
    dossier.search_words = words_of(
        dossier.code,
        applicant.name,
        applicant.number,
        phone_word(applicant.phone),
        version.name,
        version.info.short_code,
    )
    if to_desk:
        open_receive_work(dossier, now=now)
    submitted = note(actor, dossier, "submitted", now=now, facts={"channel": CHANNEL_WORDS[channel]})
    finish(
        actor,
        dossier,
        submitted,
        verb="dossiers.submitted",
        new=True,
        now=now,
        facts=[DossierSubmitted(dossier.id, version.code, unit.id, channel)],
    )
    mandates.note_filing(actor, subject_kind="dossier", subject_id=dossier.id, now=now)
    names = {c.code: c.name for c in version.components}
    PAPERS.insert(
        *(
            DossierPaper(
                dossier=dossier,
                component=p.component,
                name=names[p.component],
                form=p.form,
                count=p.count,
                file_id=p.file_id,
                origin=p.origin,
            )
            for p in papers
        )
    )
    return dossier


def _require_papers(
    version: procedures.ProcedureVersion,
    case: str,
    data: Mapping[str, Any],
    papers: Sequence[PaperInput],
) -> None:
    """Refuse when a compulsory component has nothing, or a paper belongs to no component. Raises PapersMissing."""
    wanted = procedures.components_for(version, case, data)
    known = {c.code for c in version.components}
    strange = [p.component for p in papers if p.component not in known]
    if strange:
        raise PapersMissing(fields={f"papers/{c}": _("Thành phần này không có trong thủ tục") for c in strange})
    given = {p.component for p in papers}
    missing = {
        f"papers/{c.code}": _("Thêm %(paper)s") % {"paper": c.name[0].lower() + c.name[1:]}
        for c in wanted
        if c.required and not c.from_form and c.code not in given
    }
    if missing:
        raise PapersMissing(fields=missing)


def require_files(papers: Sequence[PaperInput]) -> None:
    """Refuse a paper without a file: only a desk can have seen the paper itself. Raises PapersMissing."""
    bare = {p.component for p in papers if p.file_id is None}
    if bare:
        raise PapersMissing(fields={f"papers/{code}": _("Tải lên tệp của giấy tờ này") for code in sorted(bare)})


def _require_own_files(actor: Actor, papers: Sequence[PaperInput], now: datetime) -> None:
    components = {p.file_id: p.component for p in papers if p.file_id is not None}
    require_sound(files.require_own(actor, file_ids=list(components)), components=components, now=now)


def file_at_counter(
    actor: Actor,
    *,
    procedure_code: str,
    unit_id: UUID,
    data: Mapping[str, Any],
    papers: Sequence[PaperInput],
    delivery: Delivery,
    for_unit: UUID | None = None,
    now: datetime,
) -> Dossier:
    """Write a dossier handed in at the counter; the caller receives it in the same transaction.

    Raises DossierNotFound when the officer's desk is not this unit's, FileMissing for a scan they did not make.
    """
    if not actor.may(RECEIVE, unit_id):
        raise DossierNotFound(_("Quầy này không tiếp nhận hồ sơ của đơn vị đã chọn."))
    version = procedures.get_current(procedure_code, on=local_day(now))
    decides = unit_id if for_unit is None else for_unit
    if decides != unit_id:
        require_any_commune(get_regime(local_day(now)), desk_id=unit_id, target_id=decides)
    require_offered(version, decides)
    _require_own_files(actor, papers, now)
    return file_dossier(
        actor,
        version=version,
        unit_id=decides,
        data=data,
        papers=papers,
        channel=Channel.COUNTER,
        delivery=delivery,
        now=now,
        to_desk=False,
        received_by=unit_id if decides != unit_id else None,
    )


__all__ = ["PaperForm", "file_at_counter", "file_dossier", "submit", "submit_directly"]
