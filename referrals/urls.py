"""Referrals."""

from django.urls import path

from core.views import soon

app_name = "referrals"
urlpatterns = [
    path("orientations/", soon, name="list"),
    path("orientations/nouvelle/", soon, name="new"),
    path("orientations/<uuid:pk>/", soon, name="detail"),
    path("orientations/<uuid:pk>/modifier/", soon, name="edit"),
    path("orientations/<uuid:pk>/envoyer/", soon, name="send"),
    path("orientations/<uuid:pk>/accepter/", soon, name="accept"),
    path("orientations/<uuid:pk>/refuser/", soon, name="decline"),
    path("orientations/<uuid:pk>/sans-suite/", soon, name="lapse"),
    path("orientations/<uuid:pk>/retirer/", soon, name="withdraw"),
    path("orientations/<uuid:pk>/imprimer/", soon, name="print"),
]
