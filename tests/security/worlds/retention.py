"""A decided disposal of commune A with a stub, a hold there, a standing decision, An's own export and one of a clerk's."""

from datetime import timedelta
from uuid import uuid4

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.retention.models import (
    Disposal,
    DisposalStub,
    PersonExport,
    RetentionHold,
    StandingDecision,
)
from tinhso.kernel import clock

PRIVATE = {"own_export_id"}


def things(cast):
    """Write them down as the room would."""
    now, unit, chi, an = clock.now(), cast["units"].commune_a, cast["chi"], cast["an"]
    kept = files.save_bytes(make_pdf(), name="a.pdf", actor=chi, now=now)
    disposal = Disposal.objects.create(
        code="01/DM-HTL",
        unit_id=unit.id,
        unit_name=unit.name,
        state="decided",
        lines_count=1,
        proposed_by="Ngô Thị Lan",
        proposed_at=now,
        met_on=now.date(),
        minutes_file_id=kept.id,
        decision_number="1/QĐ",
        decided_on=now.date(),
        signer_name=chi.name,
        decision_file_id=kept.id,
        decided_by_id=chi.account_id,
        decided_at=now,
        starts_at=now + timedelta(days=1),
    )
    stub = DisposalStub.objects.create(
        dossier_id=uuid4(),
        code="A-1",
        procedure_code="1",
        procedure_name="x",
        unit_id=unit.id,
        unit_name=unit.name,
        channel="online",
        closed_on=now.date(),
        disposal=disposal,
        destroyed_at=now,
    )
    hold = RetentionHold.objects.create(
        number="086190000123",
        reason="Thanh tra",
        document="1/TB",
        unit_id=unit.id,
        placed_by="Chi",
        placed_at=now,
    )
    standing = StandingDecision.objects.create(
        number="2/QĐ",
        decided_on=now.date(),
        signer_name="Giang",
        kinds=["drafts"],
        file_id=kept.id,
        recorded_by="Giang",
        recorded_at=now,
    )
    ready = {
        "number": "086190000123",
        "name": an.name,
        "asked_at": now,
        "due_at": now,
        "state": "ready",
        "file_id": kept.id,
        "ready_at": now,
        "expires_at": now + timedelta(days=7),
    }
    own = PersonExport.objects.create(person_id=an.account_id, asked_by_id=an.account_id, asked_by=an.name, **ready)
    at_desk = PersonExport.objects.create(
        person_id=an.account_id,
        asked_by_id=uuid4(),
        asked_by="Ngô Thị Lan",
        unit_id=unit.id,
        purpose="Đơn của An",
        request_file_id=kept.id,
        **ready,
    )
    return {
        "disposal_id": disposal.id,
        "stub_id": stub.dossier_id,
        "hold_id": hold.id,
        "standing_id": standing.id,
        "own_export_id": own.id,
        "desk_export_id": at_desk.id,
    }
