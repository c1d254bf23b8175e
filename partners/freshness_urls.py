"""Keeping the directory fresh: checks, history, links to the partners, campaigns; what each keeps of it."""

from django.urls import path

from partners.models import CardKind
from partners.views import (
    campaign,
    check,
    duplicate,
    favourite,
    history,
    proposal,
    saved_search,
    team_note,
    unmet_need,
    update,
    update_link,
)

ORGANIZATIONS, SERVICES = {"kind": CardKind.ORGANIZATION.value}, {"kind": CardKind.SERVICE.value}
PAIR = "<uuid:pk>/reunir/<uuid:other>/"

urlpatterns = [
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
    path("annuaire/campagnes/", campaign.campaign_list, name="campaign-list"),
    path("annuaire/campagnes/nouvelle/", campaign.campaign_new, name="campaign-new"),
    path("annuaire/campagnes/<uuid:pk>/", campaign.campaign, name="campaign"),
    path("annuaire/campagnes/<uuid:pk>/envoyer/", campaign.campaign_send, name="campaign-send"),
    path("annuaire/campagnes/<uuid:pk>/appels/", campaign.campaign_print, name="campaign-print"),
    path("annuaire/campagnes/<uuid:pk>/clore/", campaign.campaign_close, name="campaign-close"),
    path("annuaire/campagnes/ligne/<uuid:pk>/", campaign.campaign_line_move, name="campaign-line-move"),
    path("annuaire/favoris/", favourite.favourite_list, name="favourite-list"),
    path("annuaire/services/<uuid:pk>/favori/", favourite.service_favourite, name="service-favourite"),
    path("annuaire/structures/<uuid:pk>/favori/", favourite.organization_favourite, name="organization-favourite"),
    path("annuaire/services/<uuid:pk>/notes/nouvelle/", team_note.service_note_new, name="service-note-new"),
    path(
        "annuaire/structures/<uuid:pk>/notes/nouvelle/", team_note.organization_note_new, name="organization-note-new"
    ),
    path("annuaire/notes/<uuid:pk>/", team_note.team_note_edit, name="team-note-edit"),
    path("annuaire/notes/<uuid:pk>/retirer/", team_note.team_note_remove, name="team-note-remove"),
    path("annuaire/doublons/", duplicate.duplicate_list, name="duplicate-list"),
    path("annuaire/doublons/<uuid:pk>/separer/", duplicate.card_merge_undo, name="card-merge-undo"),
    path(f"annuaire/structures/{PAIR}", duplicate.card_merge, ORGANIZATIONS, name="organization-merge"),
    path(f"annuaire/services/{PAIR}", duplicate.card_merge, SERVICES, name="service-merge"),
    path(f"annuaire/structures/{PAIR}non/", duplicate.card_tell_apart, ORGANIZATIONS, name="organization-tell-apart"),
    path(f"annuaire/services/{PAIR}non/", duplicate.card_tell_apart, SERVICES, name="service-tell-apart"),
    path("annuaire/recherches/", saved_search.saved_search_list, name="saved-search-list"),
    path("annuaire/recherches/nouvelle/", saved_search.saved_search_new, name="saved-search-new"),
    path("annuaire/recherches/<uuid:pk>/", saved_search.saved_search, name="saved-search"),
    path("annuaire/recherches/<uuid:pk>/changer/", saved_search.saved_search_change, name="saved-search-change"),
    path("annuaire/sans-reponse/noter/", unmet_need.unmet_need_new, name="unmet-need-new"),
    path("maj/<str:token>/", update.update, name="update"),
    path("maj/<str:token>/juste/", update.update_confirm, name="update-confirm"),
    path("maj/<str:token>/corriger/", update.update_correct, name="update-correct"),
]
