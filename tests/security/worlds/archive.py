"""A package and a receipt in the archive of commune A, and what An asked of it."""

from tinhso.government.archive.models import ArchivePackage, ArchiveReceipt, ArchiveRequest
from tinhso.kernel import clock

PRIVATE = {"archive_package_id", "archive_receipt_id", "archive_request_id", "own_request_id"}


def things(cast):
    """Write it down as the room would; no bytes lie in a store."""
    now, unit = clock.now(), cast["units"].commune_a
    receipt = ArchiveReceipt.objects.create(
        unit_id=unit.id,
        name="goi.zip",
        state="sound",
        size=1,
        sha256="0" * 64,
        received_by="Mai Thị Sen",
        received_at=now,
    )
    package = ArchivePackage.objects.create(
        kind="AIP_hoso",
        code="A.2026.02.HT",
        title="Hồ sơ hộ tịch đã nộp",
        unit_id=unit.id,
        unit_name=unit.name,
        receipt=receipt,
        received_by="Mai Thị Sen",
        received_at=now,
    )
    asked = ArchiveRequest.objects.create(
        code="YC-2026-0001",
        unit_id=unit.id,
        unit_name=unit.name,
        form="read",
        asker_id=cast["an"].account_id,
        asker_name=cast["an"].name,
        wanted="Quyết định giao đất năm 1998",
        purpose="01",
        purpose_content="Việc của gia đình",
        asked_at=now,
        answer_by=now,
    )
    return {
        "archive_package_id": package.id,
        "archive_receipt_id": receipt.id,
        "archive_request_id": asked.id,
        "own_request_id": asked.id,
        "reading_place": 1,
    }
