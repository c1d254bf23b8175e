"""Which person a line means: chosen in the list, by file number, or by a name that somebody must confirm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import Beneficiary
from beneficiaries.models.beneficiary import BeneficiaryQuerySet
from beneficiaries.search import FILE_NUMBER, nearest, search

OFFERED = 6


@dataclass(frozen=True)
class Typed:
    """What a line says of the person: the text, the one found before, the one ticked among several."""

    who: str = ""
    person: str = ""
    pick: str = ""


@dataclass(frozen=True)
class Found:
    """The person, or those whom the text may mean and what to tell the user."""

    person: Beneficiary | None = None
    candidates: list[Beneficiary] = field(default_factory=list)
    refusal: str = ""


def label_of(person: Beneficiary) -> str:
    """« Karim Benali (2025-0143) »: the name and the number that tell two Karims apart."""
    return f"{person.display_name} ({person.file_number})"


def people_known(user: User, typed: Iterable[Typed]) -> dict[str, Beneficiary]:
    """The people chosen on the lines whose file the user may open, by the text of their identifier."""
    keys = {key for line in typed for text in (line.person, line.pick) if (key := _as_key(text))}
    visible = Beneficiary.objects.visible_to(user)
    return {str(person.pk): person for person in visible.filter(pk__in=keys)} if keys else {}


def find_each(user: User, typed: Sequence[Typed]) -> list[Found]:
    """The person of each line; a name alone is never enough, somebody confirms it."""
    known = people_known(user, typed)
    return [_found(user, line, known) for line in typed]


def _found(user: User, line: Typed, known: dict[str, Beneficiary]) -> Found:
    if line.pick in known:
        return Found(person=known[line.pick])
    chosen = known.get(line.person)
    if chosen and line.who == label_of(chosen):
        return Found(person=chosen)
    if not line.who:
        return Found(refusal=_("Indiquez la personne."))
    return find_one(user, line.who)


def find_one(user: User, text: str) -> Found:
    """Read a file number, else look for a name among the people whom the user may see."""
    visible = Beneficiary.objects.visible_to(user)
    if number := FILE_NUMBER.fullmatch(text):
        person = visible.filter(file_number=f"{number[1]}-{int(number[2]):04}").first()
        return Found(person=person) if person else Found(refusal=_("Aucun de vos dossiers ne porte ce numéro."))
    candidates, close = _named(visible, text)
    if not candidates:
        return Found(refusal=_("Aucune de vos personnes ne répond à ce nom."))
    words = _("Personne ne s’appelle exactement ainsi. Est-ce l’une de ces personnes ?")
    if not close:
        words = _("Est-ce bien cette personne ?") if len(candidates) == 1 else _("Laquelle de ces personnes ?")
    return Found(candidates=candidates, refusal=words)


def _named(visible: BeneficiaryQuerySet, text: str) -> tuple[list[Beneficiary], bool]:
    """The people whom the text fits, or those whose names look like it."""
    if len(text) < 2:
        return [], False
    fitting = list(search(visible, text).order_by("search_rank", "sort_key", "pk")[:OFFERED])
    return (fitting, False) if fitting else (list(nearest(visible, text)), True)


def _as_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
