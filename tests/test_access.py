"""Who may open what: every URL × every role, complete by construction.

One letter a person, in the order of CAST: o opened (shown, redirected, or the form shown again), x refused by role (403),
n not found (404: the record is none of theirs), m wrong method (405, or 403 when the role is refused first).
"""

from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db

#        amina   caseworker of the person’s team     farid   program lead
#        bruno   caseworker of another team          gilles  shelter staff
#        chloe   coordinator of the person’s team    helene  director
#        denis   technical administrator             ines    data protection officer
CAST = ["amina", "bruno", "chloe", "denis", "farid", "gilles", "helene", "ines"]
ANSWERS = {"o": {200, 204, 302, 422}, "x": {403}, "n": {404}, "m": {405, 403}}
ALL, NONE, METHOD = "oooooooo", "nnnnnnnn", "mmmmmmmm"


@dataclass(frozen=True)
class Row:
    """What GET and POST answer to each; record is the World’s field whose pk stands in the URL."""

    get: str
    post: str
    record: str = ""
    public: bool = False


PACKAGES: set[str] = set()
TABLE: dict[str, Row] = {
    "casework:home": Row(ALL, METHOD),
    "casework:search": Row(ALL, ALL),
    "casework:person-file": Row("onoxxxox", METHOD, "person"),
    "casework:person-timeline": Row("onoxxxxx", METHOD, "person"),
    "casework:person-referrals": Row("onoxxxxx", METHOD, "person"),
    "casework:person-programs": Row("onoxxxxx", METHOD, "person"),
    "casework:person-history": Row("onoxxxox", METHOD, "person"),
    "casework:find-partner": Row("onoxxxxx", METHOD, "person"),
    "programs:list": Row(ALL, METHOD),
    "programs:detail": Row(ALL, METHOD, "program"),
    "programs:enrol": Row("oooxoxxx", "oooxoxxx", "program"),
    "programs:enrolment-end": Row("onoxoxxx", "onoxoxxx", "enrolment"),
    "referrals:list": Row("oooxooox", METHOD),
    "referrals:new": Row("oooxxxxx", "oooxxxxx"),
    "referrals:detail": Row("onoxonox", METHOD, "received"),
    "referrals:edit": Row("onoxxxxx", "onoxxxxx", "referral"),
    "referrals:send": Row(METHOD, "onoxxxxx", "referral"),
    "referrals:accept": Row("onoxonxx", "onoxonxx", "received"),
    "referrals:decline": Row("onoxonxx", "onoxonxx", "received"),
    "referrals:lapse": Row("onoxxxxx", "onoxxxxx", "sent"),
    "referrals:withdraw": Row("onoxxxxx", "onoxxxxx", "sent"),
    "referrals:enrol": Row(METHOD, "onoxoxxx", "received"),
    "referrals:print": Row("onoxxxxx", METHOD, "referral"),
}


def url_names() -> dict[str, bool]:
    """Each URL name of ours and of the packages, with whether it takes an identifier; the admin has its own test."""
    found: dict[str, bool] = {}

    def walk(resolver: URLResolver, namespace: str) -> None:
        for item in resolver.url_patterns:
            if isinstance(item, URLResolver):
                if item.namespace != "admin":
                    walk(item, f"{namespace}{item.namespace}:" if item.namespace else namespace)
            elif isinstance(item, URLPattern):
                found[f"{namespace}{item.name}"] = bool(item.pattern.converters)

    walk(get_resolver(), "")
    return found


def test_no_url_is_missing_from_the_table_and_none_is_left_over():
    assert {name for name in url_names() if name not in PACKAGES} == set(TABLE)
