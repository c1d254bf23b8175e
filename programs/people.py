"""Choosing the person whom a page is about, when the page was not opened from their file."""

from dataclasses import dataclass

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Concat

from accounts.models import User
from beneficiaries.models import Beneficiary
from core.sql import FrenchSort

PEOPLE_SHOWN = 12


@dataclass(frozen=True)
class PersonChoice:
    """The people proposed, and the words they were looked for with (none: the reader’s own, latest contact first)."""

    people: list[Beneficiary]
    words: str

    @classmethod
    def among(cls, user: User, words: str) -> "PersonChoice":
        """Propose people whom the user may see and whose support goes on."""
        people = Beneficiary.objects.visible_to(user).active()
        if not words:
            own = people.filter(lead_worker=user).order_by(F("last_contact_on").desc(nulls_last=True), "pk")
            return cls(list(own[:PEOPLE_SHOWN]), words)
        name = Concat("first_name", Value(" "), "last_name", Value(" "), "nickname", output_field=CharField())
        people = people.annotate(sort_name=FrenchSort(name))
        for word in words.split()[:5]:
            people = people.filter(Q(sort_name__contains=FrenchSort(Value(word))) | Q(file_number__startswith=word))
        return cls(list(people.for_list()[:PEOPLE_SHOWN]), words)
