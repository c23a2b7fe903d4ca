"""From a made PDF to a paper in the store: described, signed, kept; and the second person's check."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.government.digitisation import content, stamping
from tinhso.government.digitisation.access import REVIEW, SCAN, access_digitised
from tinhso.government.digitisation.actions.check import settle
from tinhso.government.digitisation.data import (
    ComponentState,
    DigitisedInfo,
    DigitisedState,
    PaperDescription,
    Review,
)
from tinhso.government.digitisation.errors import BadDescription, NoSecondPerson, WrongState
from tinhso.government.digitisation.events import PaperDigitised, PaperRejected
from tinhso.government.digitisation.models import DigitisedPaper, PaperCheck, ScanPage
from tinhso.government.digitisation.rules.needs import is_sampled
from tinhso.government.dossiers import public as dossiers
from tinhso.government.papers import public as papers
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

KEPT_TEXT: Final = 12_000


def keep_digitised(actor: Actor, *, digitised_id: UUID, description: PaperDescription, now: datetime) -> DigitisedInfo:
    """Sign a made PDF and keep it in its owner's store (ký, lưu kho); the component is then digitised (1).

    The owner is the applicant unless the description names another. Signing, inspecting and storing the file happen
    before the transaction, so that a key, an antivirus or a store far away hold nothing locked; of two at once one is
    kept, the other gets WrongState. Raises CheckNotFound, Forbidden without `digitisation.scan`, WrongState,
    BadDescription naming each field, and what signing refuses.
    """
    row = access_digitised(actor, digitised_id=digitised_id, ability=SCAN)
    if row.state != DigitisedState.READY or row.file_id is None:
        raise WrongState
    facts = _facts(actor, row, description)
    signed = stamping.signed(files.read_bytes(row.file_id), actor=actor, unit_id=row.check_of.unit_id, now=now)
    kept = files.save_bytes(signed.data, name=f"{row.line.name}.pdf", actor=actor, now=now)
    with transaction.atomic():
        row = access_digitised(actor, digitised_id=digitised_id, ability=SCAN, lock=True)
        if row.state != DigitisedState.READY:
            raise WrongState
        paper = _keep(actor, replace(facts, file_id=kept.id), now)
        _mark_kept(actor, row, kept.id, paper.id, now)
        return row.to_info()


def _facts(actor: Actor, row: DigitisedPaper, said: PaperDescription) -> papers.PaperFacts:
    """Return what the store is told, so far about the unsigned file; the look at the applicant's data is on record."""
    if row.file_id is None:
        raise WrongState
    info = dossiers.get_dossier(
        actor, dossier_id=row.check_of.dossier_id, purpose=f"Lưu giấy tờ số hóa, hồ sơ {row.check_of.dossier_code}"
    ).info
    if said.paper_type not in papers.all_types():
        raise BadDescription(fields={"paper_type": _("Chọn loại giấy tờ")})
    return papers.PaperFacts(
        owner_number=said.owner_number or info.applicant.number,
        owner_name=said.owner_name or info.applicant.name,
        paper_type=said.paper_type,
        file_id=row.file_id,
        name=said.name or row.line.name,
        number=said.number,
        issued_on=said.issued_on,
        valid_until=said.valid_until,
        issuer_name=said.issuer_name,
        dossier_id=info.id,
        dossier_code=info.code,
        procedure_code=info.procedure_code,
        extracted={"text": row.text[:KEPT_TEXT]} if row.text else None,
    )


def _keep(actor: Actor, facts: papers.PaperFacts, now: datetime) -> papers.PaperInfo:
    try:
        return papers.keep(actor, facts=facts, confidence=papers.Confidence.B, now=now)
    except papers.BadPaper as bad:
        raise BadDescription(fields=bad.fields) from None


def _mark_kept(actor: Actor, row: DigitisedPaper, file_id: UUID, paper_id: UUID, now: datetime) -> None:
    row.state, row.file_id, row.paper_id = DigitisedState.KEPT, file_id, paper_id
    row.signed_by, row.signed_by_id, row.signed_at = actor.name, actor.account_id, now
    sampled = is_sampled(row.id, percent=content.review_percent(), is_low=bool(row.low_reason))
    row.review = Review.WANTED if sampled else Review.NONE
    row.save(update_fields=["state", "file_id", "paper_id", "signed_by", "signed_by_id", "signed_at", "review"])
    row.line.state, row.line.paper_id = ComponentState.DIGITISED, paper_id
    row.line.save(update_fields=["state", "paper_id"])
    for used_file, index, _turn in row.plan:
        ScanPage.objects.filter(check_of=row.check_of, file_id=used_file, index=index).update(used=True)
    settle(PaperCheck.objects.select_for_update().get(pk=row.check_of_id))
    _record(actor, row, "digitisation.paper_kept", {"component": row.line.component, "searchable": row.is_searchable})
    dossiers.add_digitised(actor, dossier_id=row.check_of.dossier_id, component=row.line.component, file_id=file_id)
    announce(PaperDigitised(row.check_of.dossier_id, row.line.component, paper_id, file_id), actor=actor)


@transaction.atomic
def redo(actor: Actor, *, digitised_id: UUID, now: datetime) -> DigitisedInfo:
    """Give a paper that failed, or is ready but wrong, to the worker once more, from its pages (làm lại).

    Raises CheckNotFound, Forbidden, WrongState.
    """
    row = access_digitised(actor, digitised_id=digitised_id, ability=SCAN, lock=True)
    if row.state not in (DigitisedState.FAILED, DigitisedState.READY):
        raise WrongState
    row.state, row.stage, row.percent, row.attempts, row.error = DigitisedState.QUEUED, "", 0, 0, ""
    row.merged_file_id = row.file_id = row.lease_until = None
    row.save()
    _record(actor, row, "digitisation.redone", {"component": row.line.component, "at": now.isoformat()})
    return row.to_info()


@transaction.atomic
def review(actor: Actor, *, digitised_id: UUID, is_good: bool, note: str = "", now: datetime) -> DigitisedInfo:
    """Say, as a second person, whether a kept paper is a true and whole copy (kiểm tra chất lượng).

    A bad one is revoked in the store, every dossier that used it is told, and the component is to be digitised again
    from the pages, which are free again. Raises CheckNotFound, Forbidden without `digitisation.review`, WrongState,
    NoSecondPerson for who scanned or signed it, BadDescription when a bad one has no reason of 10 characters.
    """
    row = access_digitised(actor, digitised_id=digitised_id, ability=REVIEW, lock=True)
    if row.review != Review.WANTED or row.state != DigitisedState.KEPT or row.paper_id is None:
        raise WrongState
    if actor.account_id is None or actor.account_id in (row.prepared_by_id, row.signed_by_id):
        raise NoSecondPerson
    said = clean_line(note)[:300]
    if not is_good and len(said) < 10:
        raise BadDescription(fields={"note": _("Ghi lỗi thấy được, từ 10 ký tự")})
    row.review = Review.PASSED if is_good else Review.FAILED
    row.reviewed_by, row.reviewed_by_id, row.reviewed_at, row.review_note = actor.name, actor.account_id, now, said
    if not is_good:
        _reject(actor, row, said, now)
    row.save()
    _record(actor, row, "digitisation.reviewed", {"component": row.line.component, "good": is_good})
    return row.to_info()


def _reject(actor: Actor, row: DigitisedPaper, said: str, now: datetime) -> None:
    if row.paper_id is None:
        raise WrongState
    papers.revoke(actor, paper_id=row.paper_id, reason=said, now=now)
    if row.file_id is not None:
        dossiers.withdraw_digitised(
            actor, dossier_id=row.check_of.dossier_id, component=row.line.component, file_id=row.file_id, now=now
        )
    row.state = DigitisedState.REJECTED
    row.line.state, row.line.paper_id = ComponentState.NOT_YET, None
    row.line.save(update_fields=["state", "paper_id"])
    for used_file, index, _turn in row.plan:
        ScanPage.objects.filter(check_of=row.check_of, file_id=used_file, index=index).update(used=False)
    settle(PaperCheck.objects.select_for_update().get(pk=row.check_of_id))
    announce(PaperRejected(row.check_of.dossier_id, row.line.component, row.paper_id), actor=actor)


def _record(actor: Actor, row: DigitisedPaper, verb: str, detail: dict[str, object]) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="dossier",
        subject_id=row.check_of.dossier_id,
        unit_id=row.check_of.unit_id,
        person_id=row.check_of.person_id,
        detail=detail,
    )
