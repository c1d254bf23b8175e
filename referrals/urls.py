"""Referrals."""

from django.urls import path

from referrals.views import (
    answering,
    chasing,
    figures,
    inbound,
    inbound_link,
    referrals,
    reports,
    sending,
    steps,
    writing,
)

app_name = "referrals"
urlpatterns = [
    path("orientations/", referrals.referral_list, name="list"),
    path("orientations/sans-reponse/", chasing.referral_unanswered, name="unanswered"),
    path("orientations/chiffres/", figures.referral_figures, name="figures"),
    path("orientations/chiffres/tableau/", figures.referral_figures_export, name="figures-export"),
    path("orientations/nouvelle/", writing.referral_new, name="new"),
    path("orientations/<uuid:pk>/", referrals.referral_detail, name="detail"),
    path("orientations/<uuid:pk>/modifier/", writing.referral_edit, name="edit"),
    path("orientations/<uuid:pk>/envoyer/", steps.referral_send, name="send"),
    path("orientations/<uuid:pk>/accepter/", steps.referral_accept, name="accept"),
    path("orientations/<uuid:pk>/refuser/", steps.referral_decline, name="decline"),
    path("orientations/<uuid:pk>/sans-suite/", steps.referral_lapse, name="lapse"),
    path("orientations/<uuid:pk>/retirer/", steps.referral_withdraw, name="withdraw"),
    path("orientations/<uuid:pk>/inscrire/", steps.referral_enrol, name="enrol"),
    path("orientations/<uuid:pk>/etape/<slug:slug>/", reports.referral_step, name="step"),
    path("orientations/<uuid:pk>/relancer/", chasing.referral_remind, name="remind"),
    path("orientations/<uuid:pk>/relance/lettre/", chasing.reminder_letter, name="reminder-letter"),
    path("orientations/<uuid:pk>/imprimer/", referrals.referral_print, name="print"),
    path("orientations/recues/", inbound.inbound_list, name="inbound-list"),
    path("orientations/recues/liens/", inbound_link.inbound_link_list, name="inbound-link-list"),
    path("orientations/recues/liens/nouveau/", inbound_link.inbound_link_new, name="inbound-link-new"),
    path("orientations/recues/liens/<uuid:pk>/fermer/", inbound_link.inbound_link_revoke, name="inbound-link-revoke"),
    path("orientations/recues/<uuid:pk>/", inbound.inbound_detail, name="inbound"),
    path("orientations/recues/<uuid:pk>/dossier/", inbound.inbound_open_file, name="inbound-open-file"),
    path("orientations/recues/<uuid:pk>/rattacher/", inbound.inbound_attach, name="inbound-attach"),
    path("orientations/recues/<uuid:pk>/refuser/", inbound.inbound_decline, name="inbound-decline"),
    path("orientations/recues/<uuid:pk>/deja-recue/", inbound.inbound_set_aside, name="inbound-set-aside"),
    path("adresser/<str:token>/", sending.inbound_form, name="inbound-form"),
    path("adresser/<str:token>/recu/", sending.inbound_sent, name="inbound-sent"),
    path("reponse/<str:token>/", answering.answer, name="answer"),
    path("reponse/<str:token>/nouveau-lien/", answering.answer_renew, name="answer-renew"),
    path("reponse/<str:token>/document/<uuid:pk>/", answering.answer_file, name="answer-file"),
    path("reponse/<str:token>/<slug:slug>/", answering.answer_step, name="answer-step"),
]
