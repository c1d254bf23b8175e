"""The embedded PostgreSQL of demo, development and tests, as its clients see it: find it, join it, empty it.

Each client holds a shared lock for its whole life. A keeper process (postgres_keeper.py) owns the server and waits for
the same lock alone: it gets it when the last client is gone, even killed, and then stops the server. No client counts,
nothing to clean, no process left behind.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import shutil
import stat
import string
import subprocess
import sys
import time
from pathlib import Path

import psycopg2

ROLE = DATABASE = "reinsertion"
PORT = 5432
SOCKET_PATH_LIMIT = 107
START_SECONDS = 60
STOP_SECONDS = 10
_PLAIN = set((string.ascii_lowercase + string.digits).encode())
_keepers: list[int] = []


class EmbeddedPostgresError(Exception):
    """Why the embedded server cannot run, and what to do, in French."""


def folder(var: Path) -> Path:
    """Where the server lives under var: tests have their own, so they never touch a demo."""
    return var.resolve() / ("postgres-test" if os.environ.get("REINSERTION_MODE") == "test" else "postgres")


def private_folder(parent: str, var: Path) -> Path:
    """Name of a folder outside var, always the same for the same user and the same var."""
    return Path(parent) / f"reinsertion-{os.geteuid()}-{hashlib.sha256(os.fsencode(folder(var))).hexdigest()[:12]}"


def socket_dir(var: Path) -> Path:
    """Folder of the server's socket: under var, or a short private one when the kernel's limit is passed."""
    inside = folder(var) / "socket"
    fits = len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT
    return inside if fits else private_folder("/tmp", var)  # noqa: S108 (made private and checked)


def database_url(var: Path) -> str:
    """URL of the embedded server that keeps its data under var; starts nothing."""
    # Capitals are escaped too: URL parsers lower the case of host names, and ours is a path.
    host = "".join(chr(b) if b in _PLAIN else f"%{b:02x}" for b in os.fsencode(socket_dir(var)))
    return f"postgres://{ROLE}@{host}:{PORT}/{DATABASE}"


def join(var: Path) -> None:
    """Start the server or join the one that runs; it stays until this process and the other clients end."""
    home = make_private(folder(var))
    clients = _open(home / "clients.lock")
    try:
        fcntl.flock(clients, fcntl.LOCK_SH)  # waits while a keeper is stopping
        deadline = time.monotonic() + START_SECONDS
        while not (_start_keeper(var) or answers(var)):
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"PostgreSQL ne répond pas après {START_SECONDS} secondes. Voyez {home / 'server.log'}."
                )
            time.sleep(0.05)
    except BaseException:
        os.close(clients)
        raise
    atexit.register(_leave, clients, os.getpid())


def _leave(clients: int, joined_by: int) -> None:
    """At the end of the process that joined: if it was the last client, see its keeper out."""
    if os.getpid() != joined_by:
        return  # a fork: its copy of the lock closes with it
    fcntl.flock(clients, fcntl.LOCK_UN)
    deadline = time.monotonic() + (STOP_SECONDS if _keepers else 0)
    patience = time.monotonic() + 0.3  # enough for the keeper to notice, unless other clients stay
    while _keepers and time.monotonic() < deadline:
        if os.waitpid(_keepers[0], os.WNOHANG)[0]:
            _keepers.clear()
        elif time.monotonic() > patience and _try_lock(clients, fcntl.LOCK_SH):
            break
        else:
            time.sleep(0.02)
    os.close(clients)


def reset(var: Path) -> None:
    """Remove the embedded data; refuse while something uses them."""
    home = make_private(folder(var))
    clients = _open(home / "clients.lock")
    try:
        deadline = time.monotonic() + STOP_SECONDS  # a keeper may still be stopping
        while not _try_lock(clients):
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    "La base est utilisée par une autre commande : arrêtez-la (Ctrl-C), puis recommencez."
                )
            time.sleep(0.1)
        for parent in (home, private_folder("/var/tmp", var)):  # noqa: S108 (removed, not written)
            for name in ("data", "data.new"):
                shutil.rmtree(parent / name, ignore_errors=True)
        if (home / "data").exists():
            raise EmbeddedPostgresError(f"Impossible d’effacer {home / 'data'} : effacez ce dossier vous-même.")
    finally:
        os.close(clients)


def answers(var: Path) -> bool:
    """Whether the application's role can open its database now."""
    with contextlib.suppress(psycopg2.OperationalError):
        psycopg2.connect(
            host=str(socket_dir(var)), port=PORT, user=ROLE, dbname=DATABASE, connect_timeout=5, sslmode="disable"
        ).close()
        return True
    return False


def make_private(path: Path) -> Path:
    """Create a folder for our eyes only; refuse one that somebody else made."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.lstat()
    except OSError as error:
        raise EmbeddedPostgresError(f"Impossible d’écrire dans {path} : {error.strerror}.") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise EmbeddedPostgresError(
            f"Le dossier {path} appartient à un autre utilisateur. Relancez la commande avec son compte, "
            "ou choisissez un autre dossier avec la variable REINSERTION_VAR."
        )
    path.chmod(stat.S_IMODE(found.st_mode) & 0o711)
    return path


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try_lock(descriptor: int, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start_keeper(var: Path) -> bool:
    """Start a keeper unless one is there; it inherits its lock, then says why the server cannot run, or nothing."""
    lock = _open(folder(var) / "keeper.lock")
    try:
        if not _try_lock(lock):
            return False
        keeper = subprocess.Popen(
            [sys.executable, "-m", "reinsertion.postgres_keeper", str(var.resolve()), str(lock)],
            cwd=Path(__file__).resolve().parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[lock],
            start_new_session=True,
            text=True,
        )
    finally:
        os.close(lock)
    with keeper.stdout or contextlib.nullcontext() as stream:
        said = stream.read().strip() if stream else ""
    if said:
        keeper.wait()
        raise EmbeddedPostgresError(said)
    keeper.returncode = 0  # it may outlive this process, on purpose: Python must not warn about it
    _keepers[:] = [keeper.pid]
    return True
