"""What is measured: our page, the minimal page beside it, what its answer must hold, its budgets."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Beneficiary
from reinsertion.load.people import LONG_FILE_NICKNAME

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
SERVICES = re.compile(rf'<h3><a href="/annuaire/services/{UUID}/')
PEOPLE = re.compile(rf'<a class="strong" href="/personnes/{UUID}/"')
FOLLOW_UPS = re.compile(r'<li id="suivi-')
BLOCKS = re.compile(r"<h2")
STD_ROWS = re.compile(r"data-row")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Reader:
    """Somebody signed in: the client in this process, and the headers for the server."""

    user: User
    client: Client
    headers: dict[str, str]

    @classmethod
    def called(cls, email: str) -> "Reader":
        """Sign in as a generated account."""
        user = User.objects.get(email=email)
        client = Client(headers={"accept-language": "fr"})
        client.force_login(user, backend=BACKEND)
        name = settings.SESSION_COOKIE_NAME
        cookie = f"{name}={client.cookies[name].value}"
        return cls(user, client, {"Cookie": cookie, "Accept-Language": "fr"})


@dataclass
class Scenario:
    """One page of ours beside a page of std; form makes the fields of a POST, a fresh submission each time."""

    name: str
    reader: Reader
    path: str
    std: str
    rows: re.Pattern[str]
    least: int
    ratio: float
    queries: int | None = None
    kilobytes: float | None = None
    form: Callable[[], dict[str, str]] | None = None
    beside: str = "std"


def searched(**filters: str) -> str:
    """The directory’s search page."""
    return f"{reverse('partners:directory')}?{urlencode(filters)}"


def scenarios() -> list[Scenario]:
    """Every budget of docs/performance.md, on the generated accounts."""
    everywhere, caseworker = Reader.called("coordination01@exemple.test"), Reader.called("charge01@exemple.test")
    person = longest_file()
    search = searched(q="hébergement", domaine="housing", commune="Lille", rayon="20")
    misspelt = searched(q="ebergemant", domaine="housing", commune="Lille", rayon="20")
    people, deep = reverse("beneficiaries:list"), f"{reverse('beneficiaries:list')}?page=790"
    std, std_person = "/std/personnes/", f"/std/personnes/{person.pk}/"
    file = reverse("casework:person-file", args=[person.pk])
    timeline = reverse("casework:person-timeline", args=[person.pk])
    log = f"{reverse('beneficiaries:follow-up-new')}?personne={person.pk}"
    tabs = [
        Scenario(f"Dossier : {label}", everywhere, reverse(f"casework:{name}", args=[person.pk]), std_person, BLOCKS, 1,
                 2.5, 8, 12)
        for label, name in [("plan", "person-plan"), ("documents", "person-documents"), ("sortie", "person-release"),
                            ("situation", "person-situation"), ("famille", "person-family")]
    ]  # fmt: skip
    return [
        Scenario("Annuaire : mots + domaine + 20 km", caseworker, search, std, SERVICES, 25, 2, 6, 10),
        Scenario("Annuaire : mal écrit", caseworker, misspelt, search, SERVICES, 25, 1.3, 7, 10, beside="sans faute"),
        Scenario("Fiche personne", everywhere, file, std_person, FOLLOW_UPS, 3, 2.5, 8, 12),
        Scenario("Suivis : 25 sur 2 000", everywhere, timeline, std_person, FOLLOW_UPS, 25, 2.5, 8, 12),
        Scenario("Suivis : page 60", everywhere, f"{timeline}?page=60", std_person, FOLLOW_UPS, 25, 2.5, 8, 12),
        *tabs,
        Scenario("Personnes : 20 000, page 1", everywhere, people, std, PEOPLE, 25, 2.5, 6, 12),
        Scenario("Personnes : page 790", everywhere, deep, std, PEOPLE, 25, 2.5, 6, 12),
        Scenario("Personnes : par contact", everywhere, f"{people}?tri=contact", std, PEOPLE, 25, 2.5, 6, 12),
        Scenario("Ma journée (chargée d’insertion)", caseworker, reverse("casework:home"), std, BLOCKS, 3, 3, 10, 12),
        Scenario("Ma journée (coordination)", everywhere, reverse("casework:home"), std, BLOCKS, 3, 3, 10, 12),
        Scenario("Noter un suivi (POST)", everywhere, log, f"{std_person}noter/", STD_ROWS, 0, 3, 12,
                 form=lambda: note_of(person)),
    ]  # fmt: skip


def longest_file() -> Beneficiary:
    """The person with thousands of follow-ups."""
    return Beneficiary.objects.get(nickname=LONG_FILE_NICKNAME)


def note_of(person: Beneficiary) -> dict[str, str]:
    """The fields of « Noter un suivi », as its page posts them."""
    return {
        "submission": str(uuid.uuid4()),
        "people": str(person.pk),
        "when": "today",
        "asked_on": f"{timezone.localdate():%Y-%m-%d}",
        "mode": "interview",
        "topics": "housing",
        "summary": "Point fait sur le logement, dossier complet.",
    }
