"""Sessions, who came, and what a course leads to."""

from django.urls import path

from programs.views import session_papers, sessions, training

urlpatterns = [
    path("programmes/<uuid:pk>/seances/nouvelle/", sessions.session_new, name="session-new"),
    path("programmes/seances/<uuid:pk>/", sessions.attendance, name="attendance"),
    path("programmes/seances/<uuid:pk>/emargement/", session_papers.signing_sheet, name="session-sheet"),
    path("programmes/seances/<uuid:pk>/feuille-signee/", session_papers.scan_new, name="session-scan-new"),
    path("programmes/feuilles-signees/<uuid:pk>/", session_papers.scan_file, name="session-scan"),
    path("programmes/feuilles-signees/<uuid:pk>/supprimer/", session_papers.scan_remove, name="session-scan-remove"),
    path("programmes/seances/<uuid:pk>/<slug:act>/", sessions.session_step, name="session-step"),
    path("inscriptions/<uuid:pk>/formation/", training.course, name="course"),
    path("inscriptions/<uuid:pk>/formation/attestation/", training.course_certificate, name="course-certificate"),
    path("inscriptions/<uuid:pk>/formation/validation/", training.validation_new, name="validation-new"),
    path("inscriptions/validations/<uuid:pk>/", training.validation, name="validation"),
]
