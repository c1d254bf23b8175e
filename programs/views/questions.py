"""Legal questions of a program, and the sheets of its open clinics."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.pagination import page_of
from programs.legal_forms import ClinicForm, QuestionForm, ReplyForm
from programs.models import LegalQuestion, OpenClinic, Program, ProgramKind
from programs.models.session import sees_to
from programs.support_figures import SMALL, question_figures, small_words, year_asked
from programs.views.people import choice_of_person, person_asked, search_again
from programs.views.program_tabs import program_tabs
from programs.views.slots import FIGURES, years_around

TO_RESUME, ALL = "a-reprendre", "toutes"


def legal_program_or_404(pk: UUID) -> Program:
    """A program of legal advice."""
    return get_object_or_404(Program.objects.select_related("site").filter(kind=ProgramKind.LEGAL_ADVICE), pk=pk)


@require_safe
@require_permission(Permission.PROGRAM_READ)
def question_list(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Questions without an outcome, oldest first; those to take up again; all of them; the year in figures."""
    program, view = legal_program_or_404(pk), request.GET.get("vue", "")
    context: dict[str, Any] = {
        "program": program,
        "view": view if view in {TO_RESUME, ALL, FIGURES} else "",
        "tabs": program_tabs(program, current="programs:question-list"),
        "may_ask": request.user.can(Permission.PROGRAM_ENROL) and program.is_active,
    }
    if view == FIGURES:
        year = year_asked(request.GET.get("annee", ""))
        context |= {"figures": question_figures(program, year), **years_around(year)}
        return render(request, "programs/question_figures.html", context)
    rows = LegalQuestion.objects.visible_to(request.user).filter(program=program).for_list()
    if view == TO_RESUME:
        rows = rows.filter(follow_up_on__isnull=False).order_by("follow_up_on", "asked_on", "pk")
    elif view == ALL:
        rows = rows.order_by("-asked_on", "-created_at", "pk")
    else:
        rows = rows.open()
    context["page"] = page_of(rows, request.GET.get("page"))
    shown = [(row, row.beneficiary_id) for row in context["page"]]
    audit.record_each(request.user, AuditAction.OPENED, shown)
    return render(request, "programs/question_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_ENROL)
def question_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note the question of a person named by ?personne=, or chosen here first."""
    program, person = legal_program_or_404(pk), person_asked(request)
    if person is None:
        if request.method == "POST":
            return search_again(request)
        return render(
            request, "programs/question_person.html", {"program": program, "choice": choice_of_person(request)}
        )
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(data, initial={"asked_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        question = LegalQuestion.objects.register(program, person, by=request.user, **form.cleaned_data)
        messages.success(request, _("La question est notée."))
        return redirect("programs:question", pk=question.pk)
    identity = identity_of(person, viewer=request.user, day=timezone.localdate())
    context = {"program": program, "person": person, "identity": identity, "form": form}
    return render(request, "programs/question_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_READ)
def question_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The question and its answer, which whoever organises the program writes here."""
    rows = LegalQuestion.objects.visible_to(request.user)
    rows = rows.select_related("program", "beneficiary__lead_worker", "topic", "created_by", "outcome_by", "task")
    question = get_object_or_404(rows, pk=pk)
    answers = LegalQuestion.objects.answered_by(request.user).filter(pk=question.pk).exists()
    if request.method == "POST" and not answers:
        raise Http404
    told = {name: getattr(question, name) for name in ("answer", "outcome", "follow_up_on")}
    form = ReplyForm(request.POST if request.method == "POST" else None, initial=told) if answers else None
    if request.method == "POST" and form and form.is_valid():
        try:
            question.reply(by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La réponse est enregistrée."))
            return redirect("programs:question", pk=question.pk)
    audit.record(request.user, AuditAction.OPENED, question, person_id=question.beneficiary_id)
    return render(request, "programs/question_page.html", {"question": question, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_READ)
def clinic_list(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sheets of the open clinics; whoever organises the program writes one here."""
    program = legal_program_or_404(pk)
    manages = sees_to(request.user, program)
    if request.method == "POST" and not manages:
        raise Http404
    place = program.site.name if program.site else ""
    initial = {"held_on": timezone.localdate(), "place": place}
    form = ClinicForm(request.POST if request.method == "POST" else None, initial=initial) if manages else None
    if request.method == "POST" and form and form.is_valid():
        OpenClinic.objects.keep(program, by=request.user, **form.told)
        messages.success(request, _("La feuille de la permanence est enregistrée."))
        return redirect("programs:clinic-list", pk=program.pk)
    context = {
        "program": program,
        "form": form,
        "page": page_of(program.clinics.for_list(), request.GET.get("page")),
        "small": SMALL,
        "small_words": small_words(),
        "tabs": program_tabs(program, current="programs:clinic-list"),
    }
    return render(request, "programs/clinic_list.html", context)
