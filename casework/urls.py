"""The desk."""

from django.urls import path

from casework import views

app_name = "casework"
urlpatterns = [
    path("", views.home, name="home"),
    path("recherche/", views.search, name="search"),
    path("personnes/<uuid:pk>/", views.person_file, name="person-file"),
    path("personnes/<uuid:pk>/suivis/", views.person_timeline, name="person-timeline"),
    path("personnes/<uuid:pk>/plan/", views.person_plan, name="person-plan"),
    path("personnes/<uuid:pk>/plan/imprimer/", views.person_plan_print, name="person-plan-print"),
    path("personnes/<uuid:pk>/orientations/", views.person_referrals, name="person-referrals"),
    path("personnes/<uuid:pk>/renseignements/", views.custom_edit, name="custom-edit"),
    path("personnes/<uuid:pk>/programmes/", views.person_programs, name="person-programs"),
    path("personnes/<uuid:pk>/sortie/", views.person_release, name="person-release"),
    path("personnes/<uuid:pk>/sortie/passeport/", views.release_passport, name="release-passport"),
    path("annuaire/sans-reponse/", views.unmet_needs, name="unmet-needs"),
    path("annuaire/sans-reponse/liste/", views.unmet_need_list, name="unmet-need-list"),
    path("annuaire/sans-reponse/partager/", views.unmet_needs_shared, name="unmet-needs-shared"),
    path("annuaire/sans-reponse/tableau/", views.unmet_needs_export, name="unmet-needs-export"),
    path("protection/croisements/", views.crossing_list, name="crossings"),
    path("sorties/jour-j/", views.release_board, name="release-board"),
    path("personnes/<uuid:pk>/famille/", views.person_family, name="person-family"),
    path("personnes/<uuid:pk>/famille/imprimer/", views.person_family_print, name="person-family-print"),
    path("personnes/<uuid:pk>/droits/", views.person_rights, name="person-rights"),
    path("orientations/<uuid:pk>/bilan/imprimer/", views.end_report_pdf, name="end-report-pdf"),
    path("proches/<uuid:pk>/telephone/", views.relative_reveal, name="relative-reveal"),
    path("personnes/<uuid:pk>/situation/", views.person_situation, name="person-situation"),
    path("personnes/<uuid:pk>/documents/", views.person_documents, name="person-documents"),
    path("personnes/<uuid:pk>/justificatifs/", views.proof_packet, name="proof-packet"),
    path("personnes/<uuid:pk>/historique/", views.person_history, name="person-history"),
    path("personnes/<uuid:pk>/historique/consultations/", views.person_readers, name="person-readers"),
    path("orientations/<uuid:pk>/autres-services/", views.referral_others, name="referral-others"),
    path("personnes/<uuid:pk>/orienter/", views.find_partner, name="find-partner"),
]
