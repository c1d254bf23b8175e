"""Throw away what is forgotten, give back the files of ended leaves, learn the directory’s new words."""

import time
from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management import BaseCommand
from django.core.management.base import CommandParser
from django.db import close_old_connections
from django.utils import timezone

from beneficiaries.models import CustomValue, Draft, HandedFile
from beneficiaries.models.document import document_storage, orphans
from beneficiaries.reminders import send_reminders
from beneficiaries.terms import follow_terms
from core.models import OutgoingMail, RequestCount
from partners.freshness.searches import count_news
from partners.models import ImportLine
from partners.vocabulary import refresh_vocabulary
from programs.event_retention import forget_attendees
from referrals.answering.asking import ask_outcomes
from referrals.chasing import chase
from referrals.digest import send_digests
from referrals.drafting.forgetting import forget_drafts
from referrals.models import InboundReferral
from referrals.models.outcomes import count_outcomes


class Command(BaseCommand):
    """Run once, or for ever with a pause in between."""

    help = "Efface les sessions expirées et les brouillons oubliés, rend les dossiers prêtés pour une absence finie."

    def add_arguments(self, parser: CommandParser) -> None:
        """How often to start again."""
        parser.add_argument("--every", type=_seconds, help="recommence sans fin, après ce nombre de secondes")

    def handle(self, *, every: int | None, **options: Any) -> None:
        """Clean, say how much, wait, start again if asked to."""
        self._clean()
        while every:
            time.sleep(every)
            close_old_connections()
            self._clean()

    def _clean(self) -> None:
        now = timezone.now()
        sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
        drafts, _ = Draft.objects.stale(now).delete()
        lent = HandedFile.objects.over(timezone.localdate(now)).for_list()
        for line in lent:
            line.give_back(by=line.hand_over.giver, at=now)
        settled = follow_terms(now)
        outlived = CustomValue.objects.outlived(timezone.localdate(now)).erase()
        lost = orphans(now - timedelta(days=1))
        for name in lost:
            document_storage().delete(name)
        ImportLine.objects.outlived(now).delete()
        OutgoingMail.objects.outlived(now).delete()
        RequestCount.objects.outlived(now).delete()
        InboundReferral.objects.outlived(now).erase(now)
        forget_attendees(now)
        unsent = forget_drafts(now)
        words = refresh_vocabulary()
        count_outcomes(now)
        reminders = send_reminders(now)
        news = count_news(now)
        asked_again, lapsed = chase(now)
        outcomes = ask_outcomes(now)
        digests = send_digests(now)
        self.stdout.write(
            f"{now:%Y-%m-%d %H:%M} sessions : {sessions}, brouillons : {drafts}, dossiers rendus : {len(lent)},"
            f" situations suivies : {settled},"
            f" réponses effacées : {outlived}, fichiers perdus : {len(lost)}, mots de l’annuaire : {words},"
            f" rappels : {reminders}, nouvelles de recherches : {news},"
            f" orientations relancées : {asked_again}, sans suite : {lapsed}, nouvelles demandées : {outcomes},"
            f" points de la semaine : {digests}, orientations jamais envoyées : {unsent}"
        )
        self.stdout.flush()


def _seconds(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("un nombre entier de secondes, à partir de 1")
    return int(text)
