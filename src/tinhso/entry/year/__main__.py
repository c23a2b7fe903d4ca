"""One process of the simulator, started by the command."""

import os


def main() -> None:
    """Set Django up, then do this process's share."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.settings.base")
    import django

    django.setup()
    from tinhso.entry.year.worker import do_share

    do_share()


if __name__ == "__main__":
    main()
