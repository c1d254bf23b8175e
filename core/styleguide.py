"""Invented samples for the style guide: what each component needs, without a database."""

from datetime import date, timedelta
from types import SimpleNamespace as Sample
from typing import Any

from crispy_forms.bootstrap import FormActions, StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.core.paginator import Paginator
from django.utils import timezone


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nom", help_text="Comme la personne se présente.")
    met_on = forms.DateField(label="Date", widget=forms.TextInput(attrs={"class": "input-short"}))
    mode = forms.ChoiceField(
        label="Comment ?",
        choices=[("visit", "Entretien"), ("prison", "Parloir"), ("phone", "Téléphone"), ("letter", "Courrier")],
        widget=forms.RadioSelect,
        help_text="Un seul choix.",
    )
    topics = forms.MultipleChoiceField(
        label="Sujets",
        choices=[("home", "Hébergement"), ("papers", "Papiers"), ("rights", "Droits"), ("work", "Emploi")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    team = forms.ChoiceField(label="Équipe", choices=[("", "Choisir"), ("lille", "Lille"), ("roubaix", "Roubaix")])
    report = forms.CharField(
        label="Compte rendu",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Visible par l’équipe.",
        required=False,
    )
    document = forms.FileField(label="Document", required=False)
    agreed = forms.BooleanField(label="La personne est d’accord", help_text="Demandez-le avant tout envoi.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_action = "core:styleguide"
        self.helper.form_method = "get"
        self.helper.layout = Layout(
            "name",
            "met_on",
            Field("mode", wrapper_class="chips"),
            Field("topics", wrapper_class="chips"),
            "team",
            "report",
            "document",
            "agreed",
            FormActions(
                StrictButton("Enregistrer", type="submit", css_class="btn-primary"),
                StrictButton("Enregistrer et noter un autre", type="submit", css_class="btn-secondary"),
            ),
        )


class FilterForm(forms.Form):
    """Filters of a list; the prefix keeps the ids apart from the other samples."""

    prefix = "filter"
    team = forms.ChoiceField(label="Équipe", choices=[("", "Toutes"), ("lille", "Lille")], required=False)
    status = forms.ChoiceField(label="Statut", choices=[("", "Tous"), ("active", "En cours")], required=False)
    before = forms.DateField(label="Sortie avant le", required=False)
    place = forms.CharField(label="Établissement", required=False)


def samples() -> dict[str, Any]:
    """Everything that templates/styleguide.html shows."""
    today = timezone.localdate()
    refused = SampleForm({"refused-met_on": "31/02", "refused-mode": "fax"}, prefix="refused")
    refused.helper.form_tag = False
    return {
        "tones": ["neutral", "info", "success", "warning", "danger", "accent"],
        "person": sample_person(today),
        "alerts": [Sample(text="pas d’hébergement à la sortie")],
        "rows": sample_rows(),
        "facts": [("Téléphone", "06 39 98 12 34"), ("Adresse", ""), ("Langues", "arabe, français")],
        "steps": ["Choisir la structure", "Vérifier les conditions", "Écrire", "Envoyer"],
        "tabs": [
            Sample(label=label, url=f"#{slug}", current=slug == "follow-ups", count=count)
            for label, slug, count in [
                ("Résumé", "summary", 0),
                ("Suivis", "follow-ups", 12),
                ("Orientations", "sent", 2),
            ]
        ],
        "page_obj": Paginator(range(148), 25).page(2),
        "sample_form": SampleForm(),
        "refused_form": refused,
        "filter_form": FilterForm(),
        "days": [today + timedelta(days=days) for days in (-45, -2, 0, 1, 3)],
    }


def sample_person(today: date) -> Sample:
    """A person as the identity bar reads one."""
    return Sample(
        display_name="Karim B.",
        nickname="Kaki",
        status="active",
        get_justice_status_display="En détention",
        expected_release_on=today + timedelta(days=3),
        year_of_birth=1994,
        age_on=lambda day: day.year - 1994,
        gender="male",
        file_number="2025-0143",
        prison="Maison d’arrêt des Tilleuls",
        lead_worker="Inès M.",
        languages=["arabe", "français"],
        contact_precautions="ne pas appeler après 18 h",
    )


def sample_rows() -> list[Sample]:
    """Rows of a worklist, one action each."""
    row = {"url": "#", "tag": "", "tone": "", "action_post": False, "action_url": "#"}
    return [
        Sample(
            **row
            | {
                "when": "9 h 30",
                "title": "Karim B.",
                "about": "préparation à la sortie · Maison d’arrêt des Tilleuls",
                "action_label": "Noter",
                "action_name": "le rendez-vous de Karim B.",
            }
        ),
        Sample(
            **row
            | {
                "when": "10 oct.",
                "title": "Relancer le CCAS pour la domiciliation",
                "about": "Marc T.",
                "tag": "en retard de 4 jours",
                "tone": "danger",
                "action_label": "Fait",
                "action_name": "relancer le CCAS pour la domiciliation",
            }
        ),
    ]
