"""Where each part of the application answers."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("casework.urls")),
    path("", include("beneficiaries.urls")),
    path("", include("partners.urls")),
    path("", include("programs.urls")),
    path("", include("referrals.urls")),
    path("", include("accounts.urls")),
    path("", include("core.urls")),
    path("compte/", include("accounts.sign_in_urls")),
    path("gestion/", admin.site.urls),
]
