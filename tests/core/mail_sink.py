"""A mail server that counts what it has taken, and a worker that may be killed: both are real processes or sockets."""

import json
import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from core.delivery.transports import Smtp

# Loads the application once, then begins a worker – a process of its own – at each line it reads.
NURSERY = """
import json, os, sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
for line in sys.stdin:
    child = os.fork()
    if not child:
        for name, value in json.loads(line).items():
            setattr(settings, name, value)
        call_command("send_mail")
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Careless(Smtp):
    """Believes that a server forgets what it was given twice: the control that must fail."""

    keeps_once = True


class Nursery:
    """Begins workers on the database of the tests, one at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", NURSERY, connection.settings_dict["NAME"]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "reinsertion.settings"},
        )

    def begin(self, settings: dict[str, Any]) -> int:
        """Start a worker with some settings of its own; its process id."""
        assert self.process.stdin and self.process.stdout
        print(json.dumps(settings), file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())

    def ended(self) -> int:
        """Wait for its end; 0 when it ended by itself, else the signal that killed it."""
        assert self.process.stdout
        return int(self.process.stdout.readline())

    def close(self) -> None:
        """No more workers."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=10)


class Sink(socketserver.ThreadingTCPServer):
    """Keeps the Message-ID of each mail whose end it has read. at_step is told of each step of each conversation."""

    daemon_threads = True

    def __init__(self, at_step: Callable[[str], None] = lambda step: None) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.at_step, self.taken, self.answers = at_step, [], {}
        self.port = self.server_address[1]

    taken: list[str]
    answers: dict[str, str]  # what to answer to a step, when it is not the usual yes

    def __enter__(self) -> "Sink":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    """As much of the protocol as a client needs."""

    server: Sink

    def handle(self) -> None:
        self.say("220 puits")
        try:
            while line := self.rfile.readline():
                step = line.decode()[:4].strip().upper()
                self.server.at_step(step)
                if step == "DATA" and "DATA" not in self.server.answers:
                    self.say("354 allez")
                    self.take()
                    self.server.at_step("TAKEN")
                    step = "TAKEN"
                self.say(self.server.answers.get(step, "250 puits"))
                if step == "QUIT":
                    return
        except OSError:
            return

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise OSError  # the end never came: not taken
            lines.append(line.decode())
        [identifier] = [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("message-id")]
        self.server.taken.append(identifier)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
