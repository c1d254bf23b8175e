"""Forty teams, sixty accounts with known addresses, the prisons they visit."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Association, Team, User
from accounts.roles import Role
from beneficiaries.models import Prison, PrisonKind

SEED = 1792
TEAMS = 40
# The first coordinator belongs to every team: the widest view there is.
ACCOUNTS = [
    ("charge", Role.CASEWORKER, 45),
    ("coordination", Role.COORDINATOR, 8),
    ("programmes", Role.PROGRAM_LEAD, 2),
    ("hebergement", Role.SHELTER_STAFF, 2),
    ("direction", Role.DIRECTOR, 1),
    ("technique", Role.TECHNICAL_ADMIN, 1),
    ("donnees", Role.DATA_PROTECTION_OFFICER, 1),
]


@dataclass(frozen=True)
class Known:
    """What the makers of a file’s parts need to know of its person."""

    person: UUID
    worker: UUID
    status: str
    prison: UUID | None
    release: date | None
    came_out: date | None


@dataclass
class Load:
    """What the makers share: the dice, the day, and the identifiers already given."""

    today: date
    now: datetime
    dice: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 (invented data, not a secret)
    teams: list[UUID] = field(default_factory=list)
    caseworkers: list[list[UUID]] = field(default_factory=list)
    people: list[UUID] = field(default_factory=list)
    workers_of: list[UUID] = field(default_factory=list)
    files: list[Known] = field(default_factory=list)
    met: dict[int, list[UUID]] = field(default_factory=dict)
    prisons: list[UUID] = field(default_factory=list)
    services: list[UUID] = field(default_factory=list)

    def uid(self) -> UUID:
        """An identifier drawn from the dice."""
        return UUID(int=self.dice.getrandbits(128), version=4)


def create_staff(load: Load) -> None:
    """Create the association when there is none, teams, accounts and prisons."""
    if not Association.objects.exists():
        Association(name="Essai de charge", is_demo=True).save()
    teams = [Team(id=load.uid(), name=f"Équipe {number:02}", city="Lille") for number in range(1, TEAMS + 1)]
    Team.objects.bulk_create(teams)
    load.teams = [team.pk for team in teams]
    load.caseworkers = [[] for _ in teams]
    users, memberships, closed = [], [], make_password(None)
    for name, role, count in ACCOUNTS:
        for number in range(1, count + 1):
            user = User(
                id=load.uid(),
                email=f"{name}{number:02}@exemple.test",
                first_name=name.capitalize(),
                last_name=f"Numéro {number:02}",
                roles=[role],
                territory="59350",
                password=closed,
            )
            users.append(user)
            everywhere = role == Role.COORDINATOR and number == 1
            for rank in range(TEAMS) if everywhere else [(number - 1) % TEAMS]:
                memberships.append(User.teams.through(user_id=user.pk, team_id=load.teams[rank]))
            if role == Role.CASEWORKER:
                load.caseworkers[(number - 1) % TEAMS].append(user.pk)
    User.objects.bulk_create(users)
    User.teams.through.objects.bulk_create(memberships)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    prisons = [
        Prison(id=load.uid(), name=f"Établissement d’essai {number:02}", kind=PrisonKind.REMAND, city="Commune d’essai")
        for number in range(1, 31)
    ]
    Prison.objects.bulk_create(prisons)
    load.prisons = [prison.pk for prison in prisons]


def begin(today: date | None = None) -> Load:
    """An empty load as of today."""
    now = timezone.now()
    return Load(today or timezone.localdate(now), now)
