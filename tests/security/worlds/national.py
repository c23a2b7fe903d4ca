"""A refused record and a filing that could not be taken, for the addresses of the national exchange."""

from uuid import uuid4

from tinhso.government.national.models import NationalFiling, NationalMirror, NationalRecord
from tinhso.kernel import clock

PRIVATE: set[str] = set()


def things(cast):
    """Make what the operator's pages are asked for."""
    now, dossier = clock.now(), cast["dossier"]
    mirror = NationalMirror.objects.create(
        dossier_id=dossier.id, code=dossier.code, last_sequence=1, queued_status=1, next_at=now, is_blocked=True
    )
    record = NationalRecord.objects.create(
        mirror=mirror, sequence=1, kind="dossier", status=1, payload={}, payload_hash="0", state="failed", made_at=now
    )
    filing = NationalFiling.objects.create(
        external_code=f"G22-{uuid4().hex[:8]}", procedure_code="1.0", payload={}, state="failed", fetched_at=now
    )
    return {"record_id": record.id, "filing_id": filing.id}
