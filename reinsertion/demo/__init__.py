"""The demo: one invented association, « Le Seuil », as it stands on a given day."""

from datetime import date

from django.db import transaction

from accounts.models import Association, User
from beneficiaries.models import Beneficiary
from core.errors import DomainError
from reinsertion.demo.action_plan import create_action_plan
from reinsertion.demo.agenda import create_agenda
from reinsertion.demo.applications import create_applications
from reinsertion.demo.association import create_association, create_prisons, create_staff
from reinsertion.demo.childcare import create_childcare
from reinsertion.demo.deals import create_deals
from reinsertion.demo.directory import create_directory
from reinsertion.demo.documents import create_documents
from reinsertion.demo.events import create_events
from reinsertion.demo.exchanges import create_exchanges
from reinsertion.demo.family import create_family
from reinsertion.demo.follow_ups import create_follow_ups
from reinsertion.demo.freshness import create_freshness
from reinsertion.demo.imports import create_imports
from reinsertion.demo.inbound import create_inbound
from reinsertion.demo.journal import create_journal
from reinsertion.demo.mails import create_mails
from reinsertion.demo.people import create_people
from reinsertion.demo.permits import create_permits
from reinsertion.demo.plans import create_plans
from reinsertion.demo.programs import create_programs
from reinsertion.demo.projects import create_projects
from reinsertion.demo.protection import create_protection
from reinsertion.demo.referrals import create_referrals
from reinsertion.demo.releases import create_releases
from reinsertion.demo.reorientations import create_reorientations
from reinsertion.demo.scene import Scene
from reinsertion.demo.situations import create_establishments, create_situations
from reinsertion.demo.slots import create_slots
from reinsertion.demo.stays import create_stays
from reinsertion.demo.supports import create_supports
from reinsertion.demo.training import create_training
from reinsertion.demo.visits import create_visits
from reinsertion.demo.work import create_work

MAKERS = [
    create_association,
    create_staff,
    create_establishments,
    create_prisons,
    create_people,
    create_family,
    create_follow_ups,
    create_directory,
    create_programs,
    create_stays,
    create_childcare,
    create_referrals,
    create_agenda,
    create_plans,
    create_visits,
    create_releases,
    create_permits,
    create_documents,
    create_protection,
    create_journal,
    create_situations,
    create_deals,
    create_work,
    create_freshness,
    create_reorientations,
    create_imports,
    create_mails,
    create_exchanges,
    create_supports,
    create_inbound,
    create_training,
    create_projects,
    create_applications,
    create_action_plan,
    create_events,
    create_slots,
]


class RealDataPresent(DomainError):
    """The database holds accounts or people that the demo did not make."""


@transaction.atomic
def load(today: date) -> bool:
    """Lay the invented data as of the day; False when it is already there, RealDataPresent beside real data."""
    if Association.objects.filter(is_demo=True).exists():
        return False
    if User.objects.exists() or Beneficiary.objects.exists():
        raise RealDataPresent(
            "Cette base contient déjà des comptes ou des personnes : les données de démonstration ne s’y mêlent pas. "
            "Choisissez une base vide."
        )
    Association.objects.all().delete()
    scene = Scene(today)
    for make in MAKERS:
        make(scene)
    return True
