"""Between the association and its partners: a question, an answer that came too late, a sending without agreement."""

from datetime import timedelta

from referrals.models import LateReply, LegalBasis, NeedGroup, Question, Referral, ReferralConsent, ReferralLink, Status
from reinsertion.demo.scene import Scene

WITHOUT = "Sortie sèche annoncée la veille, personne injoignable : une nuit dehors la mettait en danger."


def create_exchanges(scene: Scene) -> None:
    """On referrals already there; the links are drawn as for a mail."""
    services = Referral.objects.filter(service__isnull=False)
    waiting = list(services.filter(status=Status.SENT).order_by("-sent_at", "pk")[:3])
    for referral, answer in zip(waiting, ["", "Oui, son récépissé est valable jusqu’au printemps."], strict=False):
        asked = scene.moment(scene.day(-1), 11)
        question = Question(
            referral=referral,
            link=link_of(scene, referral, 1),
            text="La personne a-t-elle un titre de séjour en cours ?",
            asked_at=asked,
        )
        if answer:
            question.answer, question.answered_by = answer, referral.created_by
            question.answered_at = asked + timedelta(hours=3)
        question.save()
    if lapsed := services.filter(status=Status.LAPSED).order_by("-sent_at", "pk").first():
        LateReply.objects.create(
            referral=lapsed,
            link=link_of(scene, lapsed, 2),
            to_status=Status.ACCEPTED,
            comment="Une place vient de se libérer.",
            at=scene.moment(scene.day(-1), 16),
        )
    if waiting:
        urgent = waiting[-1]
        told = {"form": "override", "basis": LegalBasis.VITAL, "reason": WITHOUT}
        ReferralConsent.objects.filter(referral=urgent).update(**told)
        Referral.objects.filter(pk=urgent.pk).update(consent="override")
    create_group(scene)


def create_group(scene: Scene) -> None:
    """Two requests for one need, when somebody has one accepted while another waits."""
    rows = Referral.objects.filter(service__isnull=False, beneficiary__closed_at__isnull=True)
    for waits in rows.filter(status=Status.SENT).order_by("-sent_at", "pk"):
        if told := rows.filter(status=Status.ACCEPTED, beneficiary=waits.beneficiary_id).order_by("pk").first():
            group = NeedGroup.objects.create(beneficiary=waits.beneficiary, created_by=waits.created_by)
            Referral.objects.filter(pk__in=[waits.pk, told.pk]).update(group=group)
            return


def link_of(scene: Scene, referral: Referral, ago: int) -> ReferralLink:
    """A link of some days ago; its token was shown to nobody."""
    ReferralLink.objects.register(referral, by=None, at=scene.moment(scene.day(-ago), 9))
    return referral.links.latest("created_at", "pk")
