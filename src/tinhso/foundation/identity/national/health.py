"""How the State's sign-on answers: written when it fails and when it comes back, read by the sign-in page."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _

from tinhso.foundation.identity.models import SignOnHealth
from tinhso.foundation.identity.national import config
from tinhso.kernel import clock
from tinhso.kernel.modules import Health, HealthReport

RECENT: Final = timedelta(minutes=5)


def note_failure(provider: str, *, now: datetime) -> None:
    """Write down that it did not answer."""
    SignOnHealth.objects.get_or_create(provider=provider)
    SignOnHealth.objects.filter(provider=provider).update(failed_at=now, failures=F("failures") + 1)


def note_answer(provider: str, *, now: datetime) -> None:
    """Write down that it answers again; nothing is written while all is well."""
    SignOnHealth.objects.filter(provider=provider, failures__gt=0).update(failures=0, answered_at=now)


def is_failing(provider: str, *, now: datetime) -> bool:
    """Tell whether it failed in the last five minutes and has not answered since."""
    return SignOnHealth.objects.filter(provider=provider, failures__gt=0, failed_at__gt=now - RECENT).exists()


def sign_on_answers() -> HealthReport:
    """Report to the operator."""
    name = _("Đăng nhập bằng tài khoản định danh điện tử")
    try:
        provider = config.active()
    except config.BadProvider as error:
        return HealthReport(name, Health.FAILED, _("Cấu hình chưa dùng được: %(error)s") % {"error": error})
    if provider is None:
        return HealthReport(name, Health.OK, _("Chưa kết nối. Đặt TINHSO_SIGN_ON_URL khi đã được cấp kết nối."))
    if is_failing(provider.key, now=clock.now()):
        return HealthReport(
            name,
            Health.FAILED,
            _("%(title)s không trả lời; người dân vẫn đăng nhập được bằng mật khẩu. Kiểm tra đường truyền.")
            % {"title": provider.title},
        )
    return HealthReport(name, Health.OK, _("%(title)s trả lời bình thường.") % {"title": provider.title})
