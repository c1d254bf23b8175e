"""What people type finds what they mean: accents, plurals, order, synonyms, misspellings."""

import pytest
from django.http import QueryDict

from partners.models.topics import domains_for
from partners.search import DirectoryPage, search_services
from partners.vocabulary import refresh_vocabulary
from partners.wording import edit_distance, understand
from tests.factories import OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db

LAW = "difficultes-administratives-ou-juridiques--"
HOME = "logement-hebergement--"
APPLY = "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation"
# key: name, organisation, topic
SERVICES = {
    "hostel": ("Hébergement d’insertion", "Les Tilleuls", f"{HOME}rechercher-une-solution-dhebergement-temporaire"),
    "rent": ("Aide aux impayés de loyer", "Le Palier", f"{HOME}reduire-les-impayes-de-loyer"),
    "rehab": ("Consultation d’addictologie", "Centre du Rivage", "sante--addictions"),
    "mind": ("Écoute et soutien", "Maison bleue", "sante--sante-mentale"),
    "papers": ("Domiciliation", "La Boussole", f"{LAW}accompagnement-aux-demarches-administratives"),
    "licence": ("Auto-école solidaire", "Roue libre", "mobilite--preparer-un-permis"),
    "cv": ("Atelier candidature", "Le Tremplin", APPLY),
    "food": ("Épicerie du Marché", "Les Restos inventés", "equipement-et-alimentation--alimentation"),
    "nursery": ("Multi-accueil Les Colombes", "Petite enfance", "famille--garde-denfants"),
    "law": ("Permanence juridique", "Point d’accès", f"{LAW}prendre-en-compte-une-problematique-judiciaire"),
}
EXACT = {
    "hébergement": "hostel", "HEBERGEMENT": "hostel", "hebergements": "hostel", "insertion hébergement": "hostel",
    "tilleuls": "hostel", "115": "hostel", "dormir": "hostel", "loyers": "rent", "impayé": "rent", "expulsion": "rent",
    "cure": "rehab", "alcool": "rehab", "addictions": "rehab", "psy": "mind", "psychologue": "mind",
    "papiers": "papers", "domiciliation boussole": "papers", "permis": "licence", "code": "licence",
    "auto ecole": "licence",
    "CV": "cv", "lettre de motivation": "cv", "manger": "food", "colis alimentaire": "food", "épicerie": "food",
    "crèche": "nursery", "garde d’enfants": "nursery", "multi-accueil": "nursery", "avocat": "law", "spip": "law",
}  # fmt: skip
MISSPELT = {
    "hebergemnt": "hostel", "hébergemment": "hostel", "ebergement": "hostel", "herbegement": "hostel",
    "tileuls": "hostel",
    "inserttion": "hostel", "loyé": "rent", "impayer": "rent", "expultion": "rent", "adictions": "rehab",
    "adictologie": "rehab", "alcol": "rehab", "consulation": "rehab", "sicologue": "mind", "psycologue": "mind",
    "domicilliation": "papers", "domiciliasion": "papers", "bousole": "papers", "permi": "licence", "permit": "licence",
    "condidature": "cv", "motivasion": "cv", "alimantaire": "food", "epiceri": "food", "creche colombs": "nursery",
    "anfants": "nursery", "juridque": "law", "avocas": "law", "permanance": "law", "détantion": "law",
}  # fmt: skip


@pytest.fixture
def directory(db: None) -> dict[str, str]:
    """Ten services whose names do not say everything, and the vocabulary."""
    names = {}
    for key, (name, organization, topic) in SERVICES.items():
        ServiceFactory(
            name=name,
            organization=OrganizationFactory(name=organization),
            topics=[topic],
            domains=domains_for([topic]),
            description="À voir.",
        )
        names[key] = name
    refresh_vocabulary()
    return names


def search(text: str, **filters: str) -> DirectoryPage:
    """The page of a search made everywhere."""
    data = QueryDict(mutable=True)
    data.update({"q": text, "commune": "", **filters})
    return search_services(data)


def found(text: str, **filters: str) -> list[str]:
    """Names of the services found, in order."""
    return [card.name for card in search(text, **filters).cards]


def recall(queries: dict[str, str], names: dict[str, str]) -> tuple[float, list[str]]:
    """Share of the queries whose service is on the first page, and those that miss."""
    missed = [text for text, key in queries.items() if names[key] not in found(text)]
    return 1 - len(missed) / len(queries), missed


def test_words_accents_plurals_order_and_synonyms_find_the_service(directory):
    assert recall(EXACT, directory) == (1.0, [])


def test_misspelt_searches_find_the_service(directory):
    share, missed = recall(MISSPELT, directory)
    assert share >= 0.95, missed


def test_a_corrected_search_says_so_and_a_right_one_does_not(directory):
    assert search("hebergemnt").corrected == "hébergement"
    assert search("hebergement").corrected == ""
    assert search("Tilleuls").corrected == ""


def test_a_word_of_a_description_is_not_taken_for_a_mistake(directory):
    ServiceFactory(name="Pension", description="Accepte les tilleurs de passage.")
    assert found("tilleurs") == ["Pension"]


def test_every_word_counts_and_what_comes_near_is_said_to_be_near(directory):
    assert not search("hébergement tilleuls").approximate
    page = search("hébergement zygomatique")
    assert page.cards[0].name == "Hébergement d’insertion" and page.approximate
    assert search("zygomatique").cards == []


def test_a_name_that_matches_comes_before_a_topic_and_a_topic_before_a_description():
    ServiceFactory(name="Accueil", description="On y parle aussi d’addictions.")
    ServiceFactory(name="Rivage", topics=["sante--addictions"], description="Écoute.")
    ServiceFactory(name="Groupe addictions", description="Écoute.")
    assert found("addictions") == ["Groupe addictions", "Rivage", "Accueil"]


def test_what_is_on_the_spot_comes_before_what_is_remote():
    ServiceFactory(name="Écoute A", delivery_modes=["a-distance"])
    ServiceFactory(name="Écoute B", delivery_modes=["a-distance", "en-presentiel"])
    assert found("écoute") == ["Écoute B", "Écoute A"]


def test_withdrawn_services_and_organisations_are_not_found():
    ServiceFactory(name="Douche", is_active=False)
    ServiceFactory(name="Douche bis", organization=OrganizationFactory(is_active=False))
    assert found("douche") == []


@pytest.mark.parametrize("text", ["%", "_", "%%%", "'", "\\", "--", "de la", "l’", "😀", "';--", "()&|!:*", "__"])
def test_signs_and_stop_words_alone_find_nobody_and_say_why(directory, text):
    page = search(text)
    assert page.cards == [] and page.nothing_to_search


@pytest.mark.parametrize(
    "text",
    [
        "a & b | !c",
        "heberg:*",
        "'quoted'",
        "x\\y",
        "\u202eevil",
        "ı İ ß ﬁ",
        "a" * 90,
        "' OR 1=1 --",
        "%hébergement%",
        "c_mmune",
    ],
)
def test_hostile_text_is_searched_as_text(directory, text):
    search(text)


def test_too_long_a_text_is_refused_with_words_and_finds_nobody(directory):
    page = search("hébergement " * 20_000)
    assert "q" in page.form.errors and not page.searched and page.cards == []


def test_a_null_character_is_refused_with_words(directory):
    page = search("a\x00b")
    assert "q" in page.form.errors and page.cards == []


def test_many_words_are_read_up_to_a_limit(directory):
    assert len(understand(" ".join(f"mot{n}" for n in range(50))).typed) == 12


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("", "", 0),
        ("abc", "abc", 0),
        ("abc", "ab", 1),
        ("abc", "acb", 1),
        ("abc", "xbc", 1),
        ("abcd", "badc", 2),
        ("", "ab", 2),
    ],
)
def test_the_distance_counts_letters_added_dropped_changed_or_swapped(first, second, distance):
    assert edit_distance(first, second) == distance == edit_distance(second, first)
