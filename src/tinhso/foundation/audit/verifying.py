"""Walking over the whole record: every row, every seal, every signature, in order."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import anchors
from tinhso.foundation.audit.data import Broken, Position, Seal, VerifyReport
from tinhso.foundation.audit.keys import trusted_keys
from tinhso.foundation.audit.rules import GENESIS, digest_of, first_fault, is_signed, leaf, root, statement_of
from tinhso.foundation.audit.rules.faults import Fault
from tinhso.foundation.audit.tables import (
    AFTER,
    BEFORE_ALL,
    CANONICAL,
    ORDER,
    PLACE,
    UP_TO,
    keep_index_order,
    read_seals,
)
from tinhso.foundation.audit.tables import place_values as at

SEALS_AT_ONCE: Final = 256
FETCH: Final = 4096
_ROWS: Final = f"SELECT {PLACE}, {CANONICAL}, e.id FROM audit_entry e WHERE {AFTER} AND {UP_TO} {ORDER}"  # noqa: S608
_TAIL: Final = f"SELECT count(*) FROM audit_entry e WHERE {AFTER}"  # noqa: S608

Row = tuple[int, int, int, str, UUID]


def verify(*, first_seal: int = 1, last_seal: int | None = None) -> VerifyReport:
    """Compute everything again and compare; stop at the first thing that is not as it was sealed.

    Streams: memory does not grow with the record, and no transaction outlives 256 seals. Checks, for each seal, its
    place in the chain, its digest, its signature by a key this machine trusts, this machine's own log, and each of its
    rows; then counts the rows not sealed yet.

    With `first_seal` or `last_seal` only the seals from one number to the other, both included, are walked: the seal
    before them is taken as it stands, and what comes after them is not looked at (`unsealed` is 0). A number the chain
    does not reach is a break. Refuses, with ValueError, numbers below 1 and a last before the first.
    """
    if first_seal < 1 or (last_seal is not None and last_seal < first_seal):
        raise ValueError("seals are numbered from 1, and the last is not before the first")
    walk = _Walk(first_seal, last_seal)
    broken = walk.start() or walk.all_seals() or walk.end()
    unsealed = 0 if broken or last_seal is not None else _count_tail(walk.last)
    return VerifyReport(
        broken is None,
        walk.entries,
        max(walk.seals - first_seal + 1, 0),
        unsealed,
        walk.anchored,
        broken,
        broken.sentence if broken else walk.words(unsealed),
    )


class _Walk:
    """Where the walk stands."""

    def __init__(self, first_seal: int, last_seal: int | None) -> None:
        self._first = first_seal
        self._until = last_seal
        self.entries = 0
        self.seals = first_seal - 1
        self.anchored = 0
        self.last: Position = BEFORE_ALL
        self._digest = GENESIS
        self._keys = trusted_keys()
        self._anchors = (anchor for anchor in anchors.read() if anchor[0] >= first_seal)
        self._anchor = next(self._anchors, None)

    def start(self) -> Broken | None:
        """Begin after the seal before the first one asked for."""
        if self._first == 1:
            return None
        before = next(iter(read_seals("WHERE id = %s", [self._first - 1])), None)
        if before is None:
            return self._not_reached()
        if digest_of(statement_of(before)) != before.digest:
            sentence = _("Nội dung con dấu số %(id)s đã bị sửa sau khi niêm phong.")
            return Broken(before.id, sentence % {"id": before.id})
        self.last, self._digest = before.last, before.digest
        return None

    def end(self) -> Broken | None:
        """Tell of a seal that should be there and is not."""
        if self._until is None:
            return self.anchors_left()
        return None if self.seals == self._until else self._not_reached()

    def _not_reached(self) -> Broken:
        newest = next(iter(read_seals("ORDER BY id DESC LIMIT 1", [])), None)
        words = {"id": max(self.seals, self._first - 1) + 1, "last": newest.id if newest else 0}
        return Broken(words["id"], _("Không có con dấu số %(id)s: chuỗi kết thúc ở số %(last)s.") % words)

    def all_seals(self) -> Broken | None:
        """Check seal after seal, a few at a time."""
        while True:
            bounds = [self.seals, 2**63 - 1 if self._until is None else self._until, SEALS_AT_ONCE]
            batch = read_seals("WHERE id > %s AND id <= %s ORDER BY id LIMIT %s", bounds)
            if not batch:
                return None
            with transaction.atomic(), closing(_stream(self.last, batch[-1].last)) as rows:
                broken = self._batch(batch, rows)
            if broken:
                return broken

    def _batch(self, batch: Sequence[Seal], rows: Iterator[Row]) -> Broken | None:
        ahead: Row | None = next(rows, None)
        for seal in batch:
            found: list[Row] = []
            while ahead is not None and ahead[:3] <= seal.last:
                found.append(ahead)
                ahead = next(rows, None)
            sentence = self._seal_fault(seal)
            broken = Broken(seal.id, sentence) if sentence else _row_fault(seal, found)
            if broken:
                return broken
            self.seals, self.last, self._digest = seal.id, seal.last, seal.digest
            self.entries += seal.count
        return None

    def _seal_fault(self, seal: Seal) -> str:
        """Return what is wrong with a seal in itself, "" when nothing is."""
        words = {"id": seal.id, "key": seal.key_id, "expected": self.seals + 1}
        if seal.id != self.seals + 1:
            return _("Thiếu con dấu số %(expected)s: sau con dấu trước đó là con dấu số %(id)s.") % words
        if seal.previous_digest != self._digest:
            return _("Con dấu số %(id)s không nối tiếp con dấu đứng trước nó.") % words
        if digest_of(statement_of(seal)) != seal.digest:
            return _("Nội dung con dấu số %(id)s đã bị sửa sau khi niêm phong.") % words
        key = self._keys.get(seal.key_id)
        if key is None:
            return (
                _(
                    "Con dấu số %(id)s ký bằng khóa %(key)s, máy này chưa tin cậy khóa đó. Nếu là khóa của máy chủ khác"
                    " trong hệ thống, chép tệp %(key)s.pub vào thư mục audit/keys rồi kiểm tra lại."
                )
                % words
            )
        if not is_signed(seal.digest, seal.signature, key):
            return _("Chữ ký của con dấu số %(id)s không hợp lệ.") % words
        return self._anchor_fault(seal)

    def _anchor_fault(self, seal: Seal) -> str:
        """Compare with every line that this machine's log has for the seal."""
        while self._anchor is not None and self._anchor[0] <= seal.id:
            if self._anchor[0] < seal.id or self._anchor[1] != seal.digest:
                return _("Con dấu số %(id)s khác với sổ niêm phong lưu ngoài cơ sở dữ liệu.") % {"id": self._anchor[0]}
            self.anchored += 1
            self._anchor = next(self._anchors, None)
        return ""

    def anchors_left(self) -> Broken | None:
        """Tell of a seal that the log has and the chain, at its end, has not."""
        if self._anchor is None:
            return None
        words = {"id": self._anchor[0], "last": self.seals}
        sentence = _(
            "Mất con dấu số %(id)s: sổ niêm phong lưu ngoài cơ sở dữ liệu có ghi, nhưng chuỗi kết thúc ở số %(last)s."
            " Nếu vừa khôi phục từ bản sao lưu cũ hơn, lập biên bản về phần dữ liệu đã mất trước khi niêm phong tiếp."
        )
        return Broken(self._anchor[0], sentence % words)

    def words(self, unsealed: int) -> str:
        """Say that all is whole."""
        counts = {"entries": self.entries, "seals": self.seals, "anchored": self.anchored, "unsealed": unsealed}
        if self._first > 1 or self._until is not None:
            counts |= {"first": self._first, "last": self.seals}
            return (
                _(
                    "Các con dấu từ số %(first)s đến số %(last)s nguyên vẹn: %(entries)s dòng, %(anchored)s con dấu"
                    " khớp sổ lưu ngoài cơ sở dữ liệu."
                )
                % counts
            )
        sentence = _(
            "Nhật ký nguyên vẹn: %(entries)s dòng dưới %(seals)s con dấu, %(anchored)s con dấu khớp sổ lưu ngoài cơ sở"
            " dữ liệu; %(unsealed)s dòng mới chưa niêm phong."
        )
        return sentence % counts


def _stream(after: Position, up_to: Position) -> Generator[Row, None, None]:
    """Yield rows in the order of sealing through a server-side cursor."""
    with connection.cursor() as cursor:
        keep_index_order(cursor)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ROWS, [*at(after), *at(up_to)])
        while rows := cursor.fetchmany(FETCH):
            yield from rows


def _row_fault(seal: Seal, rows: list[Row]) -> Broken | None:
    """Compare the rows found with what was sealed, and name the first that is broken."""
    leaves = [leaf(row[3].encode()) for row in rows]
    whole = len(leaves) == seal.count and root(leaves) == seal.root
    if whole and rows[0][:3] == seal.first and rows[-1][:3] == seal.last:
        return None
    fault = first_fault(seal.marks, leaves)
    if fault is None:
        return Broken(seal.id, _("Con dấu số %(id)s không khớp với các dòng nó niêm phong.") % {"id": seal.id})
    place, what = fault
    return _named(seal, rows, place, what)


def _named(seal: Seal, rows: list[Row], place: int, what: Fault) -> Broken:
    """Say which row is broken, and how."""
    row: Any = next(islice(rows, place, None), None)
    if what is Fault.REMOVED:
        before = rows[place - 1][2] if place else None
        words = {"id": seal.id, "place": place + 1, "before": before}
        if before is None:
            return Broken(seal.id, _("Một dòng đã bị xóa ở đầu con dấu số %(id)s.") % words)
        return Broken(seal.id, _("Một dòng đã bị xóa ngay sau dòng số %(before)s (con dấu số %(id)s).") % words, before)
    words = {"id": seal.id, "seq": row[2]}
    sentence = (
        _("Dòng số %(seq)s không có lúc niêm phong mà được chèn vào sau (con dấu số %(id)s).")
        if what is Fault.INSERTED
        else _("Dòng số %(seq)s đã bị sửa sau khi niêm phong (con dấu số %(id)s).")
    )
    return Broken(seal.id, sentence % words, row[2], row[4])


def _count_tail(last: Position) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TAIL, at(last))
        return int(cursor.fetchone()[0])
