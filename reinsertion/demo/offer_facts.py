"""What the invented services say of themselves: for whom, in which languages, with which papers, places and closures.

Drawn from the rank of each service, never from the dice: the rest of the demonstration stays as it was.
"""

from uuid import uuid5

from partners.models import Audience, Country, DeliveryMode, Domain, Organization, Paper, Service, Sex, Site
from reinsertion.demo.scene import Scene

LANGUAGES = [["fr"], ["fr", "ar"], ["fr", "en", "ro"], ["fr", "wo", "ff"], ["fr", "pt", "es"], ["fr", "uk", "ru"], []]
SENSITIVE = "Écoute Plurielle (fictif)"
SITE = "Permanence du quartier"
BRANCH, HEAD = "Accueil de jour Le Préau (fictif)", "Accueil de jour La Passerelle (fictif)"
ABROAD = "Un bail pour tous (fictif)"
TOURNAI = {
    "country": Country.BELGIUM, "address": "3 rue Saint-Martin", "postal_code": "7500", "city": "Tournai",
    "insee_code": "BE57081", "latitude": 50.60715, "longitude": 3.38932,
}  # fmt: skip
SITE_HOURS = ["Tu 14:00-17:00", "We 09:00-12:00; PH off", "Mo,Th 13:30-17:30", 'Fr 09:00-12:00 "sur rendez-vous"']


def tell_facts(scene: Scene) -> list[Site]:
    """Complete the staged organisations and services; return the sites to create between the two."""
    head, abroad = scene.organizations[HEAD], scene.organizations[ABROAD]
    scene.organizations[SENSITIVE].is_sensitive = True
    scene.organizations[BRANCH].parent = head
    for name, value in TOURNAI.items():
        setattr(abroad, name, value)
    sites = [site_of(rank, one) for rank, one in enumerate(list(scene.organizations.values())[::10])]
    at = {site.organization_id: site for site in sites}
    for rank, service in enumerate(scene.services.values()):
        tell(scene, rank, service)
        if service.organization == abroad:
            stand(service, abroad)
        elif rank % 2 and service.organization_id in at:
            service.site = at[service.organization_id]
            service.opening_hours = ""
            stand(service, at[service.organization_id])
    return sites


def site_of(rank: int, organization: Organization) -> Site:
    """A second place of the organisation, in the same town."""
    return Site(
        id=uuid5(organization.pk, SITE),
        organization=organization,
        name=SITE,
        address=f"{2 * rank + 4} place du Marché",
        postal_code=organization.postal_code,
        city=organization.city,
        insee_code=organization.insee_code,
        latitude=organization.latitude,
        longitude=organization.longitude,
        opening_hours=SITE_HOURS[rank % len(SITE_HOURS)],
        accessibility="Plain-pied, sonnette à droite de la porte.",
    )


def stand(service: Service, place: Organization | Site) -> None:
    """Give the service the address of a place."""
    for name in ("address", "postal_code", "city", "insee_code", "latitude", "longitude"):
        setattr(service, name, getattr(place, name))


def tell(scene: Scene, rank: int, service: Service) -> None:
    """The facts of one service."""
    service.languages = LANGUAGES[rank % len(LANGUAGES)]
    service.papers = [Paper.IDENTITY_CARD] if "pièce d’identité" in service.access_conditions else []
    if service.audiences == [Audience.WOMEN]:
        service.sex = Sex.WOMEN
    if service.audiences == [Audience.YOUNG]:
        service.age_min, service.age_max = 16, 25
    if Audience.FAMILIES in service.audiences or Domain.FAMILY in service.domains:
        service.children_welcome = True
    if Domain.HOUSING in service.domains and DeliveryMode.IN_PERSON in service.delivery_modes:
        service.capacity, service.places_free = 6 + rank % 9, rank % 4
        service.places_on = scene.day(-(rank % 6))
        service.papers = [*service.papers, Paper.PAYSLIP] if rank % 3 == 0 else service.papers
    if rank % 37 == 11:
        service.closed_from, service.closed_until = scene.day(-3), scene.day(11)
        service.closed_reason = "congés de l’équipe"
