"""Referrals, their history, and what goes with a sending."""

from datetime import timedelta

import factory
from django.utils import timezone

from core.tokens import digest
from referrals.models import (
    Channel,
    Consent,
    DeclineReason,
    Delivery,
    DeliveryOutcome,
    DeliverySession,
    EndReport,
    LateReply,
    NeedGroup,
    Question,
    Referral,
    ReferralConsent,
    ReferralDocument,
    ReferralEvent,
    ReferralLink,
    RemainingTask,
    Reminder,
    ReminderWay,
    Snapshot,
    Status,
)
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.documents import DocumentFactory
from tests.factories.partners import ServiceFactory
from tests.factories.programs import ProgramFactory

SENT = {"sent_at": factory.LazyFunction(timezone.now), "sent_by": factory.SelfAttribute("created_by")}
REPLIED = {"replied_at": factory.LazyFunction(timezone.now), "replied_by": factory.SelfAttribute("created_by")}
RECEIVED = {"received_at": factory.LazyFunction(timezone.now)}
MET = {"appointment_at": factory.LazyFunction(lambda: timezone.now() + timedelta(days=3))}
WITHDRAWN = {"withdrawn_at": factory.LazyFunction(timezone.now), "withdrawn_by": factory.SelfAttribute("created_by")}


class ReferralFactory(factory.django.DjangoModelFactory[Referral]):
    """A draft to a service; sent=True, accepted=True… put it elsewhere, to_program=True asks a program."""

    class Meta:
        model = Referral

    class Params:
        sent = factory.Trait(status=Status.SENT, **SENT)
        under_study = factory.Trait(status=Status.UNDER_STUDY, **SENT, **REPLIED)
        waitlisted = factory.Trait(status=Status.WAITLISTED, **SENT, **REPLIED)
        accepted = factory.Trait(status=Status.ACCEPTED, **SENT, **REPLIED)
        appointment = factory.Trait(status=Status.APPOINTMENT, **SENT, **REPLIED, **MET)
        received = factory.Trait(status=Status.RECEIVED, **SENT, **REPLIED, **RECEIVED)
        attending = factory.Trait(status=Status.ATTENDING, **SENT, **REPLIED, **RECEIVED)
        completed = factory.Trait(status=Status.COMPLETED, **SENT, **REPLIED, **RECEIVED)
        lost = factory.Trait(status=Status.LOST, **SENT, **REPLIED)
        declined = factory.Trait(status=Status.DECLINED, decline_reason=DeclineReason.FULL, **SENT, **REPLIED)
        lapsed = factory.Trait(status=Status.LAPSED, **SENT)
        withdrawn = factory.Trait(status=Status.WITHDRAWN, **SENT, **WITHDRAWN)
        to_program = factory.Trait(service=None, program=factory.SubFactory(ProgramFactory), channel=Channel.INTERNAL)

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    service = factory.SubFactory(ServiceFactory)
    created_by = factory.SubFactory(UserFactory)
    channel = Channel.PHONE
    consent = Consent.ORAL
    message = "Recherche d’un hébergement."


class ReferralEventFactory(factory.django.DjangoModelFactory[ReferralEvent]):
    class Meta:
        model = ReferralEvent

    referral = factory.SubFactory(ReferralFactory)
    from_status = Status.DRAFT
    to_status = Status.SENT
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class ReferralConsentFactory(factory.django.DjangoModelFactory[ReferralConsent]):
    """An oral agreement of today, for the name and how to reach the person."""

    class Meta:
        model = ReferralConsent
        django_get_or_create = ("referral",)

    referral = factory.SubFactory(ReferralFactory)
    purpose = "Demander un hébergement"
    recipient = "CHRS du Pont (fictif)"
    fields = ["identity", "contact"]
    form = Consent.ORAL
    given_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda row: row.given_on + timedelta(days=90))
    noted_by = factory.SelfAttribute("referral.created_by")


class ReferralLinkFactory(factory.django.DjangoModelFactory[ReferralLink]):
    """An open link; its referral is sent, with the agreement in force."""

    class Meta:
        model = ReferralLink
        skip_postgeneration_save = True

    class Params:
        token = factory.Sequence(lambda number: f"jeton-{number:040}")

    referral = factory.SubFactory(ReferralFactory, sent=True)
    agreement = factory.RelatedFactory(ReferralConsentFactory, referral=factory.SelfAttribute("..referral"))
    token_hash = factory.LazyAttribute(lambda row: digest(row.token))
    created_by = factory.SelfAttribute("referral.created_by")
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda row: row.created_at + timedelta(days=8))


class SnapshotFactory(factory.django.DjangoModelFactory[Snapshot]):
    """A name and a message, frozen."""

    class Meta:
        model = Snapshot

    referral = factory.SubFactory(ReferralFactory, sent=True)
    made_at = factory.LazyFunction(timezone.now)
    content = factory.LazyAttribute(
        lambda row: {
            "recipient": "CHRS du Pont (fictif)",
            "sender": {
                "name": "Amina",
                "phone": "",
                "email": "amina@exemple.test",
                "association": "Le Seuil",
                "association_phone": "",
                "association_address": "",
            },
            "fields": [["identity", [row.referral.beneficiary.display_name]]],
            "message": row.referral.message,
            "consent": {
                "form": "oral",
                "purpose": "Demander un hébergement",
                "given_on": f"{row.made_at:%Y-%m-%d}",
                "ends_on": f"{row.made_at + timedelta(days=90):%Y-%m-%d}",
            },
            "documents": [],
        }
    )


class LateReplyFactory(factory.django.DjangoModelFactory[LateReply]):
    class Meta:
        model = LateReply

    referral = factory.SubFactory(ReferralFactory, lapsed=True)
    link = factory.SubFactory(ReferralLinkFactory, referral=factory.SelfAttribute("..referral"))
    to_status = Status.ACCEPTED
    at = factory.LazyFunction(timezone.now)


class QuestionFactory(factory.django.DjangoModelFactory[Question]):
    class Meta:
        model = Question

    referral = factory.SubFactory(ReferralFactory, sent=True)
    link = factory.SubFactory(ReferralLinkFactory, referral=factory.SelfAttribute("..referral"))
    text = "La personne a-t-elle un titre de séjour ?"
    asked_at = factory.LazyFunction(timezone.now)


class ReferralDocumentFactory(factory.django.DjangoModelFactory[ReferralDocument]):
    class Meta:
        model = ReferralDocument

    referral = factory.SubFactory(ReferralFactory)
    document = factory.SubFactory(DocumentFactory, beneficiary=factory.SelfAttribute("..referral.beneficiary"))
    added_by = factory.SelfAttribute("referral.created_by")


class NeedGroupFactory(factory.django.DjangoModelFactory[NeedGroup]):
    class Meta:
        model = NeedGroup

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    created_by = factory.SubFactory(UserFactory)


class ReminderFactory(factory.django.DjangoModelFactory[Reminder]):
    class Meta:
        model = Reminder

    referral = factory.SubFactory(ReferralFactory, sent=True)
    way = ReminderWay.CALL
    at = factory.LazyFunction(timezone.now)
    by = factory.SelfAttribute("referral.created_by")


class DeliveryFactory(factory.django.DjangoModelFactory[Delivery]):
    """An approved plan of two sessions after a referral received; approved=None for one only proposed."""

    class Meta:
        model = Delivery

    class Params:
        approved = factory.LazyFunction(timezone.now)

    referral = factory.SubFactory(ReferralFactory, received=True)
    sessions_agreed = 2
    activities = "Deux entretiens, et une visite ensemble."
    planned_at = factory.LazyFunction(timezone.now)
    planned_by = factory.SelfAttribute("referral.created_by")
    approved_at = factory.SelfAttribute("approved")
    approved_by = factory.LazyAttribute(lambda row: row.planned_by if row.approved_at else None)


class DeliverySessionFactory(factory.django.DjangoModelFactory[DeliverySession]):
    class Meta:
        model = DeliverySession

    delivery = factory.SubFactory(DeliveryFactory)
    number = factory.LazyAttribute(lambda row: row.delivery.sessions.count() + 1)
    held_on = factory.LazyFunction(timezone.localdate)
    attendance = "attended"
    recorded_at = factory.LazyFunction(timezone.now)
    recorded_by = factory.SelfAttribute("delivery.planned_by")


class DeliveryOutcomeFactory(factory.django.DjangoModelFactory[DeliveryOutcome]):
    class Meta:
        model = DeliveryOutcome

    delivery = factory.SubFactory(DeliveryFactory)
    outcome = "home_found"


class EndReportFactory(factory.django.DjangoModelFactory[EndReport]):
    class Meta:
        model = EndReport

    delivery = factory.SubFactory(DeliveryFactory)
    started_at = factory.LazyFunction(timezone.now)
    started_by = factory.SelfAttribute("delivery.planned_by")


class RemainingTaskFactory(factory.django.DjangoModelFactory[RemainingTask]):
    class Meta:
        model = RemainingTask

    report = factory.SubFactory(EndReportFactory)
    title = "Renouveler la demande de logement"
    due_on = factory.LazyFunction(timezone.localdate)
