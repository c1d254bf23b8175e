"""Communes: where « near » starts from."""

import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from core.sql import FrenchSort
from partners.models.folding import fold

LABEL = re.compile(r"(.*?)\s*\((\w{2,3})\)")
FIVE = re.compile(r"\b\d{5}\b")
SAINTS = re.compile(r"\b(st|ste)\b")


class CommuneQuerySet(models.QuerySet["Commune"]):
    """Understanding what somebody typed as a place."""

    def called(self, text: str) -> "CommuneQuerySet":
        """Communes of this postal code or name (« 59000 », « Lille », « Lille (59) », « st denis »), largest first."""
        if code := FIVE.search(text):
            found = self.filter(postal_codes__contains=[code.group()])
            return found.order_by("postal_codes__len", models.F("population").desc(nulls_last=True), "pk")
        found = self.annotate(folded=FrenchSort("name"))
        if label := LABEL.fullmatch(text.strip()):
            found, text = found.filter(department_code=label.group(2).upper()), label.group(1)
        words = re.findall(r"\w+", fold(text))
        name = SAINTS.sub(lambda found: "saint" + found.group()[2:], " ".join(words))
        pattern = name.replace("_", r"\_").replace(" ", "_")
        if not pattern:
            return self.none()
        return found.filter(folded__french=pattern).order_by(models.F("population").desc(nulls_last=True), "pk")

    def starting_with(self, text: str) -> "CommuneQuerySet":
        """Suggestions while somebody types, largest first."""
        start = fold(text).replace("\\", "").replace("%", "").replace("_", "").replace(" ", "_")
        by_code = (
            models.Q(postal_codes__contains=[text]) if FIVE.fullmatch(text) else models.Q(folded__french=start + "%")
        )
        return (
            self.annotate(folded=FrenchSort("name"))
            .filter(by_code)
            .order_by(models.F("population").desc(nulls_last=True), "pk")
        )

    def nearest_spelling(self, text: str) -> "CommuneQuerySet":
        """Communes whose names resemble a misspelt one, most alike first."""
        alike = TrigramSimilarity(FrenchSort("name"), Value(fold(text)))
        return (
            self.annotate(alike=alike)
            .filter(alike__gt=0.45)
            .order_by("-alike", models.F("population").desc(nulls_last=True), "pk")
        )


class FrenchLike(models.Lookup):  # type: ignore[type-arg]
    """LIKE with a pattern given as such, so that the trigram index serves it."""

    lookup_name = "french"

    def as_sql(self, compiler, connection):  # type: ignore[no-untyped-def]
        """Both sides as they come."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} LIKE {right}", [*left_params, *right_params]


models.CharField.register_lookup(FrenchLike)


class Commune(models.Model):
    """A commune of the official geographic code, with one point in WGS 84 degrees when known."""

    insee_code = models.CharField(_("code INSEE"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=80)
    postal_codes = ArrayField(models.CharField(max_length=5), verbose_name=_("codes postaux"), default=list)
    department_code = models.CharField(_("département"), max_length=3)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    population = models.PositiveIntegerField(_("population"), null=True)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        indexes = [
            GinIndex(OpClass(FrenchSort("name"), name="gin_trgm_ops"), name="commune_name_trigram"),
            GinIndex(fields=["postal_codes"], name="commune_postal_codes"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """« Lille (59) »: read back as this very commune."""
        return f"{self.name} ({self.department_code})"
