"""One gunicorn worker, and the processor time that it and its PostgreSQL connection spend."""

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """gunicorn with one sync worker, started for the time of a run."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tests.bench.wsgi:application", "--bind", f"127.0.0.1:{port}",
             "--workers", "1", "--worker-class", "sync", "--log-level", "warning", "--no-control-socket"],
            cwd=ROOT,
        )  # fmt: skip
        self.wait()
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        self.worker = int(children[0])

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                status, _headers, _body = self.ask("GET", "/healthz", {})
                if status == 200:
                    return
            except OSError:
                time.sleep(0.1)
            if self.process.poll() is not None:
                raise SystemExit("gunicorn s’est arrêté.")
        raise SystemExit("gunicorn ne répond pas.")

    def ask(
        self, method: str, path: str, headers: dict[str, str], body: str | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request on a connection of its own, as a sync worker closes each."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            link.close()

    def cpu_seconds(self) -> float:
        """Processor time of the worker and of the PostgreSQL processes of other connections than ours."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            backends = [row[0] for row in cursor.fetchall()]
        return sum(map(cpu_of, [self.worker, *backends]))

    def memory_mib(self) -> float:
        """Resident memory of the worker."""
        pages = int(Path(f"/proc/{self.worker}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        self.process.wait(10)


def cpu_of(pid: int) -> float:
    """Seconds on a processor, to the nanosecond."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:
        return 0.0
