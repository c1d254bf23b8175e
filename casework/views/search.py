"""The search over everything."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, StaffRequest
from beneficiaries.search import SEARCH_LENGTH
from casework.search import actions_for, find_everything
from core import audit
from core.fields import clean_line
from core.models import AuditAction
from core.sealed import seal, unseal


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """Take the words by POST and seal them, so that no address names anybody; looking for people is journalled."""
    if request.user.can(Permission.REFERRAL_REPLY):  # a partner’s member has nothing to look for here
        raise PermissionDenied
    if request.method == "POST":
        typed = clean_line(request.POST.get("q", ""))[:SEARCH_LENGTH]
        return redirect(f"{request.path}?{urlencode({'r': seal(typed)})}" if typed else request.path)
    token = request.GET.get("r", "")
    words = unseal(token)
    if not words:
        return render(request, "casework/search.html", {"actions": actions_for(request.user, [])})
    if request.user.can(Permission.PERSON_LIST):
        audit.record(request.user, AuditAction.SEARCHED, request.user)
    found = find_everything(request.user, words, token)
    return render(request, "casework/search.html", {"words": words, "found": found, "actions": found.actions})
