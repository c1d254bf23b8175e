"""Writing a referral: one page, one form, one referral."""

import uuid

import pytest
from django.urls import reverse

from core.models import AuditEntry
from referrals.models import Channel, Referral, ReferralEvent, Status
from tests.factories import AlertFactory, BeneficiaryFactory, ProgramFactory, ReferralFactory, ServiceFactory

NEW = reverse("referrals:new")


@pytest.fixture
def karim(amina, nord):
    return BeneficiaryFactory(first_name="Karim", last_name="Bensalem", team=nord, lead_worker=amina)


@pytest.fixture
def service(db):
    return ServiceFactory(
        name="Hébergement du Pont",
        access_conditions="Apporter une pièce d’identité.",
        contact_methods=["envoyer-un-courriel", "telephoner"],
        email="accueil@exemple.test",
        phone="+33199001234",
    )


@pytest.fixture
def new_url(karim, service):
    return f"{NEW}?service={service.pk}&personne={karim.pk}"


def typed(**changes):
    base = {"submission": str(uuid.uuid4()), "message": "Un lit dès lundi", "consent": "oral", "channel": "phone"}
    return {**base, "action": "send", **changes}


def test_the_page_tells_the_conditions_the_person_and_proposes_the_usual_channel(amina, client_of, karim, new_url):
    AlertFactory(beneficiary=karim, text="Ne pas orienter vers Roubaix")
    answer = client_of(amina).get(new_url)
    for words in ("Apporter une pièce d’identité.", "Tous publics", "01 99 00 12 34", "Ne pas orienter vers Roubaix"):
        assert words in answer.text
    form = answer.context["form"]
    assert form["channel"].value() == Channel.EMAIL
    assert not form["consent"].value()


def test_from_the_card_of_a_service_two_choices_send_the_referral(amina, client_of, karim, service, new_url):
    form = client_of(amina).get(new_url).context["form"]
    sent = {"submission": form["submission"].value(), "channel": form["channel"].value(), "message": ""}
    answer = client_of(amina).post(new_url, {**sent, "consent": "written", "action": "send"}, follow=True)
    referral = Referral.objects.get()
    assert answer.redirect_chain == [(reverse("referrals:detail", args=[referral.pk]), 302)]
    assert "Le courriel part dans une minute" in answer.text
    assert (referral.status, referral.beneficiary, referral.service) == (Status.SENT, karim, service)
    assert (referral.sent_by, referral.created_by) == (amina, amina)


def test_without_agreement_nothing_is_sent_nothing_saved_nothing_lost(amina, client_of, new_url):
    answer = client_of(amina).post(new_url, typed(consent=""))
    assert "Notez l’accord de la personne avant l’envoi." in answer.text
    assert "Un lit dès lundi" in answer.text
    assert "Erreur :" in answer.text.partition("</title>")[0]
    assert not Referral.objects.exists()
    assert not AuditEntry.objects.filter(object_type="referrals.referral").exists()


def test_a_draft_needs_no_agreement_and_is_completed_then_sent(amina, client_of, new_url):
    client = client_of(amina)
    client.post(new_url, typed(consent="", action="draft"))
    draft = Referral.objects.get()
    assert draft.status == Status.DRAFT
    edit = reverse("referrals:edit", args=[draft.pk])
    assert "Un lit dès lundi" in client.get(edit).text
    assert "Notez l’accord" in client.post(edit, typed(message="Deux lits", consent="")).text
    assert Referral.objects.get().message == "Un lit dès lundi"
    client.post(edit, typed(message="Deux lits"))
    draft.refresh_from_db()
    assert (draft.status, draft.message) == (Status.SENT, "Deux lits")


def test_the_same_form_sent_again_answers_the_same_and_makes_one_referral(amina, client_of, new_url):
    client, form = client_of(amina), typed()
    answers = [client.post(new_url, form) for _ in range(3)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Referral.objects.count() == ReferralEvent.objects.count() == 1


def test_going_back_to_a_draft_page_keeps_what_was_typed_last(amina, client_of, new_url):
    client, submission = client_of(amina), str(uuid.uuid4())
    client.post(new_url, typed(submission=submission, action="draft"))
    client.post(new_url, typed(submission=submission, message="Plutôt mardi"))
    referral = Referral.objects.get()
    assert (referral.message, referral.status) == ("Plutôt mardi", Status.SENT)


def test_the_form_of_somebody_else_or_of_another_person_is_refused(amina, chloe, nord, client_of, new_url, service):
    form = typed(action="draft")
    client_of(amina).post(new_url, form)
    other = BeneficiaryFactory(team=nord)
    for user, url in ((chloe, new_url), (amina, f"{NEW}?service={service.pk}&personne={other.pk}")):
        assert "rechargez la page" in client_of(user).post(url, form).text
    assert Referral.objects.count() == 1


def test_a_referral_under_way_to_the_same_place_is_shown(amina, client_of, karim, service, new_url):
    other = ReferralFactory(beneficiary=karim, service=service, sent=True)
    assert reverse("referrals:detail", args=[other.pk]) in client_of(amina).get(new_url).text


def test_to_a_program_the_referral_stays_inside(amina, client_of, karim):
    program = ProgramFactory()
    url = f"{NEW}?programme={program.pk}&personne={karim.pk}"
    answer = client_of(amina).post(url, typed(channel="phone"))
    assert answer.status_code == 200
    client_of(amina).post(url, typed(channel="internal"))
    assert Referral.objects.get().program == program


def test_the_person_is_chosen_among_ones_own_or_looked_for_without_a_name_in_the_address(
    amina, client_of, nord, service
):
    own = BeneficiaryFactory(first_name="Léa", last_name="Roche", team=nord, lead_worker=amina)
    colleague = BeneficiaryFactory(first_name="Zoé", last_name="Éloi-Martin", team=nord)
    new_url, client = f"{NEW}?service={service.pk}", client_of(amina)
    first = client.get(new_url).text
    assert f"service={service.pk}&amp;personne={own.pk}" in first
    assert "Éloi-Martin" not in first
    found = client.post(new_url, {"mots": "eloi zoe"}, follow=True)
    assert "eloi" not in found.redirect_chain[0][0]
    assert f"service={service.pk}&amp;personne={colleague.pk}" in found.text


@pytest.mark.parametrize("words", ["", "%", "_", "\x00", "'", "é" * 10_000, "\u202e", "🌻"])
def test_any_words_may_be_looked_for(words, amina, client_of, karim, service):
    answer = client_of(amina).post(f"{NEW}?service={service.pk}", {"mots": words}, follow=True)
    assert answer.status_code == 200
    assert ("Bensalem" in answer.text) == (words in {"", "\x00", "\u202e", "'"})


def test_a_person_of_another_team_cannot_be_referred(amina, sud, client_of, service):
    stranger = BeneficiaryFactory(last_name="Durand", team=sud)
    client = client_of(amina)
    assert client.post(f"{NEW}?service={service.pk}&personne={stranger.pk}", typed()).status_code == 404
    assert "Durand" not in client.post(f"{NEW}?service={service.pk}", {"mots": "Durand"}, follow=True).text.replace(
        'value="Durand"', ""
    )


def test_a_recipient_unknown_or_closed_is_not_found(amina, client_of, karim):
    closed = ServiceFactory(is_active=False)
    for query in ("service=x", "service=\x00", f"service={uuid.uuid4()}", f"service={closed.pk}", "programme=1"):
        assert client_of(amina).get(f"{NEW}?{query}&personne={karim.pk}").status_code == 404


def test_without_a_recipient_one_is_looked_for(amina, client_of, karim):
    client = client_of(amina)
    assert client.get(NEW)["Location"] == reverse("partners:directory")
    asked = client.get(f"{NEW}?personne={karim.pk}")
    assert asked["Location"] == reverse("casework:find-partner", args=[karim.pk])


def test_roles_that_do_not_refer_are_refused(farid, gilles, helene, denis, ines_dpo, client_of, new_url):
    for user in (farid, gilles, helene, denis, ines_dpo):
        assert client_of(user).get(new_url).status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"submission": ""},
        {"submission": "x"},
        {"consent": "perhaps"},
        {"channel": ""},
        {"channel": "internal"},
        {"message": "é" * 10_000},
        {"message": "\x00"},
    ],
)
def test_what_cannot_be_sent_is_explained(changes, amina, client_of, new_url):
    answer = client_of(amina).post(new_url, typed(**changes))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Referral.objects.exists()


def test_emoji_and_right_to_left_text_are_kept_as_typed(amina, client_of, new_url):
    client_of(amina).post(new_url, typed(message="مرحبا 🌻 <b>oui</b>"))
    text = client_of(amina).get(reverse("referrals:detail", args=[Referral.objects.get().pk])).text
    assert "مرحبا 🌻 &lt;b&gt;oui&lt;/b&gt;" in text
