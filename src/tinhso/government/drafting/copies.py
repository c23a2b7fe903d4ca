"""Copies of documents: what may be copied in which form, and the copy as paper (sao y, sao lục, trích sao).

Nghị định 30/2020/NĐ-CP, Điều 25: sao y repeats the whole original, sao lục the whole of a sao y, trích sao makes the
document anew with the part that is copied. Phụ lục I, phần II: the block of the copy follows the pages, and on an
electronic copy the agency's signature stands at the upper right of page 1 with the form, the agency and the time.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.files.data import MediaType
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.government.documents import public as documents
from tinhso.government.drafting import layouts, sheets
from tinhso.government.drafting.errors import BadDraft, NotToCopy
from tinhso.government.drafting.models import Draft
from tinhso.government.drafting.rules import competence as rules
from tinhso.kernel.actors import SYSTEM

TEMPLATE: Final = "ban_sao"
TRUE: Final = "sao_y"
OF_COPY: Final = "sao_luc"
EXCERPT: Final = layouts.EXCERPT
MAX_BYTES: Final = 60 * 1024 * 1024
_IN_FORCE: Final = frozenset(
    {
        documents.State.REGISTERED,
        documents.State.ASSIGNED,
        documents.State.PROCESSING,
        documents.State.DONE,
        documents.State.ISSUED,
    }
)


def forms_of(source: documents.DocumentInfo) -> tuple[documents.Kind, ...]:
    """Return the forms in which a document may be copied: of a sao y a sao lục, of an original the other two."""
    if source.kind == TRUE:
        wanted: tuple[str, ...] = (OF_COPY,)
    else:
        wanted = () if layouts.is_copy(source.kind) else (TRUE, EXCERPT)
    return tuple(one for one in layouts.copy_kinds() if one.key in wanted)


def require_copyable(source: documents.DocumentInfo) -> None:
    """Raise NotToCopy for a document that is not in force, or that only named people may open."""
    if source.number is None or source.state not in _IN_FORCE:
        raise NotToCopy(_("Văn bản chưa vào sổ, đã bị thu hồi hoặc đã được thay thế nên không sao được."))
    if source.restricted:
        raise NotToCopy(_("Văn bản hạn chế không sao trên hệ thống. Người có tên trong danh sách mở bản chính."))


def require_form(source: documents.DocumentInfo, form: str) -> None:
    """Raise BadDraft for a form this document is not copied in, NotToCopy without pages to repeat."""
    if form not in {one.key for one in forms_of(source)}:
        sentence = _("Sao y, trích sao làm từ bản gốc, bản chính; sao lục làm từ bản sao y. Chọn lại hình thức sao.")
        raise BadDraft(sentence, fields={"hinh_thuc": sentence})
    if form != EXCERPT:
        pages_of(source)


def pages_of(source: documents.DocumentInfo) -> bytes:
    """Return the pages of a document, its signatures drawn but no longer claimed. Raises NotToCopy."""
    wanted = [one.file_id for one in source.files if one.role is documents.FileRole.MAIN]
    infos = files.list_infos(wanted)
    if not infos or any(one.media_type != MediaType.PDF for one in infos):
        raise NotToCopy(_("Văn bản chưa có tệp PDF để sao. Quét bản giấy thành PDF, đính vào văn bản rồi sao."))
    if sum(one.size for one in infos) > MAX_BYTES:
        raise NotToCopy(_("Tệp của văn bản quá lớn để sao trên hệ thống (tối đa 60 MB)."))
    return sheets.flattened([files.read_bytes(one) for one in wanted])


def source_of(draft: Draft) -> documents.DocumentInfo:
    """Return the document a draft copies; who takes part in the copy works with its pages."""
    if draft.copies_id is None:
        raise NotToCopy
    return documents.get_document(SYSTEM, draft.copies_id)


def block_data(draft: Draft, laid_out: dict[str, Any]) -> dict[str, Any]:
    """Return what the print takes (content/prints/contracts/ban_sao.yaml), from what a draft's own print would."""
    taken = ("demo", "draft", "prepared", "letterhead", "signature", "recipients", "archive")
    found = {key: laid_out[key] for key in taken} | {"kind": layouts.title_of(draft.kind), "blocks": []}
    if draft.kind == EXCERPT:
        found |= {"copied": _heading(source_of(draft)), "blocks": laid_out["blocks"]}
    return found


def render(draft: Draft, data: dict[str, Any], *, at: datetime) -> bytes:
    """Return the copy as PDF; to be signed, it has places for number, date, hand, and the agency's mark on page 1."""
    block = prints.render_pdf(TEMPLATE, data, at=at)
    made = block if draft.kind == EXCERPT else sheets.joined(pages_of(source_of(draft)), block)
    return sheets.with_mark_place(made, mark_of(draft)) if data["prepared"] else made


def mark_of(draft: Draft) -> tuple[str, str]:
    """Return the words of the agency's mark: the form and the agency that copies (Phụ lục I, phần II, mục 1.3)."""
    return layouts.title_of(draft.kind).upper(), organisations.get_unit(draft.unit_id).issuer


def subject_of(source: documents.DocumentInfo, form: str) -> str:
    """Return what the copy is registered as being about."""
    return f"{layouts.title_of(form)} {source.name}: {source.subject}"[:500]


def note_of(source: documents.DocumentInfo) -> str:
    """Return what the register says of the original."""
    said = _("Sao từ %(name)s, ngày %(day)s, %(issuer)s")
    return said % {"name": source.name, "day": f"{source.issued_on:%d/%m/%Y}", "issuer": source.issuer_name}


def _heading(source: documents.DocumentInfo) -> dict[str, Any]:
    unit = organisations.get_unit(source.issuer_unit_id) if source.issuer_unit_id else None
    issuer = rules.issuer_lines(unit) if unit else source.issuer_name.upper()
    return {
        "agency": issuer,
        "code": source.code,
        "place": unit.place if unit else "",
        "date": source.issued_on,
        "kind": source.kind_title,
        "subject": source.subject,
        "authority": _authority(source.signer),
        "signer": source.signer.name,
    }


def _authority(signer: documents.Signer) -> Sequence[str]:
    """Return the lines over the name of whoever signed the original, as far as the register knows them."""
    title = rules.short(signer.position).upper()
    if not title:
        return []
    if signer.competence == "KT." and title.startswith("PHÓ "):
        return [f"KT. {title.removeprefix('PHÓ ')}", title]
    return [f"{signer.competence} {title}".strip()]
