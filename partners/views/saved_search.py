"""Saved searches: keeping one, reading what is new, saying it was seen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.errors import DomainError
from core.fields import clean_line
from core.pagination import page_of
from partners.cards import cards_of
from partners.freshness.searches import kept_query, news_of
from partners.models import SavedSearch, Service

NAME_LENGTH = 80


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def saved_search_list(request: StaffRequest) -> HttpResponse:
    """One’s searches, those with news first."""
    searches = SavedSearch.objects.of(request.user).for_list()
    return render(request, "partners/saved_search_list.html", {"searches": searches})


@require_POST
@require_permission(Permission.DIRECTORY_READ)
def saved_search_new(request: StaffRequest) -> HttpResponse:
    """Keep the filters of the search just made."""
    query = kept_query(request.POST.get("query", "")[:2_000])
    name = clean_line(request.POST.get("name", ""))[:NAME_LENGTH]
    if not query or len(query) > 500:
        messages.error(request, _("Cherchez d’abord quelque chose : c’est la recherche qui s’enregistre."))
        return redirect("partners:directory")
    try:
        saved = SavedSearch.objects.keep(name or _("Ma recherche"), query, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("partners:saved-search-list")
    messages.success(request, _("Recherche enregistrée : ce qui change y sera signalé."))
    return redirect("partners:saved-search", pk=saved.pk)


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def saved_search(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What came or changed since the last look."""
    search = _own(request, pk)
    page = page_of(news_of(search).values_list("pk", flat=True), request.GET.get("page"))
    order = {key: place for place, key in enumerate(page.object_list)}
    services = sorted(Service.objects.for_cards().filter(pk__in=order), key=lambda service: order[service.pk])
    page.object_list = cards_of(services, {})
    context = {
        "search": search,
        "page_obj": page,
        "cards": page.object_list,
        "whole_url": f"{reverse('partners:directory')}?{search.query}",
        "refer_url": reverse("referrals:new") if request.user.can(Permission.REFERRAL_WRITE) else "",
    }
    return render(request, "partners/saved_search.html", context)


@require_POST
@require_permission(Permission.DIRECTORY_READ)
def saved_search_change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Seen, told by e-mail or not, or no longer wanted."""
    search, verb = _own(request, pk), request.POST.get("verb")
    if verb == "seen":
        search.seen_at, search.news = timezone.now(), 0
        search.save(update_fields=["seen_at", "news"])
    elif verb == "email":
        search.by_email = not search.by_email
        search.save(update_fields=["by_email"])
    elif verb == "remove":
        search.delete()
        messages.success(request, _("La recherche est retirée."))
    return redirect("partners:saved-search-list")


def _own(request: StaffRequest, pk: UUID) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.of(request.user).select_related("user"), pk=pk)
