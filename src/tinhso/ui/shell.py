"""What stands around an officer's page: posts, notices, pinned filters, quick search. One for every room.

The composition root says who knows them; a room says nothing at all: its template extends `ui/officer.html`, and the
shell is asked for once a request, only when a page shows it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, cast
from uuid import UUID

from django.http import HttpRequest

from tinhso.kernel.http import actor_of

SHOWN_NOTICES: Final = 99


class Post(Protocol):
    """A post the officer may act in."""

    @property
    def appointment_id(self) -> UUID:
        """Return which post the form sends."""

    @property
    def title(self) -> str:
        """Return the post's name."""

    @property
    def unit_name(self) -> str:
        """Return where it is."""

    @property
    def is_current(self) -> bool:
        """Return whether the officer acts in it now."""

    @property
    def acting_for_name(self) -> str:
        """Return whose post it is when the officer stands in for somebody, "" otherwise."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A kept filter in the rail; how many rows it has is asked for later, by `id`, from `Shell.pin_counts_url`."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Shell:
    """What `ui/officer.html` shows around a page. An empty address leaves its part out."""

    posts: Sequence[Post] = ()
    posts_url: str = ""
    notices: int = 0
    notices_url: str = ""
    pins: Sequence[Pin] = ()
    pins_url: str = ""
    pin_counts_url: str = ""
    find_url: str = ""

    @property
    def notice_count(self) -> str:
        """Return the number of unread notices as shown, «99+» for more, "" for none."""
        if self.notices > SHOWN_NOTICES:
            return f"{SHOWN_NOTICES}+"
        return str(self.notices) if self.notices else ""


_PLAIN: Final = Shell()
_provider: list[Callable[[HttpRequest], Shell]] = []


class _Surrounded(HttpRequest):
    """A request whose shell has been asked for."""

    shell: Shell


def surround(provider: Callable[[HttpRequest], Shell]) -> None:
    """Let `provider` say what stands around the pages of the officer of a request. Called at start."""
    _provider[:] = [provider]


def shell_of(request: HttpRequest) -> Shell:
    """Return what stands around this officer's page, asked once a request; an empty shell for everybody else."""
    asked = cast("_Surrounded", request)
    if not hasattr(asked, "shell"):
        is_shown = bool(_provider) and actor_of(request).is_officer
        asked.shell = _provider[0](request) if is_shown else _PLAIN
    return asked.shell
