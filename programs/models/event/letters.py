"""What is written to those who registered for an event: where they stand, a link to cancel, nobody’s name."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import Association
from core.models import OutgoingMail
from core.outgoing import post
from core.templatetags.french import date_words, time_words
from core.tokens import digest, draw

if TYPE_CHECKING:
    from programs.models.event.registration import EventRegistration


class News(models.TextChoices):
    """Why somebody is written to."""

    CONFIRMED = "confirmed", gettext_lazy("Votre inscription est confirmée.")
    WAITING = (
        "waiting",
        gettext_lazy(
            "Il n’y a plus de place : vous êtes sur la liste d’attente. Nous vous écrirons si une place se libère."
        ),
    )
    FREED = "freed", gettext_lazy("Une place s’est libérée : votre inscription est confirmée.")
    MOVED = "moved", gettext_lazy("L’heure ou le lieu ont changé : voici ce qui est prévu à présent.")
    CANCELLED = "cancelled", gettext_lazy("L’événement est annulé.")


def tell(registration: "EventRegistration", news: News, *, at: datetime) -> OutgoingMail | None:
    """Write to whoever gave an address; each mail has its own link, and the former ones keep working."""
    if not registration.email:
        return None
    event, association, token = registration.event, Association.current(), draw()
    registration.token_hashes = [*registration.token_hashes, digest(token)]
    registration.save(update_fields=["token_hashes"])
    with override("fr"):
        when = _("%(day)s à %(time)s") % {"day": date_words(event.starts_at), "time": time_words(event.starts_at)}
        link = f"{settings.SITE_URL}{reverse('programs:event-registration', args=[token])}"
        lines = [
            _("Bonjour,"),
            str(news.label),
            "\n".join(filter(None, [event.title, when, event.place])),
            event.cancel_reason and _("Raison : %(reason)s") % {"reason": event.cancel_reason},
            _("Lire votre inscription, ou l’annuler : %(link)s") % {"link": link},
            " – ".join(filter(None, [association.name, association.phone, association.email])),
        ]
        subject = _("Votre inscription : %(name)s") % {"name": association.name}
    key = f"event:{registration.pk}:{len(registration.token_hashes)}"
    body = "\n\n".join(filter(None, lines)) + "\n"
    return post(registration.email, subject, body, about=event, at=at, key=key)
