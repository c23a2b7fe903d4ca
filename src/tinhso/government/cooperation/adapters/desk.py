"""No connection to the agency's system: the one-stop carries the part there and writes down what it answered.

In a demonstration the same desk plays the agency; its pages say so.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from tinhso.foundation.work import public as work
from tinhso.government.cooperation.data import OUTSIDE_WORK
from tinhso.government.cooperation.models import LinkedPart
from tinhso.kernel.actors import SYSTEM


class Desk:
    """The one-stop as the way to an agency."""

    def send(self, part: LinkedPart, *, now: datetime) -> None:
        """Put the part into the one-stop's inbox, due when the agency's time ends."""
        work.open_item(
            kind=OUTSIDE_WORK,
            subject_id=part.id,
            title=_("%(part)s: chuyển %(agency)s, ghi kết quả") % {"part": part.title, "agency": part.agency},
            code=part.parent_code,
            unit_id=part.unit_id,
            role="one_stop_officer",
            due_at=part.due_at,
            part=work.Part.COOPERATING,
            facts={"procedure": part.title, "step": part.agency, "act": "carry"},
            now=now,
        )

    def cancel(self, part: LinkedPart, *, now: datetime) -> None:
        """Take the part out of the inbox."""
        work.close_items(subject_id=part.id, actor=SYSTEM, now=now)
