"""The embedded server lives as long as its clients, whatever happens to them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reinsertion import embedded_postgres

ROOT = Path(__file__).resolve().parent.parent.parent
CLIENT = """
import sys
from pathlib import Path
from reinsertion import embedded_postgres
embedded_postgres.join(Path(sys.argv[1]))
print("joined", flush=True)
sys.stdin.read()
"""
Client = subprocess.Popen[str]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Callable[[], Client]]:
    """Start a process that joins the server of tmp_path and stays until its input closes."""
    started: list[Client] = []

    def start() -> Client:
        process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(tmp_path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
    assert wait_until(lambda: server_pid(tmp_path) is None)


def wait_until(true: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False


def joined(process: Client) -> bool:
    assert process.stdout is not None
    return process.stdout.readline() == "joined\n"


def server_pid(var: Path) -> int | None:
    """Pid of the live server on this folder, or None."""
    try:
        pid = int((data(var) / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    return pid


def data(var: Path) -> Path:
    home = embedded_postgres.folder(var)
    if os.geteuid() == 0 and not (home / "data").exists():  # where root may not have a user namespace
        return embedded_postgres.private_folder("/var/tmp", var) / "data"
    return home / "data"


def test_the_server_stops_when_its_only_client_is_killed(client, tmp_path):
    one = client()
    assert joined(one)
    assert server_pid(tmp_path)
    one.send_signal(signal.SIGKILL)
    assert wait_until(lambda: server_pid(tmp_path) is None)


def test_clients_that_start_together_share_one_server_until_the_last_leaves(client, tmp_path):
    one, two, three = client(), client(), client()
    assert joined(one) and joined(two) and joined(three)
    pid = server_pid(tmp_path)
    one.kill()
    two.kill()
    assert not wait_until(lambda: server_pid(tmp_path) != pid, seconds=1)
    three.kill()
    assert wait_until(lambda: server_pid(tmp_path) is None)


def test_the_next_client_finds_a_server_after_a_brutal_end(client, tmp_path):
    one = client()
    assert joined(one)
    old = server_pid(tmp_path)
    assert old
    os.kill(old, signal.SIGKILL)
    one.kill()
    assert joined(client())
    assert server_pid(tmp_path) not in {None, old}


def test_reset_refuses_while_a_client_is_there_then_removes_the_data(client, tmp_path, monkeypatch):
    monkeypatch.setattr(embedded_postgres, "STOP_SECONDS", 0.2)
    one = client()
    assert joined(one)
    with pytest.raises(embedded_postgres.EmbeddedPostgresError, match="Ctrl-C"):
        embedded_postgres.reset(tmp_path)
    folder = data(tmp_path)
    assert folder.exists()
    one.kill()
    assert wait_until(lambda: server_pid(tmp_path) is None)
    monkeypatch.undo()
    embedded_postgres.reset(tmp_path)
    assert not folder.exists()
