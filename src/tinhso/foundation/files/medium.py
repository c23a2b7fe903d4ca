"""Failures of disks and networks, as refusals a person can read."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog

from tinhso.foundation.files.errors import StoreDown, StoreFull

log = structlog.get_logger(__name__)

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def medium_failures() -> Iterator[None]:
    """Turn an OSError into StoreFull (no room) or StoreDown (anything else), and leave a line for the operator."""
    try:
        yield
    except OSError as error:
        log.exception("files.medium_failed", errno=error.errno)
        raise (StoreFull if error.errno in _FULL else StoreDown) from error
