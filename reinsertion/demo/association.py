"""The association « Le Seuil », its two branches, its staff and three invented prisons."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import Association, Team, User
from accounts.roles import Role
from beneficiaries.models import Prison, PrisonKind
from reinsertion.demo.scene import Scene, own_dates

TEAMS = {
    "lille": ("Antenne de Lille", "Lille", "01 99 00 10 20", "12 rue des Tisserands fictive, 59000 Lille"),
    "roubaix": ("Antenne de Roubaix", "Roubaix", "01 99 00 10 30", "5 place du Métier fictive, 59100 Roubaix"),
}
STAFF: dict[str, tuple[str, str, list[Role], list[str]]] = {
    "ines": ("Inès", "Moreau", [Role.CASEWORKER], ["lille"]),
    "lea": ("Léa", "Fontaine", [Role.COORDINATOR], ["lille", "roubaix"]),
    "samir": ("Samir", "Haddad", [Role.PROGRAM_LEAD], ["lille", "roubaix"]),
    "odile": ("Odile", "Lambert", [Role.DIRECTOR], ["lille", "roubaix"]),
    "gilles": ("Gilles", "Marchand", [Role.SHELTER_STAFF], ["lille"]),
    "denis": ("Denis", "Carlier", [Role.TECHNICAL_ADMIN], []),
    "claire": ("Claire", "Vasseur", [Role.DATA_PROTECTION_OFFICER], []),
    "nora": ("Nora", "Petit", [Role.PARTNER_MEMBER], []),
    "thomas": ("Thomas", "Renard", [Role.CASEWORKER], ["lille"]),
    "hugo": ("Hugo", "Delmotte", [Role.CASEWORKER], ["roubaix"]),
    "fatou": ("Fatou", "Diop", [Role.CASEWORKER], ["roubaix"]),
    "yasmine": ("Yasmine", "Kaci", [Role.CASEWORKER, Role.SHELTER_STAFF], ["roubaix"]),
}
PRISONS: dict[str, tuple[str, PrisonKind, str, bool, bool]] = {
    "tilleuls": ("MA des Tilleuls", PrisonKind.REMAND, "Les Tilleuls (commune fictive)", False, False),
    "plaine": ("CD de la Plaine", PrisonKind.DETENTION_CENTRE, "La Plaine (commune fictive)", True, False),
    "moulin": ("CP du Vieux-Moulin", PrisonKind.COMPLEX, "Vieux-Moulin (commune fictive)", True, True),
}


def create_association(scene: Scene) -> None:
    """Name the association and mark the whole database as invented."""
    Association(
        id=1,
        name="Le Seuil",
        tagline="Accompagner le retour, avant et après la sortie",
        address="12 rue des Tisserands fictive, 59000 Lille",
        phone="01 99 00 10 20",
        email="accueil@exemple.test",
        data_protection_email="donnees@exemple.test",
        is_demo=True,
    ).save()


def create_staff(scene: Scene) -> None:
    """Create the branches and the accounts; their passwords open nothing, the demo’s sign-in page does."""
    for key, (name, city, phone, address) in TEAMS.items():
        scene.teams[key] = Team(id=scene.uid(), name=name, city=city, phone=phone, address=address)
    Team.objects.bulk_create(scene.teams.values())
    closed = make_password(None)
    for number, (key, (first_name, last_name, roles, _teams)) in enumerate(STAFF.items()):
        scene.staff[key] = User(
            id=scene.uid(),
            email=f"{key}@exemple.test",
            first_name=first_name,
            last_name=last_name,
            phone=f"01 99 00 11 {number + 10}",
            roles=roles,
            territory="59512" if _teams == ["roubaix"] else "59350",
            password=closed,
            created_at=scene.moment(scene.day(-500 + number)),
        )
    with own_dates(User):
        User.objects.bulk_create(scene.staff.values())
    User.teams.through.objects.bulk_create(
        User.teams.through(user_id=scene.staff[key].pk, team_id=scene.teams[team].pk)
        for key, (*_rest, teams) in STAFF.items()
        for team in teams
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in scene.staff.values()
    )


def create_prisons(scene: Scene) -> None:
    """Create three prisons that exist nowhere."""
    for key, (name, kind, city, women, children) in PRISONS.items():
        scene.prisons[key] = Prison(
            id=scene.uid(),
            name=name,
            kind=kind,
            city=city,
            has_women_wing=women,
            has_mother_child_unit=children,
        )
    Prison.objects.bulk_create(scene.prisons.values())
