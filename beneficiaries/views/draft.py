"""Keeping what is typed and not yet saved."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.follow_up import FollowUpForm, initial_from, kept_values
from beneficiaries.models import Beneficiary, Draft
from beneficiaries.views.follow_up import origin_of
from core.errors import DomainError
from core.templatetags.french import time_words


@require_POST
@require_permission(Permission.FOLLOW_UP_WRITE)
def draft_save(request: StaffRequest) -> HttpResponse:
    """Keep the form as it stands: called by the page while one types, or by « Enregistrer le brouillon »."""
    payload = kept_values(dict(request.POST.lists()))
    form = FollowUpForm(initial=initial_from(dict(request.POST.lists())), user=request.user)
    people = Beneficiary.objects.visible_to(request.user).filter(pk__in=form.chosen)[:2]
    key, person = form.submission_id, people[0] if len(people) == 1 else None
    try:
        draft = payload and Draft.objects.keep(
            owner=request.user, key=key, form=Draft.FOLLOW_UP, person=person, payload=payload
        )
    except DomainError:
        raise Http404 from None
    url = f"{reverse('beneficiaries:follow-up-new')}?brouillon={key}"
    words = _("Brouillon enregistré à %(time)s") % {"time": time_words(timezone.localtime())}
    if request.accepts("text/html"):
        if draft:
            messages.success(request, words)
        return redirect(url if draft else reverse("beneficiaries:follow-up-new"))
    return JsonResponse({"message": words, "url": url}) if draft else HttpResponse(status=204)


@require_POST
@require_permission(Permission.FOLLOW_UP_WRITE)
def draft_delete(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Throw a draft of one’s own away."""
    deleted, _details = Draft.objects.of(request.user).filter(pk=pk).delete()
    if not deleted:
        raise Http404
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect(origin_of(request) or reverse("casework:home"))
