"""Whether the population source answers, and whether verifications get done."""

from datetime import timedelta
from typing import Final

from tinhso.data.population import queries
from tinhso.data.population.data import SourceState
from tinhso.kernel import clock
from tinhso.kernel.modules import Health, HealthReport

NAME: Final = "population.source"
LATE: Final = timedelta(hours=4)


def source_answers() -> HealthReport:
    """Report a source that is away, a pause, checks given up and checks that wait too long."""
    now = clock.now()
    state = queries.source_state(now=now)
    sentence = _what_is_wrong(state)
    if sentence:
        return HealthReport(NAME, Health.FAILED if state.open_until else Health.SLOW, sentence)
    if state.oldest_at and now - state.oldest_at > LATE:
        waiting = f"{state.waiting} việc xác minh dân cư chờ, lâu nhất quá 4 giờ. Mở trang Nguồn dân cư để xem."
        return HealthReport(NAME, Health.SLOW, waiting)
    said = "CSDL dân cư trả lời bình thường." if state.connected else "Chưa kết nối CSDL dân cư (không bắt buộc)."
    return HealthReport(NAME, Health.OK, said)


def _what_is_wrong(state: SourceState) -> str:
    if state.paused:
        return "CSDL dân cư đang tạm dừng: mọi người nộp hồ sơ là chưa xác minh. Nối lại khi nguồn đã ổn định."
    if state.open_until:
        return f"CSDL dân cư không trả lời ({state.last_error}). Hệ thống tự thử lại; báo đơn vị vận hành LGSP."
    if state.given_up:
        return f"{state.given_up} việc xác minh dân cư đã dừng sau nhiều lần thử. Xem lý do rồi thử lại."
    return ""
