"""A question about An's dossier put to commune B; a part of hers the police do; a record of commune A."""

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.cooperation.models import Consult, HandOver, LinkedPart
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock

PRIVATE = {"part_id", "brought_id", "hand_over_id"}


def things(cast):
    """Write them down as the room would."""
    now, units, done = clock.now(), cast["units"], cast["dossier"]
    chi, ha = cast["chi"], cast["ha"]
    paper = dossiers.get_dossier(chi, dossier_id=done.id).papers[0]
    kept = files.save_bytes(make_pdf(), name="a.pdf", actor=chi, now=now)
    consult = Consult.objects.create(
        dossier_id=done.id,
        dossier_code=done.code,
        procedure_name=done.procedure_name,
        owner_unit_id=units.commune_a.id,
        unit_id=units.commune_b.id,
        unit_name="Xã An Bình",
        question="Hồ sơ gốc còn lưu ở xã không?",
        papers=[{"id": str(paper.id), "name": paper.name}],
        asked_by=ha.account_id,
        asked_name=ha.name,
        asked_at=now,
        due_at=now,
        ground="x",
        file_id=kept.id,
    )
    part = LinkedPart.objects.create(
        parent_id=done.id,
        parent_code=done.code,
        unit_id=units.commune_a.id,
        account_id=cast["an"].account_id,
        ordinal=1,
        key="thuong_tru",
        title="Đăng ký thường trú",
        agency="Công an cấp xã",
        way="outside",
        state="done",
        ended_at=now,
        result_number="1",
        result_file_id=kept.id,
        brought=[{"text": "Chủ hộ đồng ý", "files": [str(kept.id)], "at": now.isoformat()}],
    )
    record = HandOver.objects.create(
        number="01/BB-BG",
        unit_id=units.commune_a.id,
        from_account_id=ha.account_id,
        from_name=ha.name,
        to_account_id=chi.account_id,
        to_name=chi.name,
        by_account_id=chi.account_id,
        by_name=chi.name,
        reason="Chuyển công tác",
        at=now,
        file_id=kept.id,
    )
    return {
        "consult_id": consult.id,
        "shown_id": paper.id,
        "part_id": part.id,
        "brought_id": kept.id,
        "hand_over_id": record.id,
    }
