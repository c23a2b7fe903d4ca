"""The list of communes, handed in from above: forms knows no organisation.

`entry` calls `provide_communes` once at start with functions that answer fast (they are asked for every address shown).
"""

from collections.abc import Callable, Sequence

from tinhso.foundation.forms.data import Commune
from tinhso.kernel.text import fold

Provider = Callable[[], Sequence[Commune]]
Former = Callable[[str], str]
_providers: list[Provider] = []
_formers: list[Former] = []


def provide_communes(provider: Provider | None, former: Former | None = None) -> None:
    """Make `provider` the source of communes of this process; None takes it away.

    `former` gives the words for a code that is not in the list any more, "" for one that never was.
    """
    _providers[:] = [provider] if provider else []
    _formers[:] = [former] if former else []


def list_communes() -> Sequence[Commune]:
    """Return the communes one may choose from; none when nobody provides them."""
    return _providers[0]() if _providers else ()


def commune_label(code: str) -> str:
    """Return the words for a code: a commune of today, else one that was, else the code itself."""
    today = next((one.label for one in list_communes() if one.code == code), "")
    return today or next((words for former in _formers if (words := former(code))), "") or code


def find_commune(typed: str) -> str:
    """Return the code for what was typed, with or without marks; the text as typed when it is not one commune.

    "phuong 1, thanh pho vinh long" finds one; "phuong 1" alone only when no other bears that name.
    """
    words = fold(typed)
    if not words or typed.isdigit():
        return typed
    communes = list_communes()
    whole = [one.code for one in communes if fold(one.label) == words]
    named = whole or [one.code for one in communes if fold(one.name) == words]
    return named[0] if len(named) == 1 else typed
