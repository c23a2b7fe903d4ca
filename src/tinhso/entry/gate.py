"""Lets the parts of an installation load while its database is looked at, and serve only afterwards.

Loading the program takes each part longer than anything else of a start, and needs no database. The supervisor names
a file that is not there yet; each part loads, waits for it, and goes on.
"""

import os
import sys
import time
from pathlib import Path
from typing import Final

VARIABLE: Final = "TINHSO_GATE"
PATIENCE: Final = 1800.0
_LOOK: Final = 0.02


def wait() -> None:
    """Return when the gate is open, at once where there is none. Ends the process when it never opens."""
    named = os.environ.get(VARIABLE)
    until = time.monotonic() + PATIENCE
    while named and not Path(named).exists():
        if time.monotonic() > until:
            sys.exit("the database was never ready")
        time.sleep(_LOOK)
