"""Referrals."""

from django.urls import path

from referrals.views import referrals, steps, writing

app_name = "referrals"
urlpatterns = [
    path("orientations/", referrals.referral_list, name="list"),
    path("orientations/nouvelle/", writing.referral_new, name="new"),
    path("orientations/<uuid:pk>/", referrals.referral_detail, name="detail"),
    path("orientations/<uuid:pk>/modifier/", writing.referral_edit, name="edit"),
    path("orientations/<uuid:pk>/envoyer/", steps.referral_send, name="send"),
    path("orientations/<uuid:pk>/accepter/", steps.referral_accept, name="accept"),
    path("orientations/<uuid:pk>/refuser/", steps.referral_decline, name="decline"),
    path("orientations/<uuid:pk>/sans-suite/", steps.referral_lapse, name="lapse"),
    path("orientations/<uuid:pk>/retirer/", steps.referral_withdraw, name="withdraw"),
    path("orientations/<uuid:pk>/inscrire/", steps.referral_enrol, name="enrol"),
    path("orientations/<uuid:pk>/imprimer/", referrals.referral_print, name="print"),
]
