"""A list, an open file and a hand-over of commune A; Chi keeps the files."""

from tinhso.government.casefiles.models import CaseFile, CaseHandOver, CaseHandOverLine, CaseList
from tinhso.kernel import clock

PRIVATE = {"case_file_id", "case_list_id", "case_slip_id"}


def things(cast):
    """Write it down as the room would."""
    now, unit, chi = clock.now(), cast["units"].commune_a, cast["chi"]
    own = {"unit_id": unit.id, "unit_name": unit.name}
    drawn = CaseList.objects.create(year=2026, made_at=now, **own)
    common = {"year": 2026, "maintenance": "01", "keeper_id": chi.account_id, "keeper_name": chi.name, "opened_at": now}
    file = CaseFile.objects.create(code="A.2026.01.HT", notation="01.HT", title="Hồ sơ hộ tịch", **own, **common)
    day = clock.today()
    sent = CaseFile.objects.create(
        code="A.2026.02.HT",
        notation="02.HT",
        title="Hồ sơ hộ tịch đã nộp",
        state="sent",
        closed_at=now,
        due_on=day,
        start_on=day,
        end_on=day,
        **own,
        **common,
    )
    slip = CaseHandOver.objects.create(code="01/NL (2026)", lines_count=1, sent_by=chi.name, sent_at=now, **own)
    CaseHandOverLine.objects.create(slip=slip, file=sent, ordinal=1)
    return {"case_file_id": file.id, "case_list_id": drawn.id, "case_slip_id": slip.id, "slip_paper": "muc-luc"}
