"""What an authorisation may name: procedures and fields, handed in from above (this room lies below procedures)."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subjects:
    """(code, title) of the procedures and of the fields one may authorise somebody for."""

    procedures: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    def fields_by_title(self) -> dict[str, list[str]]:
        """Return the codes of each field by its title: one field may have several numbers, people know its name."""
        found: dict[str, list[str]] = {}
        for code, title in self.fields:
            found.setdefault(title, []).append(code)
        return found


Lister = Callable[[], Subjects]
_listers: list[Lister] = []


def provide_subjects(lister: Lister | None) -> None:
    """Make `lister` the one that names procedures and fields; None takes it away."""
    _listers[:] = [lister] if lister else []


def all_subjects() -> Subjects:
    """Return what may be named; nothing while no room offers any."""
    return _listers[0]() if _listers else Subjects()
