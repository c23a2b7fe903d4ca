"""What is looked at before a file is closed: what is missing, twice, not finished."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tinhso.government.casefiles.data import Flag
from tinhso.government.casefiles.models import CaseFile, CaseFileItem
from tinhso.government.documents import public as documents
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import SYSTEM

BATCH = 500


@dataclass(frozen=True, slots=True)
class Totals:
    """What a file adds up to: papers, pages, the first and the last day."""

    documents: int
    pages: int
    first: date | None
    last: date | None


def items_of(row: CaseFile) -> list[CaseFileItem]:
    """Return the papers of a file in the order of their days, then as they came."""
    found = list(row.items.filter(removed_at=None).order_by("id"))
    return sorted(found, key=lambda one: (one.issued_on or date.max, one.id))


def totals_of(row: CaseFile) -> Totals:
    """Return what a file adds up to now."""
    items = items_of(row)
    known = [one.issued_on for one in items if one.issued_on]
    return Totals(len(items), sum(one.pages for one in items), min(known, default=None), max(known, default=None))


def flags_of(row: CaseFile) -> list[Flag]:
    """Return everything to look at, what stops the closing first."""
    items = items_of(row)
    found = [*_empty(items), *_documents(items), *_dossiers(items)]
    return sorted(found, key=lambda one: not one.stops)


def _empty(items: list[CaseFileItem]) -> Iterator[Flag]:
    if not items:
        yield Flag("empty", _("Hồ sơ chưa có tài liệu nào. Thêm văn bản hoặc hồ sơ trước khi kết thúc."), stops=True)


def _documents(items: list[CaseFileItem]) -> Iterator[Flag]:
    wanted = {one.document_id: one for one in items if one.document_id}
    found: dict[object, documents.DocumentInfo] = {}
    keys = list(wanted)
    for place in range(0, len(keys), BATCH):
        found |= {one.id: one for one in documents.list_documents_by_id(SYSTEM, keys[place : place + BATCH])}
    hashes = Counter(file.sha256 for one in found.values() for file in one.files[:1])
    for key, item in wanted.items():
        info = found.get(key)
        if info is not None:
            yield from _document(item, info, hashes)


def _document(item: CaseFileItem, info: documents.DocumentInfo, hashes: "Counter[str]") -> Iterator[Flag]:
    name = item.code or _("Văn bản hạn chế")
    if info.is_open:
        said = _("%(name)s chưa xử lý xong. Hoàn thành văn bản rồi kết thúc hồ sơ.") % {"name": name}
        yield Flag("unfinished", said, item.id, stops=True)
    if info.state in (documents.State.RECALLED, documents.State.FROZEN):
        said = _("%(name)s đã bị thu hồi. Đưa văn bản ra khỏi hồ sơ.") % {"name": name}
        yield Flag("recalled", said, item.id, stops=True)
    if info.state is documents.State.REPLACED:
        yield Flag("replaced", _("%(name)s đã được thay thế. Thêm văn bản thay thế.") % {"name": name}, item.id)
    if not info.files:
        said = _("%(name)s chưa có tệp. Bổ sung tệp hoặc ghi chú nơi giữ bản giấy.") % {"name": name}
        yield Flag("no_file", said, item.id)
    elif hashes[info.files[0].sha256] > 1:
        said = _("%(name)s có nội dung trùng với văn bản khác trong hồ sơ. Giữ lại một bản.") % {"name": name}
        yield Flag("twin", said, item.id, stops=True)


def _dossiers(items: list[CaseFileItem]) -> Iterator[Flag]:
    wanted = {one.dossier_id: one for one in items if one.dossier_id}
    keys = list(wanted)
    for place in range(0, len(keys), BATCH):
        part = keys[place : place + BATCH]
        ended = dossiers.get_ended(part)
        for key in part:
            if key not in ended:
                said = _("Hồ sơ %(code)s chưa có kết quả cuối cùng.") % {"code": wanted[key].code}
                yield Flag("unfinished", said, wanted[key].id, stops=True)
