"""The release passport: two languages, two pages, tagged, in the right order, and nothing that harms."""

import json
import re
import shutil
import subprocess
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import ContactChannel, ContactRule, JusticeStatus, Layer
from casework.passport.lint import explained, private_words, unexplained
from casework.passport.pdf import pdf_of
from casework.passport.sheet import PAPERS, Choices, Meeting, sheet_of
from casework.passport.words import catalogue
from core.errors import DomainError
from core.models import AuditAction, AuditEntry
from programs.models import ProgramKind
from tests.casework.desk import shown
from tests.factories import (
    AlertFactory,
    AppointmentFactory,
    AssociationFactory,
    BeneficiaryFactory,
    ConfidentialNoteFactory,
    ContactRuleFactory,
    FollowUpFactory,
    PlaceFactory,
    PrisonFactory,
    ProgramFactory,
    ReadinessItemFactory,
    ReadinessItemKindFactory,
    ReleaseFactory,
    SiteFactory,
    StayFactory,
)

PARIS = ZoneInfo("Europe/Paris")
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
MEETING = Meeting(
    datetime(2025, 10, 17, 14, 0, tzinfo=PARIS),
    {"what": "Mairie, domiciliation", "where": "1 rue des Essais, 59000 Lille", "bring": "2 photos #panic() $x$"},
)


def choices(**more):
    return Choices(
        **{
            "name": "Tarek",
            "day": date(2025, 10, 14),
            "language": "ar",
            "association": "Le Seuil",
            "meetings": [MEETING, Meeting(datetime(2025, 10, 20, 9, 30, tzinfo=PARIS), {"what": "Mission locale"})],
            "roofs": [{"name": "Foyer du Pont", "where": "2 quai des Lampes, 59000 Lille"}],
            "papers": PAPERS[:4],
            "helper": {"name": "Inès", "phone": "01 99 00 00 04"},
            **more,
        }
    )


def text_of(content):
    """The text in the order in which it is read, without the marks of direction."""
    run = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return re.sub("[\u200e\u200f\u202a-\u202e]", "", run.stdout.decode())


def pages_of(content):
    run = subprocess.run(["pdfinfo", "-"], input=content, capture_output=True, check=True)
    return int(re.search(r"Pages:\s+(\d+)", run.stdout.decode())[1])


@needs_poppler
def test_the_passport_in_arabic_has_two_languages_on_two_pages_at_most():
    content = pdf_of(sheet_of(choices()))
    text = text_of(content)
    assert pages_of(content) <= 2
    expected = [
        "Vendredi 17 octobre 2025, 14 h 00",
        "Mairie, domiciliation",
        "1 rue des Essais",
        "Lundi 20 octobre 2025",
    ]
    expected += ["Foyer du Pont", "Billet de sortie", "01 99 00 00 04", "3114"]
    places = [text.index(words) for words in expected]
    assert places == sorted(places)
    for words in ("مواعيدي", "أين أنام الليلة", "العنوان", "بطاقة الهوية"):
        assert words in text, words
    assert "2 photos #panic() $x$" in text


@pytest.mark.parametrize("language", ["", "ar", "en", "nl"])
def test_the_file_is_tagged(language):
    content = pdf_of(sheet_of(choices(language=language)))
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid"):
        assert mark in content, mark


@needs_poppler
@pytest.mark.parametrize("size", [14, 18])
def test_large_print_fits_too(size):
    assert pages_of(pdf_of(sheet_of(choices(language="", size=size)))) <= 2


def test_a_third_page_is_refused():
    many = [Meeting(MEETING.moment + timedelta(days=rank), MEETING.told) for rank in range(30)]
    with pytest.raises(DomainError, match="deux au plus"):
        pdf_of(sheet_of(choices(meetings=many)))


def test_the_discreet_version_names_neither_the_association_nor_the_release():
    words = json.dumps(sheet_of(choices(discreet=True)).as_data(), ensure_ascii=False)
    assert "Seuil" not in words and "sortie" not in words.lower() and "الخروج" not in words
    assert "sortie" in json.dumps(sheet_of(choices()).as_data(), ensure_ascii=False)


def test_each_phrase_exists_in_each_language_with_the_same_blanks():
    for key, words in catalogue().items():
        assert set(words) == {"fr", "ar", "en", "nl"}, key
        assert len({tuple(sorted(re.findall(r"{\w+}", text))) for text in words.values()}) == 1, key


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Numéro d’écrou 1234", ["ecrou"]),
        ("RDV JAP au Tribunal", ["jap", "tribunal"]),
        ("Centre méthadone", ["methadone"]),
        ("CMP, docteur Essai", ["cmp"]),
        ("Rendez-vous psychiatrique", ["psychiatrique"]),
        ("Mairie, service du logement", []),
        ("Rue de la Greffière", []),
    ],
)
def test_what_says_something_of_justice_or_health_is_seen(text, found):
    assert private_words(text) == found


def test_known_acronyms_are_written_out_and_the_others_are_seen():
    assert explained("Au CCAS de Lille") == "Au centre communal d’action sociale de Lille"
    assert unexplained("Au CCAS, puis au PLIE") == ["PLIE"]


@pytest.fixture
def tarek(nord, amina):
    """Held, out in three days, with canaries everywhere that the sheet must not look."""
    AssociationFactory(name="Le Seuil")
    person = BeneficiaryFactory(
        first_name="Tarek",
        last_name="CANARI-NOM",
        nickname="CANARI-SURNOM",
        languages=["arabe"],
        team=nord,
        lead_worker=amina,
        justice_status=JusticeStatus.IN_CUSTODY,
        prison=PrisonFactory(name="CANARI-PRISON"),
        expected_release_on=timezone.localdate() + timedelta(days=3),
        release_date_source="CANARI-GREFFE",
        address="9 rue Canari-Domicile",
        phone="+33199000077",
    )
    ContactRuleFactory(beneficiary=person, precautions="CANARI-PRECAUTION", channels=[ContactChannel.IN_PERSON])
    AlertFactory(beneficiary=person, text="CANARI-ALERTE")
    note = FollowUpFactory(beneficiary=person, author=amina, summary="CANARI-SUIVI")
    ConfidentialNoteFactory(follow_up=note, body="CANARI-CONFIDENTIEL")
    kind = ReadinessItemKindFactory(label="CANARI-POINT", layer=Layer.HEALTH)
    ReadinessItemFactory(release=ReleaseFactory(beneficiary=person), kind=kind, note="CANARI-SANTE")
    now = timezone.now()
    AppointmentFactory(beneficiary=person, worker=amina, starts_at=now + timedelta(days=1), purpose="CANARI-PARLOIR")
    return person


@pytest.fixture
def meeting(tarek, amina):
    return AppointmentFactory(
        beneficiary=tarek, worker=amina, starts_at=timezone.now() + timedelta(days=5), purpose="Mairie", place="Lille"
    )


def filled(meeting, **more):
    """The composer’s form, as a browser sends it."""
    prefix = f"m-{meeting.pk}"
    return {
        "language": "ar",
        "size": "14",
        "order": "meetings sleep papers helper",
        "papers": ["paper_release", "paper_identity"],
        "name": "Tarek",
        f"{prefix}-keep": "on",
        f"{prefix}-what": "Mairie",
        f"{prefix}-where": "1 rue des Essais, 59000 Lille",
        "h-keep": "on",
        "h-name": "Amina",
        "h-phone": "01 99 00 00 04",
        **{f"{prefix}-{name}" if name in {"how", "bring"} else name: value for name, value in more.items()},
    }


@needs_poppler
def test_the_sheet_printed_holds_no_canary_and_leaves_one_line_in_the_journal(client_of, amina, tarek, meeting):
    client, url = client_of(amina), reverse("casework:release-passport", args=[tarek.pk])
    page = client.get(url)
    form = (
        page.content.decode().partition('<form class="no-print" method="post" novalidate>')[2].partition("</form>")[0]
    )
    assert "CANARI" not in form and 'value="ar" ' in form
    preview = shown(client.post(url, filled(meeting, preview="1")))
    answer = client.post(url, filled(meeting, print="1"))
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    text = text_of(answer.content)
    assert "CANARI" not in text.upper() and b"CANARI" not in answer.content
    for words in ("1 rue des Essais, 59000 Lille", "Amina", "مواعيدي"):
        assert words in text and words in preview
    assert AuditEntry.objects.filter(action=AuditAction.PRINTED, person_id=tarek.pk).count() == 1


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("how", "Demander au SPIP", "ne dit rien de la justice"),
        ("bring", "Votre ordonnance", "ne dit rien de la justice ni de la santé"),
        ("how", "Passer au PLIE", "en toutes lettres"),
        ("how", "Depuis le 9 rue Canari-Domicile", "retirez-le"),
    ],
)
def test_a_line_that_tells_too_much_is_refused_and_what_was_typed_stays(
    client_of, amina, tarek, meeting, field, text, words
):
    url = reverse("casework:release-passport", args=[tarek.pk])
    page = client_of(amina).post(url, filled(meeting, print="1", **{field: text}))
    body = page.content.decode()
    assert page["Content-Type"].startswith("text/html") and words in body and text in body
    assert "<title>Erreur" in re.sub(r"\s*\n\s*", "", body) or "Erreur" in body
    assert not AuditEntry.objects.filter(action=AuditAction.PRINTED).exists()


def test_a_protected_address_is_not_written(client_of, amina, tarek, meeting):
    site = SiteFactory(name="Maison d’essai", address="", postal_code="", has_secret_address=True)
    place = PlaceFactory(site=site, program=ProgramFactory(kind=ProgramKind.SHELTER))
    day = timezone.localdate()
    StayFactory(beneficiary=tarek, place=place, period=(day, day + timedelta(days=30)))
    url = reverse("casework:release-passport", args=[tarek.pk])
    assert 'value="Maison d’essai"' in client_of(amina).get(url).content.decode()
    data = filled(meeting, preview="1", **{"r-0-keep": "on", "r-0-name": "Chez nous"})
    assert "L’adresse vous a été dite." in shown(client_of(amina).post(url, data))


def test_the_person_who_wants_nothing_in_hand_gets_nothing(client_of, amina, tarek, meeting):
    ContactRule.objects.filter(beneficiary=tarek).update(channels=[ContactChannel.PHONE])
    url = reverse("casework:release-passport", args=[tarek.pk])
    page = client_of(amina).post(url, filled(meeting, print="1"))
    assert "main propre" in page.content.decode()
    assert AuditEntry.objects.filter(action=AuditAction.REFUSED, person_id=tarek.pk).exists()
