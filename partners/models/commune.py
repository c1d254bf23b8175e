"""Communes: where « near » starts from."""

import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Case, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.sql import FrenchSort
from partners.models.codes import Country
from partners.models.folding import fold

LABEL = re.compile(r"(.*?)\s*\((\w{2,3})\)")
ABROAD = " (Belgique)"
POSTAL_CODE = re.compile(r"\b\d{4,5}\b")
SAINTS = re.compile(r"(?<![a-z])(st|ste)(?![a-z])")


def pattern_of(text: str) -> str:
    """The words of a name as a LIKE pattern: any sign between them, and nothing that LIKE would read otherwise."""
    return "_".join(re.findall(r"[^\W_]+", fold(text)))


class Like(models.Func):
    """A LIKE pattern given as such, which the trigram index serves."""

    template, arg_joiner, arity = "%(expressions)s", " LIKE ", 2
    output_field = models.BooleanField()


class Alike(Like):
    """Two texts that share enough groups of three letters, found by the trigram index."""

    arg_joiner = " %% "


FOLDED = FrenchSort("name")
# The file of Belgium gives no population: its communes stand where the average one would (11.8 million people in 565).
BELGIAN_POPULATION = 20_000
SIZE = Coalesce("population", Case(When(country=Country.BELGIUM, then=BELGIAN_POPULATION)))
LARGEST_FIRST: list[str | Combinable] = [SIZE.desc(nulls_last=True), "pk"]


def named(pattern: str) -> models.Q:
    """Communes whose name, in French or in the other language, follows the pattern."""
    other = models.Q(Like(FrenchSort("other_name"), models.Value(pattern))) & ~models.Q(other_name="")
    return models.Q(Like(FOLDED, models.Value(pattern))) | other


class CommuneQuerySet(models.QuerySet["Commune"]):
    """Understanding what somebody typed as a place."""

    def called(self, text: str) -> "CommuneQuerySet":
        """Communes of a postal code or name (« 7500 », « Lille (59) », « st denis », « Doornik »), largest first."""
        if code := POSTAL_CODE.search(text):
            found = self.filter(postal_codes__contains=[code.group()])
            return found.order_by("postal_codes__len", *LARGEST_FIRST)
        found = self.order_by(*LARGEST_FIRST)
        if text.strip().endswith(ABROAD):
            found, text = found.filter(country=Country.BELGIUM), text.strip().removesuffix(ABROAD)
        elif label := LABEL.fullmatch(text.strip()):
            found, text = found.filter(department_code=label.group(2).upper()), label.group(1)
        name = SAINTS.sub(lambda saint: "saint" + saint.group()[2:], pattern_of(text))
        return found.filter(named(name)) if name else self.none()

    def of_address(self, postal_code: str, city: str) -> "Commune | None":
        """The commune of an address: by its name, within the postal code when there is one."""
        by_name = self.called(city) if city else self.none()
        if postal_code:
            return by_name.filter(postal_codes__contains=[postal_code]).first() or self.called(postal_code).first()
        return by_name.first()

    def starting_with(self, text: str) -> "CommuneQuerySet":
        """Suggestions while somebody types, largest first."""
        found = self.order_by(*LARGEST_FIRST)
        if POSTAL_CODE.fullmatch(text):
            return found.filter(postal_codes__contains=[text])
        return found.filter(named(pattern_of(text) + "%"))

    def nearest_spelling(self, text: str) -> "CommuneQuerySet":
        """Communes whose names resemble a misspelt one, most alike first."""
        alike = self.filter(Alike(FOLDED, models.Value(fold(text)))).annotate(
            alike=TrigramSimilarity(FOLDED, fold(text))
        )
        return alike.filter(alike__gt=0.45).order_by("-alike", *LARGEST_FIRST)


class Commune(models.Model):
    """A commune of France or Belgium, with one point in WGS 84 degrees when known.

    The key is the INSEE code in France; in Belgium, whose NIS codes are five digits too, « BE » stands before the code.
    """

    insee_code = models.CharField(_("code"), max_length=7, primary_key=True)
    country = models.CharField(_("pays"), max_length=2, choices=Country, default=Country.FRANCE)
    name = models.CharField(_("nom"), max_length=80)
    other_name = models.CharField(_("nom dans une autre langue"), max_length=80, blank=True, default="")
    postal_codes = ArrayField(models.CharField(max_length=5), verbose_name=_("codes postaux"), default=list)
    department_code = models.CharField(_("département"), max_length=6)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    population = models.PositiveIntegerField(_("population"), null=True)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        constraints = [one_of("commune", "country", Country)]
        indexes = [
            GinIndex(OpClass(FrenchSort("name"), name="gin_trgm_ops"), name="commune_name_trigram"),
            GinIndex(
                OpClass(FrenchSort("other_name"), name="gin_trgm_ops"),
                name="commune_other_name_trigram",
                condition=~models.Q(other_name=""),
            ),
            GinIndex(fields=["postal_codes"], name="commune_postal_codes"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """« Lille (59) », « Tournai (Belgique) »: read back as this very commune."""
        if self.country == Country.BELGIUM:
            return self.name + ABROAD
        return f"{self.name} ({self.department_code})"
