"""How one person wants pages shown: kept in a cookie of the browser, so it works signed out and without JavaScript."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl, urlencode

COOKIE: Final = "tinhso_hien_thi"
COOKIE_AGE: Final = 365 * 24 * 3600
_MAX_COOKIE: Final = 200

CHOICES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "theme": frozenset({"light", "dark", "system"}),
        "text": frozenset({"large", "larger"}),
        "contrast": frozenset({"high"}),
        "letters": frozenset({"off"}),
        "device": frozenset({"shared"}),
    },
)


@dataclass(frozen=True, slots=True)
class Preferences:
    """Each is one of CHOICES, or empty for the page's own default.

    `letters` switches single-letter shortcuts off (WCAG 2.1.4). `device` says that others use this machine too:
    nothing typed is kept on it.
    """

    theme: str = ""
    text: str = ""
    contrast: str = ""
    letters: str = ""
    device: str = ""

    def changed(self, wishes: Mapping[str, str]) -> "Preferences":
        """Return these with `wishes` applied; an empty wish goes back to the default, an unknown one is ignored."""
        mine = asdict(self)
        for field in fields(self):
            wish = wishes.get(field.name)
            if wish == "" or wish in CHOICES[field.name]:
                mine[field.name] = wish
        return Preferences(**mine)

    def to_cookie(self) -> str:
        """Return the cookie's value; empty when all are the defaults."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


def read(cookies: Mapping[str, str]) -> Preferences:
    """Return the preferences in a browser's cookies. Whatever we did not write is ignored."""
    raw = cookies.get(COOKIE, "")[:_MAX_COOKIE]
    try:
        return Preferences().changed(dict(parse_qsl(raw, max_num_fields=len(CHOICES))))
    except ValueError:
        return Preferences()
