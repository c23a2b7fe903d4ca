"""Migrations are complete, named by hand, and in one line for each app."""

import sys
import warnings
from pathlib import Path

import django

django.setup()

from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


def problems() -> list[str]:
    """Return what is wrong, one sentence each."""
    found = []
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for config in apps.get_app_configs():
        if not config.name.startswith("tinhso."):
            continue
        leaves = [name for app, name in loader.graph.leaf_nodes() if app == config.label]
        if len(leaves) > 1:
            found.append(f"{config.label}: migrations fork at {', '.join(leaves)}")
        found += [
            f"{config.label}: {file.name} has no name of its own"
            for file in (Path(config.path) / "migrations").glob("0*.py")
            if "_auto_" in file.stem or file.stem.endswith("_initial")
        ]
    return found


def main() -> int:
    """Print the problems; ask Django whether a model changed without a migration."""
    found = problems()
    for problem in found:
        print(problem)
    warnings.simplefilter("ignore", RuntimeWarning)  # there need be no database for this
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit as ended:
        return int(bool(ended.code)) or int(bool(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
