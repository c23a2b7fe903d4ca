"""The papers of a dossier: Mẫu 01 to 05, the notice that it is stopped, the application, the draft of the result.

All are PDF, by Typst. Which form numbers hold is the regime's to say (content/reference/regimes.yaml).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files import public as files
from tinhso.foundation.forms import public as forms
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers import letter_words
from tinhso.government.dossiers.access import access_dossier
from tinhso.government.dossiers.actions._paper import document
from tinhso.government.dossiers.data import Channel, Delivery, PaperForm, PaperInfo, Status
from tinhso.government.dossiers.errors import DossierNotFound, IllegalMove
from tinhso.government.dossiers.letter_data import LetterKind
from tinhso.government.dossiers.models import Dossier, DossierPaper, TimelineEvent
from tinhso.government.dossiers.queries.editions import edition_of
from tinhso.government.dossiers.queries.letters import bytes_of, newest_letter
from tinhso.government.dossiers.queries.looks import note_look
from tinhso.government.dossiers.rules import wording
from tinhso.government.dossiers.rules.handed_in import handed_in
from tinhso.government.dossiers.rules.next_step import DESK
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.rows import Rows

PAPER_WORDS: Final = {
    PaperForm.ORIGINAL: "bản chính",
    PaperForm.CERTIFIED: "bản chứng thực",
    PaperForm.PHOTO: "bản chụp",
    PaperForm.ELECTRONIC: "bản điện tử",
}


_HANDED_IN: Final = Rows(DossierPaper)
HOPS: Final = ("received", "transferred", "step", "signed", "returned", "undone", "handed_over")


def print_paper(actor: Actor, *, dossier_id: UUID, paper: str, now: datetime) -> bytes:
    """Return one paper of a dossier the actor may see, as PDF.

    `paper` is receipt (Mẫu 01), receipt-a5, supplement (Mẫu 02), refusal (Mẫu 03), apology (Mẫu 04),
    control (Mẫu 05, officers only), stop (thông báo dừng), application (tờ khai), draft (dự thảo kết quả) or consent
    (giấy đồng ý nhờ nộp hộ), both for officers only. Raises DossierNotFound for another name and for papers kept from
    the applicant, IllegalMove when the dossier has no such paper yet, LetterUnsigned while a letter is being signed.
    Letters are given as they were signed; those from before they were numbered in the register are printed anew.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id)
    if paper not in (*_PAPERS, LetterKind.APOLOGY) or (paper in _STAFF_ONLY and not actor.is_officer):
        raise DossierNotFound
    look = f"In giấy tờ ({paper}) của hồ sơ {dossier.code}"
    letter = newest_letter(dossier, LetterKind(paper)) if paper in _LETTERS else None
    if letter is not None or paper == LetterKind.APOLOGY:
        signed = bytes_of(actor, letter) if letter is not None else _signed_apology(dossier)
        note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=look)
        return signed
    template, make = _PAPERS[paper]
    data = make(dossier, now)
    note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=look)
    version = procedures.get_version(dossier.version_id)
    own = {"draft": version.results[0].template, "application": version.prints["application"]}
    return procedures.render(version, own.get(paper, template), _without_nothing(data))


def _receipt(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    if dossier.received_at is None or dossier.promised_at is None:
        raise IllegalMove("Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn.")
    version = edition_of(dossier)
    channel = "counter" if dossier.channel == Channel.COUNTER else "online"
    allowance = procedures.allowance_for(version, dossier.case, channel)
    fees = procedures.fee_for(version, dossier.case, channel, data=dossier.data)
    filing = mandates.find_filing(dossier.id)
    return {
        "demo": settings.DEMO,
        "letterhead": letter_words.letterhead(dossier, dossier.received_at, f"{dossier.code[-4:]}/TNHS"),
        "code": dossier.code,
        "one_stop": f"{DESK} {dossier.unit_name}",
        "applicant": letter_words.applicant(dossier),
        "request": dossier.procedure_name,
        "components": [
            {"name": p.name, "kind": PAPER_WORDS[p.form], "copies": p.count}
            for p in handed_in(p for p in _standing(dossier) if p.supplement_id is None)
        ]
        or [{"name": c.name, "kind": "bản điện tử", "copies": 1} for c in version.components if c.from_form],
        "sets": version.copies,
        "allowance": calendar.allowance_words(allowance),
        "received_at": dossier.received_at,
        "promised_at": dossier.promised_at,
        "pickup": "trực tuyến, tại trang của Ông/Bà"
        if dossier.delivery == Delivery.ONLINE
        else f"{DESK} {dossier.unit_name}",
        "fees": f"{sum(f.amount.amount for f in fees):,} ₫".replace(",", ".") if fees else "không thu",
        "submitter": filing.name if filing else dossier.applicant_name,
        "representative": _representative(filing) if filing else None,
        "receiver": dossier.received_by,
        "lookup": letter_words.lookup(dossier),
    }


def _standing(dossier: Dossier) -> list[PaperInfo]:
    rows = _HANDED_IN.find("t.dossier_id = %s AND t.withdrawn_at IS NULL ORDER BY t.id", [dossier.id], limit=500)
    return [row.to_info() for row in rows]


def _representative(filing: mandates.FilingInfo) -> dict[str, str]:
    """Return who handed it in for the applicant, as Mẫu 01 asks, and what that rests on."""
    basis = str(mandates.CONSENT_TITLES[filing.consent]).lower()
    authorization = ", ".join(filter(None, (filing.title, basis, filing.consent_note)))
    return {"name": filing.name, "number": filing.number, "phone": filing.phone, "authorization": authorization}


def _consent(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    """Return the applicant's word that somebody else hands it in for them, to be signed at the desk."""
    filing = mandates.find_filing(dossier.id)
    if filing is None or filing.consent is mandates.Consent.MANDATE:
        raise IllegalMove("Hồ sơ do chính người yêu cầu nộp nên không có giấy đồng ý nộp hộ.")
    unit = organisations.get_unit(dossier.unit_id)
    return {
        "demo": settings.DEMO,
        "place": wording.place(unit),
        "date": local_day(filing.at),
        "code": dossier.code,
        "one_stop": f"{DESK} {dossier.unit_name}",
        "applicant": letter_words.applicant(dossier),
        "request": dossier.procedure_name,
        "helper": {"name": filing.name, "number": filing.number, "phone": filing.phone, "title": filing.title},
        "present": filing.consent is mandates.Consent.PRESENT,
        "witness": filing.consent_note,
        "fingerprint": filing.consent is mandates.Consent.FINGERPRINT,
        "receiver": dossier.received_by,
    }


def _small_receipt(dossier: Dossier, now: datetime) -> dict[str, Any]:
    return {**_receipt(dossier, now), "paper": "a5"}


def _supplement(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    request = dossier.supplements.filter(undone_at=None).order_by("-ordinal").first()
    if request is None:
        raise IllegalMove("Hồ sơ không có phiếu yêu cầu bổ sung.")
    return letter_words.supplement(dossier, request)


def _refusal(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    event = dossier.timeline.filter(verb="refused").order_by("-id").first()
    if event is None or dossier.status != Status.REFUSED:
        raise IllegalMove("Hồ sơ không bị từ chối nên không có phiếu từ chối.")
    return letter_words.refusal(dossier, event, number=f"{dossier.code[-4:]}/PTC")


def _stop_notice(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    event = dossier.timeline.filter(verb__in=STOPPING).order_by("-id").first()
    if event is None or dossier.received_at is None or dossier.status not in (Status.STOPPED, Status.WITHDRAWN):
        raise IllegalMove("Hồ sơ không bị dừng nên không có thông báo dừng giải quyết.")
    return letter_words.stop_notice(dossier, event, number=event.facts.get("number", ""))


def _signed_apology(dossier: Dossier) -> bytes:
    apology = dossier.apologies.order_by("-ordinal").first()
    if apology is None or apology.file_id is None:
        raise IllegalMove("Hồ sơ không có phiếu xin lỗi.")
    return files.read_bytes(apology.file_id)


def _control(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    if dossier.received_at is None:
        raise IllegalMove("Hồ sơ chưa được tiếp nhận nên chưa có phiếu kiểm soát.")
    hops = [e for e in dossier.timeline.order_by("id") if e.verb in HOPS]
    return {
        "demo": settings.DEMO,
        "letterhead": letter_words.letterhead(dossier, dossier.received_at, f"{dossier.code[-4:]}/PKS"),
        "code": dossier.code,
        "request": dossier.procedure_name,
        "agency": dossier.unit_name,
        "partners": [],
        "received_at": dossier.received_at,
        "promised_at": dossier.promised_at,
        "hops": [_hop(giver, taker) for giver, taker in pairwise(hops)],
        "closed": "Đã trả kết quả" if dossier.handed_over_at else "",
    }


def _hop(giver: TimelineEvent, taker: TimelineEvent) -> dict[str, Any]:
    """Return one line of the control slip: who gave to whom, when, and whether the step kept its time."""
    outcome = ""
    if taker.planned_at is not None and taker.verb not in ("received", "transferred"):
        outcome = "Quá hạn" if taker.at > taker.planned_at else "Đúng hạn"
    return {
        "giver": {"unit": giver.unit_name or "Hệ thống", "name": giver.who},
        "receiver": {"unit": taker.unit_name or "Hệ thống", "name": taker.who},
        "handed_at": giver.at,
        "outcome": outcome,
        "note": taker.note[:200],
    }


def _application(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    version = procedures.get_version(dossier.version_id)
    return {
        "demo": settings.DEMO,
        "title": str(version.form.title.vi),
        "recipient": dossier.unit_name,
        "sections": [
            {
                "title": section.title,
                "rows": [[{"label": row.label, "value": row.value}] for row in section.rows if row.answered],
            }
            for section in forms.summary(version.form, dossier.data)
        ],
        "attachments": [p.name for p in handed_in(_standing(dossier))],
        "place": wording.place(organisations.get_unit(dossier.unit_id)),
        "date": local_day(dossier.submitted_at),
        "applicant": dossier.applicant_name,
    }


def _draft(dossier: Dossier, now: datetime) -> dict[str, Any]:
    if not dossier.draft_result:
        raise IllegalMove("Hồ sơ chưa có dự thảo kết quả.")
    version = procedures.get_version(dossier.version_id)
    return document(dossier, version, number="", token="", signer=None, on=local_day(now)) | {"draft": True}


def _without_nothing(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


_PAPERS: Final[Mapping[str, tuple[str, Callable[[Dossier, datetime], dict[str, Any]]]]] = {
    "receipt": ("mau_01", _receipt),
    "receipt-a5": ("mau_01", _small_receipt),
    "supplement": ("mau_02", _supplement),
    "refusal": ("mau_03", _refusal),
    "stop": ("thong_bao_dung", _stop_notice),
    "control": ("mau_05", _control),
    "application": ("to_khai", _application),
    "draft": ("ket_qua", _draft),
    "consent": ("dong_y_nop_ho", _consent),
}
_LETTERS: Final = frozenset(LetterKind)
STOPPING: Final = ("stopped", "stopped_at_wish", "withdrawn")
_STAFF_ONLY: Final = frozenset({"control", "draft", "consent"})
