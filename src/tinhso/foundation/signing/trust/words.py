"""The sentences of a standing."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.foundation.signing.trust.data import StandingState
from tinhso.kernel.clock import to_local

REASONS: Final = {
    "keyCompromise": gettext_lazy("lộ khóa"),
    "cACompromise": gettext_lazy("lộ khóa của cơ quan cấp"),
    "affiliationChanged": gettext_lazy("thay đổi đơn vị công tác"),
    "superseded": gettext_lazy("đã cấp chứng thư thay thế"),
    "cessationOfOperation": gettext_lazy("ngừng sử dụng"),
    "certificateHold": gettext_lazy("tạm dừng"),
    "privilegeWithdrawn": gettext_lazy("hết quyền sử dụng"),
    "aACompromise": gettext_lazy("lộ khóa của cơ quan cấp"),
}


def _when(moment: datetime | None) -> str:
    return f"{to_local(moment):%H:%M %d/%m/%Y}" if moment else _("không rõ lúc nào")


def why(reason: str) -> str:
    """Return a reason of RFC 5280 in words, "" for one that says nothing."""
    return str(REASONS.get(reason, ""))


def against(state: StandingState, since: datetime | None, reason: str, *, of_issuer: str) -> str:
    """Say that a certificate, or one of those above it, was withdrawn."""
    words = {"when": _when(since), "issuer": of_issuer, "why": why(reason)}
    if of_issuer:
        sentence = _("Chứng thư của cơ quan cấp «%(issuer)s» đã bị thu hồi từ %(when)s.")
    elif state is StandingState.SUSPENDED:
        sentence = _("Chứng thư bị tạm dừng từ %(when)s.")
    elif words["why"]:
        sentence = _("Chứng thư đã bị thu hồi từ %(when)s (%(why)s).")
    else:
        sentence = _("Chứng thư đã bị thu hồi từ %(when)s.")
    return sentence % words


def later_against(since: datetime | None) -> str:
    """Say that it was good then and was withdrawn later."""
    return _("Chứng thư còn hiệu lực vào lúc đó; bị thu hồi sau này, từ %(when)s.") % {"when": _when(since)}


def good(checked_at: datetime | None) -> str:
    """Say that it is good, and who said so when."""
    return _("Chứng thư còn hiệu lực, theo cơ quan cấp lúc %(when)s.") % {"when": _when(checked_at)}


def outside(begins: datetime, ends: datetime, moment: datetime) -> str:
    """Say that a moment lies before or after a certificate's dates."""
    if moment < begins:
        return _("Chứng thư chưa có hiệu lực, bắt đầu từ %(when)s.") % {"when": _when(begins)}
    return _("Chứng thư đã hết hạn từ %(when)s.") % {"when": _when(ends)}


def unknown(*, has_sources: bool, ended: bool) -> str:
    """Say that the standing could not be learned, and what to do."""
    if ended:
        return _("Chứng thư đã hết hạn và không còn ai cho biết trạng thái lúc đó. Tra cứu theo mã văn bản.")
    if not has_sources:
        return _("Chưa kết nối nơi cho biết trạng thái của chứng thư này. Báo quản trị hệ thống.")
    return _("Chưa kiểm tra được trạng thái chứng thư vì cơ quan cấp không trả lời. Thử lại sau ít phút.")


def untrusted() -> str:
    """Say that nobody we know vouches for it."""
    return _("Không có cơ quan cấp nào được tin cậy đứng sau chứng thư này.")
