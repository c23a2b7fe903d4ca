"""How one dossier stands by both clocks: the promise its applicant holds, and the national formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.foundation.calendar import public as calendar
from tinhso.government.dossiers.data import ClockOperation, ClockOperationInfo, DossierDetail
from tinhso.government.dossiers.regimes import get_regime
from tinhso.government.dossiers.rules.clocks import (
    ClockFacts,
    Verdict,
    Wait,
    national_due,
    national_verdict,
    province_verdict,
)
from tinhso.government.dossiers.rules.regimes import NationalFormula, Regime
from tinhso.kernel.clock import local_day

VERDICT_WORDS: Final = {
    Verdict.RUNNING: gettext_noop("còn trong hạn"),
    Verdict.WAITING: gettext_noop("đang tạm dừng tính thời hạn"),
    Verdict.ON_TIME: gettext_noop("đúng hạn"),
    Verdict.LATE: gettext_noop("trễ hạn"),
}
_PAUSES: Final = (ClockOperation.PAUSE, ClockOperation.PAUSE_LATE)


@dataclass(frozen=True, slots=True)
class TwoClocks:
    """Both verdicts of a dossier, and why they differ; `why` is "" where they agree."""

    province: Verdict
    national: Verdict
    national_due: datetime | None
    why: str

    @property
    def sentence(self) -> str:
        """Both in one line; "" where they agree."""
        if not self.why:
            return ""
        return _(
            "Theo ngày hẹn trả: %(province)s."
            " Theo công thức quốc gia (Quyết định 766/QĐ-TTg): %(national)s, vì %(why)s."
        ) % {
            "province": _(VERDICT_WORDS[self.province]),
            "national": _(VERDICT_WORDS[self.national]),
            "why": self.why,
        }


def two_clocks(detail: DossierDetail, *, now: datetime) -> TwoClocks:
    """Return how a dossier stands by the promise and by the national formula of its day (QĐ 766/QĐ-TTg, 2.1)."""
    info = detail.info
    regime = get_regime(local_day(info.received_at or info.submitted_at))
    facts = ClockFacts(
        status=info.status,
        first_promise=next((one.new_promise for one in detail.clock if one.operation is ClockOperation.START), None),
        promise=info.promised_at,
        finished_at=info.finished_at,
        waits=waits_of(detail.clock, regime),
        supplements=len(detail.supplements),
    )

    def shift(promise: datetime, paused_at: datetime, resumed_at: datetime) -> datetime:
        return calendar.shift(promise, paused_at=paused_at, resumed_at=resumed_at, unit_id=info.unit_id)

    ours, theirs = province_verdict(facts, now=now), national_verdict(facts, regime.national, shift=shift, now=now)
    differs = Verdict.NONE not in (ours, theirs) and (ours is Verdict.LATE) != (theirs is Verdict.LATE)
    due = national_due(facts, regime.national, shift=shift)
    return TwoClocks(ours, theirs, due, _why(facts, detail.clock, regime.national) if differs else "")


def waits_of(operations: Sequence[ClockOperationInfo], regime: Regime) -> tuple[Wait, ...]:
    """Return the times a clock stood, in order; a pause undone is none of them."""
    waits: list[Wait] = []
    since: ClockOperationInfo | None = None
    for one in operations:
        if one.operation in _PAUSES:
            since = since or one
        elif since is not None and one.operation in (ClockOperation.RESUME, ClockOperation.CANCEL):
            if one.operation is ClockOperation.RESUME:
                waits.append(Wait(_kind(since, regime), since.at, one.at))
            since = None
    return (*waits, Wait(_kind(since, regime), since.at, None)) if since else tuple(waits)


def _kind(pause: ClockOperationInfo, regime: Regime) -> str:
    return "fee" if pause.ground == regime.clock_basis["fee"] else "supplement"


def _why(facts: ClockFacts, operations: Sequence[ClockOperationInfo], formula: NationalFormula) -> str:
    """Return what of the dossier's story one clock counts and the other does not, the weightiest first."""
    done = {one.operation for one in operations}
    if formula.second_supplement_is_late and facts.supplements > 1:
        return _("đã yêu cầu bổ sung quá một lần")
    if ClockOperation.EXTEND in done and not formula.extension_counts:
        return _("công thức không tính ngày hẹn lại")
    if ClockOperation.PAUSE_LATE in done and not formula.late_pause_counts:
        return _("công thức không trừ thời gian chờ bắt đầu sau ngày hẹn trả")
    if ClockOperation.RECOMPUTE in done:
        return _("công thức tính từ ngày hẹn trả đầu tiên, ngày hẹn đã được tính lại")
    return _("công thức không trừ một khoảng thời gian chờ")
