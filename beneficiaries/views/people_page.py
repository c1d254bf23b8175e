"""Pages of one line a person: begun, taken up from a draft, kept while one types."""

from base64 import b64encode
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import StaffRequest
from beneficiaries.forms.batch import PeoplePage, as_key, topic_keys
from beneficiaries.models import Draft, Prison, Topic
from beneficiaries.views.follow_up import as_uuid
from core.errors import DomainError
from core.templatetags.french import time_words


@dataclass(frozen=True)
class Kind:
    """One such page: its form, the name of its drafts, its templates and its URLs."""

    form: type[PeoplePage]
    draft: str
    template: str
    line_template: str
    url: str
    draft_url: str


def page_started(request: StaffRequest, kind: Kind) -> HttpResponse:
    """Empty lines, or the draft asked for; a page begun before is offered, never put back by itself."""
    drafts = Draft.objects.of(request.user).filter(form=kind.draft)
    if asked := request.GET.get("brouillon"):
        draft = drafts.filter(pk=as_uuid(asked)).first()
        if not draft:
            messages.info(request, _("Ce brouillon n’existe plus : il est enregistré, supprimé ou trop ancien."))
            return redirect(kind.url)
        values = {**draft.payload, "submission": [str(draft.pk)]}
        return page_shown(request, kind, kind.form(request.user, values), draft=draft)
    return page_shown(request, kind, kind.form(request.user, {}), begun=drafts.first())


def page_shown(
    request: StaffRequest, kind: Kind, page: PeoplePage, *, draft: Draft | None = None, begun: Draft | None = None
) -> HttpResponse:
    """The whole page, with every value typed so far."""
    context = {
        "batch": page,
        "kind": kind,
        "page_url": reverse(kind.url),
        "draft_url": reverse(kind.draft_url),
        "form": page.shared,
        "draft": draft,
        "begun": begun,
        "has_draft": draft or Draft.objects.of(request.user).filter(pk=page.submission).exists(),
        "offline_key": offline_key(request.user),
        "blank": kind.form.row(index="__n__"),
        "places": Prison.objects.filter(is_active=True).for_list(),
        "keys": [(letter.upper(), value, Topic(value).label) for value, letter in topic_keys().items()],
    }
    return render(request, kind.template, context)


def page_kept(request: StaffRequest, kind: Kind) -> HttpResponse:
    """Keep the page as it stands: called while one types, or by « Enregistrer le brouillon »."""
    values = dict(request.POST.lists())
    payload, key = kind.form.kept(values), as_key(request.POST.get("submission"))
    try:
        draft = (
            Draft.objects.keep(owner=request.user, key=key, form=kind.draft, person=None, payload=payload)
            if payload and key
            else None
        )
    except DomainError:
        raise Http404 from None
    here = reverse(kind.url)
    url = f"{here}?brouillon={draft.pk}" if draft else here
    words = _("Brouillon enregistré à %(time)s") % {"time": time_words(timezone.localtime())}
    if request.accepts("text/html"):
        if draft:
            messages.success(request, words)
        return redirect(url)
    return JsonResponse({"message": words, "url": url}) if draft else HttpResponse(status=204)


def offline_key(user: User) -> str:
    """What seals the text of a page that has lost the network, until its author opens the page again."""
    return b64encode(salted_hmac("beneficiaries.offline", str(user.pk), algorithm="sha256").digest()).decode()
