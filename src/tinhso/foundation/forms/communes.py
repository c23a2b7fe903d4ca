"""The list of communes, handed in from above: forms knows no organisation.

`entry` calls `provide_communes` once at start with a function that answers fast (it is asked for every address shown).
"""

from collections.abc import Callable, Sequence

from tinhso.foundation.forms.data import Commune
from tinhso.kernel.text import fold

Provider = Callable[[], Sequence[Commune]]
_providers: list[Provider] = []


def provide_communes(provider: Provider | None) -> None:
    """Make `provider` the source of communes of this process; None takes it away."""
    _providers[:] = [provider] if provider else []


def list_communes() -> Sequence[Commune]:
    """Return the communes one may choose from; none when nobody provides them."""
    return _providers[0]() if _providers else ()


def commune_label(code: str) -> str:
    """Return the words for a code, the code itself when it is not in the list."""
    return next((one.label for one in list_communes() if one.code == code), code)


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
