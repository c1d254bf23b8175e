"""Run the measures and print them as a table; on a database filled by generate_load."""

import argparse
import gzip
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import django

from reinsertion import embedded_postgres

os.environ.setdefault("REINSERTION_MODE", "demo")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reinsertion.settings")
ROOT = Path(__file__).resolve().parents[2]
if not os.environ.get("DATABASE_URL"):
    embedded_postgres.join(Path(os.environ.get("REINSERTION_VAR") or ROOT / "var"))
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Association, Team  # noqa: E402
from beneficiaries.models import FollowUp  # noqa: E402
from core.models import AuditEntry  # noqa: E402
from tests.bench.scenarios import STD_ROWS, Scenario, scenarios  # noqa: E402
from tests.bench.server import Server  # noqa: E402

WARM_UP = 15
GZIP_LEVEL = 4


@dataclass
class Result:
    """Ratios and absolutes of each round."""

    scenario: Scenario
    queries: int
    kilobytes: float
    cpu: list[tuple[float, float]] = field(default_factory=list)
    p50: list[tuple[float, float]] = field(default_factory=list)


def main() -> None:
    """Check each answer, then measure turn by turn."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--port", type=int, default=8901)
    parser.add_argument("--only", default="", help="a part of a scenario’s name")
    options = parser.parse_args()
    if not (Association.current().is_demo and Team.objects.filter(name="Équipe 01").exists()):
        sys.exit("Base sans données d’essai : lancez d’abord manage.py generate_load.")
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.ROOT_URLCONF = "tests.bench.std"
    settings.ALLOWED_HOSTS = ["*"]
    server = Server(options.port)
    try:
        chosen = [one for one in scenarios() if options.only.lower() in one.name.lower()]
        results = [measure(server, one, options.rounds, options.seconds) for one in chosen]
        print(table(results))
        print(f"\nMémoire du processus web : {server.memory_mib():.0f} Mio.")
    finally:
        server.stop()


def measure(server: Server, scenario: Scenario, rounds: int, seconds: float) -> Result:
    """Check, warm up, then our page and the other in turns."""
    print(f"{scenario.name} …", file=sys.stderr)
    if scenario.form:
        ours, std = poster(server, scenario, scenario.path), poster(server, scenario, scenario.std)
        queries, size = posted(scenario), 0.0
    else:
        ours, std = getter(server, scenario, scenario.path), getter(server, scenario, scenario.std)
        queries, size = checked(server, scenario)
    result = Result(scenario, queries, size)
    for ask in (ours, std):
        for _ in range(WARM_UP):
            ask()
    for rank in range(rounds):
        first, second = (ours, std) if rank % 2 else (std, ours)
        one, two = timed(server, first, seconds), timed(server, second, seconds)
        mine, other = (one, two) if rank % 2 else (two, one)
        result.cpu.append((mine[0], other[0]))
        result.p50.append((mine[1], other[1]))
    return result


def timed(server: Server, ask: Callable[[], None], seconds: float) -> tuple[float, float]:
    """Processor time of one request and median wait, in milliseconds, over some seconds."""
    waits: list[float] = []
    spent = server.cpu_seconds()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        ask()
        waits.append(time.perf_counter() - began)
    spent = server.cpu_seconds() - spent
    return spent / len(waits) * 1000, statistics.median(waits) * 1000


def getter(server: Server, scenario: Scenario, path: str) -> Callable[[], None]:
    """Ask for the page; anything but 200 ends the run."""

    def ask() -> None:
        status, _headers, _body = server.ask("GET", path, scenario.reader.headers)
        if status != 200:
            raise SystemExit(f"{path} : {status}")

    return ask


def poster(server: Server, scenario: Scenario, path: str) -> Callable[[], None]:
    """Post the form with a token of its own; anything but a redirection ends the run."""
    status, headers, body = server.ask("GET", path, scenario.reader.headers)
    page = body.decode()
    if status != 200:
        raise SystemExit(f"{path} : {status}")
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    cookie = next(value for value in headers.get_all("Set-Cookie", []) if value.startswith(settings.CSRF_COOKIE_NAME))
    sent = {
        **scenario.reader.headers,
        "Cookie": f"{scenario.reader.headers['Cookie']}; {cookie.split(';')[0]}",
        "Content-Type": "application/x-www-form-urlencoded",
    }

    def ask() -> None:
        fields = {**scenario.form(), "csrfmiddlewaretoken": token}  # type: ignore[misc]
        status, _headers, _body = server.ask("POST", path, sent, urlencode(fields))
        if status not in {302, 303}:
            raise SystemExit(f"POST {path} : {status}")

    return ask


def checked(server: Server, scenario: Scenario) -> tuple[int, float]:
    """Signed in, with the expected rows, on both pages; the queries of ours, and its weight once compressed."""
    for path, rows, least in [(scenario.path, scenario.rows, scenario.least), (scenario.std, STD_ROWS, 25)]:
        status, _headers, body = server.ask("GET", path, scenario.reader.headers)
        page = body.decode()
        pattern = scenario.rows if scenario.beside != "std" else rows
        if status != 200 or len(pattern.findall(page)) < least:
            raise SystemExit(f"{path} : {status}, {len(pattern.findall(page))} lignes au lieu de {least}.")
        if scenario.reader.user.email not in page and str(scenario.reader.user) not in page:
            raise SystemExit(f"{path} : la page n’est pas celle d’un compte connecté.")
    scenario.reader.client.get(scenario.path)  # its statements are prepared once per connection
    with CaptureQueriesContext(connection) as queries:
        answer = scenario.reader.client.get(scenario.path)
    return asked(queries), len(gzip.compress(answer.content, GZIP_LEVEL)) / 1024


def posted(scenario: Scenario) -> int:
    """One post adds one follow-up and its entry in the journal; how many queries it takes."""
    before = FollowUp.objects.count(), AuditEntry.objects.count()
    with CaptureQueriesContext(connection) as queries:
        answer = scenario.reader.client.post(scenario.path, scenario.form())  # type: ignore[misc]
    added = FollowUp.objects.count() - before[0], AuditEntry.objects.count() - before[1]
    if answer.status_code not in {302, 303} or added[0] != 1 or added[1] < 1:
        raise SystemExit(f"POST {scenario.path} : {answer.status_code}, {added} lignes ajoutées.")
    return asked(queries)


def asked(queries: CaptureQueriesContext) -> int:
    """How many queries, BEGIN and COMMIT left out."""
    return sum(query["sql"] not in {"BEGIN", "COMMIT"} for query in queries.captured_queries)


def table(results: list[Result]) -> str:
    """One line a page: absolutes, ratios with their range, budgets; « ! » where a budget is passed."""
    lines = [
        "| page | CPU ms (autre) | p50 ms (autre) | CPU ÷ autre : médiane [étendue] | p50 ÷ autre | budget | requêtes "
        "(budget) | gzip Kio (budget) |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for result in results:
        one = result.scenario
        cpu, p50 = [mine / other for mine, other in result.cpu], [mine / other for mine, other in result.p50]
        over = " !" if statistics.median(cpu) > one.ratio else ""
        many = " !" if one.queries and result.queries > one.queries else ""
        heavy = " !" if one.kilobytes and result.kilobytes > one.kilobytes else ""
        weight = f"{result.kilobytes:.1f} ({one.kilobytes}){heavy}" if one.kilobytes else "–"
        lines.append(
            f"| {one.name} | {middle(result.cpu, 0):.1f} ({middle(result.cpu, 1):.1f}) "
            f"| {middle(result.p50, 0):.1f} ({middle(result.p50, 1):.1f}) "
            f"| {statistics.median(cpu):.2f} [{min(cpu):.2f}–{max(cpu):.2f}] | {statistics.median(p50):.2f} "
            f"| {one.ratio}{'' if one.beside == 'std' else ' × ' + one.beside}{over} "
            f"| {result.queries} ({one.queries}){many} | {weight} |"
        )
    return "\n".join(lines)


def middle(pairs: list[tuple[float, float]], side: int) -> float:
    """Median of one side."""
    return statistics.median(pair[side] for pair in pairs)


if __name__ == "__main__":
    main()
