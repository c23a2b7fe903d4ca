"""Reads of one's own checks: lists, a report, and the same as a sheet and as JSON."""

import io
import json
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from tinhso.foundation.signing.checks.data import STATES, CheckedInfo, CheckInfo
from tinhso.foundation.signing.checks.models import CheckedFile, SignatureCheck
from tinhso.foundation.signing.errors import CheckNotFound
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import to_local
from tinhso.kernel.paging import Page, bounded, decode_cursor, encode_cursor

SHOWN: Final = 50


def get_check(actor: Actor, *, check_id: UUID) -> CheckInfo:
    """Return a check of this actor's own. Raises CheckNotFound."""
    row = _own(actor, check_id)
    return row.to_info(_counts([row.id]).get(row.id, {}))


def list_checks(actor: Actor, *, cursor: str = "", size: int = SHOWN) -> Page[CheckInfo]:
    """Return a page of this actor's checks, newest first."""
    size = bounded(size)
    if actor.account_id is None:
        return Page([], "")
    rows = SignatureCheck.objects.filter(account_id=actor.account_id).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=UUID(str(decode_cursor(cursor, length=1)[0])))
    found = list(rows[: size + 1])
    counts = _counts([row.id for row in found])
    following = encode_cursor(str(found[size - 1].id)) if len(found) > size else ""
    return Page([row.to_info(counts.get(row.id, {})) for row in found[:size]], following)


def list_checked(
    actor: Actor, *, check_id: UUID, state: str = "", cursor: str = "", size: int = SHOWN
) -> Page[CheckedInfo]:
    """Return a page of a check's files that were read, in the order they came; of one state when it is named."""
    row, size = _own(actor, check_id), bounded(size)
    rows = CheckedFile.objects.filter(check_of=row).exclude(state="").defer("content", "report").order_by("place")
    if state in STATES:
        rows = rows.filter(state=state)
    if cursor:
        rows = rows.filter(place__gt=int(str(decode_cursor(cursor, length=1)[0])))
    found = list(rows[: size + 1])
    following = encode_cursor(str(found[size - 1].place)) if len(found) > size else ""
    return Page([one.to_info() for one in found[:size]], following)


def sheet_of(actor: Actor, *, check_id: UUID) -> bytes:
    """Return the report as xlsx. Every cell is text: nothing a file calls itself is taken for a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    row = _own(actor, check_id)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Kiểm tra chữ ký"))

    def written(values: list[str]) -> list[Any]:
        cells = [WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)) for value in values]
        for cell in cells:
            cell.data_type = "s"
        return cells

    titles = [_("STT"), _("Tệp"), _("Kết quả"), _("Giải thích"), _("Người ký"), _("Thời điểm ký"), _("Định dạng")]
    sheet.append(written([*titles, "SHA-256"]))
    for one in _read_of(row):
        signed = f"{to_local(one.signed_at):%d/%m/%Y %H:%M}" if one.signed_at else ""
        words = [str(one.place), one.name, word_of(one.state), one.sentence, one.signer, signed, one.profile]
        sheet.append(written([*words, one.sha256]))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def json_of(actor: Actor, *, check_id: UUID) -> bytes:
    """Return every report as JSON, as the API of one file gives it; a refused file has its sentence."""
    row = _own(actor, check_id)
    found = [
        one.report
        or {
            "file": {"name": one.name, "size": one.size, "sha256": one.sha256},
            "state": one.state,
            "sentence": one.sentence,
        }
        for one in _read_of(row)
    ]
    return json.dumps({"title": row.title, "total": row.total, "files": found}, ensure_ascii=False).encode()


def word_of(state: str) -> str:
    """Return a state in words."""
    from tinhso.foundation.signing.data import VerdictState
    from tinhso.foundation.signing.verification.reporting import state_words

    return state_words(VerdictState(state)) if state in list(VerdictState) else _("Không kiểm tra được")


def _read_of(row: SignatureCheck) -> Iterator[CheckedFile]:
    rows = CheckedFile.objects.filter(check_of=row).exclude(state="").defer("content").order_by("place")
    yield from rows.iterator(chunk_size=500)


def _own(actor: Actor, check_id: UUID) -> SignatureCheck:
    row = SignatureCheck.objects.filter(id=check_id).first()
    if row is None or row.account_id != actor.account_id:
        raise CheckNotFound
    return row


def _counts(ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = {}
    rows = CheckedFile.objects.filter(check_of__in=ids).exclude(state="").values("check_of_id", "state")
    for row in rows.annotate(count=Count("id")).order_by():
        found.setdefault(row["check_of_id"], {})[row["state"]] = row["count"]
    return found
