"""Which person a line means: chosen in the list, by file number, or by a name that somebody must confirm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import Beneficiary, InterviewSheet
from beneficiaries.models.beneficiary import BeneficiaryQuerySet
from beneficiaries.models.interview_sheet import read_code
from beneficiaries.search import FILE_NUMBER, nearest, search
from core.templatetags.french import day_words

OFFERED = 6


@dataclass(frozen=True)
class Typed:
    """What a line says of the person: the text, the one found before, the one ticked among several for a text."""

    who: str = ""
    person: str = ""
    sheet: str = ""
    pick: str = ""
    asked: str = ""

    @property
    def picked(self) -> str:
        """The one ticked, as long as the text is still the one that was asked about."""
        return self.pick if self.who == self.asked else ""


@dataclass(frozen=True)
class Found:
    """The person, with the sheet whose code led to them, or those whom the text may mean and what to tell the user."""

    person: Beneficiary | None = None
    sheet: InterviewSheet | None = None
    candidates: list[Beneficiary] = field(default_factory=list)
    refusal: str = ""


def label_of(person: Beneficiary) -> str:
    """« Karim Benali (2025-0143) »: the name and the number that tell two Karims apart."""
    return f"{person.display_name} ({person.file_number})"


def people_known(user: User, typed: Iterable[Typed]) -> dict[str, Beneficiary]:
    """The people chosen on the lines whose file the user may open, by the text of their identifier."""
    keys = {key for line in typed for text in (line.person, line.picked) if (key := _as_key(text))}
    visible = Beneficiary.objects.visible_to(user)
    return {str(person.pk): person for person in visible.filter(pk__in=keys)} if keys else {}


def sheets_known(user: User, texts: Iterable[str]) -> dict[str, InterviewSheet]:
    """The sheets that the texts are codes of, among the people whom the user may see."""
    codes = {code for text in texts if (code := read_code(text))}
    rows = InterviewSheet.objects.visible_to(user).filter(code__in=codes).select_related("beneficiary", "follow_up")
    return {sheet.code: sheet for sheet in rows} if codes else {}


def find_each(user: User, typed: Sequence[Typed], submission: UUID) -> list[Found]:
    """The person of each line; a name alone is never enough, somebody confirms it."""
    known = people_known(user, typed)
    sheets = sheets_known(user, (text for line in typed for text in (line.who, line.sheet)))
    return [_found(user, line, known, sheets, submission) for line in typed]


def _found(
    user: User, line: Typed, known: dict[str, Beneficiary], sheets: dict[str, InterviewSheet], submission: UUID
) -> Found:
    if line.picked in known:
        return Found(person=known[line.picked])
    chosen = known.get(line.person)
    if chosen and line.who == label_of(chosen):
        sheet = sheets.get(read_code(line.sheet))
        return Found(person=chosen, sheet=sheet if sheet and sheet.beneficiary_id == chosen.pk else None)
    if not line.who:
        return Found(refusal=_("Indiquez la personne."))
    if code := read_code(line.who):
        return _from_sheet(sheets.get(code), submission)
    return _from_text(user, line.who)


def find_one(user: User, text: str) -> Found:
    """What one text means, while somebody types it."""
    if code := read_code(text):
        return _from_sheet(sheets_known(user, [text]).get(code), None)
    return _from_text(user, text)


def _from_sheet(sheet: InterviewSheet | None, submission: UUID | None) -> Found:
    """The person of a sheet neither too old nor already typed; typed by this very form, it still is theirs."""
    if not sheet:
        return Found(refusal=_("Aucune fiche de vos dossiers ne porte ce code."))
    if sheet.follow_up and sheet.follow_up.submission != submission:
        words = _("Cette fiche est déjà saisie, le %(day)s.")
        return Found(refusal=words % {"day": day_words(sheet.used_at)})
    if sheet.has_expired(timezone.localdate()):
        words = _("Cette fiche, imprimée le %(day)s, n’est plus valable : cherchez la personne par son nom.")
        return Found(refusal=words % {"day": day_words(sheet.printed_on)})
    return Found(person=sheet.beneficiary, sheet=sheet)


def _from_text(user: User, text: str) -> Found:
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
    fitting = list(search(visible, text).order_by("search_rank", "sort_key", "pk")[:OFFERED])  # type: ignore[misc]
    return (fitting, False) if fitting else (list(nearest(visible, text)), True)


def _as_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
