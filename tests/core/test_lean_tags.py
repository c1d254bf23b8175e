"""The tags that write again and again the same things: the same words as Django’s own, nothing of anybody."""

import uuid

import pytest
from django.template import Context, Engine, Template
from django.urls import reverse
from django.utils import translation

from beneficiaries.models import FollowUp
from core.links import link_to

LITERALS = [
    '{% translate "Modifier" %}',
    '{% translate "à" context "heure" %}',
    '{% translate "Tout <b>voir</b>" as x %}{{ x }}',
    '{% translate "100 % gratuit" %}',
    '{% translate "Modifier" noop %}',
    "{% translate name %}",
    '{% translate "modifier"|capfirst %}',
]
DJANGO = Engine(builtins=["django.templatetags.i18n"])


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("source", LITERALS)
def test_a_literal_is_translated_as_django_does(source, language):
    ours, theirs = Template(source), DJANGO.from_string(source)
    for _ in range(2):
        with translation.override(language):
            assert ours.render(Context({"name": "Modifier"})) == theirs.render(Context({"name": "Modifier"}))


def test_a_constant_fragment_sees_nothing_of_the_page_and_follows_the_language():
    template = Template("{% constant %}[{{ name }}{% get_current_language as l %}{{ l }}]{% endconstant %}{{ name }}")
    said = []
    for language, name in [("fr", "Karim"), ("en", "Amina"), ("fr", "Chloé")]:
        with translation.override(language):
            said.append(template.render(Context({"name": name})))
    assert said == ["[fr]Karim", "[en]Amina", "[fr]Chloé"]


def test_a_link_is_the_url_of_the_page():
    person = uuid.uuid4()
    assert link_to("casework:person-file", person) == reverse("casework:person-file", args=[person])
    assert link_to("casework:home") == reverse("casework:home")


def test_a_url_is_the_one_django_says_whatever_names_the_thing():
    person = uuid.uuid4()
    sources = [
        "{% url 'casework:home' %}",
        "{% url 'casework:person-file' pk %}",
        "{% url 'casework:person-file' text %}",
        "{% url 'casework:person-file' pk=pk %}",
        "{% url name pk as x %}[{{ x }}]",
        "{% url 'casework:person-file' pk as x %}[{{ x }}]",
    ]
    given = {"pk": person, "text": str(person), "name": "casework:person-file"}
    for source in sources:
        assert Template(source).render(Context(given)) == DJANGO.from_string(source).render(Context(given))


def test_a_choice_is_said_as_django_says_it():
    follow_up, words = FollowUp(), FollowUp._meta.get_field("mode").flatchoices
    for language, mode in [("fr", "visit"), ("en", "visit"), ("fr", "unknown"), ("fr", None)]:
        follow_up.mode = mode
        with translation.override(language):
            assert follow_up.get_mode_display() == dict(words).get(mode, mode)
