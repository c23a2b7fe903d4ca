"""Before serving: tables, privileges, content, demo. Runs as its own process, as the role that owns the tables."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from tinhso.entry import stamp
from tinhso.settings import env

STAMP: Final = "installation.stamp"


@contextmanager
def step(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show one step; call what it yields with (done, total) to move the bar when it takes longer than a second."""
    began = monotonic()
    on_screen = sys.stderr.isatty()
    shown = False

    def move(done: int, total: int) -> None:
        nonlocal shown
        if monotonic() - began > 1 and total:
            shown = True
            filled = 30 * done // total
            end = "\r" if on_screen else "\n"
            if on_screen or done in (total, total // 2):
                print(
                    f"  {title:<38} [{'█' * filled}{'·' * (30 - filled)}] {100 * done // total:3d}%",
                    end=end,
                    file=sys.stderr,
                )

    yield move
    seconds = monotonic() - began
    if shown or seconds > 1:
        print(f"  {title:<38} [{'█' * 30}] 100%  {seconds:.1f} s", file=sys.stderr)


def main() -> None:
    """Bring the database up to this code and this content; do nothing when it already is."""
    options = _options()
    os.environ["TINHSO_DATABASE_POOL"] = "0"
    admin = os.environ.get("DATABASE_ADMIN_URL") or os.environ.get("DATABASE_URL", "")
    app_role = os.environ.get("TINHSO_APP_ROLE", "")
    os.environ["DATABASE_URL"] = admin
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.settings.base")
    from tinhso.entry.catalogues import compile_catalogues

    compile_catalogues()
    import django

    django.setup()
    data = env.DATA_DIR.path()
    wanted = stamp.fingerprint(options.province, demo=options.demo, data=data)
    if _stamp() != wanted:
        _bring_up(options, app_role)
        _set_stamp(wanted)
    _mend(options)
    stamp.mark(data, wanted)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--province", required=True)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--dossiers", type=int, default=0)
    return parser.parse_args()


def _bring_up(options: argparse.Namespace, app_role: str) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from tinhso.kernel import modules
    from tinhso.kernel.outbox import ensure_partitions

    with step("Cập nhật cơ sở dữ liệu"):
        call_command("migrate", interactive=False, verbosity=0)
        ensure_partitions()
    if app_role:
        with step("Đặt quyền tối thiểu"):
            grant(app_role)
    with step("Gom tệp tĩnh"):
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
    loaders = [m for m in modules.all_modules() if m.content]
    for module in loaders:
        with step(f"Nạp nội dung: {module.title}"):
            if module.content:
                module.content()
    if options.demo:
        for module in modules.all_modules():
            if module.demo:
                with step(f"Dữ liệu minh họa: {module.title}"):
                    module.demo()


def grant(app_role: str) -> None:
    """Give the running program's role what it needs and no more: it owns nothing and cannot rewrite the audit."""
    from django.db import connection

    from tinhso.foundation.audit import public as audit

    with connection.cursor() as cursor:
        role = connection.ops.quote_name(app_role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}")
    audit.grant_least_privileges(app_role)


def _mend(options: argparse.Namespace) -> None:
    from tinhso.foundation.audit import public as audit
    from tinhso.kernel.outbox import ensure_partitions, mend_after_restore

    ensure_partitions()
    audit.ensure_guards()
    mend_after_restore()
    audit.mend_after_restore()
    if options.dossiers:
        from tinhso.government.dossiers.history import make_history

        with step(f"Tạo {options.dossiers} hồ sơ lịch sử") as move:
            make_history(options.dossiers, progress=move)


def _stamp() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('entry_stamp')")
        if cursor.fetchone()[0] is None:
            return ""
        cursor.execute("SELECT value FROM entry_stamp WHERE name = %s", [STAMP])
        row = cursor.fetchone()
        return row[0] if row else ""


def _set_stamp(value: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS entry_stamp (name text PRIMARY KEY, value text NOT NULL)")
        cursor.execute(
            "INSERT INTO entry_stamp VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [STAMP, value],
        )


if __name__ == "__main__":
    main()
