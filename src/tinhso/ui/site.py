"""Whose site this is: what masthead, header and footer say. The composition root tells it; ui knows no province."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go. `icon` names a symbol of the sprite, or is empty."""

    title: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the officer's left rail; `key` is pressed with Alt: a digit, `Shift+` a digit, or empty.

    `theme` is the heading it stands under, "" for none.
    """

    title: str
    url: str
    icon: str = "folder"
    current: bool = False
    key: str = ""
    theme: str = ""

    @property
    def key_shown(self) -> str:
        """Return the key as the narrow rail shows it."""
        return self.key.replace("Shift+", "⇧")


@dataclass(frozen=True, slots=True)
class Site:
    """The names and addresses every page shows.

    `authority` is the legal name («Ủy ban nhân dân tỉnh …»), `name` the short one in the header. `domain` is printed in
    the masthead, so it must be the domain people really type. An empty text leaves its line out.
    """

    name: str = "Cổng dịch vụ công"
    authority: str = ""
    domain: str = ""
    hotline: str = ""
    hotline_hours: str = ""
    email: str = ""
    address: str = ""
    search_url: str = ""
    home_url: str = "/"
    officer_home_url: str = "/"
    sign_in_url: str = "/dang-nhap/"
    sign_out_url: str = ""
    account_url: str = ""
    header_links: tuple[Link, ...] = ()
    footer_links: tuple[Link, ...] = ()
    demo: bool = False


_PLAIN: Final = Site()
_provider: list[Callable[[], Site]] = []


def describe(provider: Callable[[], Site]) -> None:
    """Let `provider` say, once for each page, whose site this is. Called by the composition root at start."""
    _provider[:] = [provider]


def current() -> Site:
    """Return the site of this installation; a plain one when nobody has described it."""
    return _provider[0]() if _provider else _PLAIN


def address_of(name: str, *args: Any) -> str:
    """Return the address of a page; "" when the room that has it was taken out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
