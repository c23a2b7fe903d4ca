"""A draft as paper: the data of its print, the preview, the page to sign."""

from datetime import date, datetime, time
from typing import Any, Final

from django.conf import settings

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.data import COUNCILS
from tinhso.foundation.prints import public as prints
from tinhso.government.documents import public as documents
from tinhso.government.drafting import copies, layouts, people
from tinhso.government.drafting.data import Competence, Content
from tinhso.government.drafting.models import Draft
from tinhso.government.drafting.rules import competence as rules
from tinhso.government.drafting.rules import markup
from tinhso.government.drafting.rules.content import URGENCIES
from tinhso.kernel.clock import LOCAL_ZONE, local_day

TEMPLATE: Final = "van_ban"
_NUMERALS: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def render(draft: Draft, content: Content, *, is_draft: bool, now: datetime) -> bytes:
    """Return the paper as PDF/A-2b: a preview marked DỰ THẢO, or, to be signed, with places for number and date.

    Raises prints.PrintRefused for words that cannot be printed.
    """
    template, data = order_of(draft, content, is_draft=is_draft, on=local_day(now))
    return copies.render(draft, data, at=now) if draft.copies_id else prints.render_pdf(template, data, at=now)


def order_of(draft: Draft, content: Content, *, is_draft: bool, on: date) -> tuple[str, dict[str, Any]]:
    """Return the print of a draft and what it takes; of a copy of whole pages only the block that follows them."""
    data = data_of(draft, content, is_draft=is_draft, on=on)
    return (copies.TEMPLATE, copies.block_data(draft, data)) if draft.copies_id else (TEMPLATE, data)


def data_of(draft: Draft, content: Content, *, is_draft: bool, on: date) -> dict[str, Any]:
    """Return what the print takes (content/prints/contracts/van_ban.yaml)."""
    unit, layout = organisations.get_unit(draft.unit_id), layouts.layout_of(draft.kind)
    head = people.head_title(unit.id, on=on)
    found: dict[str, Any] = {
        "demo": settings.DEMO,
        "draft": is_draft,
        "prepared": not is_draft,
        "layout": layout.name,
        "kind": layouts.title_of(draft.kind),
        "subject": content.subject,
        "letterhead": _letterhead(draft, unit, on=on),
        "urgency": URGENCIES[content.urgency],
        "addressees": list(content.addressees) if layout.has_addressees else [],
        "authority": _authority(layout.authority, unit, head),
        "grounds": list(content.grounds) if layout.has_grounds else [],
        "decides": layout.decides,
        "blocks": markup.blocks_of(content.body),
        "recipients": list(content.recipients),
        "archive": content.archive,
        "drafter": content.drafter,
        "signature": {"authority": authority_of(draft, head=head), "name": draft.signer_name},
        "appendices": [
            {
                "label": "Phụ lục" if len(content.appendices) == 1 else f"Phụ lục {_NUMERALS[place]}",
                "title": one.title,
                "blocks": markup.blocks_of(one.body),
            }
            for place, one in enumerate(content.appendices, start=1)
        ],
    }
    if layout.name == "cong_van" and unit.address:
        found["address"] = ". ".join(filter(None, (unit.address, unit.phone)))
    return found


def authority_of(draft: Draft, *, head: str) -> list[str]:
    """Return the lines over the signature, of the signer proposed or of the head while there is none."""
    title = draft.signer_title or head
    issuer = organisations.get_unit(draft.unit_id).issuer
    return rules.authority_lines(Competence(draft.competence), title=title, head_title=head, issuer=issuer)


def _letterhead(draft: Draft, unit: organisations.UnitInfo, *, on: date) -> dict[str, Any]:
    above = organisations.ancestors(unit.id)
    parent = above[0] if above and unit.kind is not organisations.UnitKind.PROVINCE else None
    return {
        "parent": rules.issuer_lines(parent) if parent else "",
        "agency": rules.issuer_lines(unit),
        "symbol": _symbol(draft, on=on),
        "place": (parent if parent and unit.kind not in COUNCILS else unit).place,
    }


def _authority(wanted: str, unit: organisations.UnitInfo, head: str) -> str:
    issuer = unit.issuer.upper()
    if wanted == "head":
        return f"{rules.short(head).upper()} {issuer}"
    return issuer if wanted == "body" else ""


def _symbol(draft: Draft, *, on: date) -> str:
    """Return the symbol the register will give it: «QĐ-UBND»."""
    outgoing = documents.Outgoing(draft.unit_id, draft.kind, draft.subject, (), symbol_tail=draft.symbol_tail)
    moment = datetime.combine(on, time(12), tzinfo=LOCAL_ZONE)
    return documents.next_code_of(outgoing, number=1, now=moment).partition("/")[2]
