"""What every template may use."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from tinhso.kernel.actors import ANONYMOUS
from tinhso.ui import outages, preferences, site
from tinhso.ui.menu import menu_of
from tinhso.ui.shell import shell_of

ENGLISH_PREFIX = "/en"


def house(request: HttpRequest) -> dict[str, object]:
    """Return the names every page shows: `actor`, `site`, `preferences`, `menu`, `shell`, `outages` and addresses.

    `menu` is the officer's left rail and `shell` what else stands around an officer's page; each is made only when a
    page shows it. `outages` are what citizens are told is down. `other_language` is this same page in the other
    language (same path and query under /en/). `here` is where a form that changes how pages look comes back to.
    """
    path = request.get_full_path()
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "actor": actor,
        "menu": SimpleLazyObject(lambda: menu_of(actor, request.path)),
        "shell": SimpleLazyObject(lambda: shell_of(request)),
        "site": site.current(),
        "outages": SimpleLazyObject(outages.current),
        "preferences": preferences.read(request.COOKIES),
        "other_language": other_language(path, now_in=get_language() or "vi"),
        "here": path,
    }


def other_language(path: str, *, now_in: str) -> str:
    """Return the address of the same page in the other language."""
    bare = path.removeprefix(ENGLISH_PREFIX) if path.startswith((f"{ENGLISH_PREFIX}/", f"{ENGLISH_PREFIX}?")) else path
    bare = bare if bare.startswith("/") else f"/{bare}"
    return bare if now_in.startswith("en") else f"{ENGLISH_PREFIX}{bare}"
