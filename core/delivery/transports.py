"""Who carries a mail out of here: a mail server, or a folder that keeps each mail once.

A transport calls its second argument at the last moment when it may still be stopped without a trace.
"""

import os
import re
import smtplib
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from core.models import OutgoingMail

Crossing = Callable[[], None]
PATIENCE = 30


class Undelivered(Exception):
    """The server did not take it; another try may do."""


class Unreachable(Undelivered):
    """There is nobody to talk to: no use trying the next mail now."""


class Rejected(Undelivered):
    """The server never will take it."""


class Doubt(Exception):
    """The server may have taken it, nobody knows."""


class Transport(Protocol):
    """Carries mails; keeps_once: a mail handed over twice leaves once."""

    keeps_once: bool

    def hand_over(self, mail: OutgoingMail, cross: Crossing) -> None:
        """Carry one mail, or raise."""

    def close(self) -> None:
        """Nothing more to carry for now."""


def message_of(mail: OutgoingMail) -> EmailMessage:
    """The mail as servers read it."""
    headers = {"Message-ID": mail.message_id} | ({} if mail.by_id else {"Auto-Submitted": "auto-generated"})
    return EmailMessage(mail.subject, mail.body, None, [mail.to], headers=headers)


class Spool:
    """A folder, one file a mail, named by its id: whoever writes it again finds it there."""

    keeps_once = True

    def hand_over(self, mail: OutgoingMail, cross: Crossing) -> None:
        """Write the file whole beside its name, then give it its name."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f".{mail.pk}.{os.getpid()}"
        cross()
        with partial.open("wb") as file:
            file.write(message_of(mail).message().as_bytes())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(partial, folder / f"{mail.pk}.eml")
        except FileExistsError:
            pass
        finally:
            partial.unlink()

    def close(self) -> None:
        """Nothing is open."""


class Smtp:
    """A mail server, spoken to step by step: until the text goes, it keeps nothing."""

    keeps_once = False

    def __init__(self) -> None:
        self.backend: Any = None

    def hand_over(self, mail: OutgoingMail, cross: Crossing) -> None:
        """Announce the mail, cross, give its text, wait for the receipt."""
        message = message_of(mail)
        text = on_the_wire(message)
        try:
            server = self._server()
            _expect(server.mail(parseaddr(message.from_email)[1]), 250)
            _expect(server.rcpt(mail.to), 250, 251)
            _expect(server.docmd("DATA"), 354)
        except Undelivered:
            self.close()
            raise
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Unreachable(_words(error)) from error
        cross()
        try:
            server.send(text)
            answer = server.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Doubt(_words(error)) from error
        _expect(answer, 250)

    def close(self) -> None:
        """Hang up; a mail announced and not given is forgotten by the server."""
        backend, self.backend = self.backend, None
        if backend and backend.connection:
            backend.connection.close()

    def _server(self) -> smtplib.SMTP:
        """The conversation under way, or a new one."""
        if self.backend is None:
            self.backend = get_connection("django.core.mail.backends.smtp.EmailBackend", timeout=PATIENCE)
            self.backend.open()
        server: smtplib.SMTP = self.backend.connection
        return server


def on_the_wire(message: EmailMessage) -> bytes:
    """The text as the protocol wants it: its line ends, its dots, its end."""
    text = re.sub(rb"\r?\n", b"\r\n", message.message().as_bytes().rstrip(b"\r\n"))
    return re.sub(rb"(?m)^\.", b"..", text) + b"\r\n.\r\n"


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    """Go on if the server agrees."""
    code, words = answer
    if code not in codes:
        said = f"{code} {words.decode(errors='replace')}"
        raise Rejected(said) if 500 <= code < 600 else Undelivered(said)


def _words(error: Exception) -> str:
    """What went wrong, on one line."""
    return f"{type(error).__name__}: {error}"
