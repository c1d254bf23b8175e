"""Sending what is due, one mail after another; several workers may run, any of them may be killed at any moment.

Three short transactions a mail: claimed, transmitting (just before the server may keep it), sent. Each worker holds a
lock of the database that dies with it: what a dead worker had claimed goes back to waiting; what it was transmitting is
handed over again where the transport keeps each mail once, and is for somebody to verify where nobody can know.
See docs/decisions/0008-mails-leave-once.md.
"""

import logging
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.delivery.transports import Doubt, Rejected, Transport, Undelivered, Unreachable
from core.errors import TransitionNotAllowed
from core.models import MailStatus, OutgoingMail
from core.models.outgoing_mail import IN_HAND
from core.outgoing import held_back

LATER = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12)]
WORKERS = 0x3A11  # the first half of the lock that each worker holds, its own number is the other
DATABASE_PAUSE = 2
ALIVE = """
SELECT objid FROM pg_locks
WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
log = logging.getLogger(__name__)


class MailWorker:
    """Takes the mails that are due; its number is known to be alive as long as its connection is."""

    def __init__(self, clock: Callable[[], datetime] = timezone.now) -> None:
        self.clock = clock
        self.transport: Transport = import_string(settings.MAIL_TRANSPORT)()
        self.number, self.session, self.stopping = 0, None, False

    def run(self) -> int:
        """Send what is due; how many mails left."""
        self._say_alive()
        self.recover()
        sent = 0
        try:
            while not self.stopping and (mail := self.claim()):
                sent += self.send(mail)
        except Unreachable:
            log.warning("Le serveur de courriel ne répond pas : les courriels attendent.")
        finally:
            self.transport.close()
        return sent

    def _say_alive(self) -> None:
        """Take a number and its lock, again on each new connection."""
        connection.ensure_connection()
        if self.session is connection.connection:
            return
        self.number = secrets.randbelow(2**31 - 1) + 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [WORKERS, self.number])
        self.session = connection.connection

    @transaction.atomic
    def recover(self) -> None:
        """Take care of what dead workers left in hand."""
        left = OutgoingMail.objects.filter(status__in=IN_HAND).select_for_update(skip_locked=True, of=("self",))
        mails = list(left)
        with connection.cursor() as cursor:
            cursor.execute(ALIVE, [WORKERS])
            alive = {number for (number,) in cursor.fetchall()}
        for mail in mails:
            if mail.worker not in alive:
                given = mail.status == MailStatus.TRANSMITTING and not self.transport.keeps_once
                problem = _("L’envoi a été interrompu : demandez s’il est arrivé.") if given else ""
                status = MailStatus.DOUBTFUL if given else MailStatus.WAITING
                mail.move_to(status, at=self.clock(), problem=problem)

    @transaction.atomic
    def claim(self) -> OutgoingMail | None:
        """The next mail due, now ours."""
        now = self.clock()
        mail = OutgoingMail.objects.due(now).select_for_update(skip_locked=True, of=("self",)).first()
        if mail:
            mail.move_to(MailStatus.CLAIMED, at=now, worker=self.number, attempts=mail.attempts + 1)
        return mail

    def send(self, mail: OutgoingMail) -> bool:
        """Hand it over, and write what became of it."""
        crossed = False

        def cross() -> None:
            nonlocal crossed
            mail.move_to(MailStatus.TRANSMITTING, at=self.clock(), held_by=mail.worker)
            crossed = True

        if reason := held_back(mail, self.clock()) or ("" if mail.body else _("Le texte ne se lit plus.")):
            self._write(mail, MailStatus.CANCELLED, problem=reason)
            return False
        try:
            self.transport.hand_over(mail, cross)
        except Rejected as refusal:
            self._write(mail, MailStatus.FAILED, problem=said(refusal))
        except Undelivered as refusal:
            self._put_off(mail, said(refusal))
            if isinstance(refusal, Unreachable):
                raise
        except Doubt as doubt:
            self._write(mail, MailStatus.DOUBTFUL, problem=said(doubt))
        except (OperationalError, InterfaceError):
            raise  # the database went away before the crossing, and our lock with it
        except TransitionNotAllowed:
            log.warning("Un courriel a été repris par un autre avant de partir.")
            self.transport.close()
        except Exception as error:
            log.exception("Un courriel n’a pas pu être envoyé.")
            if crossed and not self.transport.keeps_once:
                self._write(mail, MailStatus.DOUBTFUL, problem=type(error).__name__)
            else:
                self._put_off(mail, type(error).__name__)
        else:
            self._write(mail, MailStatus.SENT)
            return True
        return False

    def _put_off(self, mail: OutgoingMail, problem: str) -> None:
        """Try again later, ever later, then give up."""
        if mail.attempts > len(LATER):
            self._write(mail, MailStatus.FAILED, problem=problem)
        else:
            later = self.clock() + LATER[mail.attempts - 1]
            self._write(mail, MailStatus.WAITING, problem=problem, not_before=later)

    def _write(self, mail: OutgoingMail, status: MailStatus, **changes: Any) -> None:
        """Write what became of it, however long the database is away: nobody else knows."""
        holder = mail.worker
        while True:
            try:
                mail.move_to(status, at=self.clock(), held_by=holder, **changes)
            except TransitionNotAllowed:
                log.warning("Un courriel a changé d’état pendant son envoi.")
            except (OperationalError, InterfaceError):
                log.warning("La base ne répond pas : l’état d’un courriel attend d’être écrit.")
                connection.close()
                time.sleep(DATABASE_PAUSE)
                continue
            self._say_alive()
            return


def said(error: Exception) -> str:
    """What the server answered, as much as is kept."""
    return " ".join(str(error).split())[:300]
