"""Whether letters leave the house."""

from datetime import timedelta
from typing import Final

from django.conf import settings

from tinhso.foundation.notifications.data import DeliveryState
from tinhso.foundation.notifications.models import Delivery
from tinhso.foundation.notifications.rules.email_url import parse_email_url
from tinhso.kernel import clock
from tinhso.kernel.modules import Health, HealthReport

NAME: Final = "notifications.mail"
LATE: Final = timedelta(minutes=30)
RECENT: Final = timedelta(days=7)
MANY: Final = 1000


def mail_leaves() -> HealthReport:
    """Report a setting that cannot be read, letters given up in the last seven days, and letters that wait too long."""
    try:
        if settings.EMAIL_URL:
            parse_email_url(settings.EMAIL_URL)
    except ValueError:
        return HealthReport(
            NAME, Health.FAILED, "Không đọc được TINHSO_EMAIL_URL. Sửa theo mẫu smtp://user:password@host:port?tls=yes."
        )
    now = clock.now()
    failed = Delivery.objects.filter(state=DeliveryState.FAILED, failed_at__gt=now - RECENT)[:MANY].count()
    if failed:
        sentence = (
            f"{failed} thư chưa gửi được trong 7 ngày qua. Mở danh sách thư chưa gửi được, xem lý do rồi gửi lại."
        )
        return HealthReport(NAME, Health.SLOW, sentence)
    late = Delivery.objects.filter(state__in=[DeliveryState.QUEUED, DeliveryState.SENDING], created_at__lt=now - LATE)[
        :MANY
    ].count()
    if late:
        sentence = f"{late} thư chờ quá 30 phút. Kiểm tra tiến trình worker và máy chủ thư."
        return HealthReport(NAME, Health.SLOW, sentence)
    if not settings.EMAIL_URL and not settings.DEMO:
        sentence = "Chưa khai báo máy chủ thư: thư chỉ được ghi vào thư mục outbox. Đặt TINHSO_EMAIL_URL."
        return HealthReport(NAME, Health.SLOW, sentence)
    return HealthReport(NAME, Health.OK, "Thư gửi đi bình thường.")
