"""The officer's left rail: what the modules of this installation bring, hidden from those who hold none of it."""

from itertools import chain, repeat
from typing import Final

from django.utils.translation import gettext, gettext_noop

from tinhso.kernel import modules
from tinhso.kernel.actors import Actor
from tinhso.kernel.modules import MenuEntry
from tinhso.ui.site import MenuItem, address_of

KEYS: Final = (*"1234567890", *(f"Shift+{digit}" for digit in "1234567890"))

THEMES: Final = (
    (80, gettext_noop("Quản trị")),
    (60, gettext_noop("Tài khoản, chữ ký số")),
    (40, gettext_noop("Văn bản, lưu trữ")),
    (20, gettext_noop("Một cửa")),
    (10, gettext_noop("Người dân")),
)
"""What places are about, by the first `order` of each theme; what people do all day (below 10) stands above them."""


def menu_of(actor: Actor, path: str) -> list[MenuItem]:
    """Return the entries an actor may open, in order; the one `path` lies under is current.

    The Alt key of an entry is its place in this actor's rail, so that no two have the same and the eye finds it: 1 to
    9, 0 for the tenth, the same with Shift for the next ten; Ctrl+K reaches the rest. An entry whose address this
    installation does not have is left out.
    """
    entries = sorted((entry for module in modules.all_modules() for entry in module.menu), key=lambda e: e.order)
    shown = [(entry, url) for entry in entries if _is_shown(entry, actor) and (url := address_of(entry.url_name))]
    here = max((url for _entry, url in shown if path.startswith(url)), key=len, default="")
    return [
        MenuItem(
            title=gettext(entry.title), url=url, icon=entry.icon, current=url == here, key=key, theme=theme_of(entry)
        )
        for (entry, url), key in zip(shown, chain(KEYS, repeat("")), strict=False)
    ]


def theme_of(entry: MenuEntry) -> str:
    """Return what a place is about, "" for what people do all day."""
    return next((gettext(title) for first, title in THEMES if entry.order >= first), "")


def citizen_menu() -> list[MenuItem]:
    """Return the places the rooms of this installation give a citizen or business on their own page, in order."""
    entries = sorted((e for module in modules.all_modules() for e in module.citizen_menu), key=lambda e: e.order)
    found = ((entry, address_of(entry.url_name)) for entry in entries)
    return [MenuItem(title=gettext(entry.title), url=url, icon=entry.icon) for entry, url in found if url]


def _is_shown(entry: MenuEntry, actor: Actor) -> bool:
    return actor.is_officer and (not entry.abilities or any(actor.may(ability) for ability in entry.abilities))
