"""Where each part of the application answers."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.enable_nav_sidebar = False
admin.site.index_title = _("Administration")

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
