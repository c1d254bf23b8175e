"""The directory."""

from django.urls import path

from partners import deal_urls
from partners.views import (
    check,
    contact,
    directory,
    history,
    organization,
    proposal,
    service,
    update,
    update_link,
)

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
    path("annuaire/services/<uuid:pk>/verifie/", check.service_checked, name="service-checked"),
    path("annuaire/services/<uuid:pk>/verifie/annuler/", check.service_unchecked, name="service-unchecked"),
    path("annuaire/services/<uuid:pk>/historique/", history.service_history, name="service-history"),
    path("annuaire/structures/<uuid:pk>/verifiee/", check.organization_checked, name="organization-checked"),
    path(
        "annuaire/structures/<uuid:pk>/verifiee/annuler/", check.organization_unchecked, name="organization-unchecked"
    ),
    path("annuaire/structures/<uuid:pk>/historique/", history.organization_history, name="organization-history"),
    path("annuaire/structures/<uuid:pk>/lien/", update_link.update_link_new, name="update-link-new"),
    path("annuaire/structures/<uuid:pk>/lien/envoyer/", update_link.update_link_send, name="update-link-send"),
    path("annuaire/liens/<uuid:pk>/fermer/", update_link.update_link_revoke, name="update-link-revoke"),
    path("annuaire/reponses/", proposal.proposal_list, name="proposal-list"),
    path("annuaire/reponses/<uuid:pk>/", proposal.proposal, name="proposal"),
    path("maj/<str:token>/", update.update, name="update"),
    path("maj/<str:token>/juste/", update.update_confirm, name="update-confirm"),
    path("maj/<str:token>/corriger/", update.update_correct, name="update-correct"),
    path("annuaire/contacts/<uuid:pk>/", contact.contact_reveal, name="contact-reveal"),
    *deal_urls.urlpatterns,
]
