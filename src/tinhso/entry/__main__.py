"""`python -m tinhso.entry worker`: the worker under its own name, not as the main module."""

import sys


def main() -> None:
    """Run the part that is named."""
    if sys.argv[1:] != ["worker"]:
        sys.exit("usage: python -m tinhso.entry worker")
    from tinhso.entry import worker

    worker.main()


if __name__ == "__main__":
    main()
