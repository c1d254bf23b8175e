"""Where each part of the application answers."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("casework.urls")),
    path("", include("beneficiaries.urls")),
    path("", include("partners.urls")),
    path("", include("programs.urls")),
    path("", include("referrals.urls")),
    path("", include("accounts.urls")),
    path("", include("core.urls")),
    path("compte/", include("allauth.account.urls")),
    path("gestion/", admin.site.urls),
]
