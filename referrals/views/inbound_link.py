"""Links given to partners and probation services so that they send people to us."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.pagination import page_of
from referrals.inbound.forms import InboundLinkForm
from referrals.models import InboundLink


@require_safe
@require_permission(Permission.REFERRAL_MODERATE)
def inbound_link_list(request: StaffRequest) -> HttpResponse:
    """Who holds a link to the user’s teams, and until when."""
    links = InboundLink.objects.visible_to(request.user).open_at(timezone.now()).for_list()
    return render(request, "referrals/inbound_link_list.html", {"page_obj": page_of(links, request.GET.get("page"))})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_MODERATE)
@sensitive_variables("token", "address")
def inbound_link_new(request: StaffRequest) -> HttpResponse:
    """Open a link in place of the sender’s former one; it is shown this once."""
    form = InboundLinkForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        token = InboundLink.objects.register(given["sender"], given["team"], by=request.user, at=timezone.now())
        address = f"{settings.SITE_URL}{reverse('referrals:inbound-form', args=[token])}"
        context = {"sender": given["sender"], "address": address, "days": settings.INBOUND_LINK_DAYS}
        return render(request, "referrals/inbound_link.html", context)
    return render(request, "referrals/inbound_link_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@require_permission(Permission.REFERRAL_MODERATE)
def inbound_link_revoke(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close a link: whoever holds it sends nobody any more."""
    link = get_object_or_404(InboundLink.objects.visible_to(request.user), pk=pk)
    link.revoke(by=request.user, at=timezone.now())
    messages.success(request, _("Le lien est fermé."))
    return redirect("referrals:inbound-link-list")
