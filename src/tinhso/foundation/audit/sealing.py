"""Laying seals: one at a time, over what is older than every transaction still running.

The order of sealing is (epoch, transaction, sequence), and a seal reaches up to the transaction horizon
(`pg_snapshot_xmin`): below it nothing can appear any more, so an entry of a slow transaction is sealed later, never
skipped. `epoch` sets apart the clusters a restored database has lived in, whose transaction numbers do not compare.
"""

from dataclasses import replace
from typing import Any, Final

from django.db import connection, transaction

from tinhso.foundation.audit import anchors
from tinhso.foundation.audit.data import Position, Seal
from tinhso.foundation.audit.errors import ChainBroken
from tinhso.foundation.audit.keys import SealingKey, sealing_key
from tinhso.foundation.audit.rules import GENESIS, digest_of, leaf, marks_of, root, sign, statement_of
from tinhso.foundation.audit.tables import (
    AFTER,
    BEFORE_ALL,
    CANONICAL,
    ORDER,
    PLACE,
    current_epoch,
    keep_index_order,
    last_seal,
)
from tinhso.foundation.audit.tables import place_values as at
from tinhso.kernel import clock

BATCH: Final = 4096
_LOCK: Final = "SELECT pg_try_advisory_xact_lock(hashtext('audit.seal'), 1)"

_RIPE: Final = f"""
    SELECT {PLACE}, {CANONICAL}
      FROM audit_entry e
     WHERE {AFTER} AND (e.epoch < %s OR e.txid < pg_snapshot_xmin(pg_current_snapshot()))
     {ORDER}
     LIMIT {BATCH}
"""  # noqa: S608 - our own words


def seal_pending() -> int:
    """Seal all that is ripe, in batches, each in its own transaction; return how many entries were sealed.

    Safe to call anywhere at any time: one sealer works, others return 0. Raises ChainBroken when the newest seal is
    not the one this machine knows to have laid; nothing is sealed over a broken chain.
    """
    key = sealing_key()
    total = 0
    while True:
        done = _seal_batch(key)
        total += done
        if done < BATCH:
            return total


@transaction.atomic
def _seal_batch(key: SealingKey) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        if not cursor.fetchone()[0]:
            return 0
        keep_index_order(cursor)
        before = last_seal()
        _check_anchor(before)
        cursor.execute(_RIPE, [*at(before.last if before else BEFORE_ALL), current_epoch(cursor)])
        rows = cursor.fetchall()
        if rows:
            _write(cursor, _make_seal(before, rows, key), key)
    return len(rows)


def _check_anchor(newest: Seal | None) -> None:
    """Refuse to go on from a seal that is older than, or other than, the last one this machine laid."""
    anchor = anchors.last()
    if anchor is None:
        return
    if newest is None or newest.id < anchor[0] or (newest.id == anchor[0] and newest.digest != anchor[1]):
        raise ChainBroken


def _make_seal(before: Seal | None, rows: list[tuple[Any, ...]], key: SealingKey) -> Seal:
    """Return the seal over rows of (epoch, txid, seq, canonical text)."""
    leaves = [leaf(row[3].encode()) for row in rows]
    first: Position = rows[0][:3]
    last: Position = rows[-1][:3]
    draft = Seal(
        id=before.id + 1 if before else 1,
        first=first,
        last=last,
        count=len(rows),
        root=root(leaves),
        marks=marks_of(leaves),
        previous_digest=before.digest if before else GENESIS,
        digest=b"",
        signature=b"",
        key_id=key.id,
        sealed_at=clock.now(),
    )
    digest = digest_of(statement_of(draft))
    return replace(draft, digest=digest, signature=sign(digest, key.private))


def _write(cursor: Any, seal: Seal, key: SealingKey) -> None:
    cursor.execute(
        "INSERT INTO audit_key (id, public_key) VALUES (%s, %s) ON CONFLICT DO NOTHING", [key.id, key.public]
    )
    values = [seal.id, *at(seal.first), *at(seal.last), seal.count, seal.root, seal.marks, seal.previous_digest]
    cursor.execute(
        "INSERT INTO audit_seal (id, first_epoch, first_txid, first_seq, last_epoch, last_txid, last_seq, count, root,"
        " marks, previous_digest, digest, signature, key_id, sealed_at)"
        " VALUES (%s, %s, %s::text::xid8, %s, %s, %s::text::xid8, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [*values, seal.digest, seal.signature, seal.key_id, seal.sealed_at],
    )
    transaction.on_commit(lambda: anchors.append(seal.id, seal.digest))


def mend_after_restore() -> bool:
    """Begin a new epoch when a restored database holds transaction numbers ahead of this cluster's; True when it did.

    Needs the role that owns the tables. No entry is touched: what was sealed stays as it was.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        epoch = current_epoch(cursor)
        cursor.execute(
            "SELECT coalesce((SELECT e.txid >= pg_snapshot_xmax(pg_current_snapshot()) FROM audit_entry e"
            " WHERE e.epoch = %s ORDER BY e.epoch DESC, e.txid DESC, e.seq DESC LIMIT 1), false)",
            [epoch],
        )
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(f"ALTER TABLE audit_entry ALTER COLUMN epoch SET DEFAULT {epoch + 1}")
        return True
