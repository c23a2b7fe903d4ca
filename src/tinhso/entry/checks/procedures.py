"""Every procedure package under content/ is whole: the loader's own lint, over all of them."""

import sys

import django

django.setup()

from django.conf import settings

from tinhso.government.procedures import public as procedures


def main() -> int:
    """Print each problem as file:line: sentence."""
    found = procedures.lint(settings.CONTENT_DIR / "procedures")
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
