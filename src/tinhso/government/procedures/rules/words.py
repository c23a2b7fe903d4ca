"""The words by which a procedure is found, without marks."""

from collections.abc import Mapping
from typing import Any

from tinhso.kernel.text import fold


def keyword_key(raw: Mapping[str, Any]) -> str:
    """Return the keywords, folded, one a line."""
    return "\n".join(fold(word) for word in raw["keywords"])


def search_text(raw: Mapping[str, Any]) -> str:
    """Return everything one may type to find a procedure, folded: name, keywords, codes, field, English name."""
    parts = [raw["name"], raw.get("name_en", ""), *raw["keywords"]]
    parts += [raw["short_code"], raw["code"], raw["field"]["name"]]
    return "\n".join(fold(part) for part in parts if part)
