"""Passing the relay: one page to propose, answer and follow."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.hand_over import DeclineForm, FilesForm, HandOverForm
from beneficiaries.models import Beneficiary, HandedFile, HandOver
from beneficiaries.models.hand_over import people_held_by
from core.errors import DomainError
from core.pagination import page_of

MOST_FILES = 300


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def hand_over(request: StaffRequest) -> HttpResponse:
    """What is proposed to me, what I propose, and where the relays stand."""
    asked = request.POST if request.method == "POST" else request.GET
    form = HandOverForm(asked if "kind" in asked else None, user=request.user)
    files = None
    if form.is_bound and form.is_valid():
        files = _files_form(request, form.cleaned_data["giver"], form.cleaned_data["receiver"])
        if request.method == "POST" and files.is_valid():
            try:
                relay = _propose(request, form, files)
            except DomainError as error:
                files.add_error(None, str(error))
            else:
                number = relay.files.count()
                text = ngettext("%(number)d dossier proposé.", "%(number)d dossiers proposés.", number)
                messages.success(request, text % {"number": number})
                return redirect("beneficiaries:hand-over")
    lines = HandedFile.objects.visible_to(request.user).for_list()
    page = page_of(lines, request.GET.get("page"))
    context = {
        "form": form,
        "files": files,
        "offers": _named(request, list(HandedFile.objects.of(request.user).waiting().for_list()[:MOST_FILES])),
        "page_obj": page,
        "lines": _named(request, list(page.object_list)),
    }
    return render(request, "beneficiaries/hand_over.html", context)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def hand_over_accept(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take one file."""
    line = get_object_or_404(_offered(request.user), pk=pk)
    return _answer(request, lambda: line.accept(by=request.user, at=timezone.now()), _("Le dossier est à vous."))


@require_POST
@require_permission(Permission.PERSON_WRITE)
def hand_over_accept_all(request: StaffRequest) -> HttpResponse:
    """Take every file proposed."""
    lines = list(_offered(request.user)[:MOST_FILES])

    def accept() -> None:
        for line in lines:
            line.accept(by=request.user, at=timezone.now())

    done = ngettext("%(number)d dossier accepté.", "%(number)d dossiers acceptés.", len(lines))
    return _answer(request, accept, done % {"number": len(lines)})


@require_POST
@require_permission(Permission.PERSON_WRITE)
def hand_over_decline(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say no, and why."""
    line = get_object_or_404(_offered(request.user), pk=pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Dites en quelques mots pourquoi : la proposition attend toujours votre réponse."))
        return redirect("beneficiaries:hand-over")
    reason = form.cleaned_data["reason"]
    done = _("C’est noté : le dossier reste où il est.")
    return _answer(request, lambda: line.decline(by=request.user, at=timezone.now(), reason=reason), done)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def hand_over_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a proposal back."""
    line = get_object_or_404(_given(request.user), pk=pk)
    return _answer(request, lambda: line.withdraw(by=request.user, at=timezone.now()), _("La proposition est retirée."))


@require_POST
@require_permission(Permission.PERSON_WRITE)
def hand_over_return(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End a leave’s loan now."""
    line = get_object_or_404(_given(request.user), pk=pk)
    return _answer(request, lambda: line.give_back(by=request.user, at=timezone.now()), _("Le dossier est rendu."))


def _offered(user: User) -> Any:
    return HandedFile.objects.of(user).for_list()


def _given(user: User) -> Any:
    """Those that the user gave, or all that the coordination sees."""
    lines = HandedFile.objects.visible_to(user).for_list()
    return lines if user.can(Permission.PERSON_ASSIGN) else lines.filter(hand_over__giver=user)


def _answer(request: StaffRequest, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("beneficiaries:hand-over")


def _files_form(request: StaffRequest, giver: User, receiver: User | None) -> FilesForm:
    """The files of the giver that the user may open."""
    held = people_held_by(giver).values("pk")
    people = Beneficiary.objects.visible_to(request.user).filter(pk__in=held).for_list()[:MOST_FILES]
    data = request.POST if request.method == "POST" else None
    return FilesForm(data, people=list(people), giver=giver, receiver=receiver)


def _propose(request: StaffRequest, form: HandOverForm, files: FilesForm) -> HandOver:
    data = form.cleaned_data
    return HandOver.objects.register(
        data["giver"],
        by=request.user,
        kind=data["kind"],
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        files=files.files_given,
        submission=files.cleaned_data["submission"],
    )


def _named(request: StaffRequest, lines: list[HandedFile]) -> list[dict[str, Any]]:
    """Each line, with the person’s name for whom may open the file and its number alone for others."""
    people = {line.beneficiary_id for line in lines}
    seen = set(Beneficiary.objects.visible_to(request.user).filter(pk__in=people).values_list("pk", flat=True))
    may_give = request.user.can(Permission.PERSON_ASSIGN)
    return [
        {
            "line": line,
            "name": line.beneficiary.display_name if line.beneficiary_id in seen else "",
            "may_take_back": may_give or line.hand_over.giver_id == request.user.pk,
        }
        for line in lines
    ]
