"""What an organisation’s page says of agreements and posts."""

from dataclasses import dataclass

from accounts.models import User
from accounts.roles import Permission
from partners.models import Agreement, Employer, Organization

SHOWN = 20


@dataclass(frozen=True)
class Deals:
    """Agreements, the employer when it is one, and what the reader may add."""

    agreements: list[Agreement]
    employer: Employer | None
    may_write_agreement: bool
    may_write_post: bool


def deals_of(organization: Organization, reader: User) -> Deals:
    """What is agreed with the organisation."""
    return Deals(
        list(Agreement.objects.filter(organization=organization).for_list()[:SHOWN]),
        Employer.objects.filter(organization=organization).first(),
        reader.can(Permission.AGREEMENT_WRITE),
        reader.can(Permission.POST_WRITE),
    )
