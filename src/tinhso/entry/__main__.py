"""`python -m tinhso.entry worker`: the worker under its own name, not as the main module."""

import os
import sys
from typing import Final

NICE: Final = 10


def main() -> None:
    """Run the part that is named. It yields the processor to the web program: what a person waits for goes first."""
    if sys.argv[1:] != ["worker"]:
        sys.exit("usage: python -m tinhso.entry worker")
    os.nice(NICE)
    from tinhso.entry import worker

    worker.main()


if __name__ == "__main__":
    main()
