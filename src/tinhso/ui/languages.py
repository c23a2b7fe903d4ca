"""Which language words are in, for a page in the other one: a screen reader must know when to change its voice.

Content that has no English yet, names and what people typed stay Vietnamese on an English page; WCAG 2.2, 3.1.2 asks
that such parts are marked. Vietnamese is told by its letters, which English words do not have.
"""

import re
from typing import Final

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

VIETNAMESE: Final = re.compile("[àáãâèéêìíòóõôùúýăđĩũơưÀÁÃÂÈÉÊÌÍÒÓÕÔÙÚÝĂĐĨŨƠƯ\u1ea0-\u1ef9]")


def is_vietnamese_abroad(words: object) -> bool:
    """Tell whether words with Vietnamese letters stand on a page that is not in Vietnamese."""
    return not (get_language() or "vi").startswith("vi") and bool(VIETNAMESE.search(str(words)))


def lang_of(words: object) -> SafeString:
    """Return the attribute ` lang="vi"` for Vietnamese words on an English page, nothing otherwise."""
    return SafeString(' lang="vi"' if is_vietnamese_abroad(words) else "")


def marked(words: str) -> str:
    """Return the words, inside `<span lang="vi">` when they are Vietnamese on an English page."""
    return format_html('<span lang="vi">{}</span>', words) if is_vietnamese_abroad(words) else words


def fill(pattern: str, **words: str) -> SafeString:
    """Fill the `%(name)s` places of a translated sentence, each part marked when it is in the other language."""
    safe = {name: conditional_escape(marked(word)) for name, word in words.items()}
    return SafeString(conditional_escape(pattern) % safe)


def joined(*parts: str) -> SafeString:
    """Return sentences one after the other, empty ones left out, each marked when it is in the other language."""
    return format_html_join(
        " ", "{}", ((part if isinstance(part, SafeString) else marked(part),) for part in parts if part)
    )
