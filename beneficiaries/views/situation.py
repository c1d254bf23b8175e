"""Writing the situation: stays, measures, obligations, release date; each act goes through a verb of its record."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.situation import (
    ExitForm,
    ExtendForm,
    MeasureEndForm,
    MeasureForm,
    ObligationForm,
    ReleaseDateForm,
    StayForm,
    TransferForm,
)
from beneficiaries.models import Beneficiary, CustodyEpisode, JusticeMeasure, Obligation
from beneficiaries.views.opening import about, person_form, person_or_404
from beneficiaries.views.person_edit import differences_of
from core.errors import DomainError, Outdated

TAB = "casework:person-situation"
Act = Callable[[Any], Any]


def writable_person(request: StaffRequest, pk: UUID) -> Beneficiary:
    """A person whose situation the user may write: 404 for those they do not see, 403 for those they only read."""
    person = person_or_404(request, pk)
    if not person.situation_editable_by(request.user):
        raise PermissionDenied
    return person


def writable(request: StaffRequest, model: Any, pk: UUID) -> tuple[Any, Beneficiary]:
    """A justice record and its person, when the user may write both."""
    record = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    owner = record.measure if isinstance(record, Obligation) else record
    person = writable_person(request, owner.beneficiary_id)
    owner.beneficiary = person
    return record, person


def _page(request: StaffRequest, person: Beneficiary, form: Any, act: Act, **words: str) -> HttpResponse:
    """Show the form; do the act when it is valid, else say why not and keep what was typed."""
    saved, differences = words.pop("saved"), []
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except Outdated as error:
            form = beside_the_stored(request, form)
            differences = differences_of(form)
            form.add_error(None, str(error))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, saved)
            return redirect(TAB, pk=person.pk)
    shown = person_or_404(request, person.pk)
    return person_form(request, shown, form, back=reverse(TAB, args=[person.pk]), differences=differences, **words)


def beside_the_stored(request: StaffRequest, form: Any) -> Any:
    """What was typed, over the record as it is now: sent again, it is saved."""
    stored = form._meta.model.objects.visible_to(request.user).get(pk=form.instance.pk)
    again = type(form)({**request.POST.dict(), "seen": stored.seen}, instance=stored)
    again.is_valid()
    return again


def _signed(request: StaffRequest) -> dict[str, Any]:
    """Who acts and when."""
    return {"by": request.user, "at": timezone.now()}


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def release_date_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note another expected release date, or that there is none and why."""
    person = writable_person(request, pk)
    form = ReleaseDateForm(request.POST or None, person=person)

    def act(form: ReleaseDateForm) -> None:
        person.move_release_date(**form.cleaned_data, **_signed(request))

    words = {
        "heading": _("Date de sortie prévue"),
        "saved": _("La date de sortie est à jour, l’ancienne reste lisible."),
    }
    return _page(request, person, form, act, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def custody_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note a stay in prison, going on or over."""
    person = writable_person(request, pk)
    form = StayForm(request.POST or None)

    def act(form: StayForm) -> None:
        CustodyEpisode.objects.register(person, **_signed(request), **form.facts)

    words = {"heading": _("Séjour en détention"), "saved": _("Le séjour est noté.")}
    return _page(request, person, form, act, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def custody_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct or complete a stay."""
    stay, person = writable(request, CustodyEpisode, pk)
    form = StayForm(request.POST or None, instance=stay)

    def act(form: StayForm) -> None:
        stay.amend(**_signed(request), seen=form.cleaned_data["seen"], **form.facts)

    words = {"heading": _("Modifier le séjour en détention"), "saved": _("Le séjour est à jour.")}
    return _page(request, person, form, act, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def custody_transfer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note a transfer: a stay ends, the next begins."""
    stay, person = writable(request, CustodyEpisode, pk)
    form = TransferForm(request.POST or None)

    def act(form: TransferForm) -> None:
        data = form.cleaned_data
        stay.transfer(data["to"], on=data["on"], wing=data["wing"], **_signed(request))

    words = {"heading": _("Transfert"), "saved": _("Le transfert est noté."), "submit": _("Noter le transfert")}
    return _page(request, person, form, act, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def custody_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that the person came out."""
    stay, person = writable(request, CustodyEpisode, pk)
    form = ExitForm(request.POST or None)

    def act(form: ExitForm) -> None:
        stay.end(form.cleaned_data["on"], kind=form.cleaned_data["kind"], **_signed(request))

    words = {"heading": _("Sortie de détention"), "saved": _("La sortie est notée."), "submit": _("Noter la sortie")}
    return _page(request, person, form, act, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def measure_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note a measure."""
    person = writable_person(request, pk)
    form = MeasureForm(request.POST or None)

    def act(form: MeasureForm) -> None:
        JusticeMeasure.objects.register(person, **_signed(request), **form.facts)

    return _page(request, person, form, act, heading=_("Mesure de justice"), saved=_("La mesure est notée."))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def measure_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct or complete a measure."""
    measure, person = writable(request, JusticeMeasure, pk)
    form = MeasureForm(request.POST or None, instance=measure)

    def act(form: MeasureForm) -> None:
        measure.amend(**_signed(request), seen=form.cleaned_data["seen"], **form.facts)

    return _page(request, person, form, act, heading=_("Modifier la mesure"), saved=_("La mesure est à jour."))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def measure_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that a measure is over."""
    measure, person = writable(request, JusticeMeasure, pk)
    form = MeasureEndForm(request.POST or None)

    def act(form: MeasureEndForm) -> None:
        measure.end(form.cleaned_data["on"], kind=form.cleaned_data["kind"], **_signed(request))

    words = {
        "heading": _("Fin de la mesure"),
        "saved": _("La fin de la mesure est notée."),
        "submit": _("Noter la fin"),
    }
    return _page(request, person, form, act, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def obligation_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add an obligation to a measure."""
    measure, person = writable(request, JusticeMeasure, pk)
    form = ObligationForm(request.POST or None)

    def act(form: ObligationForm) -> None:
        Obligation.objects.register(measure, by=request.user, **form.facts)

    return _page(request, person, form, act, heading=_("Nouvelle obligation"), saved=_("L’obligation est notée."))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def obligation_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct an obligation."""
    obligation, person = writable(request, Obligation, pk)
    form = ObligationForm(request.POST or None, instance=obligation)

    def act(form: ObligationForm) -> None:
        stored = Obligation.objects.visible_to(request.user).select_related("measure").get(pk=pk)
        stored.amend(by=request.user, **form.facts)

    return _page(request, person, form, act, heading=_("Modifier l’obligation"), saved=_("L’obligation est à jour."))


@require_POST
@require_permission(Permission.PERSON_WRITE)
def obligation_state(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note where the person stands with an obligation."""
    obligation, person = writable(request, Obligation, pk)
    try:
        obligation.move_to(request.POST.get("state", ""), by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("L’obligation est à jour."))
    return redirect(reverse(TAB, args=[person.pk]) + f"#o-{obligation.pk}")


def _keep(request: StaffRequest, model: Any, pk: UUID) -> HttpResponse:
    record, person = writable(request, model, pk)
    form = ExtendForm(request.POST or None)

    def act(form: ExtendForm) -> None:
        data = form.cleaned_data
        record.extend(until=data["until"], reason=data["reason"], **_signed(request))

    return _page(request, person, form, act, heading=_("Garder en vue"), saved=_("C’est gardé en vue."))


def _remove(request: StaffRequest, model: Any, pk: UUID, what: str) -> HttpResponse:
    record, person = writable(request, model, pk)
    if request.method == "POST":
        record.remove(**_signed(request))
        messages.success(request, _("C’est supprimé."))
        return redirect(TAB, pk=person.pk)
    context = {**about(request, person), "heading": _("Supprimer une erreur de saisie"), "what": what}
    return render(request, "beneficiaries/situation_remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def custody_keep(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep in view a stay that has ended."""
    return _keep(request, CustodyEpisode, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def measure_keep(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep in view a measure that has ended."""
    return _keep(request, JusticeMeasure, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def custody_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take away a stay noted by mistake."""
    return _remove(request, CustodyEpisode, pk, _("Le séjour en détention est effacé du dossier."))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def measure_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take away a measure noted by mistake."""
    return _remove(request, JusticeMeasure, pk, _("La mesure et ses obligations sont effacées du dossier."))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def obligation_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take away an obligation noted by mistake."""
    return _remove(request, Obligation, pk, _("L’obligation est effacée du dossier."))
