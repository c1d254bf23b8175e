"""Choosing the person whom a page is about, when the page was not opened from their file."""

from dataclasses import dataclass

from django.db.models import F

from accounts.models import User
from beneficiaries.models import Beneficiary
from beneficiaries.search import nearest, search

PEOPLE_SHOWN = 12


@dataclass(frozen=True)
class PersonChoice:
    """The people proposed for some words; without words, the reader’s own, latest contact first.

    is_guess tells that nobody fits the words and that these are the nearest names.
    """

    people: list[Beneficiary]
    words: str
    is_guess: bool = False

    @classmethod
    def among(cls, user: User, words: str) -> "PersonChoice":
        """Propose people whom the user may see and whose support goes on."""
        people = Beneficiary.objects.visible_to(user).active()
        if not words:
            own = people.filter(lead_worker=user).order_by(F("last_contact_on").desc(nulls_last=True), "pk")
            return cls(list(own[:PEOPLE_SHOWN]), words)
        ranked = search(people.for_list(), words).order_by("search_rank", "sort_key", "pk")  # type: ignore[misc]
        if found := list(ranked[:PEOPLE_SHOWN]):
            return cls(found, words)
        return cls(list(nearest(people, words)), words, is_guess=True)
