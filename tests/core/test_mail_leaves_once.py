"""A worker killed at any moment sends each mail once: counted at the receiver."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from core.models import MailStatus, OutgoingMail
from core.outgoing import note_arrived, send_again
from tests.core.mail_sink import Nursery, Sink
from tests.factories import OutgoingMailFactory

pytestmark = pytest.mark.django_db(transaction=True)


def mails_due(count: int) -> set[str]:
    rows = OutgoingMail.objects.bulk_create(OutgoingMailFactory.build_batch(count, by=None))
    return {row.message_id for row in rows}


class Killer:
    """Kills the worker at a step of the conversation, when so many mails were taken."""

    def __init__(self, moments: list[tuple[int, str]]) -> None:
        self.moments, self.worker = moments, 0
        self.sink: Sink | None = None

    def __call__(self, step: str) -> None:
        if self.sink and self.moments and len(self.sink.taken) >= self.moments[0][0] and step == self.moments[0][1]:
            self.moments.pop(0)
            os.kill(self.worker, signal.SIGKILL)


def killed_at(folder: Path, count: int, worker: int) -> None:
    """Wait until so many mails lie there, then kill."""
    while len(list(folder.glob("*.eml"))) < count:
        time.sleep(0.001)
    os.kill(worker, signal.SIGKILL)


def run_until_done(
    nursery: Nursery, killer: Killer, sink: Sink, transport: str = "core.delivery.transports.Smtp"
) -> int:
    """Begin a worker again as long as one is killed; how many were."""
    killer.sink, kills = sink, 0
    where = {"MAIL_TRANSPORT": transport, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": sink.port}
    while True:
        killer.worker = nursery.begin(where)
        if not nursery.ended():
            return kills
        kills += 1


@pytest.fixture(scope="module")
def nursery(django_db_setup: None) -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


def test_a_mail_server_gets_each_of_500_mails_once_though_the_worker_is_killed_ten_times(nursery):
    dice, expected = random.Random(), mails_due(500)
    steps = ["MAIL", "RCPT", "DATA", "TAKEN"]
    killer = Killer(sorted((dice.randrange(1, 480), dice.choice(steps)) for _kill in range(10)))
    with Sink(killer) as sink:
        assert run_until_done(nursery, killer, sink) == 10
        assert max(Counter(sink.taken).values()) == 1, "nothing left twice"
        sent = {mail.message_id for mail in OutgoingMail.objects.filter(status=MailStatus.SENT)}
        doubtful = list(OutgoingMail.objects.filter(status=MailStatus.DOUBTFUL))
        assert sent <= set(sink.taken), "none is called sent that is not"
        assert sent | {mail.message_id for mail in doubtful} == expected, "none is forgotten"
        # Somebody asks the server about the few in doubt.
        assert len(doubtful) <= 10
        for mail in doubtful:
            settle = note_arrived if mail.message_id in sink.taken else send_again
            settle(mail, by=None, at=timezone.now())
        assert run_until_done(nursery, killer, sink) == 0
    assert Counter(sink.taken) == Counter(expected)
    assert not OutgoingMail.objects.exclude(status=MailStatus.SENT).exists()


def test_killed_between_the_receipt_and_the_writing_only_a_careless_worker_sends_twice(nursery):
    for transport, times, status in [
        ("core.delivery.transports.Smtp", 1, MailStatus.DOUBTFUL),
        ("tests.core.mail_sink.Careless", 2, MailStatus.SENT),
    ]:
        OutgoingMail.objects.all().delete()
        [expected], killer = mails_due(1), Killer([(1, "TAKEN")])
        with Sink(killer) as sink:
            assert run_until_done(nursery, killer, sink, transport) == 1
        assert Counter(sink.taken) == {expected: times}
        assert OutgoingMail.objects.get().status == status


def test_the_folder_of_the_demo_gets_each_mail_once_with_nobody_to_ask(nursery, tmp_path):
    expected = mails_due(100)
    for count in sorted(random.Random().sample(range(1, 90), 5)):
        worker = nursery.begin({"EMAIL_FILE_PATH": str(tmp_path)})
        killed_at(tmp_path, count, worker)
        assert nursery.ended() == signal.SIGKILL
    nursery.begin({"EMAIL_FILE_PATH": str(tmp_path)})
    assert nursery.ended() == 0
    taken = [line for file in tmp_path.glob("*.eml") for line in file.read_text().splitlines() if "Message-ID" in line]
    assert sorted(taken) == sorted(f"Message-ID: {identifier}" for identifier in expected)
    assert OutgoingMail.objects.filter(status=MailStatus.SENT).count() == 100
