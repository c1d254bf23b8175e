"""What is done to a project: its own lines under /<act>/, one line of it under /<act>/<line>/."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core import audit
from core.dates import months_later
from core.errors import DomainError
from core.models import AuditAction
from programs.models import (
    FunderMeeting,
    Funding,
    FundingStatus,
    Mentor,
    MentoringMeeting,
    Milestone,
    Project,
    PublicPage,
    Stage,
)
from programs.models.projects.row import require_near
from programs.models.projects.shown import ShownAs
from programs.project_forms import (
    EndedForm,
    FunderMeetingForm,
    FundingForm,
    FundingStatusForm,
    MentorForm,
    MentoringMeetingForm,
    MilestoneForm,
    MoveForm,
    ProjectForm,
    ReachedForm,
    mentors_of,
)
from programs.public_page_form import PublicPageForm
from programs.views.projects.project import project_or_404

READ_OR_POST = ["GET", "HEAD", "POST"]
Handler = Callable[..., HttpResponse]


def ask(
    request: StaffRequest, project: Project, form: Any, act: Callable[[Any], None], *, heading: str, done: str,
    part: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Show the form, then act on the valid one and come back to the project; a refusal is shown on the form."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(f"{project_url(project)}{part}")
    audit.record(request.user, AuditAction.OPENED, project, person_id=project.person_id)
    context = {"form": form, "project": project, "heading": heading, "back": project_url(project), **more}
    return render(request, "programs/project_form.html", context)


def do(request: StaffRequest, act: Callable[[], None], *, done: str, back: str) -> HttpResponse:
    """Act at once, and say what came of it."""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(back)


def project_url(project: Project) -> str:
    """Where the project is read."""
    return str(redirect("programs:project", pk=project.pk).url)


def sent(request: StaffRequest) -> Any:
    """What a form is made of: None until it is sent."""
    return request.POST if request.method == "POST" else None


def edit(request: StaffRequest, project: Project) -> HttpResponse:
    """Correct what the project is."""
    form = ProjectForm(sent(request), instance=Project.objects.visible_to(request.user).get(pk=project.pk))

    def act(valid: ProjectForm) -> None:
        project.amend(by=request.user, **valid.facts)

    return ask(request, project, form, act, heading=_("Modifier le projet"), done=_("Le projet est à jour."))


def move(request: StaffRequest, project: Project) -> HttpResponse:
    """Change the stage, from the board or from the project."""
    board = redirect("programs:cohort", pk=project.enrolment.program_id).url
    back = board if request.POST.get("retour") == "tableau" else project_url(project)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez une étape de la liste ; un commentaire tient en 500 signes."))
        return redirect(back)
    typed = form.cleaned_data
    to = Stage(typed["to"])

    def act() -> None:
        said = {"comment": typed["comment"], "seen": typed["seen"]}
        project.move(to, by=request.user, at=timezone.now(), **said)

    return do(request, act, done=_("Le projet passe à « %(stage)s ».") % {"stage": to.label}, back=back)


def milestone_new(request: StaffRequest, project: Project) -> HttpResponse:
    """Something to reach."""
    form = MilestoneForm(sent(request))

    def act(valid: MilestoneForm) -> None:
        require_near(valid.facts["due_on"], today=timezone.localdate())
        Milestone.objects.register(project, by=request.user, **valid.facts)

    return ask(request, project, form, act, heading=_("Ajouter un jalon"), done=_("Le jalon est noté."))


def mentor_new(request: StaffRequest, project: Project) -> HttpResponse:
    """Somebody who gives advice."""
    colleagues = User.objects.filter(pk__in=colleagues_of(project)).order_by("last_name", "first_name", "pk")
    form = MentorForm(sent(request), initial={"started_on": timezone.localdate()}, colleagues=colleagues)

    def act(valid: MentorForm) -> None:
        require_near(valid.facts["started_on"], today=timezone.localdate())
        Mentor.objects.register(project, by=request.user, **valid.facts)

    words = {"heading": _("Ajouter une marraine ou un parrain"), "done": _("Le parrainage est noté.")}
    return ask(request, project, form, act, **words)


def colleagues_of(project: Project) -> list[Any]:
    """The cohort’s team and whoever follows the person."""
    team = list(project.enrolment.program.staff.filter(is_active=True).values_list("pk", flat=True))
    return [*team, project.enrolment.beneficiary.lead_worker_id]


def meeting(request: StaffRequest, project: Project, row: MentoringMeeting | None = None) -> HttpResponse:
    """Note a meeting with a mentor, or plan one."""
    mentors = mentors_of(project) if row is None else Mentor.objects.filter(project=project).for_list()
    if not mentors.exists():
        messages.error(request, _("Ajoutez d’abord une marraine ou un parrain."))
        return redirect(project_url(project))
    first = {"mentor": mentors[0], "met_on": timezone.localdate()} if row is None else {}
    able = assignees(request, project)
    form = MentoringMeetingForm(sent(request), initial=first, instance=row, mentors=mentors, assignees=able)

    def act(valid: MentoringMeetingForm) -> None:
        today, assignee = timezone.localdate(), valid.cleaned_data["assignee"]
        if row is None:
            MentoringMeeting.objects.note(project, by=request.user, today=today, assignee=assignee, **valid.facts)
        else:
            fresh = MentoringMeeting.objects.get(pk=row.pk)
            fresh.correct(by=request.user, today=today, assignee=assignee, **valid.facts)

    words = {"heading": _("Rencontre de parrainage"), "done": _("La rencontre est notée.")}
    return ask(request, project, form, act, **words)


def assignees(request: StaffRequest, project: Project) -> list[User]:
    """Whoever may be given a task of the file: the writer, the lead worker, the mentors, as far as they read it."""
    person = project.enrolment.beneficiary
    asked = {request.user.pk, *colleagues_of(project)}
    asked |= set(mentors_of(project).filter(user__isnull=False).values_list("user", flat=True))
    found = User.objects.filter(pk__in=asked, is_active=True).order_by("pk")
    return [user for user in found if type(person).objects.content_visible_to(user).filter(pk=person.pk).exists()]


def funder_meeting(request: StaffRequest, project: Project, row: FunderMeeting | None = None) -> HttpResponse:
    """Note a meeting about the money, or plan one."""
    first = {"met_on": timezone.localdate()} if row is None else {}
    form = FunderMeetingForm(sent(request), initial=first, instance=row)

    def act(valid: FunderMeetingForm) -> None:
        facts = valid.facts
        FunderMeeting.check_day(facts["met_on"], facts["result"], today=timezone.localdate())
        if row is None:
            FunderMeeting.objects.register(project, by=request.user, **facts)
        else:
            FunderMeeting.objects.get(pk=row.pk).amend(by=request.user, **facts)

    words = {"heading": _("Rendez-vous avec un financeur"), "done": _("Le rendez-vous est noté.")}
    return ask(request, project, form, act, **words)


def funding_new(request: StaffRequest, project: Project) -> HttpResponse:
    """Money to look for."""
    form = FundingForm(sent(request), initial={"sought_on": timezone.localdate()})

    def act(valid: FundingForm) -> None:
        require_near(valid.facts["sought_on"], today=timezone.localdate())
        Funding.objects.register(project, by=request.user, **valid.facts)

    words = {"heading": _("Ajouter un financement"), "done": _("Le financement est noté.")}
    return ask(request, project, form, act, **words)


def funding_status(request: StaffRequest, project: Project, row: Funding) -> HttpResponse:
    """What came of a funding."""
    form = FundingStatusForm(sent(request), initial={"on": timezone.localdate()}, funding=row)

    def act(valid: FundingStatusForm) -> None:
        typed = valid.cleaned_data
        told = {"by": request.user, "at": timezone.now(), "on": typed["on"]}
        if typed["status"] == FundingStatus.OBTAINED:
            row.obtain(amount=typed["obtained"], **told)
        else:
            verbs = {"submitted": row.submit, "refused": row.refuse, "withdrawn": row.withdraw}
            verbs[typed["status"]](**told)

    words = {"heading": _("Où en est ce financement ?"), "done": _("Le financement est à jour.")}
    return ask(request, project, form, act, lede=str(row), **words)


def milestone_reached(request: StaffRequest, project: Project, row: Milestone) -> HttpResponse:
    """Reached, on a day; sent back, it is to reach again."""
    if request.method == "POST" and row.done_on:
        return do(
            request, lambda: row.reach(by=request.user, on=None), done=_("Le jalon est de nouveau à atteindre."),
            back=project_url(project),
        )  # fmt: skip
    form = ReachedForm(sent(request), initial={"done_on": timezone.localdate()})

    def act(valid: ReachedForm) -> None:
        row.reach(by=request.user, on=valid.cleaned_data["done_on"])

    return ask(request, project, form, act, heading=_("Jalon atteint"), done=_("Le jalon est atteint."), lede=row.title)


def mentor_end(request: StaffRequest, project: Project, row: Mentor) -> HttpResponse:
    """The help ends."""
    form = EndedForm(sent(request), initial={"ended_on": timezone.localdate()})

    def act(valid: EndedForm) -> None:
        row.end(by=request.user, on=valid.cleaned_data["ended_on"])

    return ask(request, project, form, act, heading=_("Fin du parrainage"), done=_("C’est noté."), lede=str(row))


def page(request: StaffRequest, project: Project) -> HttpResponse:
    """What the holder chooses to show: a draft, read again before it is published."""
    if not Project.objects.published_by(request.user).filter(pk=project.pk).exists():
        raise Http404
    former = project.publicpages.standing().for_list().first()
    today = timezone.localdate()
    first: dict[str, Any] = {"title": project.title, "pitch": project.pitch}
    if former:
        first = {name: getattr(former, name) for name in PublicPageForm.Meta.fields}
        if former.shown_as != ShownAs.PSEUDONYM:
            del first["holder"]
    first |= {"agreed_on": today, "ends_on": months_later(today, 12)}
    files = request.FILES if request.method == "POST" else None
    form = PublicPageForm(sent(request), files, initial=first, has_picture=bool(former and former.picture))

    def act(valid: PublicPageForm) -> None:
        kept = {"picture": valid.cleaned_data["picture"], "no_picture": valid.cleaned_data.get("no_picture", False)}
        PublicPage.objects.prepare(project, by=request.user, today=today, **kept, **valid.facts)

    words = {"heading": _("Préparer la page publique"), "done": _("La page est prête à relire avec la personne.")}
    return ask(request, project, form, act, part="?vue=page", is_public=True, **words)


def publish(request: StaffRequest, project: Project) -> HttpResponse:
    """Open the draft to everybody, once the holder has read it again."""
    if not Project.objects.published_by(request.user).filter(pk=project.pk).exists():
        raise Http404
    draft = get_object_or_404(project.publicpages.drafts())
    back = f"{project_url(project)}?vue=page"
    if "relue" not in request.POST:
        messages.error(request, _("La personne relit la page avant qu’elle soit publiée : cochez quand c’est fait."))
        return redirect(back)

    def act() -> None:
        draft.publish(by=request.user, at=timezone.now(), today=timezone.localdate())

    return do(request, act, done=_("La page est publiée."), back=back)


def close(request: StaffRequest, project: Project) -> HttpResponse:
    """Withdraw what is published, and the draft: nobody reads them any more."""
    pages = list(project.publicpages.standing().order_by("pk"))

    def act() -> None:
        for one in pages:
            one.withdraw(by=request.user, at=timezone.now())

    done = _("La page est fermée : son adresse ne répond plus.")
    return do(request, act, done=done, back=project_url(project))


def picture(request: StaffRequest, project: Project, row: PublicPage) -> HttpResponse:
    """The picture of a page that is not published yet, for its preview."""
    return picture_answer(row)


def picture_answer(page: PublicPage) -> HttpResponse:
    """The picture itself, never kept by a browser: closed is closed."""
    if not page.picture or not page.picture.storage.exists(page.picture.name or ""):
        raise Http404
    content = page.picture.open("rb")
    kind = "image/png" if content.read(4) == b"\x89PNG" else "image/jpeg"
    content.seek(0)
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff"}
    return FileResponse(content, content_type=kind, headers=headers)  # type: ignore[return-value]


STEPS: dict[str, Handler] = {
    "modifier": edit, "jalon": milestone_new, "parrainage": mentor_new, "rencontre": meeting,
    "financeur": funder_meeting, "financement": funding_new, "page": page,
}  # fmt: skip
AT_ONCE: dict[str, Handler] = {"deplacer": move, "publier": publish}
ROWS: dict[str, tuple[Any, Handler]] = {
    "jalon": (Milestone, milestone_reached),
    "parrainage": (Mentor, mentor_end),
    "rencontre": (MentoringMeeting, meeting),
    "financeur": (FunderMeeting, funder_meeting),
    "financement": (Funding, funding_status),
    "image": (PublicPage, picture),
}


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PROGRAM_ENROL)
def project_step(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """One act on a project; who reads it may close its public page, the rest is for who keeps it up to date."""
    if act == "fermer":
        project = project_or_404(request, pk)
        return close(request, project) if request.method == "POST" else HttpResponseNotAllowed(["POST"])
    project = project_or_404(request, pk, Project.objects.written_by(request.user))
    if act in AT_ONCE:
        return AT_ONCE[act](request, project) if request.method == "POST" else HttpResponseNotAllowed(["POST"])
    if act not in STEPS:
        raise Http404
    return STEPS[act](request, project)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PROGRAM_ENROL)
def project_row(request: StaffRequest, pk: UUID, act: str, row: UUID) -> HttpResponse:
    """One act on a line of a project."""
    project = project_or_404(request, pk, Project.objects.written_by(request.user))
    if act not in ROWS:
        raise Http404
    model, handler = ROWS[act]
    line = get_object_or_404(model.objects.for_list().filter(project=project), pk=row)
    line.project = project
    return handler(request, project, line)
