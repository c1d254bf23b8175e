"""Programs and enrolments."""

from django.urls import path

from programs.views import enrolments, programs

app_name = "programs"
urlpatterns = [
    path("programmes/", programs.program_list, name="list"),
    path("programmes/<uuid:pk>/", programs.program_detail, name="detail"),
    path("programmes/<uuid:pk>/inscrire/", enrolments.enrolment_new, name="enrol"),
    path("inscriptions/<uuid:pk>/terminer/", enrolments.enrolment_end, name="enrolment-end"),
]
