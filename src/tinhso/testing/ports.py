"""Ports of loopback for servers that tests start."""

import os
import socket
from typing import Final

FIRST: Final = 12_000
MANY: Final = 16_000
"""Below what the system hands out for outgoing connections: a port let go for a moment is nobody else's meanwhile."""


def own_port() -> int:
    """Return a free port that another test process beside this one does not look at.

    Asking the system for any free one and letting it go gives the same to two processes that ask at once, and a server
    that was killed may find its place taken when it starts again. Raises OSError when none is free.
    """
    for step in range(MANY):
        port = FIRST + (os.getpid() * 8 + step) % MANY
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no free port")
