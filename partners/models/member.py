"""People of a partner who have an account: they read and answer what was sent to their organisation, and no more."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partners.models.organization import Organization


class PartnerMemberQuerySet(models.QuerySet["PartnerMember"]):
    """Whose organisation."""

    def organizations_of(self, user: User) -> models.QuerySet[Organization]:
        """The organisation of the user, and its branches."""
        own = self.filter(user=user).values("organization")
        return Organization.objects.filter(models.Q(pk__in=own) | models.Q(parent__in=own))


class PartnerMember(models.Model):
    """One account of one organisation; the account bears the role of the partners and no other."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("compte"), on_delete=models.PROTECT, related_name="partner_member"
    )
    organization = models.ForeignKey(
        "partners.Organization", verbose_name=_("structure"), on_delete=models.PROTECT, related_name="members"
    )
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)

    objects = PartnerMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre d’une structure")
        verbose_name_plural = _("membres des structures")

    def __str__(self) -> str:
        return str(self.user)
