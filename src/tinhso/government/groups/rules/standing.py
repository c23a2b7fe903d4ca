"""How a group stands: counted from its members, and dated by the last of their promises."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tinhso.government.dossiers.data import FINISHED, RUNNING, DossierInfo, Status


@dataclass(frozen=True, slots=True)
class Standing:
    """The group as one: its own date, and how many members are where.

    `due_at` is the last of the members' promises. `late` counts members past their own; `is_late` is said of the group
    only when its own date has passed while a member's clock runs, so that one late member does not paint the others.
    """

    members: int
    due_at: datetime | None
    finished: int
    late: int
    is_late: bool
    counts: tuple[tuple[Status, int], ...]

    @property
    def is_finished(self) -> bool:
        """Whether every member has come to its end."""
        return self.members > 0 and self.finished == self.members


def standing(members: Sequence[DossierInfo], *, now: datetime) -> Standing:
    """Return how a group of these dossiers stands."""
    promises = [one.promised_at for one in members if one.promised_at is not None]
    due = max(promises, default=None)
    running = [one for one in members if one.status in RUNNING]
    counts = Counter(one.status for one in members)
    return Standing(
        members=len(members),
        due_at=due,
        finished=sum(one.status in FINISHED for one in members),
        late=sum(one.promised_at is not None and one.promised_at < now for one in running),
        is_late=due is not None and due < now and bool(running),
        counts=tuple(sorted(counts.items())),
    )
