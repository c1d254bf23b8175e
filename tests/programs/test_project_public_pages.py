"""The public page of a project: what the holder chose, as long as they agree, and nothing else."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core.models import AuditEntry
from programs.models import ProgramKind, ProjectEvent, PublicPage
from tests.factories import BeneficiaryFactory, ContactRuleFactory, ProgramFactory, ProjectFactory, PublicPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(nord, amina, farid):
    person = BeneficiaryFactory(
        team=nord, lead_worker=amina, first_name="Moussa", last_name="Canari", nickname="", phone="+33639980001"
    )
    ContactRuleFactory(beneficiary=person)
    return ProjectFactory(
        enrolment__program=ProgramFactory(kind=ProgramKind.COHORT, staff=[farid]),
        enrolment__beneficiary=person,
        title="Le camion bleu",
        place="Lille",
        sector="catering",
    )


def step(project, act):
    return reverse("programs:project-step", args=[project.pk, act])


def answers(**more):
    today = timezone.localdate()
    return {
        "shown_as": "pseudonym", "holder": "Mo", "lines": ["pitch", "contact"], "title": "Le camion bleu",
        "pitch": "Des plats du jour, à midi.", "agreed_on": f"{today:%d/%m/%Y}",
        "ends_on": f"{today + dt.timedelta(days=90):%d/%m/%Y}", **more,
    }  # fmt: skip


def published(project, client, **more):
    """Prepare, read again, publish: the path of a page."""
    assert client.post(step(project, "page"), answers(**more)).status_code == 302
    client.post(step(project, "publier"), {"relue": "oui"})
    return PublicPage.objects.get(project=project, published_at__isnull=False, withdrawn_at=None)


def picture():
    """A photograph that tells where it was taken."""
    data, image = BytesIO(), Image.new("RGB", (40, 30), "navy")
    exif = image.getexif()
    exif[0x9286] = "Canari 06 39 98 00 01"
    image.save(data, "JPEG", exif=exif)
    return SimpleUploadedFile("canari.jpg", data.getvalue(), "image/jpeg")


def test_the_public_reads_the_lines_chosen_and_nothing_else_without_a_cookie(project, farid, client_of):
    staff, visitor = client_of(farid), Client()
    staff.post(step(project, "page"), answers(picture=picture(), picture_text="Un camion"))
    preview = staff.get(reverse("programs:project", args=[project.pk]), {"vue": "page"}).content.decode()
    assert "Des plats du jour" in preview and "n’est pas encore publiée" in preview
    staff.post(step(project, "publier"), {})
    draft = PublicPage.objects.get()
    assert draft.published_at is None, "nobody has read it again"
    staff.post(step(project, "publier"), {"relue": "oui"})
    page = PublicPage.objects.get()
    assert page.slug.startswith("le-camion-bleu-") and "canari" not in page.slug and len(page.slug) > 20
    url = reverse("programs:public-project", args=[page.slug])
    answer = visitor.get(url)
    text = answer.content.decode()
    assert "Un projet de <bdi>Mo</bdi>" in text and "Des plats du jour" in text
    for kept in ("Moussa", "Canari", "Lille", "Hôtellerie", "Idée", "csrf", "<script", "0639980001", "06 39"):
        assert kept not in text, kept
    assert not answer.cookies and not visitor.cookies
    assert "noindex" in answer.headers["X-Robots-Tag"] and answer.headers["Cache-Control"] == "no-store"
    image = b"".join(visitor.get(reverse("programs:public-picture", args=[page.slug])).streaming_content)
    assert image.startswith(b"\xff\xd8") and b"Canari" not in image
    project.amend(by=farid, title="Chez Canari", place="Rue du Secret")
    assert visitor.get(url).content == answer.content, "what was agreed to, whatever the project becomes"
    told = AuditEntry.objects.filter(object_type="programs.publicpage", person_id=project.person_id)
    assert told.filter(fields=["published_at"]).count() == 1


@pytest.mark.parametrize("closing", ["withdrawn", "expired", "not begun", "draft", "replaced and withdrawn"])
def test_without_a_standing_agreement_the_address_answers_nothing(closing, project, farid, amina, client_of):
    staff, visitor = client_of(farid), Client()
    page = published(project, staff)
    url = reverse("programs:public-project", args=[page.slug])
    assert visitor.get(url).status_code == 200
    today = timezone.localdate()
    if closing == "withdrawn":
        client_of(amina).post(step(project, "fermer"))  # whoever reads the file may close, at once
    elif closing == "expired":
        PublicPage.objects.update(agreed_on=today - dt.timedelta(days=30), ends_on=today - dt.timedelta(days=1))
    elif closing == "not begun":
        PublicPage.objects.update(agreed_on=today + dt.timedelta(days=1))
    elif closing == "draft":
        PublicPage.objects.update(published_at=None, published_by=None)
    else:
        staff.post(step(project, "page"), answers(title="Le camion rouge"))
        assert "bleu" in visitor.get(url).content.decode(), "until the draft is published"
        staff.post(step(project, "publier"), {"relue": "oui"})
        assert "rouge" in visitor.get(url).content.decode(), "the address stays"
        staff.post(step(project, "fermer"))
    assert visitor.get(url).status_code == 404
    assert visitor.get(reverse("programs:public-picture", args=[page.slug])).status_code == 404
    if closing == "withdrawn":
        assert ProjectEvent.objects.filter(act="page_withdrawn", by=amina).count() == 1
        assert published(project, staff).slug != page.slug, "a closed address is never given again"


def test_only_the_team_of_the_cohort_and_the_coordination_publish(project, cast, client_of):
    codes = {name: client_of(user).post(step(project, "page"), answers()).status_code for name, user in cast.items()}
    assert {name for name, code in codes.items() if code == 302} == {"chloe", "farid"}
    codes = {name: client_of(user).post(step(project, "publier"), {"relue": "oui"}) for name, user in cast.items()}
    assert PublicPage.objects.get().published_by in {cast["chloe"], cast["farid"]}


def test_words_of_justice_names_kept_and_wrong_dates_are_refused(project, farid, client_of):
    client, day = client_of(farid), timezone.localdate()
    wrong = [
        {"pitch": "Après la prison, un nouveau départ."},
        {"title": "Ex-détenue et cheffe"},
        {"pitch": "Sorti de maison d’arrêt en mai."},
        {"picture_text": "Le tribunal", "picture": "…"},
        {"title": "Chez Canari"},
        {"pitch": "Moussa, cuisinier."},
        {"pitch": "Appelez le 06 39 98 00 01."},
        {"holder": ""},
        {"shown_as": "nobody", "title": "La cuisine de Moussa"},
        {"shown_as": ""},
        {"ends_on": f"{day + dt.timedelta(days=400):%d/%m/%Y}"},
        {"ends_on": "01/01/9999"},
        {"agreed_on": f"{day + dt.timedelta(days=2):%d/%m/%Y}"},
        {"agreed_on": f"{day - dt.timedelta(days=20):%d/%m/%Y}", "ends_on": f"{day - dt.timedelta(days=9):%d/%m/%Y}"},
        {"ends_on": f"{day - dt.timedelta(days=1):%d/%m/%Y}"},
        {"picture": SimpleUploadedFile("a.jpg", b"%PDF-1.4"), "picture_text": "Rien"},
        {"picture": picture()},
    ]
    for answer in wrong:
        if answer.get("picture") == "…":
            answer["picture"] = picture()
        shown = client.post(step(project, "page"), answers(**answer))
        assert shown.status_code == 200, answer
        assert "Des plats du jour" in shown.content.decode() or "pitch" in answer
    assert not PublicPage.objects.exists()
    assert published(project, client, shown_as="first_name", holder="", title="Chez Moussa").holder == "Moussa"


def test_the_database_refuses_two_published_pages_and_an_agreement_without_end(project):
    page = PublicPageFactory(project=project, published=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicPageFactory(project=project, published=True)
    for wrong in ({"ends_on": page.agreed_on + dt.timedelta(days=800)}, {"slug": ""}, {"published_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicPage.objects.update(**wrong)
