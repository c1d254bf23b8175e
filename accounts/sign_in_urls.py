"""allauth’s pages that we keep, under French paths; an address or an account is changed by an administrator only."""

from allauth.account import views
from django.urls import path, re_path
from django.views.generic import RedirectView

to_profile = RedirectView.as_view(pattern_name="accounts:profile")

urlpatterns = [
    path("connexion/", views.login, name="account_login"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("inscription/", views.signup, name="account_signup"),
    path("ferme/", views.account_inactive, name="account_inactive"),
    path("verification/", views.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/changer/", views.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", views.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
    path("mot-de-passe/lien-envoye/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z-]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mot-de-passe/enregistre/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    # allauth links to this page by name; ours has no such page.
    path("courriel/", to_profile, name="account_email"),
    path("courriel/envoye/", to_profile, name="account_email_verification_sent"),
]
