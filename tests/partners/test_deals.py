"""Agreements, employers and posts: one door each, words for every refusal, reminders that come in time."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError, TransitionNotAllowed
from partners.models import Agreement, Employer, Post
from tests.factories import AgreementFactory, CommuneFactory, EmployerFactory, OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def violates(rows, constraint, **values):
    """The database refuses these values, by the constraint named."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        rows.update(**values)
    assert constraint in str(refused.value)


def test_an_agreement_is_prepared_signed_renewed_in_time_and_ended(client_of, chloe, helene):
    organization, client = OrganizationFactory(), client_of(chloe)
    facts = {
        "title": "Places à l’accueil de jour",
        "kind": "places",
        "starts_on": f"{TODAY - dt.timedelta(days=300):%d/%m/%Y}",
        "ends_on": f"{TODAY + dt.timedelta(days=60):%d/%m/%Y}",
        "remind_days": "59",
        "responsible": helene.pk,
    }
    new = reverse("partners:agreement-new", args=[organization.pk])
    url, again = (client.post(new, facts)["Location"] for _click in range(2))
    assert url == again, "a double click notes one"
    client.post(f"{url}signer/", {"on": "aujourd’hui"})
    agreement = Agreement.objects.get()
    assert (agreement.status, agreement.created_by) == ("signed", chloe)
    assert not Agreement.objects.to_renew(TODAY).exists()
    client.post(f"{url}modifier/", {**facts, "remind_days": "60"})
    assert Agreement.objects.to_renew(TODAY).get() == agreement
    listed = client.get(reverse("partners:agreement-list"), {"etat": "renouveler"}).text
    assert "À renouveler\u00a0: fin dans 60\u00a0jours" in listed
    form = client.get(f"{url}renouveler/").context["form"]
    assert form["title"].value() == agreement.title
    later = {**facts, "starts_on": facts["ends_on"], "ends_on": ""}
    assert client.post(f"{url}renouveler/", later).status_code == 302
    assert Agreement.objects.get(renews=agreement).status == "prepared"
    assert not Agreement.objects.to_renew(TODAY).exists()
    client.post(f"{url}terminer/", {"on": "aujourd’hui", "reason": "Le lieu ferme"})
    page = client.get(url).text
    assert "Le lieu ferme" in page and "Terminée" in page
    with pytest.raises(TransitionNotAllowed, match="Terminée"):
        agreement.sign(by=chloe, at=timezone.now(), on=TODAY)
    with pytest.raises(DomainError, match="avant la date de début"):
        AgreementFactory().end(by=chloe, at=timezone.now(), on=TODAY - dt.timedelta(days=900))


def test_the_database_refuses_impossible_agreements_and_posts():
    agreement = AgreementFactory()
    rows = Agreement.objects.filter(pk=agreement.pk)
    violates(rows, "agreement_signature_is_dated", signed_on=None)
    violates(rows, "agreement_reminder_plausible", remind_days=900)
    violates(rows, "agreement_renews_another", renews=agreement)
    violates(rows, "agreement_starts_on_before_ends_on", ends_on=TODAY - dt.timedelta(days=900))
    posts = Post.objects.filter(pk=PostFactory(kind="tig").pk)
    violates(posts, "post_contract_or_authority", contract="cdi")
    violates(posts, "post_authority_is_dated", authorised_by="judge")
    violates(posts, "post_numbers_plausible", places=0)
    violates(Employer.objects.filter(posts__in=posts), "employer_hosts_known", hosts=["other"])


def test_an_organisation_becomes_an_employer_and_its_post_is_found_near(client_of, amina, gilles):
    CommuneFactory()
    client = client_of(amina)
    organization = OrganizationFactory(name="Cuisine du Canal", postal_code="59000", city="Lille")
    employer_form = reverse("partners:employer-edit", args=[organization.pk])
    said = {"sector": "catering", "hosts": ["job", "tig"], "openness": "open", "is_active": "on"}
    url = client.post(employer_form, said)["Location"]
    employer = Employer.objects.get()
    assert client.post(employer_form, {**said, "size": "10-49"})["Location"] == url
    new = reverse("partners:post-new", args=[employer.pk])
    assert client.get(new).context["form"]["city"].value() == "Lille"
    post = {"kind": "job", "title": "Commis", "contract": "cdd", "places": "2", "record_extract": "no"}
    wrong = client.post(new, {**post, "kind": "tig"})
    assert "Il n’y a pas de contrat" in wrong.text
    page = client.post(new, {**post, "postal_code": "59000", "city": "Lille", "weekly_hours": "35"})["Location"]
    assert Post.objects.get().latitude is not None
    listing = reverse("partners:post-list")
    found = {"commune": "Lille", "rayon": "5", "casier": "on", "secteur": "catering", "type": "job"}
    assert "Commis" in client.get(listing, found).text
    assert "Commis" not in client.get(listing, {"type": "tig"}).text
    client.post(f"{page}pourvu/")
    assert "Commis" not in client.get(listing).text and "Commis" in client.get(listing, {"tous": "on"}).text
    client.post(f"{page}rouvrir/")
    assert "Commis" in client_of(gilles).get(listing).text
    names = client.get(reverse("partners:employer-list"), {"q": "canal lille", "accueille": "tig"})
    assert "Cuisine du Canal" in names.text and "Regarde d’abord les compétences" in names.text


def test_lists_cost_the_same_with_more_rows(client_of, amina, queries_of):
    client = client_of(amina)
    pages = [reverse(f"partners:{name}-list") for name in ("agreement", "employer", "post")]
    make = lambda number: (AgreementFactory.create_batch(number), PostFactory.create_batch(number))  # noqa: E731
    make(2)
    before = [queries_of(client, page) for page in pages]
    make(8)
    EmployerFactory(is_active=False)
    assert [queries_of(client, page) for page in pages] == before
