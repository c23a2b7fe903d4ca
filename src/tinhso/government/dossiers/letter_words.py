"""What the letters of a dossier say, for their forms (content/prints): Mẫu 02, 03, 04, the notice of stopping."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers.letter_data import LetterKind
from tinhso.government.dossiers.models import Apology, Dossier, Supplement, TimelineEvent
from tinhso.government.dossiers.rules import wording
from tinhso.government.dossiers.rules.next_step import DESK
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day

TEMPLATES: Final[Mapping[LetterKind, str]] = {
    LetterKind.SUPPLEMENT: "mau_02",
    LetterKind.REFUSAL: "mau_03",
    LetterKind.APOLOGY: "mau_04",
    LetterKind.STOP: "thong_bao_dung",
}


def letterhead(dossier: Dossier, at: datetime, number: str) -> dict[str, Any]:
    """Return the head of a paper the desk of the dossier's unit gives."""
    unit = organisations.get_unit(dossier.unit_id)
    return {
        "parent": wording.issuer(unit).upper(),
        "agency": DESK.upper(),
        "number": number,
        "place": wording.place(unit),
        "date": local_day(at),
    }


def applicant(dossier: Dossier, *, with_number: bool = True) -> dict[str, Any]:
    """Return the applicant as papers name them."""
    who = {
        "name": dossier.applicant_name,
        "address": dossier.applicant_address,
        "phone": dossier.applicant_phone,
        "email": dossier.applicant_email,
    }
    return who | ({"number": dossier.applicant_number} if with_number else {})


def lookup(dossier: Dossier) -> dict[str, str]:
    """Return where the paper's code leads."""
    return {"address": f"{settings.PUBLIC_URL}/t/{dossier.token}", "token": dossier.token}


def supplement(dossier: Dossier, request: Supplement) -> dict[str, Any]:
    """Return what a request for a supplement says (Mẫu số 02)."""
    unit = organisations.get_unit(dossier.unit_id)
    return {
        "demo": settings.DEMO,
        "letterhead": letterhead(dossier, request.asked_at, request.number),
        "code": dossier.code,
        "applicant": applicant(dossier, with_number=False),
        "request": dossier.procedure_name,
        "items": [item["name"] + (f" ({item['example']})" if item["example"] else "") for item in request.items],
        "reason": " ".join(f"{item['name']}: {item['reason'].rstrip('.')}." for item in request.items),
        "contact": {"name": request.asked_by, "phone": request.contact or unit.phone or "1022"},
        "guide": request.asked_by,
        "lookup": lookup(dossier),
    }


def refusal(dossier: Dossier, event: TimelineEvent, *, number: str) -> dict[str, Any]:
    """Return what a refusal says (Mẫu số 03); `event` is the act's line."""
    return {
        "demo": settings.DEMO,
        "letterhead": letterhead(dossier, event.at, number),
        "one_stop": f"{DESK} {dossier.unit_name}",
        "code": dossier.code,
        "applicant": applicant(dossier),
        "request": dossier.procedure_name,
        "reasons": _reasons(event),
        "submitter": dossier.applicant_name,
        "receiver": event.who,
    }


def stop_notice(dossier: Dossier, event: TimelineEvent, *, number: str) -> dict[str, Any]:
    """Return what the notice that a dossier is stopped says; `event` is the act's line."""
    by_officer = event.verb != "withdrawn" and event.account_id is not None
    return {
        "demo": settings.DEMO,
        "letterhead": letterhead(dossier, event.at, number),
        "one_stop": f"{DESK} {dossier.unit_name}",
        "issuer": wording.issuer(organisations.get_unit(dossier.unit_id)),
        "code": dossier.code,
        "applicant": applicant(dossier),
        "request": dossier.procedure_name,
        "received_at": dossier.received_at,
        "stopped_at": event.at,
        "at_wish": event.verb != "stopped",
        "reasons": _reasons(event) or [event.note.strip() or "Người nộp rút hồ sơ."],
        "signer": event.who if by_officer else DESK,
    }


def apology(actor: Actor, dossier: Dossier, given: Apology, *, title: str) -> dict[str, Any]:
    """Return what a slip of apology says (Mẫu số 04)."""
    unit = organisations.get_unit(dossier.unit_id)
    above = organisations.ancestors(unit.id)
    return {
        "demo": settings.DEMO,
        "letterhead": {
            "parent": wording.issuer(above[0]).upper() if above else "",
            "agency": wording.issuer(unit).upper(),
            "number": given.number,
            "place": wording.place(unit),
            "date": local_day(given.signed_at),
        },
        "title": title,
        "issuer": wording.issuer(unit),
        "code": dossier.code,
        "applicant": {"name": dossier.applicant_name, "number": dossier.applicant_number},
        "request": dossier.procedure_name,
        "received_at": dossier.received_at,
        "promised_at": given.old_promise,
        "new_promise": given.new_promise,
        "reason": given.reason,
        "is_late": given.is_late,
        "signature": {"authority": list(wording.authority(actor.title)), "name": actor.name},
    }


def _reasons(event: TimelineEvent) -> list[str]:
    """Return each reason as one sentence with its ground."""
    return [
        r["text"].rstrip(".") + (f". Căn cứ: {r['basis'].rstrip('.')}" if r["basis"] else "") + "."
        for r in event.facts.get("reasons", ())
    ]
