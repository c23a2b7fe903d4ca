"""Whether the record is being sealed, and whether both defences stand."""

from typing import Final

from django.db import connection

from tinhso.foundation.audit import privileges
from tinhso.foundation.audit.tables import AFTER, BEFORE_ALL, ORDER, last_seal
from tinhso.foundation.audit.tables import place_values as at
from tinhso.kernel.modules import Health, HealthReport

PATIENCE_MINUTES: Final = 10


def sealed_in_time() -> HealthReport:
    """Say when an entry has waited for its seal for more than ten minutes."""
    newest = last_seal()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.at < now() - %s * interval '1 minute' FROM audit_entry e WHERE {AFTER} {ORDER} LIMIT 1",  # noqa: S608 - our own words
            [PATIENCE_MINUTES, *at(newest.last if newest else BEFORE_ALL)],
        )
        oldest = cursor.fetchone()
    if oldest and oldest[0]:
        sentence = "Có dòng nhật ký chờ niêm phong quá 10 phút. Kiểm tra tiến trình nền, rồi chạy «./tinhso verify»."
        return HealthReport("audit.sealed", Health.FAILED, sentence)
    return HealthReport("audit.sealed", Health.OK, "Nhật ký được niêm phong đều đặn.")


def defended() -> HealthReport:
    """Say when a guard is missing, or the running role could change the record."""
    open_tables = privileges.unguarded()
    if open_tables:
        sentence = f"Bảng nhật ký {', '.join(open_tables[:3])} chưa có lớp chống sửa, xóa. Khởi động lại hệ thống."
        return HealthReport("audit.defended", Health.FAILED, sentence)
    if privileges.excess_privileges():
        sentence = (
            "Hệ thống đang chạy bằng tài khoản cơ sở dữ liệu có quyền sửa bảng nhật ký. Tách tài khoản chủ sở hữu "
            "(DATABASE_ADMIN_URL) khỏi tài khoản vận hành (DATABASE_URL)."
        )
        return HealthReport("audit.defended", Health.SLOW, sentence)
    return HealthReport("audit.defended", Health.OK, "Nhật ký chỉ ghi thêm, không ai sửa hoặc xóa được.")
