"""The officer's left rail: what the modules of this installation bring, hidden from those who hold none of it."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from tinhso.kernel import modules
from tinhso.kernel.actors import Actor
from tinhso.kernel.modules import MenuEntry
from tinhso.ui.site import MenuItem


def menu_of(actor: Actor, path: str) -> list[MenuItem]:
    """Return the entries an actor may open, in order; the one `path` lies under is current.

    An entry's order, from 1 to 9, is also its Alt key, so that a key means the same to everybody. An entry whose
    address this installation does not have is left out.
    """
    entries = sorted((entry for module in modules.all_modules() for entry in module.menu), key=lambda e: e.order)
    shown = [(entry, url) for entry in entries if _is_shown(entry, actor) and (url := _address(entry))]
    here = max((url for _entry, url in shown if path.startswith(url)), key=len, default="")
    return [
        MenuItem(
            title=gettext(entry.title),
            url=url,
            icon=entry.icon,
            current=url == here,
            key=str(entry.order) if 1 <= entry.order <= 9 else "",
        )
        for entry, url in shown
    ]


def citizen_menu() -> list[MenuItem]:
    """Return the places the rooms of this installation give a citizen or business on their own page, in order."""
    entries = sorted((e for module in modules.all_modules() for e in module.citizen_menu), key=lambda e: e.order)
    found = ((entry, _address(entry)) for entry in entries)
    return [MenuItem(title=gettext(entry.title), url=url, icon=entry.icon) for entry, url in found if url]


def _is_shown(entry: MenuEntry, actor: Actor) -> bool:
    return actor.is_officer and (not entry.abilities or any(actor.may(ability) for ability in entry.abilities))


def _address(entry: MenuEntry) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""
