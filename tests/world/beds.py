"""A protected house: its address is a canary that only its team, and those named for a stay, may read."""

from django.db import models

from tests import factories as make
from tests.world.records import World

ADDRESS, TOWN = "9 sentier CANARICACHE", "CANARIVILLE"


def build(world: World) -> dict[str, models.Model]:
    """The stay of the person takes place there; the lead worker is not named, somebody who books is."""
    site = world.stay.place.site
    site.has_secret_address, site.city = True, ""
    site.save()
    make.ProtectedAddressFactory(site=site, address=ADDRESS, postal_code="59999", city=TOWN, directions=f"Code {TOWN}")
    return {"secret_site": site, "address_reader": make.AddressReaderFactory(stay=world.stay)}
