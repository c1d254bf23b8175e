"""Whether a program fits a person, reason by reason; what nobody knows is « à vérifier », never « no »."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.templatetags.french import date_words
from partners.fit import Fit, PersonFacts, Reason, Verdict, public_reasons
from programs.models import Program

# What is answered to each other condition of the program.
ANSWERS = [
    ("", gettext_lazy("À vérifier")),
    ("oui", gettext_lazy("Oui")),
    ("plus-tard", gettext_lazy("Pas encore")),
    ("non", gettext_lazy("Non")),
]
VERDICTS = {"oui": Verdict.FITS, "plus-tard": Verdict.NOT_YET, "non": Verdict.NOT}


def fit_of(program: Program, person: PersonFacts, answers: Mapping[str, str], *, day: date) -> Fit:
    """Every reason, the worst first; answers: what is said of each other condition."""
    found = [
        *date_reasons(program, day),
        *room_reasons(program),
        *person_reasons(program, person),
        *(condition_reason(condition, answers.get(condition, "")) for condition in program.condition_list),
    ]
    return Fit(tuple(sorted(found, key=lambda reason: -reason.verdict)))


def date_reasons(program: Program, day: date) -> Iterator[Reason]:
    """Over, or still to begin."""
    if program.ends_on and program.ends_on < day:
        yield Reason(Verdict.NOT, _("Programme terminé le %(day)s") % {"day": date_words(program.ends_on)})
    elif program.starts_on and program.starts_on > day:
        yield Reason(Verdict.FITS, _("Commence le %(day)s") % {"day": date_words(program.starts_on)})


def room_reasons(program: Program) -> Iterator[Reason]:
    """Places that nobody holds."""
    left = program.places_left()
    if left == 0:
        yield Reason(Verdict.NOT_YET, _("Complet"), _("la candidature attend qu’une place se libère"))
    elif left:
        yield Reason(Verdict.FITS, ngettext("%(count)d place libre", "%(count)d places libres", left) % {"count": left})


def person_reasons(program: Program, person: PersonFacts) -> Iterator[Reason]:
    """Women or men, ages, publics: the directory’s own rule, whose fields the program bears under the same names."""
    if program.audiences or program.sex or program.age_min is not None or program.age_max is not None:
        yield from public_reasons(cast(Any, program), person)
    else:
        yield Reason(Verdict.FITS, _("Ouvert à tous les publics"))


def condition_reason(condition: str, answer: str) -> Reason:
    """One of the other conditions, as answered."""
    verdict = VERDICTS.get(answer, Verdict.UNKNOWN)
    unlock = _("à vérifier avec la personne") if verdict == Verdict.UNKNOWN else ""
    return Reason(verdict, condition, unlock)


def frozen(fit: Fit) -> list[dict[str, Any]]:
    """The reasons as the application keeps them."""
    return [{"verdict": int(reason.verdict), "text": reason.text} for reason in fit.reasons]


def thawed(lines: list[dict[str, Any]]) -> Fit:
    """The reasons that an application kept."""
    return Fit(tuple(Reason(Verdict(line["verdict"]), line["text"]) for line in lines))
