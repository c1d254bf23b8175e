"""How the directory is kept fresh: a campaign under way, answers of partners, notes, favourites, unmet needs."""

from datetime import timedelta

from core.tokens import digest
from partners.models import (
    CampaignLine,
    CardProposal,
    Domain,
    Favourite,
    LineStatus,
    Missing,
    Organization,
    ProposalStatus,
    SavedSearch,
    TeamNote,
    UnmetNeed,
    UpdateCampaign,
    UpdateLink,
)
from partners.models.update_link import OPEN_FOR
from reinsertion.demo.scene import Scene, own_dates

ASKED = 14
NOTES = [
    "Appeler le matin : l’accueil répond mieux avant 10 h.",
    "Demander la référente justice : elle connaît les sorties sans papiers.",
    "Prévoir une demi-heure de marche depuis le métro.",
]
UNMET = [
    (Domain.HOUSING, "Lille (59)", "59350", Missing.FULL, 9, "Hébergement le soir même, avec un chien."),
    (Domain.HOUSING, "Armentières (59)", "59017", Missing.NOTHING_NEAR, 6, "Aucun accueil de nuit dans la commune."),
    (Domain.HEALTH, "Roubaix (59)", "59512", Missing.FULL, 5, "Psychiatre : six mois d’attente."),
    (Domain.EMPLOYMENT, "Tourcoing (59)", "59599", Missing.CONDITIONS, 4, "Casier demandé pour la formation."),
    (Domain.FAMILY, "Lille (59)", "59350", Missing.TOO_FAR, 3, "Lieu de visite neutre à plus d’une heure."),
    (Domain.ADMINISTRATIVE, "Roubaix (59)", "59512", Missing.LANGUAGE, 2, "Aucun interprète."),
]


def create_freshness(scene: Scene) -> None:
    """Lay what coordination and teams have written around the directory."""
    organizations = sorted(scene.organizations.values(), key=lambda one: (one.checked_on or scene.day(-900), one.name))
    asked = [one for one in organizations if one.is_active][:ASKED]
    create_campaign(scene, asked)
    create_answers(scene, asked[5], asked[6])
    create_notes(scene)
    create_unmet_needs(scene)
    twin, other = asked[-1], asked[-2]
    Organization.objects.filter(pk=twin.pk).update(phone=other.phone)


def create_campaign(scene: Scene, asked: list[Organization]) -> None:
    """The round of the oldest cards: some done, some asked, some to telephone."""
    lea = scene.staff["lea"]
    campaign = UpdateCampaign.objects.create(
        id=scene.uid(), name="Tour des fiches anciennes", created_by=lea, created_at=scene.moment(scene.day(-12))
    )
    lines = []
    for rank, organization in enumerate(asked):
        line = CampaignLine(id=scene.uid(), campaign=campaign, organization=organization)
        if rank < 5:
            line.status, line.done_at = LineStatus.DONE, scene.moment(scene.day(-rank - 1), 11)
            line.done_by = None if rank % 2 else lea
        elif rank < 11:
            line.status = LineStatus.ANSWERED if rank == 5 else LineStatus.SENT
            line.sent_at, line.times_sent = scene.moment(scene.day(-10 if rank < 8 else -2)), 1
        lines.append(line)
    CampaignLine.objects.bulk_create(lines)


def create_answers(scene: Scene, correcting: Organization, confirming: Organization) -> None:
    """One partner has corrected its hours and waits; another found everything right."""
    for organization, status in ((correcting, ProposalStatus.PENDING), (confirming, ProposalStatus.CONFIRMED)):
        at = scene.moment(scene.day(-1), 16)
        link = UpdateLink.objects.create(
            id=scene.uid(),
            organization=organization,
            token_hash=digest(str(scene.uid())),
            created_by=scene.staff["lea"],
            created_at=at - timedelta(days=4),
            expires_at=at + OPEN_FOR,
        )
        after = "Mo-Fr 09:00-12:00; Sa 10:00-12:00"
        hours = {"service": None, "field": "opening_hours", "before": organization.opening_hours, "after": after}
        pending = status == ProposalStatus.PENDING
        CardProposal.objects.create(
            id=scene.uid(),
            organization=organization,
            link=link,
            author="Nadia, accueil" if pending else "",
            note="Nous ouvrons aussi le samedi depuis la rentrée." if pending else "",
            changes=[{**hours, "kept": None}] if pending else [],
            at=at,
            status=status,
        )
    Organization.objects.filter(pk=confirming.pk).update(confirmed_on=scene.day(-1))


def create_notes(scene: Scene) -> None:
    """Favourites, team notes and a saved search of Inès and Léa."""
    services = list(scene.services.values())
    for person, team in (("ines", "lille"), ("lea", "roubaix")):
        user = scene.staff[person]
        kept = scene.dice.sample(services, 4)
        Favourite.objects.bulk_create(Favourite(user=user, service=service) for service in kept)
        with own_dates(TeamNote):
            TeamNote.objects.bulk_create(
                TeamNote(
                    id=scene.uid(),
                    team=scene.teams[team],
                    author=user,
                    service=service,
                    text=text,
                    created_at=scene.moment(scene.day(-20 - rank * 9), 14),
                )
                for rank, (service, text) in enumerate(zip(kept, NOTES, strict=False))
            )
    SavedSearch.objects.create(
        id=scene.uid(),
        user=scene.staff["ines"],
        name="Hébergement autour de Lille",
        query="commune=Lille+%2859%29&domaine=housing&rayon=20",
        seen_at=scene.moment(scene.day(-30)),
    )


def create_unmet_needs(scene: Scene) -> None:
    """What no partner could offer this year."""
    people = [scene.staff[name] for name in ("ines", "thomas", "hugo", "fatou")]
    UnmetNeed.objects.bulk_create(
        UnmetNeed(
            id=scene.uid(),
            submission=scene.uid(),
            domain=domain,
            territory=territory,
            territory_code=code,
            missing=missing,
            details=details if rank == 0 else "",
            noted_on=scene.day(-scene.dice.randint(2, 300)),
            noted_by=people[rank % len(people)],
            team=scene.teams["lille" if rank % 4 < 2 else "roubaix"],
        )
        for domain, territory, code, missing, count, details in UNMET
        for rank in range(count)
    )
