"""What several models share: being about a service, or about an organisation, never both."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def one_card(model: str) -> models.CheckConstraint:
    """Exactly one of organization and service is set."""
    return models.CheckConstraint(
        condition=Q(organization__isnull=False, service__isnull=True)
        | Q(organization__isnull=True, service__isnull=False),
        name=f"{model}_about_one_card",
        violation_error_message=_("Choisissez un service ou une structure."),
    )
