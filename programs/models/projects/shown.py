"""What a holder chooses to show, line by line."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShownAs(models.TextChoices):
    """Under which name."""

    NAME = "name", _("Prénom et nom")
    FIRST_NAME = "first_name", _("Prénom seul")
    PSEUDONYM = "pseudonym", _("Un autre nom, choisi")
    NOBODY = "nobody", _("Sans nom")


class Line(models.TextChoices):
    """One line of the page, in their order."""

    PITCH = "pitch", _("La présentation du projet")
    SECTOR = "sector", _("Le secteur")
    PLACE = "place", _("Le lieu de l’activité")
    STAGE = "stage", _("L’étape où en est le projet")
    CONTACT = "contact", _("Comment écrire, par l’association")
