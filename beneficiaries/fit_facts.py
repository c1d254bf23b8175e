"""The facts of a person that a service may ask for, as far as the reader may read them."""

from datetime import date

from accounts.models import User
from beneficiaries.models import (
    Beneficiary,
    Child,
    ChildHome,
    Document,
    Gender,
    Obligation,
    ObligationKind,
    Readiness,
    ReadinessItem,
    ReadinessTheme,
)
from partners.areas import areas_of
from partners.fit import Duty, PersonFacts
from partners.models import Commune, Paper
from partners.models.languages import language_codes

BESIDE = [ChildHome.THIS_PARENT, ChildHome.IN_TURN, ChildHome.MOTHER_CHILD_UNIT]
WEIGHING = [ObligationKind.NO_GO, ObligationKind.NO_LEAVE, ObligationKind.RESIDENCE]
PREPARED = {ReadinessTheme.PAPERS: Paper.IDENTITY_CARD, ReadinessTheme.COVER: Paper.HEALTH_COVER}
UNSETTLED = {Readiness.NOT_STARTED, Readiness.IN_PROGRESS, Readiness.NOT_POSSIBLE}


def facts_of(person: Beneficiary, reader: User, day: date) -> PersonFacts:
    """Everything at once; a layer that the reader may not read is a layer of which nothing is known."""
    commune = Commune.objects.filter(pk=person.commune_code).first() if person.commune_code else None
    held, expired = papers_of(person, reader, day)
    prepared = ReadinessItem.objects.visible_to(reader).filter(
        release__beneficiary=person, release__happened_on__isnull=True, kind__theme__in=PREPARED
    )
    lacking = set()
    for theme, state in prepared.values_list("kind__theme", "state"):
        paper = PREPARED[ReadinessTheme(theme)].value
        if state == Readiness.READY:
            held.add(paper)
        elif state in UNSETTLED:
            lacking.add(paper)
    children = Child.objects.visible_to(reader).current().filter(beneficiary=person, home__in=BESIDE)
    return PersonFacts(
        day=day,
        areas=tuple(areas_of(commune)) if commune else (),
        commune=commune.name if commune else "",
        woman={Gender.FEMALE: True, Gender.MALE: False}.get(Gender(person.gender)),
        age=age_of(person, day),
        with_children=children.exists() or None,
        papers=frozenset(held),
        expired={paper: end for paper, end in expired.items() if paper not in held},
        lacking=frozenset(lacking - held),
        languages=frozenset(language_codes(person.languages)),
        duties=duties_of(person, reader, day),
    )


def age_of(person: Beneficiary, day: date) -> tuple[int, int] | None:
    """The youngest and the oldest the person may be: a year of birth leaves a doubt."""
    age = person.age_on(day)
    if age is None:
        return None
    return (age, age) if person.birth_date else (max(age - 1, 0), age)


def papers_of(person: Beneficiary, reader: User, day: date) -> tuple[set[str], dict[str, date]]:
    """The kinds of papers held, and the last end of those that have all come to theirs."""
    documents = Document.objects.visible_to(reader).kept().filter(beneficiary=person, kind__in=Paper.values)
    held: set[str] = set()
    expired: dict[str, date] = {}
    for kind, end in documents.values_list("kind", "expires_on"):
        if end is None or end >= day:
            held.add(kind)
        else:
            expired[kind] = max(end, expired.get(kind, end))
    if Paper.RESIDENCE_PERMIT in held:
        held.add(Paper.IDENTITY_CARD.value)
    return held, expired


def duties_of(person: Beneficiary, reader: User, day: date) -> tuple[Duty, ...]:
    """What a measure in force asks and a service may go against, for whoever reads the justice layer."""
    rows = (
        Obligation.objects.visible_to(reader).open().filter(measure__in=person.measures.current(day), kind__in=WEIGHING)
    )
    return tuple(Duty(kind, words) for kind, words in rows.order_by("created_at", "pk").values_list("kind", "details"))
