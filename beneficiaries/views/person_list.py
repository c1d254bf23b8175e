"""The list of people: filters and order in the URL, words searched sealed in it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.expressions import OrderBy
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.filters import CUSTOM, PersonFilter
from beneficiaries.models import Beneficiary
from beneficiaries.models.alert import current_texts
from beneficiaries.models.beneficiary import BeneficiaryQuerySet
from beneficiaries.models.release_date import moved_since_visit
from beneficiaries.search import SEARCH_LENGTH, nearest, search
from beneficiaries.words import birth_words, status_words
from core.fields import clean_line
from core.pagination import page_of_many
from core.sealed import seal, unseal
from core.templatetags.french import ago_words, days_left, weekday_short
from core.written import A_USER, NOW, SEVERAL, TODAY, WrittenModels

BY_NAME = ("sort_key", "pk")
CONTENT_ORDERS: dict[str, OrderBy] = {
    "echeance": F("expected_release_on").asc(nulls_last=True),
    "-echeance": F("expected_release_on").desc(nulls_last=True),
    "contact": F("last_contact_on").asc(nulls_first=True),
    "-contact": F("last_contact_on").desc(nulls_last=True),
}
NAME_ORDERS = {"nom": BY_NAME, "-nom": ("-sort_key", "-pk")}
SHOWN = (
    *("first_name", "last_name", "nickname", "gender", "birth_date", "birth_year", "file_number"),
    *("status", "justice_status", "expected_release_on", "last_contact_on"),
    *("lead_worker__first_name", "lead_worker__last_name", "prison__name", "team__name"),
)
NOBODY = str(UUID(int=0))


@dataclass(frozen=True)
class PersonRow:
    """One line of the list: who, and what this reader may know."""

    pk: Any
    url: str
    name: str
    nickname: str
    about: str
    lead: str
    team: str = ""
    status: str = ""
    status_tone: str = ""
    place: str = ""
    release: str = ""
    days_left: str = ""
    moved: bool = False
    contact: str = ""
    alerts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to."""

    filters: PersonFilter
    words: str
    people: BeneficiaryQuerySet

    @property
    def refused(self) -> bool:
        """Whether a filter holds something that is none of its choices."""
        return self.filters.is_bound and bool(self.filters.form.errors)


@require_safe
@require_permission(Permission.PERSON_LIST)
def person_list(request: StaffRequest) -> HttpResponse:
    """People the user may see, 25 a page."""
    user, today = request.user, timezone.localdate()
    reads_content = user.can(Permission.FILE_CONTENT)
    asked = people_asked(request.GET, user)
    filters, words, people = asked.filters, asked.words, asked.people
    order, sort = ordering(request.GET.get("tri", ""), bool(words), reads_content)
    page = page_of_many(people.order_by(*order), request.GET.get("page"))
    page.object_list = rows(page.object_list, user, today)
    context = {
        "page_obj": page,
        "total": page.paginator.count,
        "capped": getattr(page.paginator, "is_capped", False),
        "filters": filters,
        "active": filters.active,
        "refused": asked.refused,
        "words": words,
        "sort": sort,
        "hidden": [(name, request.GET[name]) for name in ("r", "tri") if request.GET.get(name)],
        "kept": kept(request.GET, "tri").items(),
        "without_filters": address({"r": request.GET["r"]} if words else {}),
        "without_words": address(kept(request.GET, "tri")),
        "reads_content": reads_content,
        "may_add": user.can(Permission.PERSON_WRITE),
        "may_merge": user.can(Permission.FILE_MERGE),
        "export_url": user.can(Permission.PERSON_EXPORT) and address(kept(request.GET, "r"), "beneficiaries:export"),
    }
    if not page.paginator.count and words:
        near = nearest(Beneficiary.objects.visible_to(user), words).select_related("lead_worker", "prison", "team")
        context["near"] = [row_of(person, user, today) for person in near]
    return render(request, "beneficiaries/person_list.html", context)


def people_asked(given: QueryDict, user: User) -> Asked:
    """The people of the list that these parameters ask for."""
    words = unseal(given.get("r", ""))
    everybody = Beneficiary.objects.visible_to(user)
    filters = PersonFilter(kept(given) or None, queryset=everybody, user=user, searching=bool(words))
    return Asked(filters, words, search(filters.people, words) if words else filters.people)


@require_POST
@require_permission(Permission.PERSON_LIST)
def person_search(request: StaffRequest) -> HttpResponse:
    """Seal the words and go to the list, filters kept: no name stands in a URL."""
    asked = kept(request.POST, "tri")
    if words := clean_line(request.POST.get("q", ""))[:SEARCH_LENGTH]:
        asked["r"] = seal(words)
    return redirect(address(asked))


def kept(given: QueryDict, *others: str) -> dict[str, str]:
    """The filters of a request that are set, and the other parameters named."""
    custom = (name for name in given if name.startswith(CUSTOM))
    return {name: value for name in (*PersonFilter.base_filters, *custom, *others) if (value := given.get(name))}


def address(parameters: dict[str, str], page: str = "beneficiaries:list") -> str:
    """URL of the list, or of another page about it, with these parameters."""
    query = QueryDict(mutable=True)
    query.update(parameters)
    return f"{reverse(page)}?{query.urlencode()}" if parameters else reverse(page)


def ordering(asked: str, searching: bool, reads_content: bool) -> tuple[list[Any], str]:
    """The order and its name: as asked, else the best match first, else by name."""
    if asked in NAME_ORDERS:
        return list(NAME_ORDERS[asked]), asked
    if asked in CONTENT_ORDERS and reads_content:
        return [CONTENT_ORDERS[asked], *BY_NAME], asked
    return (["search_rank", *BY_NAME], "") if searching else ([*BY_NAME], "nom")


def rows(ids: Any, user: User, today: date) -> list[PersonRow]:
    """The people of one page: the ids are skipped over bare, only those shown are read in full."""
    places = {pk: place for place, pk in enumerate(ids)}
    given = {SEVERAL: [*places], A_USER: user.pk, TODAY: today, NOW: timezone.now()}
    people = shown_to(tuple(user.roles)).found(given) if places else []
    return [row_of(person, user, today) for person in sorted(people, key=lambda person: places[person.pk])]


@cache
def shown_to(roles: tuple[str, ...]) -> WrittenModels[Beneficiary]:
    """The statement that reads the people of a page, for users of these roles."""
    user = User(pk=A_USER, roles=list(roles))
    people = Beneficiary.objects.visible_to(user).these()
    people = people.select_related("lead_worker", "prison", "team").only(*SHOWN)
    if user.can(Permission.FILE_CONTENT):
        people = people.annotate(alert_texts=current_texts(TODAY), moved=moved_since_visit(user, NOW))
    return WrittenModels(people)


def row_of(person: Beneficiary, user: User, today: date) -> PersonRow:
    """What the list says of a person; identity only when the user does not read the content of files."""
    identity: dict[str, Any] = {
        "pk": person.pk,
        "url": file_url(person.pk),
        "name": person.display_name,
        "nickname": person.nickname if person.nickname != person.display_name else "",
        "about": about(person, today),
        "lead": person.lead_worker.get_short_name() if person.lead_worker else "",
        "team": person.team.name,
    }
    if not user.can(Permission.FILE_CONTENT):
        return PersonRow(**identity)
    status, tone = status_words(person)
    release = None if person.is_out else person.expected_release_on
    return PersonRow(
        **identity,
        status=status,
        status_tone=tone,
        place=person.prison.name if person.prison else "",
        release=weekday_short(release),
        days_left=days_left(release),
        moved=bool(release) and getattr(person, "moved", False),
        contact=ago_words(person.last_contact_on) or _("jamais"),
        alerts=getattr(person, "alert_texts", []),
    )


def file_url(pk: UUID) -> str:
    """URL of a file; the pattern is resolved once, not at each row."""
    return reverse_file().replace(NOBODY, str(pk))


@cache
def reverse_file() -> str:
    """URL of a file whose id is NOBODY."""
    return reverse("casework:person-file", args=[NOBODY])


def about(person: Beneficiary, today: date) -> str:
    """« né en 1994 (31 ans) · dossier 2025-0143 »."""
    number = _("dossier\u00a0%(number)s") % {"number": person.file_number}
    birth = birth_words(person, today)
    return f"{birth} · {number}" if birth else number
