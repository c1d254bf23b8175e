"""Emergency aid, applications, placements."""

from django.urls import path

from beneficiaries.views import aid, application, envelope, placement

urlpatterns = [
    path("annuaire/aides/", envelope.envelope_list, name="envelope-list"),
    path("annuaire/aides/nouvelle/", envelope.envelope_new, name="envelope-new"),
    path("annuaire/aides/<uuid:pk>/", envelope.envelope_page, name="envelope"),
    path("annuaire/aides/<uuid:pk>/modifier/", envelope.envelope_edit, name="envelope-edit"),
    path("annuaire/aides/<uuid:pk>/clore/", envelope.envelope_close, name="envelope-close"),
    path("annuaire/aides/<uuid:pk>/rouvrir/", envelope.envelope_reopen, name="envelope-reopen"),
    path("personnes/<uuid:pk>/aides/nouvelle/", aid.aid_new, name="aid-new"),
    path("aides/<uuid:pk>/", aid.aid_page, name="aid"),
    path("aides/<uuid:pk>/justificatif/", aid.aid_prove, name="aid-prove"),
    path("aides/<uuid:pk>/justificatif/fichier/", aid.aid_proof_file, name="aid-proof-file"),
    path("aides/<uuid:pk>/valider/", aid.aid_confirm, name="aid-confirm"),
    path("aides/<uuid:pk>/refuser/", aid.aid_refuse, name="aid-refuse"),
    path("aides/<uuid:pk>/annuler/", aid.aid_cancel, name="aid-cancel"),
    path("personnes/<uuid:pk>/candidatures/nouvelle/", application.application_new, name="application-new"),
    path("candidatures/<uuid:pk>/entretien/", application.application_interview, name="application-interview"),
    path("candidatures/<uuid:pk>/acceptee/", application.application_accept, name="application-accept"),
    path("candidatures/<uuid:pk>/refusee/", application.application_refuse, name="application-refuse"),
    path("candidatures/<uuid:pk>/retirer/", application.application_withdraw, name="application-withdraw"),
    path("personnes/<uuid:pk>/emplois/nouveau/", placement.placement_new, name="placement-new"),
    path("emplois/gardes/", placement.job_check_list, name="job-check-list"),
    path("emplois/<uuid:pk>/", placement.placement_page, name="placement"),
    path("emplois/<uuid:pk>/terminer/", placement.placement_end, name="placement-end"),
    path("emplois/<uuid:pk>/heures/", placement.hours_new, name="hours-new"),
    path("heures/<uuid:pk>/retirer/", placement.hours_remove, name="hours-remove"),
    path("emplois/nouvelles/<uuid:pk>/", placement.job_check_record, name="job-check-record"),
]
