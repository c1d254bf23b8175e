"""The facts of a service’s page, in words."""

import re

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.french import date_words
from partners.areas import area_words
from partners.cards import address_words, checked_words, fees_words, labels, reach_words
from partners.hours import in_words
from partners.models import Audience, DeliveryMode, Domain, ReferredBy, Service, ServiceKind
from partners.models.topics import TOPIC_LABELS
from partners.offer import admitted_words, closure_words, language_words, paper_words, places_words

Fact = tuple[str, str]
MARKS = re.compile(r"(\*\*|__|^#{1,6}\s+|^>\s?)", re.MULTILINE)
LINKS = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
BULLETS = re.compile(r"^\s*[*-]\s+", re.MULTILINE)


def plain_text(text: str) -> str:
    """Simple Markdown, as directories write it, without its marks: « **Où** » becomes « Où »."""
    return BULLETS.sub("• ", MARKS.sub("", LINKS.sub(r"\1 (\2)", text))).strip()


def service_facts(service: Service) -> list[tuple[str, list[Fact]]]:
    """Sections of facts; an empty value reads « Rien de noté »."""
    organization = service.organization
    duration = [
        _("%(hours)g\u00a0h par semaine") % {"hours": service.weekly_hours} if service.weekly_hours else "",
        ngettext("%(weeks)d semaine", "%(weeks)d semaines", service.weeks) % {"weeks": service.weeks}
        if service.weeks
        else "",
    ]
    closed = closure_words(service, timezone.localdate())
    for_whom = [
        (_("Publics"), labels(service.audiences, Audience)),
        (_("Précisions"), plain_text(service.audience_details)),
        (_("Qui est accueilli"), admitted_words(service)),
        (_("Langues parlées"), language_words(service.languages)),
        (_("Zones d’éligibilité"), area_words(service.eligibility_areas) or _("Partout")),
        (_("Papiers à apporter"), paper_words(service.papers)),
        (_("Conditions d’accès"), plain_text(service.access_conditions)),
        (_("Frais"), ". ".join(filter(None, [fees_words(service), plain_text(service.fees_details)]))),
    ]
    where = [
        (_("Accueil"), labels(service.delivery_modes, DeliveryMode)),
        (_("Adresse"), ", ".join(filter(None, [address_words(service), service.address_more]))),
        *([(_("Lieu"), str(service.site))] if service.site else []),
        (_("Horaires"), in_words(service.hours)),
        *([(_("Fermeture"), closed)] if closed else []),
        (_("Places"), places_words(service)),
        (_("Durée"), ", ".join(filter(None, duration))),
    ]
    how = [
        (
            _("Comment"),
            reach_words(service, str(service.phone or organization.phone), service.email or organization.email),
        ),
        (_("Précisions"), plain_text(service.contact_details)),
        (_("Qui peut demander"), labels(service.referred_by, ReferredBy)),
    ]
    record = [
        (_("Domaines"), labels(service.domains, Domain)),
        (_("Type"), str(ServiceKind(service.kind).label) if service.kind else ""),
        (_("Thématiques"), ", ".join(TOPIC_LABELS.get(topic, topic) for topic in service.topics)),
        (_("Dernière vérification"), checked_words(service.checked_on, service.checked_by)),
        (_("Source"), source_words(service)),
    ]
    return [(_("Pour qui"), for_whom), (_("Où et quand"), where), (_("Comment joindre"), how), (_("La fiche"), record)]


def source_words(service: Service) -> str:
    """Where the record comes from, and how old it is there."""
    if not service.source:
        return _("Saisie ici")
    if not service.source_updated_on:
        return service.source
    return _("%(source)s, mise à jour le %(day)s") % {
        "source": service.source,
        "day": date_words(service.source_updated_on),
    }
