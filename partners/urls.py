"""The directory."""

from django.urls import path

from partners import deal_urls, exchange_urls, freshness_urls
from partners.views import contact, directory, organization, presence, service, site, suggestions

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
    path("annuaire/structures/<uuid:pk>/presence/", presence.organization_presence, name="organization-presence"),
    path("annuaire/structures/<uuid:pk>/lieux/nouveau/", site.site_new, name="site-new"),
    path("annuaire/structures/<uuid:pk>/contacts/nouveau/", contact.contact_new, name="contact-new"),
    path("annuaire/lieux/<uuid:pk>/modifier/", site.site_edit, name="site-edit"),
    path("annuaire/lieux/<uuid:pk>/presence/", presence.site_presence, name="site-presence"),
    path("annuaire/zones/", suggestions.areas, name="areas"),
    path("annuaire/sieges/", suggestions.heads, name="heads"),
    path("annuaire/services/<uuid:pk>/presence/", presence.service_presence, name="service-presence"),
    path("annuaire/services/<uuid:pk>/", service.service_page, name="service"),
    path("annuaire/services/<uuid:pk>/modifier/", service.service_edit, name="service-edit"),
    path("annuaire/contacts/<uuid:pk>/", contact.contact_reveal, name="contact-reveal"),
    path("annuaire/contacts/<uuid:pk>/modifier/", contact.contact_edit, name="contact-edit"),
    path("annuaire/contacts/<uuid:pk>/presence/", presence.contact_presence, name="contact-presence"),
    *deal_urls.urlpatterns,
    *exchange_urls.urlpatterns,
    *freshness_urls.urlpatterns,
]
