"""Every form of every page, filled with what no form expects; every list asked for pages that do not exist."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction

from tests.access import CAST, TABLE, address

pytestmark = pytest.mark.django_db
NOT_OURS = {"account_login", "account_signup", "account_logout"}
HOSTILE = {
    "empty": "",
    "long": "é" * 10_000,
    "control": "a\x00b\x1b[31m\r\nc",
    "right to left": "\u202eمحمد 🙂 \u200b",
    "no such day": "31/02",
    "half a date": "14 oct",
    "markup": "<script>alert(1)</script>{{ 7*7 }}",
    "number": "-99999999999999999999",
    "quotes": "'; DROP TABLE x; --%_\\",
}


class Forms(HTMLParser):
    """The forms of a page: action, and the names of their text fields and of the others with their values."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note each form sent by POST and what it holds."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(
                {"action": given.get("action", ""), "post": given.get("method") == "post", "typed": set(), "kept": {}}
            )
        elif self.found and given.get("name"):
            form = self.found[-1]
            if given.get("type") in {"hidden", "submit", "checkbox", "radio"} or tag in {"select", "button"}:
                form["kept"].setdefault(given["name"], given.get("value", ""))
            elif tag in {"input", "textarea"}:
                form["typed"].add(given["name"])


PAGES = [key for key, row in TABLE.items() if "o" in row.get and key not in NOT_OURS]
LISTS = {
    "casework:home": ["sorties", "tout"],
    "casework:search": ["r"],
    "casework:person-timeline": ["page", "par", "comment"],
    "casework:person-history": ["page"],
    "casework:person-documents": ["page", "nature", "fin"],
    "casework:find-partner": ["page", "q", "domaine", "commune", "rayon"],
    "casework:person-plan-print": ["sante"],
    "beneficiaries:goal-new": ["besoin"],
    "beneficiaries:list": ["page", "tri", "r", "statut", "referente", "sortie_avant"],
    "beneficiaries:follow-up-new": ["personne", "rendez-vous", "brouillon"],
    "beneficiaries:batch-new": ["brouillon"],
    "beneficiaries:collective-new": ["brouillon"],
    "beneficiaries:visit-plan": ["etablissement", "jour", "equipe"],
    "beneficiaries:sheet-new": ["etablissement", "personne"],
    "partners:directory": ["page", "q", "domaine", "commune", "rayon"],
    "partners:organization-list": ["page", "q"],
    "partners:communes": ["commune"],
    "partners:organization-history": ["page"],
    "partners:proposal-list": ["page", "vue"],
    "programs:list": ["page", "type"],
    "programs:detail": ["page", "vue"],
    "programs:enrol": ["personne"],
    "referrals:list": ["page", "statut", "silence", "domaine"],
    "referrals:new": ["personne", "service", "programme"],
}


def visitor(key: str, cast, client_of):
    """A browser of the first of the cast to whom the page opens; a fault is answered, not raised."""
    client = client_of(cast[CAST[TABLE[key].get.index("o")]])
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_form_falls_over(kind, world, cast, client_of):
    value, fallen, seen = HOSTILE[kind], [], set()
    for key in PAGES:
        client, url = visitor(key, cast, client_of), address(key, world)
        parser = Forms()
        answer = client.get(url, follow=True)
        if answer.streaming:  # a file to keep, without a form
            continue
        parser.feed(answer.content.decode())
        for form in parser.found:
            action = str(form["action"]) or url
            if not form["post"] or action in seen or "deconnexion" in action:
                continue
            seen.add(action)
            point = transaction.savepoint()
            answer = client.post(action, {**form["kept"], **dict.fromkeys(form["typed"], value)})
            transaction.savepoint_rollback(point)
            text = answer.content.decode(errors="replace")
            if answer.status_code >= 500 or "<script>alert(1)" in text:
                fallen.append(f"{key} → {action} : {answer.status_code}")
            if (
                answer.status_code == 422
                and kind in {"half a date", "no such day"}
                and form["typed"]
                and value not in text
            ):
                fallen.append(f"{key} → {action} : « {value} » n’est pas montré")
    assert len(seen) > 20
    assert fallen == []


@pytest.mark.parametrize("number", ["0", "-1", "1000000000", "9" * 40, "x", "\x00", "1.5"])
def test_any_parameter_gives_a_page_or_a_404(number, world, cast, client_of):
    fallen = []
    for key, parameters in LISTS.items():
        client, url = visitor(key, cast, client_of), address(key, world)
        for parameter in parameters:
            code = client.get(url, {parameter: number}).status_code
            if code >= 500:
                fallen.append(f"{key} ?{parameter}={number!r} : {code}")
    assert fallen == []
