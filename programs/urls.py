"""Programs and enrolments."""

from django.urls import path

from programs import event_urls, project_urls
from programs.views import addresses, enrolments, grants, houses, occupancy, place_requests, programs, sessions, stays
from programs.views import enrolments, grants, occupancy, place_requests, programs, stays
from programs.views.action_plan import committee, minutes, parts, plan
from programs import event_urls
from programs.views import applications, enrolments, grants, occupancy, place_requests, programs, sessions, stays

app_name = "programs"
urlpatterns = [
    *project_urls.urlpatterns,
    *event_urls.urlpatterns,
    path("programmes/", programs.program_list, name="list"),
    path("programmes/<uuid:pk>/", programs.program_detail, name="detail"),
    path("programmes/<uuid:pk>/inscrire/", enrolments.enrolment_new, name="enrol"),
    path("programmes/<uuid:pk>/seances/nouvelle/", sessions.session_new, name="session-new"),
    path("programmes/seances/<uuid:pk>/", sessions.attendance, name="attendance"),
    path("programmes/seances/<uuid:pk>/<slug:act>/", sessions.session_step, name="session-step"),
    path("programmes/<uuid:pk>/candidature/", applications.enrolment_apply, name="apply"),
    path("inscriptions/<uuid:pk>/", applications.enrolment_page, name="enrolment"),
    path("inscriptions/<uuid:pk>/terminer/", enrolments.enrolment_end, name="enrolment-end"),
    path("programmes/<uuid:pk>/plan/", plan.plan_page, name="plan"),
    path("programmes/<uuid:pk>/plan/<slug:act>/", plan.plan_step, name="plan-step"),
    path("plans/comites/<uuid:pk>/", committee.committee_page, name="committee"),
    path("plans/comites/<uuid:pk>/compte-rendu/", minutes.committee_minutes, name="committee-minutes"),
    path("plans/comites/<uuid:pk>/<slug:act>/", committee.committee_step, name="committee-step"),
    path("plans/<slug:part>/<uuid:pk>/<slug:act>/", parts.plan_part, name="plan-part"),
    path("inscriptions/<uuid:pk>/<slug:act>/", applications.enrolment_step, name="enrolment-step"),
    path("hebergement/", occupancy.occupancy, name="occupancy"),
    path("hebergement/jour/", houses.house_day, name="house-day"),
    path("hebergement/chiffres/", houses.house_figures, name="house-figures"),
    path("hebergement/places-libres/", occupancy.free_places, name="free-places"),
    path("hebergement/places/<uuid:pk>/reserver/", stays.stay_new, name="stay-new"),
    path("hebergement/places/<uuid:pk>/indisponible/", occupancy.unavailability_new, name="unavailability-new"),
    path("hebergement/indisponibilites/<uuid:pk>/", occupancy.unavailability_page, name="unavailability"),
    path(
        "hebergement/indisponibilites/<uuid:pk>/annuler/",
        occupancy.unavailability_cancel,
        name="unavailability-cancel",
    ),
    path("hebergement/sejours/", stays.stay_list, name="stay-list"),
    path("hebergement/sejours/<uuid:pk>/", stays.stay_page, name="stay"),
    path("hebergement/sejours/<uuid:pk>/adresse/", addresses.stay_address, name="stay-address"),
    path(
        "hebergement/sejours/<uuid:pk>/adresse/<uuid:reader_pk>/retirer/",
        addresses.address_reader_remove,
        name="address-reader-remove",
    ),
    path("hebergement/sites/<uuid:pk>/adresse/", addresses.site_address, name="site-address"),
    path("hebergement/sejours/<uuid:pk>/<slug:act>/", stays.stay_step, name="stay-step"),
    path("hebergement/demandes/", place_requests.place_request_list, name="place-request-list"),
    path("hebergement/demandes/nouvelle/", place_requests.place_request_new, name="place-request-new"),
    path("hebergement/demandes/<uuid:pk>/", place_requests.place_request_page, name="place-request"),
    path("hebergement/demandes/<uuid:pk>/refuser/", place_requests.place_request_reject, name="place-request-reject"),
    path("hebergement/demandes/<uuid:pk>/placer/", place_requests.place_request_place, name="place-request-place"),
    path("hebergement/demandes/<uuid:pk>/<slug:act>/", place_requests.place_request_step, name="place-request-step"),
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
