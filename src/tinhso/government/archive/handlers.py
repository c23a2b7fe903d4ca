"""What happens in case files that the archive acts upon. At least once, so each is idempotent."""

from tinhso.foundation.work import public as work
from tinhso.government.archive.actions.taking import announce_slip
from tinhso.government.casefiles.events import FilesSent, FilesTakenBack
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.events import Envelope


def files_sent(envelope: Envelope) -> None:
    """Files wait to be taken."""
    if isinstance(envelope.fact, FilesSent):
        announce_slip(envelope.fact.slip_id, now=envelope.recorded_at)


def files_taken_back(envelope: Envelope) -> None:
    """They wait no more."""
    if isinstance(envelope.fact, FilesTakenBack):
        work.close_items(subject_id=envelope.fact.slip_id, actor=SYSTEM, now=envelope.recorded_at)
