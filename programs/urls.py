"""Programs and enrolments."""

from django.urls import path

from core.views import soon

app_name = "programs"
urlpatterns = [
    path("programmes/", soon, name="list"),
    path("programmes/<uuid:pk>/", soon, name="detail"),
    path("programmes/<uuid:pk>/inscrire/", soon, name="enrol"),
    path("inscriptions/<uuid:pk>/terminer/", soon, name="enrolment-end"),
]
