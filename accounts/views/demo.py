"""Entering the demo as one of its people, in one click."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.models import Association, User


@login_not_required
@require_POST
def demo_enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign in as a persona; only the demo, holding invented data, has this door."""
    if not (settings.DEMO and Association.objects.filter(is_demo=True).exists()):
        raise Http404
    user = get_object_or_404(User, pk=pk, is_active=True)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("casework:home")
