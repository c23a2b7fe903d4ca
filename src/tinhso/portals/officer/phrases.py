"""Model sentences for refusals, supplement requests and stops: reviewed content, chosen and then made to fit."""

from dataclasses import dataclass
from functools import cache

import yaml
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Phrase:
    """A model sentence with its legal ground (refusal, stop) or an example of a right paper (supplement)."""

    text: str
    basis: str = ""
    example: str = ""


@cache
def phrases(kind: str) -> tuple[Phrase, ...]:
    """Return the phrases of `refusal`, `supplement` or `stop`; none when the content has no such file."""
    path = settings.CONTENT_DIR / "reference" / "phrases.yaml"
    if not path.exists():
        return ()
    read = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return tuple(
        Phrase(str(one["text"]), str(one.get("basis", "")), str(one.get("example", ""))) for one in read.get(kind, ())
    )
