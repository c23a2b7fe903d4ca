"""A slip from commune A to the department with the paper of a dossier of An's."""

from tinhso.government.transfers.models import PaperLine, PaperTransfer
from tinhso.kernel import clock

PRIVATE = {"transfer_id", "line_id"}


def things(cast):
    """Write it down as the room would."""
    now, units, done = clock.now(), cast["units"], cast["dossier"]
    way = {
        "from_unit_id": units.commune_a.id,
        "from_unit_name": units.commune_a.name,
        "to_unit_id": units.department.id,
        "to_unit_name": units.department.name,
    }
    slip = PaperTransfer.objects.create(
        number="H61.21.03-2026-BG0001",
        way="officer",
        carrier="Lê Văn Mẫu",
        sent_by_id=cast["binh"].account_id,
        sent_by=cast["binh"].name,
        sent_at=now,
        due_at=now,
        **way,
    )
    line = PaperLine.objects.create(
        dossier_id=done.id,
        code=done.code,
        applicant=done.applicant.name,
        procedure=done.procedure_name,
        papers=["Giấy tờ chứng minh (bản chính)"],
        state="sent",
        transfer=slip,
        noted_at=now,
        **way,
    )
    return {"transfer_id": slip.id, "line_id": line.id}
