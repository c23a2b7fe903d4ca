"""Tables of retention."""

from tinhso.government.retention.models.disposals import Disposal, DisposalLine, DisposalStub, RetentionHold
from tinhso.government.retention.models.standing import CleaningRun, FileRemoval, PersonExport, StandingDecision

__all__ = [
    "CleaningRun",
    "Disposal",
    "DisposalLine",
    "DisposalStub",
    "FileRemoval",
    "PersonExport",
    "RetentionHold",
    "StandingDecision",
]
