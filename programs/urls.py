"""Programs and enrolments."""

from django.urls import path

from programs.views import enrolments, grants, programs

app_name = "programs"
urlpatterns = [
    path("programmes/", programs.program_list, name="list"),
    path("programmes/<uuid:pk>/", programs.program_detail, name="detail"),
    path("programmes/<uuid:pk>/inscrire/", enrolments.enrolment_new, name="enrol"),
    path("inscriptions/<uuid:pk>/terminer/", enrolments.enrolment_end, name="enrolment-end"),
    path("annuaire/subventions/", grants.grant_list, name="grant-list"),
    path("annuaire/subventions/nouvelle/", grants.grant_new, name="grant-new"),
    path("annuaire/financeurs/nouveau/", grants.funder_new, name="funder-new"),
    path("annuaire/subventions/<uuid:pk>/", grants.grant_page, name="grant"),
    path("annuaire/subventions/<uuid:pk>/modifier/", grants.grant_edit, name="grant-edit"),
    path("annuaire/subventions/<uuid:pk>/accordee/", grants.grant_granted, name="grant-granted"),
    path("annuaire/subventions/<uuid:pk>/refusee/", grants.grant_refused, name="grant-refused"),
    path("annuaire/subventions/<uuid:pk>/retirer/", grants.grant_withdraw, name="grant-withdraw"),
    path("annuaire/subventions/<uuid:pk>/solder/", grants.grant_close, name="grant-close"),
    path("annuaire/subventions/<uuid:pk>/versements/nouveau/", grants.instalment_new, name="instalment-new"),
    path("annuaire/versements/<uuid:pk>/recu/", grants.instalment_received, name="instalment-received"),
    path("annuaire/subventions/<uuid:pk>/bilans/nouveau/", grants.report_new, name="report-new"),
    path("annuaire/bilans/<uuid:pk>/remis/", grants.report_sent, name="report-sent"),
    path("annuaire/subventions/<uuid:pk>/parts/nouvelle/", grants.use_new, name="use-new"),
    path("annuaire/parts/<uuid:pk>/retirer/", grants.use_remove, name="use-remove"),
]
