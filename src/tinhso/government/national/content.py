"""The mapping between our words and the portal's, read from content once a process."""

from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from tinhso.government.national.rules.mapping import ExchangeMapping, read_mapping


def exchange_mapping() -> ExchangeMapping:
    """Return content/national/mapping.yaml. Raises MappingRefused, with the place, when it is not complete."""
    return _mapping(str(Path(settings.CONTENT_DIR) / "national" / "mapping.yaml"))


@lru_cache(maxsize=4)
def _mapping(path: str) -> ExchangeMapping:
    return read_mapping(yaml.safe_load(Path(path).read_text()))


def check() -> None:
    """Read it at every start: a fault is found by whoever changed it, not by a dossier."""
    _mapping.cache_clear()
    exchange_mapping()
