"""How a recipient asks to be reached."""

from partners.models import ContactMethod, Service
from programs.models import Program
from referrals.models import Channel


def usual_channel(recipient: Service | Program) -> Channel:
    """The way that the directory tells, as far as it does."""
    if isinstance(recipient, Program):
        return Channel.INTERNAL
    if ContactMethod.EMAIL in recipient.contact_methods:
        return Channel.EMAIL
    if ContactMethod.PHONE in recipient.contact_methods:
        return Channel.PHONE
    if ContactMethod.WALK_IN in recipient.contact_methods:
        return Channel.PAPER
    return Channel.EMAIL if recipient.email and not recipient.phone else Channel.PHONE
