"""What the file and the directory offer for the sheet: meetings to come, a roof, whom to call."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import HELD, Appointment, Beneficiary
from casework.passport.lint import private_words
from partners.models import Domain
from programs.models import ProgramKind, ProtectedAddress, Stay, StayStatus
from referrals.models import Referral
from referrals.models.states import HELD_OPEN

MOST_MEETINGS, MOST_ROOFS = 6, 2
EXPECTED = [StayStatus.PROVISIONAL, StayStatus.CONFIRMED, StayStatus.ARRIVED]


@dataclass(frozen=True)
class MeetingToCome:
    """An appointment outside: its moment cannot be retyped, its words can."""

    pk: UUID
    moment: datetime
    told: dict[str, str]


def first_day_outside(person: Beneficiary, today: date) -> date:
    """From when the sheet serves: what takes place before the release stays inside."""
    day = person.expected_release_on
    return day if day and day > today and person.justice_status in HELD else today


def meetings_to_come(person: Beneficiary, reader: User) -> list[MeetingToCome]:
    """The next meetings from the day of the release on."""
    now = timezone.now()
    day = first_day_outside(person, timezone.localdate(now))
    rows = Appointment.objects.visible_to(reader).open().upcoming(now).filter(beneficiary=person)
    rows = rows.filter(starts_at__date__gte=day).order_by("starts_at", "pk")[:MOST_MEETINGS]
    return [MeetingToCome(row.pk, row.starts_at, tellable({"what": row.purpose, "where": row.place})) for row in rows]


def tellable(told: dict[str, str]) -> dict[str, str]:
    """Without the texts that say something of justice or of health: they are to be written anew."""
    return {name: text for name, text in told.items() if not private_words(text)}


def roofs_for(person: Beneficiary, reader: User) -> list[dict[str, str]]:
    """Where the person may sleep: a stay that covers the day, else a shelter that has accepted."""
    day = first_day_outside(person, timezone.localdate())
    stays = (
        Stay.objects.visible_to(reader)
        .filter(beneficiary=person, status__in=EXPECTED, period__contains=day)
        .select_related("place__site")
        .order_by("period", "pk")
    )
    found = [site_words(stay.place.site) | protected_words(stay, reader) for stay in stays[:MOST_ROOFS]]
    if found:
        return found
    housed = Q(service__domains__contains=[Domain.HOUSING]) | Q(program__kind=ProgramKind.SHELTER)
    accepted = Referral.objects.visible_to(reader).filter(housed, beneficiary=person, status__in=HELD_OPEN)
    accepted = accepted.filter(service__isnull=False).select_related("service__organization").order_by("-sent_at", "pk")
    return [service_words(referral.service) for referral in accepted[:MOST_ROOFS]]


def site_words(site: Any) -> dict[str, str]:
    """A site of the association; the address of a protected one is never written."""
    town = f"{site.postal_code} {site.city}".strip()
    where = "" if site.has_secret_address else ", ".join(part for part in (site.address, town) if part)
    return {"name": site.name, "where": where, "phone": site.phone}


def protected_words(stay: Stay, reader: User) -> dict[str, str]:
    """The address of a protected site, for whoever is named for the stay: offered, and written only when chosen."""
    known = ProtectedAddress.objects.known_to(reader, stay).first() if stay.place.site.has_secret_address else None
    return {"protected": known.words, "protected_how": known.directions} if known else {}


def service_words(service: Any) -> dict[str, str]:
    """A service of the directory, at its address or that of its organisation; by telephone alone when sensitive."""
    place = service if service.address else service.organization
    town = f"{place.postal_code} {place.city}".strip()
    phone = service.phone or service.organization.phone
    return {
        "name": service.organization.outside_name,
        "where": "" if service.organization.is_sensitive else ", ".join(filter(None, (place.address, town))),
        "phone": str(phone.as_national) if phone else "",
    }


def helper_for(person: Beneficiary) -> dict[str, str]:
    """The lead worker, by first name."""
    lead = person.lead_worker
    return {"name": lead.first_name, "phone": str(lead.phone or "")} if lead else {}
