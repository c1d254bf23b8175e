"""The directory."""

from django.urls import path

from partners.views import contact, directory, organization, service

app_name = "partners"
urlpatterns = [
    path("annuaire/", directory.directory, name="directory"),
    path("annuaire/territoire/", directory.territory, name="territory"),
    path("annuaire/communes/", directory.communes, name="communes"),
    path("annuaire/structures/", organization.organization_list, name="organization-list"),
    path("annuaire/structures/nouvelle/", organization.organization_new, name="organization-new"),
    path("annuaire/structures/<uuid:pk>/", organization.organization_page, name="organization"),
    path("annuaire/structures/<uuid:pk>/modifier/", organization.organization_edit, name="organization-edit"),
    path("annuaire/structures/<uuid:pk>/services/nouveau/", service.service_new, name="service-new"),
    path("annuaire/services/<uuid:pk>/", service.service_page, name="service"),
    path("annuaire/services/<uuid:pk>/modifier/", service.service_edit, name="service-edit"),
    path("annuaire/services/<uuid:pk>/verifie/", service.service_checked, name="service-checked"),
    path("annuaire/contacts/<uuid:pk>/", contact.contact_reveal, name="contact-reveal"),
]
