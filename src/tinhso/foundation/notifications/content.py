"""Reviewed content: content/notifications/<template>.yaml; _frame.yaml around letters, _short.yaml on a telephone."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tinhso.foundation.notifications.data import Language
from tinhso.foundation.notifications.rules.templates import NoticeTemplate, read_frame, read_short, read_template


def load_content() -> int:
    """Read every file anew; return how many templates there are. Raises BadTemplate naming file and line."""
    _templates.cache_clear()
    _frame.cache_clear()
    _short.cache_clear()
    _frame(_folder())
    _short(_folder())
    return len(_templates(_folder()))


def get_template(name: str) -> NoticeTemplate:
    """Return a template. Raises KeyError for a name without a file."""
    return _templates(_folder())[name]


def frame(language: Language) -> str:
    """Return what stands around a letter: a text with $text, $link and $site."""
    return _frame(_folder())[language]


def short(language: Language) -> str:
    """Return the sentence around a title on a telephone: a text with $title and $link."""
    return _short(_folder())[language]


def _folder() -> Path:
    return Path(settings.CONTENT_DIR) / "notifications"


@lru_cache(maxsize=4)
def _templates(folder: Path) -> Mapping[str, NoticeTemplate]:
    paths = sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("_"))
    return {path.stem: read_template(path) for path in paths}


@lru_cache(maxsize=4)
def _frame(folder: Path) -> Mapping[Language, str]:
    return read_frame(folder / "_frame.yaml")


@lru_cache(maxsize=4)
def _short(folder: Path) -> Mapping[Language, str]:
    return read_short(folder / "_short.yaml")
