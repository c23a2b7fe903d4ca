"""Every sentence a person reads has its English, and every English its Vietnamese: nothing missing, nothing left over.

The Vietnamese source text is the key. Sentences are gathered from Python (`_("…")`, `ngettext`) and from templates
(`{% translate %}`, `{% blocktranslate %}`) with Django's own template reader and Babel's Python reader; catalogues are
`locale/en/LC_MESSAGES/django.po`. `--write` adds what is missing, empty, for a translator.
"""

import io
import sys
from typing import Any, Final

import django

django.setup()

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tinhso.settings import env

SOURCES: Final = env.ROOT / "src" / "tinhso"
CATALOGUE: Final = env.ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: Final[dict[str, Any]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


Key = tuple[str | None, str | tuple[str, ...]]


def sentences() -> dict[Key, str]:
    """Return every message of the sources (its context, and its text or texts) with a file it stands in."""
    found: dict[Key, str] = {}
    for file in sorted(SOURCES.rglob("*")):
        if "tests" in file.parts or "migrations" in file.parts or file.suffix not in {".py", ".html", ".txt"}:
            continue
        text = file.read_text()
        if file.suffix != ".py":
            text = templatize(text, origin=str(file))
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS, (), {}):
            found.setdefault((context, message), str(file.relative_to(env.ROOT)))
    return found


def catalogue() -> Catalog:
    """Return the English catalogue, empty when there is none."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", project="Tỉnh Số")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def main() -> int:
    """Print what is missing or left over; with --write, bring the catalogue up to the sources."""
    wanted, have = sentences(), catalogue()
    known: dict[Key, bool] = {
        (m.context, m.id if isinstance(m.id, str) else tuple(m.id)): _is_done(m) for m in have if m.id
    }
    missing = [key for key in wanted if not known.get(key)]
    over = [key for key in known if key not in wanted]
    if "--write" in sys.argv:
        for context, message in missing:
            have.add(message, context=context)
        for context, message in over:
            have.delete(message, context=context)
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        with CATALOGUE.open("wb") as file:
            write_po(file, have, sort_output=True, width=0)
    for key in missing:
        print(f"chưa dịch: {key[1]!r} ({wanted[key]})")
    for key in over:
        print(f"thừa bản dịch: {key[1]!r}")
    return 1 if missing or over else 0


def _is_done(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(strings)


if __name__ == "__main__":
    sys.exit(main())
