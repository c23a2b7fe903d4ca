"""Blocks of numbers given to a desk beforehand, so that it can go on while the server is away.

Every number of a block is accounted for: used by a subject, returned unused with the reason, or still with the desk.
Nothing goes back into the series: a number returned is void for ever, and the register shows it.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.numbering.actions import take_blocks
from tinhso.foundation.numbering.data import BlockInfo, NumberState, Series
from tinhso.foundation.numbering.errors import BlockMissing, BlockTooLong, NumberNotInBlock
from tinhso.foundation.numbering.models import BlockNumber, NumberBlock
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import clean_line

MAX_BLOCK: Final = 100


@transaction.atomic
def reserve_block(
    actor: Actor, series: Series, *, owner: str, unit_id: UUID, on: date, count: int, place: str = "", now: datetime
) -> BlockInfo:
    """Take `count` numbers in a row (1 to 100) for the officer's desk, written down as theirs.

    The caller has asked whether the officer may. Raises BlockTooLong.
    """
    if not 1 <= count <= MAX_BLOCK or actor.account_id is None:
        raise BlockTooLong
    block = NumberBlock(
        series=series.code,
        owner=owner,
        unit_id=unit_id,
        day=on,
        holder_id=actor.account_id,
        holder_name=actor.name,
        place=clean_line(place)[:80],
        count=count,
        reserved_at=now,
    )
    block.first = take_blocks(series, counts={(owner, on): count})[owner, on]
    block.save(force_insert=True)
    _record(actor, "numbering.block_reserved", block)
    return block.to_info([])


def use_number(actor: Actor, *, block_id: UUID, n: int, subject_id: UUID, now: datetime) -> None:
    """Write that a number of the actor's own block stands for a subject, in the caller's transaction.

    Whoever else sends the same number waits for the caller. Raises BlockMissing for somebody else's block,
    NumberNotInBlock for a number outside it, returned, or already used: ask `find_subject` first.
    """
    block = access_block(actor, block_id=block_id, lock=True)
    if not block.first <= n < block.first + block.count or block.numbers.filter(n=n).exists():
        raise NumberNotInBlock
    BlockNumber.objects.create(block=block, n=n, state=NumberState.USED, subject_id=subject_id, settled_at=now)


def find_subject(actor: Actor, *, block_id: UUID, n: int) -> UUID | None:
    """Return what a number of the actor's own block stands for, None while it stands for nothing; locks the block.

    The lock is the caller's transaction's: of two that send the same number, the second finds what the first made.
    """
    block = access_block(actor, block_id=block_id, lock=True)
    return block.numbers.filter(n=n, state=NumberState.USED).values_list("subject_id", flat=True).first()


@transaction.atomic
def return_block(
    actor: Actor, *, block_id: UUID, reason: str, keep: frozenset[int] = frozenset(), now: datetime
) -> int:
    """Give back every number not used (hủy số chưa dùng) but those in `keep`; return how many became void.

    A number that was given to a person but not sent yet is kept by the desk: it must not become void.
    """
    block = access_block(actor, block_id=block_id, lock=True)
    settled = set(block.numbers.values_list("n", flat=True)) | keep
    void = [n for n in range(block.first, block.first + block.count) if n not in settled]
    words = clean_line(reason)[:200]
    BlockNumber.objects.bulk_create(
        BlockNumber(block=block, n=n, state=NumberState.VOID, reason=words, settled_at=now) for n in void
    )
    if void:
        _record(actor, "numbering.block_returned", block)
    return len(void)


def access_block(actor: Actor, *, block_id: UUID, lock: bool = False) -> NumberBlock:
    """Return a block of the actor's own. Raises BlockMissing for anybody else's."""
    rows = NumberBlock.objects.select_for_update() if lock else NumberBlock.objects.all()
    block = rows.filter(pk=block_id).first()
    if block is None or actor.account_id is None or block.holder_id != actor.account_id:
        raise BlockMissing
    return block


def list_blocks(*, unit_ids: frozenset[UUID], on: date) -> list[BlockInfo]:
    """Return the blocks of some units on a day with what became of each number; at most 200. The caller gates."""
    rows = NumberBlock.objects.filter(unit_id__in=unit_ids, day=on).prefetch_related("numbers").order_by("id")[:200]
    return [row.to_info(list(row.numbers.all())) for row in rows]


def open_block(actor: Actor, series: Series, *, on: date) -> BlockInfo | None:
    """Return the newest block of the actor's on a day that still has numbers, None when there is none."""
    if actor.account_id is None:
        return None
    rows = NumberBlock.objects.filter(holder_id=actor.account_id, series=series.code, day=on)
    for row in rows.prefetch_related("numbers").order_by("-id")[:5]:
        info = row.to_info(list(row.numbers.all()))
        if info.open:
            return info
    return None


def _record(actor: Actor, verb: str, block: NumberBlock) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="number_block",
        subject_id=block.id,
        unit_id=block.unit_id,
        detail={"owner": block.owner, "first": block.first, "count": block.count, "place": block.place},
    )
