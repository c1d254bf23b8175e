"""Whether a service fits a person: why, why not, and what would unlock it. Plain facts in, reasons out.

What is not known is said as not known, never as « no »: nothing here guesses about the person or about the service.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import cached_property

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.choices import label_of
from core.templatetags.french import ago_words, date_words
from partners.filters import PLACES_HOLD, closed_on, full_on
from partners.models import Audience, DeliveryMode, Domain, Paper, Service, Sex, SpokenLanguage
from partners.models.folding import fold
from partners.offer import age_words

# Papers without which one is sent away; the others are worth bringing.
KEY_PAPERS = (Paper.IDENTITY_CARD, Paper.MAILING_ADDRESS, Paper.HEALTH_COVER)
UNLOCKING = {
    Paper.IDENTITY_CARD: lambda: _("demander d’abord une pièce d’identité en mairie"),
    Paper.MAILING_ADDRESS: lambda: _("demander d’abord une domiciliation au CCAS ou à une association agréée"),
    Paper.HEALTH_COVER: lambda: _("ouvrir d’abord les droits à l’assurance maladie"),
}
SLEPT_IN = {Domain.HOUSING, Domain.EMERGENCY}
YOUNG, PERHAPS_YOUNG, PERHAPS_OLD, OLD = 25, 29, 50, 60


class Verdict(IntEnum):
    """From the best to the worst; a service is as its worst reason."""

    FITS = 0
    UNKNOWN = 1
    NOT_YET = 2
    NOT = 3

    @property
    def label(self) -> str:
        """In words, as on the card."""
        return str(WORDS[self]())

    @property
    def tone(self) -> str:
        """Colour of the word, which says the same."""
        return TONES[self]


WORDS = {
    Verdict.FITS: lambda: _("Convient"),
    Verdict.UNKNOWN: lambda: _("À vérifier"),
    Verdict.NOT_YET: lambda: _("Pas encore"),
    Verdict.NOT: lambda: _("Ne convient pas"),
}
TONES = {Verdict.FITS: "success", Verdict.UNKNOWN: "neutral", Verdict.NOT_YET: "warning", Verdict.NOT: "danger"}


@dataclass(frozen=True)
class Reason:
    """One line: why, and what would unlock it."""

    verdict: Verdict
    text: str
    unlock: str = ""


@dataclass(frozen=True)
class Duty:
    """What the person must respect, in the words noted, when the reader may read them."""

    kind: str
    words: str


@dataclass(frozen=True)
class PersonFacts:
    """What a service may ask of somebody; empty or None where nobody noted it, or where the reader may not read it.

    age is the youngest and oldest the person may be; areas hold their commune; lacking names papers noted as missing.
    """

    day: date
    areas: tuple[str, ...] = ()
    commune: str = ""
    woman: bool | None = None
    age: tuple[int, int] | None = None
    with_children: bool | None = None
    papers: frozenset[str] = frozenset()
    expired: Mapping[str, date] = field(default_factory=dict)
    lacking: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    duties: tuple[Duty, ...] = ()

    @cached_property
    def publics(self) -> dict[str, bool]:
        """The publics to which the person belongs for sure, or for sure does not."""
        told = {Audience.JUSTICE.value: True}
        if self.woman is not None:
            told[Audience.WOMEN] = self.woman
        if self.with_children:
            told[Audience.FAMILIES] = True
        if self.age:
            youngest, oldest = self.age
            if oldest <= YOUNG or youngest > PERHAPS_YOUNG:
                told[Audience.YOUNG] = oldest <= YOUNG
            if youngest >= OLD or oldest < PERHAPS_OLD:
                told[Audience.SENIORS] = youngest >= OLD
        return told

    @cached_property
    def excluded(self) -> Q:
        """Services that cannot fit, as far as a query can tell: they come last."""
        never = closed_on(self.day) | full_on(self.day)
        open_to = [public for public in Audience.values if self.publics.get(public) is not False]
        never |= Q(audiences__len__gt=0) & ~Q(audiences__overlap=open_to)
        if self.woman is not None:
            never |= Q(sex=Sex.MEN if self.woman else Sex.WOMEN)
        if self.age:
            never |= Q(age_min__gt=self.age[1]) | Q(age_max__lt=self.age[0])
        if self.areas:
            never |= Q(eligibility_areas__len__gt=0) & ~Q(eligibility_areas__overlap=list(self.areas))
        if self.with_children:
            never |= Q(children_welcome=False)
        return never


@dataclass(frozen=True)
class Fit:
    """The verdict on a service for one person, and its reasons, the worst first."""

    reasons: tuple[Reason, ...]

    @property
    def against(self) -> list[Reason]:
        """What stands between the person and the service."""
        return [reason for reason in self.reasons if reason.verdict]

    @property
    def pro(self) -> str:
        """What speaks for it, on one line."""
        return " · ".join(reason.text for reason in self.reasons if not reason.verdict)

    @property
    def verdict(self) -> Verdict:
        """As the worst of its reasons."""
        return max((reason.verdict for reason in self.reasons), default=Verdict.UNKNOWN)


def fit_of(service: Service, person: PersonFacts, places: Mapping[str, str]) -> Fit:
    """Every reason; places are the names of the areas of eligibility, by code."""
    found = [
        *opening_reasons(service, person),
        *public_reasons(service, person),
        *area_reasons(service, person, places),
        *children_reasons(service, person),
        *duty_reasons(service, person),
        *paper_reasons(service, person),
        *language_reasons(service, person),
    ]
    return Fit(tuple(sorted(found, key=lambda reason: -reason.verdict)))


def opening_reasons(service: Service, person: PersonFacts) -> Iterator[Reason]:
    """Closed for a time, full, or with places counted lately."""
    if service.is_closed_on(person.day):
        until = service.closed_until
        if until:
            words = {"day": date_words(until)}
            yield Reason(Verdict.NOT_YET, _("Fermé jusqu’au %(day)s") % words, _("rappeler à la réouverture"))
        else:
            yield Reason(Verdict.NOT_YET, _("Fermé pour le moment"), _("demander la date de réouverture"))
    counted = service.places_on
    if service.places_free is None or not counted or counted < person.day - PLACES_HOLD:
        return
    when = ago_words(counted)
    if service.places_free == 0:
        text = _("Plus de place (compté %(when)s)") % {"when": when}
        yield Reason(Verdict.NOT_YET, text, _("demander une inscription sur liste d’attente"))
    else:
        free = ngettext("%(count)d place libre", "%(count)d places libres", service.places_free)
        words = {"free": free % {"count": service.places_free}, "when": when}
        yield Reason(Verdict.FITS, _("%(free)s (compté %(when)s)") % words)


def public_reasons(service: Service, person: PersonFacts) -> Iterator[Reason]:
    """Women or men only, ages, and the publics that are welcome."""
    if service.sex:
        yield sex_reason(service.sex, person.woman)
    if service.age_min is not None or service.age_max is not None:
        yield age_reason(service, person.age)
    welcome = service.audiences
    if not welcome:
        if not service.sex and service.age_min is None and service.age_max is None:
            yield Reason(Verdict.UNKNOWN, _("Public non précisé"), _("demander au service"))
        return
    if Audience.EVERYONE in welcome:
        yield Reason(Verdict.FITS, _("Ouvert à tous les publics"))
        return
    among = [public for public in welcome if person.publics.get(public)]
    if among:
        yield Reason(Verdict.FITS, _("Accueille\u00a0: %(publics)s") % {"publics": _publics(among)})
        return
    unsure = [public for public in welcome if public not in person.publics]
    words = {"publics": _publics(unsure or welcome)}
    if unsure:
        yield Reason(Verdict.UNKNOWN, _("Réservé\u00a0: %(publics)s") % words, _("à vérifier avec la personne"))
    else:
        yield Reason(Verdict.NOT, _("Réservé\u00a0: %(publics)s") % words)


def sex_reason(kept_for: str, woman: bool | None) -> Reason:
    """A service kept for women, or for men."""
    label = label_of(Sex, kept_for)
    if woman is None:
        return Reason(Verdict.UNKNOWN, label, _("à vérifier avec le service\u00a0: rien de sûr dans le dossier"))
    return Reason(Verdict.FITS if woman == (kept_for == Sex.WOMEN) else Verdict.NOT, label)


def age_reason(service: Service, age: tuple[int, int] | None) -> Reason:
    """A service kept for some ages; a year of birth alone leaves a doubt of one year."""
    label = capfirst(age_words(service))
    if age is None:
        return Reason(Verdict.UNKNOWN, label, _("âge non renseigné dans le dossier"))
    least, most = service.age_min or 0, 150 if service.age_max is None else service.age_max
    if least <= age[0] and age[1] <= most:
        return Reason(Verdict.FITS, label)
    if age[1] < least or most < age[0]:
        return Reason(Verdict.NOT, label)
    return Reason(Verdict.UNKNOWN, label, _("la date de naissance exacte est à vérifier"))


def area_reasons(service: Service, person: PersonFacts, places: Mapping[str, str]) -> Iterator[Reason]:
    """Kept for the people of some places."""
    areas = service.eligibility_areas
    if not areas:
        return
    names = ", ".join(dict.fromkeys(places.get(area, area) for area in areas))
    text = _("Réservé au territoire\u00a0: %(places)s") % {"places": names}
    if not person.areas:
        yield Reason(Verdict.UNKNOWN, text, _("commune non renseignée dans le dossier"))
    elif set(areas) & set(person.areas):
        yield Reason(Verdict.FITS, _("Ouvert au territoire de %(commune)s") % {"commune": person.commune})
    else:
        town = next((places.get(area, area) for area in areas if len(area) in (5, 7)), "")
        moved = _("une domiciliation à %(place)s peut l’ouvrir") % {"place": town} if town else ""
        yield Reason(Verdict.NOT, text, moved)


def children_reasons(service: Service, person: PersonFacts) -> Iterator[Reason]:
    """The children who live with the person, when the reader knows of them."""
    if not person.with_children:
        return
    stays = bool(SLEPT_IN & set(service.domains))
    if service.children_welcome:
        yield Reason(Verdict.FITS, _("Accueille les enfants"))
    elif service.children_welcome is None:
        if stays:
            yield Reason(Verdict.UNKNOWN, _("Accueil des enfants non précisé"), _("demander au service"))
    elif stays:
        yield Reason(Verdict.NOT, _("N’accueille pas les enfants"))
    else:
        yield Reason(Verdict.NOT_YET, _("N’accueille pas les enfants"), _("prévoir une garde pour ce moment"))


def duty_reasons(service: Service, person: PersonFacts) -> Iterator[Reason]:
    """Places forbidden, a territory not to leave, an address to keep."""
    remote = service.delivery_modes == [DeliveryMode.REMOTE]
    for duty in person.duties:
        words = {"words": duty.words}
        if duty.kind == "no_go" and not remote and names_place(duty.words, service):
            yield Reason(Verdict.NOT, _("Lieu interdit à la personne\u00a0: «\u00a0%(words)s\u00a0»") % words)
        elif duty.kind == "no_leave" and not remote and not names_place(duty.words, service):
            text = _("Ne doit pas quitter un territoire\u00a0: «\u00a0%(words)s\u00a0»") % words
            yield Reason(Verdict.UNKNOWN, text, _("vérifier que le service s’y trouve"))
        elif duty.kind == "residence" and SLEPT_IN & set(service.domains):
            text = _("Doit résider à une adresse fixée")
            yield Reason(Verdict.UNKNOWN, text, _("demander l’accord du SPIP avant de changer d’adresse"))


def names_place(words: str, service: Service) -> bool:
    """Whether the words name the commune or the street of the service."""
    said = f" {_plain(words)} "
    street = _plain(service.address).lstrip("0123456789 ")
    return any(place and f" {place} " in said for place in (_plain(service.city), street))


def paper_reasons(service: Service, person: PersonFacts) -> Iterator[Reason]:
    """Papers that the person has, lacks, or of which nobody knows."""
    bring = []
    for paper in service.papers:
        label = label_of(Paper, paper)
        if paper in person.papers:
            continue
        unlock = UNLOCKING[Paper(paper)]() if paper in UNLOCKING else _("la demander d’abord")
        if paper in person.expired:
            words = {"paper": label, "day": date_words(person.expired[paper])}
            yield Reason(Verdict.NOT_YET, _("À renouveler\u00a0: %(paper)s, fin le %(day)s") % words, unlock)
        elif paper in person.lacking:
            yield Reason(Verdict.NOT_YET, _("Il manque\u00a0: %(paper)s") % {"paper": label}, unlock)
        elif paper in KEY_PAPERS:
            text = _("Demandé\u00a0: %(paper)s") % {"paper": label}
            yield Reason(Verdict.UNKNOWN, text, _("rien dans le dossier, à vérifier avec la personne"))
        else:
            bring.append(label)
    if bring:
        yield Reason(Verdict.FITS, _("À apporter\u00a0: %(papers)s") % {"papers": ", ".join(bring)})


def language_reasons(service: Service, person: PersonFacts) -> Iterator[Reason]:
    """A language in common; French is taken for granted of a service that says nothing."""
    if not person.languages:
        return
    given = set(service.languages) or {SpokenLanguage.FRENCH.value}
    common = given & person.languages
    if SpokenLanguage.FRENCH in common:
        return
    if common:
        spoken = ", ".join(label_of(SpokenLanguage, code) for code in sorted(common))
        yield Reason(Verdict.FITS, _("On y parle\u00a0: %(languages)s") % {"languages": spoken})
        return
    spoken = ", ".join(label_of(SpokenLanguage, code) for code in sorted(person.languages))
    text = _("La personne parle\u00a0: %(languages)s") % {"languages": spoken}
    yield Reason(Verdict.UNKNOWN, text, _("demander si quelqu’un la parle, sinon prévoir un interprète"))


def _publics(codes: list[str]) -> str:
    return ", ".join(label_of(Audience, code) for code in codes)


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(text)).split())
