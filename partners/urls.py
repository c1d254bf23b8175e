"""The directory."""

from django.urls import path

from core.views import soon
from partners.views import directory

app_name = "partners"
urlpatterns = [
    path("annuaire/", directory.directory, name="directory"),
    path("annuaire/territoire/", directory.territory, name="territory"),
    path("annuaire/communes/", directory.communes, name="communes"),
    path("annuaire/structures/", soon, name="organization-list"),
    path("annuaire/structures/nouvelle/", soon, name="organization-new"),
    path("annuaire/structures/<uuid:pk>/", soon, name="organization"),
    path("annuaire/structures/<uuid:pk>/modifier/", soon, name="organization-edit"),
    path("annuaire/structures/<uuid:pk>/services/nouveau/", soon, name="service-new"),
    path("annuaire/services/<uuid:pk>/", soon, name="service"),
    path("annuaire/services/<uuid:pk>/modifier/", soon, name="service-edit"),
    path("annuaire/services/<uuid:pk>/verifie/", soon, name="service-checked"),
    path("annuaire/contacts/<uuid:pk>/", soon, name="contact-reveal"),
]
