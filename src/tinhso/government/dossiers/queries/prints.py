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
from tinhso.foundation.prints import public as prints
from tinhso.government.dossiers.access import access_dossier
from tinhso.government.dossiers.actions.sign import document
from tinhso.government.dossiers.data import Channel, Delivery, PaperForm, Status
from tinhso.government.dossiers.errors import DossierNotFound, IllegalMove
from tinhso.government.dossiers.models import Dossier, TimelineEvent
from tinhso.government.dossiers.queries.looks import note_look
from tinhso.government.dossiers.rules import wording
from tinhso.government.dossiers.rules.next_step import DESK
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day

PAPER_WORDS: Final = {
    PaperForm.ORIGINAL: "bản chính",
    PaperForm.CERTIFIED: "bản chứng thực",
    PaperForm.PHOTO: "bản chụp",
    PaperForm.ELECTRONIC: "bản điện tử",
}


HOPS: Final = ("received", "transferred", "step", "signed", "returned", "undone", "handed_over")


def print_paper(actor: Actor, *, dossier_id: UUID, paper: str, now: datetime) -> bytes:
    """Return one paper of a dossier the actor may see, as PDF.

    `paper` is receipt (Mẫu 01), receipt-a5, supplement (Mẫu 02), refusal (Mẫu 03), apology (Mẫu 04, as it was signed),
    control (Mẫu 05, officers only), stop (thông báo dừng), application (tờ khai) or draft (dự thảo kết quả, officers
    only). Raises DossierNotFound for another name and for papers kept from the applicant, IllegalMove when the dossier
    has no such paper yet.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id)
    if paper not in (*_PAPERS, SIGNED_APOLOGY) or (paper in _STAFF_ONLY and not actor.is_officer):
        raise DossierNotFound
    look = f"In giấy tờ ({paper}) của hồ sơ {dossier.code}"
    if paper == SIGNED_APOLOGY:
        signed = _signed_apology(dossier)
        note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=look)
        return signed
    template, make = _PAPERS[paper]
    data = make(dossier, now)
    note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=look)
    if paper == "draft":
        template = procedures.get_version(dossier.version_id).results[0].template
    return prints.render_pdf(template, _without_nothing(data))


def _letterhead(dossier: Dossier, at: datetime, number: str) -> dict[str, Any]:
    unit = organisations.get_unit(dossier.unit_id)
    return {
        "parent": wording.issuer(unit).upper(),
        "agency": DESK.upper(),
        "number": number,
        "place": wording.place(unit),
        "date": local_day(at),
    }


def _applicant(dossier: Dossier, *, with_number: bool = True) -> dict[str, Any]:
    who = {
        "name": dossier.applicant_name,
        "address": dossier.applicant_address,
        "phone": dossier.applicant_phone,
        "email": dossier.applicant_email,
    }
    return who | ({"number": dossier.applicant_number} if with_number else {})


def _lookup(dossier: Dossier) -> dict[str, str]:
    return {"address": f"{settings.PUBLIC_URL}/t/{dossier.token}", "token": dossier.token}


def _receipt(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    if dossier.received_at is None or dossier.promised_at is None:
        raise IllegalMove("Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn.")
    version = procedures.get_version(dossier.version_id)
    channel = "counter" if dossier.channel == Channel.COUNTER else "online"
    allowance = procedures.allowance_for(version, dossier.case, channel)
    fees = procedures.fee_for(version, dossier.case, channel, data=dossier.data)
    filing = mandates.find_filing(dossier.id)
    return {
        "demo": settings.DEMO,
        "letterhead": _letterhead(dossier, dossier.received_at, f"{dossier.code[-4:]}/TNHS"),
        "code": dossier.code,
        "one_stop": f"{DESK} {dossier.unit_name}",
        "applicant": _applicant(dossier),
        "request": dossier.procedure_name,
        "components": [
            {"name": p.name, "kind": PAPER_WORDS[PaperForm(p.form)], "copies": p.count}
            for p in dossier.papers.filter(supplement=None).order_by("id")
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
        "lookup": _lookup(dossier),
    }


def _representative(filing: mandates.FilingInfo) -> dict[str, str]:
    """Return who handed it in for the applicant, as Mẫu 01 asks, and what that rests on."""
    basis = str(mandates.CONSENT_TITLES[filing.consent]).lower()
    authorization = ", ".join(filter(None, (filing.title, basis, filing.consent_note)))
    return {"name": filing.name, "number": filing.number, "phone": filing.phone, "authorization": authorization}


def _small_receipt(dossier: Dossier, now: datetime) -> dict[str, Any]:
    return {**_receipt(dossier, now), "paper": "a5"}


def _supplement(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    request = dossier.supplements.order_by("-ordinal").first()
    if request is None:
        raise IllegalMove("Hồ sơ không có phiếu yêu cầu bổ sung.")
    unit = organisations.get_unit(dossier.unit_id)
    return {
        "demo": settings.DEMO,
        "letterhead": _letterhead(dossier, request.asked_at, request.number),
        "code": dossier.code,
        "applicant": _applicant(dossier, with_number=False),
        "request": dossier.procedure_name,
        "items": [item["name"] + (f" ({item['example']})" if item["example"] else "") for item in request.items],
        "reason": " ".join(f"{item['name']}: {item['reason'].rstrip('.')}." for item in request.items),
        "contact": {"name": request.asked_by, "phone": request.contact or unit.phone or "1022"},
        "guide": request.asked_by,
        "lookup": _lookup(dossier),
    }


def _refusal(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    event = dossier.timeline.filter(verb="refused").order_by("-id").first()
    if event is None or dossier.status != Status.REFUSED:
        raise IllegalMove("Hồ sơ không bị từ chối nên không có phiếu từ chối.")
    return {
        "demo": settings.DEMO,
        "letterhead": _letterhead(dossier, event.at, f"{dossier.code[-4:]}/PTC"),
        "one_stop": f"{DESK} {dossier.unit_name}",
        "code": dossier.code,
        "applicant": _applicant(dossier),
        "request": dossier.procedure_name,
        "reasons": _reasons(event),
        "submitter": dossier.applicant_name,
        "receiver": event.who,
    }


def _reasons(event: TimelineEvent) -> list[str]:
    """Return each reason as one sentence with its ground."""
    return [
        r["text"].rstrip(".") + (f". Căn cứ: {r['basis'].rstrip('.')}" if r["basis"] else "") + "."
        for r in event.facts.get("reasons", ())
    ]


def _stop_notice(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    event = dossier.timeline.filter(verb__in=STOPPING).order_by("-id").first()
    if event is None or dossier.received_at is None or dossier.status not in (Status.STOPPED, Status.WITHDRAWN):
        raise IllegalMove("Hồ sơ không bị dừng nên không có thông báo dừng giải quyết.")
    at_wish = event.verb != "stopped"
    return {
        "demo": settings.DEMO,
        "letterhead": _letterhead(dossier, event.at, event.facts.get("number", "")),
        "one_stop": f"{DESK} {dossier.unit_name}",
        "issuer": wording.issuer(organisations.get_unit(dossier.unit_id)),
        "code": dossier.code,
        "applicant": _applicant(dossier),
        "request": dossier.procedure_name,
        "received_at": dossier.received_at,
        "stopped_at": event.at,
        "at_wish": at_wish,
        "reasons": _reasons(event) or [event.note.strip() or "Người nộp rút hồ sơ."],
        "signer": DESK if event.verb == "withdrawn" else event.who,
    }


def _signed_apology(dossier: Dossier) -> bytes:
    apology = dossier.apologies.order_by("-ordinal").first()
    if apology is None:
        raise IllegalMove("Hồ sơ không có phiếu xin lỗi.")
    return files.read_bytes(apology.file_id)


def _control(dossier: Dossier, _now: datetime) -> dict[str, Any]:
    if dossier.received_at is None:
        raise IllegalMove("Hồ sơ chưa được tiếp nhận nên chưa có phiếu kiểm soát.")
    hops = [e for e in dossier.timeline.order_by("id") if e.verb in HOPS]
    return {
        "demo": settings.DEMO,
        "letterhead": _letterhead(dossier, dossier.received_at, f"{dossier.code[-4:]}/PKS"),
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
        "attachments": [p.name for p in dossier.papers.order_by("id")],
        "place": wording.place(organisations.get_unit(dossier.unit_id)),
        "date": local_day(dossier.submitted_at),
        "applicant": dossier.applicant_name,
    }


def _draft(dossier: Dossier, now: datetime) -> dict[str, Any]:
    if not dossier.draft_result:
        raise IllegalMove("Hồ sơ chưa có dự thảo kết quả.")
    version = procedures.get_version(dossier.version_id)
    return document(dossier, version, number="", token="", signer=None, now=now) | {"draft": True}


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
}
SIGNED_APOLOGY: Final = "apology"
STOPPING: Final = ("stopped", "stopped_at_wish", "withdrawn")
_STAFF_ONLY: Final = frozenset({"control", "draft"})
