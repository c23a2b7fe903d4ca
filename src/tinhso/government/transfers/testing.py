"""Builders for tests of this room and of those that look at it."""

from datetime import datetime
from uuid import UUID

from tinhso.foundation.forms.testing import good_answers
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import DossierInfo
from tinhso.government.dossiers.testing import MONDAY, SEEN
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.government.transfers import public as transfers
from tinhso.kernel.actors import Actor


def make_passed_on(desk: Actor, *, unit_id: UUID, for_unit: UUID, now: datetime = MONDAY) -> DossierInfo:
    """Receive a dossier with paper for another unit; its paper waits to be sent, as the worker would note."""
    make_procedure()
    info = dossiers.receive_at_counter(
        desk, procedure_code=CODE, unit_id=unit_id, for_unit=for_unit, data=good_answers(), papers=SEEN, now=now
    )
    transfers.note_papers(dossier_id=info.id, now=now)
    return info


def make_sent(
    desk: Actor, *, unit_id: UUID, for_unit: UUID, count: int = 1, now: datetime = MONDAY
) -> tuple[transfers.TransferInfo, list[transfers.LineInfo]]:
    """Receive some dossiers for another unit and send their paper with one slip."""
    for _turn in range(count):
        make_passed_on(desk, unit_id=unit_id, for_unit=for_unit, now=now)
    (bundle,) = transfers.list_waiting(desk)
    wanted = [line.id for line in bundle.lines]
    slip = transfers.send(desk, line_ids=wanted, way=transfers.Way.OFFICER, carrier="Lê Văn Mẫu", now=now)
    return transfers.get_transfer(desk, transfer_id=slip.id)
