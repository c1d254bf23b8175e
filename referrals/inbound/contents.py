"""What a sender wrote of a person: read in words, compared with the files, carried into a new one."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import to_python

from accounts.models import User
from beneficiaries.forms.fields import Birth
from beneficiaries.models import Beneficiary, JusticeStatus, Prison
from beneficiaries.similar import Described, Match, find_similar
from core.dates import plain
from core.templatetags.french import date_words
from partners.models import Domain
from partners.territory import territory_called
from referrals.models import Consent, InboundReferral

Content = dict[str, Any]
NAMES = ("last_name", "first_name")
LATEST = 200


def day_of(text: str) -> date | None:
    """A day as the content keeps it."""
    return date.fromisoformat(text) if text else None


def birth_of(content: Content) -> Birth:
    """The day or the year of birth."""
    return Birth(day_of(content["birth_date"]), content["birth_year"])


def described(content: Content) -> Described:
    """What can be compared with a file."""
    birth = birth_of(content)
    return Described(
        first_name=content["first_name"],
        last_name=content["last_name"],
        birth_date=birth.day,
        birth_year=birth.year,
        phone=content["phone"],
    )


def national(phone: str) -> str:
    """A number as the French write it."""
    number = to_python(phone) if phone else None
    return str(number.as_national) if number else phone


def matches_for(asked: InboundReferral, user: User) -> list[Match]:
    """Likely files among those that the user may open; of the others, nothing is said here."""
    found = find_similar(described(asked.content), reader=user)
    people = Beneficiary.objects.visible_to(user).filter(pk__in=[match.person.pk for match in found])
    open_to_user = set(people.values_list("pk", flat=True))
    return [match for match in found if match.person.pk in open_to_user]


def repeats_of(asked: InboundReferral, user: User) -> list[InboundReferral]:
    """Other requests to the user’s teams that bear the same name or telephone: a form sent by two people."""
    others = InboundReferral.objects.visible_to(user).exclude(pk=asked.pk).filter(erased_at__isnull=True)
    latest = others.for_list().order_by("-received_at", "pk")[:LATEST]
    return [other for other in latest if marks_of(other.content) & marks_of(asked.content)]


def marks_of(content: Content) -> set[str]:
    """What makes two requests look like one person’s."""
    name = " ".join(sorted(plain(f"{content['first_name']} {content['last_name']}").split()))
    return {mark for mark in (name, content["phone"]) if mark}


def rows_of(asked: InboundReferral) -> list[tuple[str, str]]:
    """What is said of the person, in words."""
    content = asked.content
    if asked.erased_at:
        return []
    needs = ", ".join(str(Domain(code).label) for code in content["needs"])
    prison = Prison.objects.filter(pk=content["prison"]).first() if content["prison"] else None
    rows = [
        (_("Nom"), content["last_name"]),
        (_("Prénom"), content["first_name"]),
        (_("Naissance"), str(birth_of(content))),
        (_("Téléphone"), national(content["phone"])),
        (_("Courriel"), content["email"]),
        (_("Précautions"), content["precautions"]),
        (_("Commune"), content["place"]),
        (_("Langues"), ", ".join(content["languages"])),
        (_("Établissement"), str(prison or "")),
        (_("Sortie prévue"), date_words(day_of(content["expected_release_on"]))),
        (_("Besoin"), needs),
        (_("En quelques mots"), content["message"]),
    ]
    said = [(label, value) for label, value in rows if value]
    consent = _("%(kind)s, dit par %(who)s") % {"kind": Consent(asked.consent).label, "who": content["sender_name"]}
    return [*said, (_("Accord de la personne"), consent)]


def initial_of(asked: InboundReferral) -> dict[str, Any]:
    """The form of a new file, filled with everything that the sender wrote."""
    content, received = asked.content, timezone.localdate(asked.received_at)
    place = territory_called(content["place"])
    known = place.commune if place.commune and not place.guessed else None
    held = bool(content["prison"])
    release = day_of(content["expected_release_on"])
    return {
        **{name: content[name] for name in ("last_name", "first_name", "phone", "email", "precautions", "languages")},
        "birth": birth_of(content),
        "commune_code": known.pk if known else "",
        "address": "" if known else content["place"],
        "justice_status": JusticeStatus.IN_CUSTODY if held else JusticeStatus.UNKNOWN,
        "prison": Prison.objects.filter(pk=content["prison"]).first() if held else None,
        "expected_release_on": release,
        "release_date_source": str(asked.link.sender)[:120] if release else "",
        "release_date_noted_on": received if release else None,
        "intake_on": timezone.localdate(),
        "team": asked.link.team_id,
    }
