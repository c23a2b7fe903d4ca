"""An act on many rows that Bình asked for."""

from tinhso.foundation.work import public as work
from tinhso.kernel import clock
from tinhso.kernel.ids import uuid7

PRIVATE: set[str] = set()


def things(cast):
    """Return the id of his batch."""
    row = work.BatchRow(cast["dossier"].id, code=cast["dossier"].code)
    batch = work.start_batch(cast["binh"], token=uuid7(), act="in", title="In", rows=[row], now=clock.now())
    return {"batch_id": batch.id}
