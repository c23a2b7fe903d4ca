"""A signature Bình asked for that is made, and a prepared document nobody of the cast signed."""

from tinhso.foundation.files import public as files
from tinhso.foundation.signing.models import CheckedFile, LastingFile, SignatureCheck, SignatureRequest
from tinhso.foundation.signing.testing import make_paper
from tinhso.kernel import clock
from tinhso.kernel.ids import uuid7

PRIVATE = {"prepared_id", "asked_id", "signature_check_id"}


def things(cast):
    """Write it down as the queue would."""
    now, binh = clock.now(), cast["binh"]
    kept = files.save_bytes(make_paper("leader"), name="Quyết định.pdf", actor=binh, now=now)
    row = SignatureRequest.objects.create(
        subject_kind="test",
        subject_id=kept.id,
        file_id=kept.id,
        title="Quyết định 15/QĐ-UBND",
        key_ref="demo",
        profile="b-b",
        look="hand",
        asked_by_id=binh.account_id,
        asked_by=binh.name,
        state="done",
        asked_at=now,
        next_try_at=now,
        ended_at=now,
        result_file_id=kept.id,
        result_sha256=kept.sha256,
    )
    lasting = LastingFile.objects.create(
        file_id=kept.id,
        current_file_id=kept.id,
        current_sha256=kept.sha256,
        subject_kind="test",
        subject_id=kept.id,
        title="Quyết định 15/QĐ-UBND",
        state="kept",
        kept_at=now,
        next_at=now,
    )
    check = SignatureCheck.objects.create(
        account_id=binh.account_id,
        title="Gói văn bản của sở",
        state="done",
        total=1,
        asked_at=now,
        ended_at=now,
        forgotten_at=now,
        next_at=now,
    )
    CheckedFile.objects.create(
        check_of=check, place=1, name="Quyết định.pdf", size=1, sha256=kept.sha256, content=b"", state="valid"
    )
    return {"signature_check_id": check.id, "prepared_id": uuid7(), "asked_id": row.id, "lasting_id": lasting.id}
