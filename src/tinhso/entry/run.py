"""`./tinhso run`: PostgreSQL, tables, content, demo, web and worker, in one command."""

import argparse
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from tinhso.entry import gate, stamp
from tinhso.entry.supervisor import Part, Supervisor, listening_host, port_is_free, wait_serving
from tinhso.settings import env


def run(arguments: list[str]) -> int:
    """Serve until Ctrl-C or SIGTERM. Returns the exit code."""
    options = _options(arguments)
    data = Path(options.data).expanduser().resolve()
    data.mkdir(parents=True, exist_ok=True)
    if not port_is_free(options.port) and not _was_ours(data):
        print(
            f"Cổng {options.port} đang có chương trình khác dùng. "
            f"Chọn cổng khác: ./tinhso run --port {options.port + 1}",
            file=sys.stderr,
        )
        return 1
    if shutil.disk_usage(data).free < 300 * 1024 * 1024:
        print(f"Ổ đĩa của {data} còn dưới 300 MB. Giải phóng chỗ rồi chạy lại.", file=sys.stderr)
        return 1
    province = _province(options.province)
    if province is None:
        print(
            f"Không có tỉnh «{options.province}». Có sẵn: {', '.join(_provinces())}; "
            "hoặc đưa một thư mục có province.yaml.",
            file=sys.stderr,
        )
        return 1
    with only_one(data) as free:
        if free:
            return _serve(options, data, province)
    print(f"Tỉnh Số đang chạy trên dữ liệu {data}. Dừng lần chạy đó trước, hoặc chọn --data khác.", file=sys.stderr)
    return 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./tinhso run", description="Chạy Tỉnh Số trên máy này.")
    parser.add_argument("--port", type=int, default=8000, help="cổng (mặc định 8000)")
    parser.add_argument("--data", default=env.DATA_DIR.text(), help="thư mục dữ liệu (mặc định var/)")
    parser.add_argument("--province", default=env.PROVINCE.text(), help="tên dưới content/provinces, hoặc một thư mục")
    parser.add_argument("--dossiers", type=int, default=0, metavar="N", help="tạo thêm N hồ sơ lịch sử trước khi chạy")
    parser.add_argument(
        "--simulators-port", type=int, default=0, help="cổng của các máy giả lập (mặc định: --port cộng 90)"
    )
    parser.add_argument("--no-demo", action="store_true", help="không nạp dữ liệu và tài khoản minh họa")
    return parser.parse_args(arguments)


def _provinces() -> list[str]:
    return sorted(p.parent.name for p in env.CONTENT_DIR.path().glob("provinces/*/province.yaml"))


def _province(named: str) -> str | None:
    """Return the name or the folder of a province that exists."""
    if named in _provinces():
        return named
    folder = Path(named).expanduser().resolve()
    return str(folder) if (folder / "province.yaml").exists() else None


def _was_ours(data: Path) -> bool:
    """Tell whether whoever holds the port was started by an earlier run over the same data."""
    return (data / "run" / "children.json").exists()


@contextmanager
def only_one(data: Path) -> Iterator[bool]:
    """Hold the data folder for one run; wait up to half a minute for an earlier one that is ending."""
    with (data / "run.lock").open("w") as lock:
        until = time.monotonic() + 30
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() > until:
                    yield False
                    return
                time.sleep(0.2)
            else:
                yield True
                return


def _serve(options: argparse.Namespace, data: Path, province: str) -> int:
    supervisor = Supervisor(data / "run")
    supervisor.sweep()
    environment = environment_of(options, data, province)
    opened = data / "run" / f"gate.{os.getpid()}"
    opened.unlink(missing_ok=True)
    environment[gate.VARIABLE] = str(opened)
    server = None if environment.get("DATABASE_URL") else embedded_database(data, environment)

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        supervisor.stopping = True

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    try:
        if stamp.is_marked(data, stamp.fingerprint(province, demo=not options.no_demo, data=data)):
            supervisor.begin(_web(options, environment))  # it loads while the database starts and is looked at
        if server is not None:
            bring_up(server)
        if not prepare(options, province, environment) or supervisor.stopping:
            return 0 if supervisor.stopping else 1
        opened.touch()
        return _watch(supervisor, options, environment, server)
    finally:
        print("Đang dừng …", file=sys.stderr, flush=True)
        supervisor.stop()
        opened.unlink(missing_ok=True)
        if server is not None:
            server.stop()


def _watch(supervisor: Supervisor, options: argparse.Namespace, environment: dict[str, str], server: Any) -> int:
    """Wait until the web program answers, start what works behind it, and look after all of it.

    The others load afterwards: nobody waits for them, and each takes a core for as long as the web program does.
    """
    if not supervisor.parts:
        supervisor.begin(_web(options, environment))
    if not wait_serving(options.port, path="/suc-khoe/", seconds=60, supervisor=supervisor):
        if not supervisor.stopping:
            print("Không khởi động được phần web; xem thông báo phía trên.", file=sys.stderr)
        return 0 if supervisor.stopping else 1
    for part in _behind(options, environment):
        supervisor.begin(part)
    _welcome(options, environment)
    supervisor.watch(look_after_database=(lambda: _revive(server)) if server else None)
    return 0


def environment_of(options: argparse.Namespace, data: Path, province: str) -> dict[str, str]:
    """Return the environment in which the parts of an installation run."""
    environment = dict(os.environ)
    environment["TINHSO_DATA"] = str(data)
    environment["TINHSO_PROVINCE"] = province
    environment["TINHSO_DEMO"] = "no" if options.no_demo else "yes"
    environment.setdefault("TINHSO_PUBLIC_URL", f"http://localhost:{options.port}")
    if not options.no_demo and not environment.get("TINHSO_SIMULATORS"):
        environment["TINHSO_SIMULATORS"] = f"http://127.0.0.1:{options.simulators_port or options.port + 90}"
    environment["DJANGO_SETTINGS_MODULE"] = "tinhso.settings.base"
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


def start_database(data: Path, environment: dict[str, str]) -> Any:
    """Start the embedded PostgreSQL and tell the children how to reach it, each in its own role."""
    server = embedded_database(data, environment)
    bring_up(server)
    return server


def bring_up(server: Any) -> None:
    """Start the embedded PostgreSQL; make its cluster and database when there are none."""
    if not (server.cluster / "PG_VERSION").exists():
        print("Tạo cơ sở dữ liệu PostgreSQL …", file=sys.stderr, flush=True)
    server.start()
    server.ensure_database()


def embedded_database(data: Path, environment: dict[str, str]) -> Any:
    """Return the embedded PostgreSQL, not yet started, having told the children how to reach it."""
    from tinhso.settings.embedded import APP, OWNER, EmbeddedServer

    server = EmbeddedServer(data)
    environment["DATABASE_URL"] = server.url()
    environment["DATABASE_ADMIN_URL"] = server.url(role=OWNER)
    environment["TINHSO_APP_ROLE"] = APP
    return server


def _revive(server: Any) -> None:
    """Start the embedded PostgreSQL again when it was killed; it recovers what was committed from its log."""
    if server.pid() is None:
        print("PostgreSQL đã dừng; khởi động lại …", file=sys.stderr, flush=True)
        try:
            server.start()
        except RuntimeError as error:  # the next round tries again; whoever is served meanwhile is told to wait
            print(error, file=sys.stderr, flush=True)


def prepare(options: argparse.Namespace, province: str, environment: dict[str, str]) -> bool:
    """Bring the database up to this code and content, in a process of its own; tell whether that went well."""
    command = [
        sys.executable,
        "-m",
        "tinhso.entry.prepare",
        "--province",
        province,
        "--dossiers",
        str(options.dossiers),
    ]
    if not options.no_demo:
        command.append("--demo")
    return subprocess.run(command, env=environment, check=False).returncode == 0


def _web(options: argparse.Namespace, environment: dict[str, str]) -> Part:
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        listening_host(),
        "--port",
        str(options.port),
        "--workers",
        env.WEB_WORKERS.text(),
        "--blocking-threads",
        env.WEB_THREADS.text(),
        "--backpressure",
        "128",
        "--no-ws",
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        "10",
        "--log-level",
        "warning",
        "tinhso.entry.wsgi:application",
    ]
    return Part("web", command, _children(environment))


def _behind(options: argparse.Namespace, environment: dict[str, str]) -> list[Part]:
    """Return what works behind the web program: the worker, and in a demo the stand-ins for outside systems."""
    children = _children(environment)
    parts = [Part("worker", [sys.executable, "-m", "tinhso.entry", "worker"], children)]
    if not options.no_demo:
        parts.append(_simulators(options, children))
    return parts


def _children(environment: dict[str, str]) -> dict[str, str]:
    return {k: v for k, v in environment.items() if k != "DATABASE_ADMIN_URL"}


def _simulators(options: argparse.Namespace, environment: dict[str, str]) -> Part:
    """Return the stand-ins for outside systems, which a demo talks to over HTTP as if they were real."""
    port, folder = options.simulators_port or options.port + 90, str(Path(environment["TINHSO_DATA"]) / "simulators")
    command = [sys.executable, "-m", "tinhso.simulators", "--port", str(port), "--data", folder]
    allowed = {k: v for k, v in environment.items() if not k.startswith(("DATABASE", "TINHSO_SECRET"))}
    authority = Path(environment["TINHSO_DATA"]) / "secrets" / "demo-authority"
    allowed["TINHSO_DEMO_AUTHORITY"] = environment.get("TINHSO_DEMO_AUTHORITY") or str(authority)
    return Part("máy giả lập", command, allowed, nice=5)


def _welcome(options: argparse.Namespace, environment: dict[str, str]) -> None:
    address = f"http://localhost:{options.port}"
    lines = [
        "",
        f"  Tỉnh Số đang chạy · dữ liệu trong {environment['TINHSO_DATA']}",
        "",
        f"  Người dân        {address}/",
        f"  Cán bộ           {address}/viec/",
        f"  Lãnh đạo         {address}/dieu-hanh/",
        f"  Kỹ thuật         {address}/ky-thuat/",
        *([] if options.no_demo else [f"  Máy giả lập      {environment.get('TINHSO_SIMULATORS', '')}/"]),
        "",
    ]
    if not options.no_demo:
        from tinhso.entry.signins import demo_lines

        lines += demo_lines(environment)
    print("\n".join(lines))
    print(f"ready {address}", flush=True)
