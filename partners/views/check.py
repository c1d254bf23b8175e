"""« Vérifié aujourd’hui », and taking it back the same day."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from partners.checks import check, uncheck
from partners.models import Organization, Service
from partners.models.card_change import Card


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def service_checked(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A service, found right today."""
    return _checked(request, get_object_or_404(Service, pk=pk), "partners:service")


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def organization_checked(request: StaffRequest, pk: UUID) -> HttpResponse:
    """An organisation’s own card, found right today."""
    return _checked(request, get_object_or_404(Organization, pk=pk), "partners:organization")


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def service_unchecked(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A click too many, on a service."""
    return _unchecked(request, get_object_or_404(Service, pk=pk), "partners:service")


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def organization_unchecked(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A click too many, on an organisation."""
    return _unchecked(request, get_object_or_404(Organization, pk=pk), "partners:organization")


def _checked(request: StaffRequest, card: Card, page: str) -> HttpResponse:
    check(card, by=request.user, on=timezone.localdate())
    messages.success(request, _("C’est noté\u00a0: vérifié aujourd’hui."))
    return redirect(page, pk=card.pk)


def _unchecked(request: StaffRequest, card: Card, page: str) -> HttpResponse:
    if uncheck(card, by=request.user, on=timezone.localdate()):
        messages.success(request, _("La vérification d’aujourd’hui est annulée."))
    else:
        messages.error(request, _("Il n’y a pas de vérification d’aujourd’hui à annuler."))
    return redirect(page, pk=card.pk)
