"""Agreements, employers and posts: part of the directory’s addresses."""

from django.urls import path

from partners.views import agreement, employer, post

urlpatterns = [
    path("annuaire/conventions/", agreement.agreement_list, name="agreement-list"),
    path("annuaire/structures/<uuid:pk>/conventions/nouvelle/", agreement.agreement_new, name="agreement-new"),
    path("annuaire/conventions/<uuid:pk>/", agreement.agreement_page, name="agreement"),
    path("annuaire/conventions/<uuid:pk>/modifier/", agreement.agreement_edit, name="agreement-edit"),
    path("annuaire/conventions/<uuid:pk>/signer/", agreement.agreement_sign, name="agreement-sign"),
    path("annuaire/conventions/<uuid:pk>/terminer/", agreement.agreement_end, name="agreement-end"),
    path("annuaire/conventions/<uuid:pk>/abandonner/", agreement.agreement_abandon, name="agreement-abandon"),
    path("annuaire/conventions/<uuid:pk>/reprendre/", agreement.agreement_resume, name="agreement-resume"),
    path("annuaire/conventions/<uuid:pk>/renouveler/", agreement.agreement_renew, name="agreement-renew"),
    path("annuaire/emploi/", post.post_list, name="post-list"),
    path("annuaire/emploi/<uuid:pk>/", post.post_page, name="post"),
    path("annuaire/emploi/<uuid:pk>/modifier/", post.post_edit, name="post-edit"),
    path("annuaire/emploi/<uuid:pk>/pourvu/", post.post_fill, name="post-fill"),
    path("annuaire/emploi/<uuid:pk>/retirer/", post.post_close, name="post-close"),
    path("annuaire/emploi/<uuid:pk>/rouvrir/", post.post_reopen, name="post-reopen"),
    path("annuaire/employeurs/", employer.employer_list, name="employer-list"),
    path("annuaire/employeurs/<uuid:pk>/", employer.employer_page, name="employer"),
    path("annuaire/employeurs/<uuid:pk>/postes/nouveau/", post.post_new, name="post-new"),
    path("annuaire/structures/<uuid:pk>/employeur/", employer.employer_edit, name="employer-edit"),
]
